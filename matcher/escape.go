package matcher

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	escSuffix = " (esc)"
	hexDigits = "0123456789abcdef"
)

// needsEscape reports whether a line must be escaped to be written: it holds
// control characters, characters that do not print, or bytes that are not
// UTF-8.
func needsEscape(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' || c == 0x7f {
				return true
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
			return true
		}
		i += n
	}
	return false
}

// needsCramEscape is cram's rule: control characters and all that is not ASCII.
func needsCramEscape(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return true
		}
	}
	return false
}

// Escape writes backslash escapes for what does not print: \\ \t \r \xHH.
// Printable UTF-8 stays. The suffix " (esc)" is not added.
func Escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			escapeByte(&b, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !unicode.IsPrint(r) {
			b.WriteString(hexEscape(s[i : i+n]))
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// cramEscape is Escape as cram has it: every byte outside ASCII is \xHH.
func cramEscape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			b.WriteString(hexEscape(s[i : i+1]))
		} else {
			escapeByte(&b, s[i])
		}
	}
	return b.String()
}

func escapeByte(b *strings.Builder, c byte) {
	switch {
	case c == '\\':
		b.WriteString(`\\`)
	case c == '\t':
		b.WriteString(`\t`)
	case c == '\r':
		b.WriteString(`\r`)
	case c < ' ' || c == 0x7f:
		b.WriteString(hexEscape(string(c)))
	default:
		b.WriteByte(c)
	}
}

func hexEscape(s string) string {
	b := make([]byte, 0, 4*len(s))
	for i := range len(s) {
		b = append(b, '\\', 'x', hexDigits[s[i]>>4], hexDigits[s[i]&15])
	}
	return string(b)
}

func escapeBackslashes(s string) string { return strings.ReplaceAll(s, `\`, `\\`) }

// Unescape decodes the escapes of an (esc) line, as Python's string escapes
// are: \\ \' \" \a \b \f \n \r \t \v, \ooo (one to three octal digits) and \xHH.
// Any other backslash stands for itself. It reports false for an \x that is not
// followed by two hexadecimal digits.
func Unescape(s string) (string, bool) {
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '\\' || i+1 == len(s) {
			b = append(b, c)
			continue
		}
		i++
		switch c = s[i]; {
		case strings.IndexByte(`\'"`, c) >= 0:
			b = append(b, c)
		case strings.IndexByte("abfnrtv", c) >= 0:
			b = append(b, "\a\b\f\n\r\t\v"[strings.IndexByte("abfnrtv", c)])
		case c == 'x':
			if i+2 >= len(s) {
				return "", false
			}
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi < 0 || lo < 0 {
				return "", false
			}
			b = append(b, byte(hi<<4|lo))
			i += 2
		case '0' <= c && c <= '7':
			n := 0
			end := min(i+3, len(s))
			for ; i < end && '0' <= s[i] && s[i] <= '7'; i++ {
				n = n<<3 | int(s[i]-'0')
			}
			i--
			b = append(b, byte(n))
		default:
			b = append(b, '\\', c)
		}
	}
	return string(b), true
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
