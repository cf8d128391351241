// Package printable makes texts harmless for a terminal, and leaves what can be read.
package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Diff makes a diff harmless. Where every line of the file ends with a
// return, these go without saying.
func Diff(diff string) string {
	const crlf = "\r\n"
	headers := 2 + strings.Count(diff, "\n@@ ") + 2*strings.Count(diff, "\n\\ ")
	if ends := strings.Count(diff, crlf); ends > 0 && ends+headers >= strings.Count(diff, "\n") {
		diff = strings.ReplaceAll(diff, crlf, "\n")
	}
	return Text(diff, "\n\t")
}

// Text writes what a terminal might obey, or would not show, as \xHH. The
// characters of keep stay.
func Text(s, keep string) string {
	odd := func(r rune) bool {
		return (r == utf8.RuneError || !unicode.IsPrint(r)) && !strings.ContainsRune(keep, r)
	}
	if plainText(s) || strings.IndexFunc(s, odd) < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if odd(r) && !(r == utf8.RuneError && n > 1) {
			for _, c := range []byte(s[i : i+n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// plainText reports whether a text is nothing but printable ASCII, as most are.
func plainText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
