// Package xmlwriter writes XML that is well-formed whatever the texts hold.
package xmlwriter

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// An Element is XML that is being written. What it writes is well-formed
// whatever the strings hold.
type Element struct{ B []byte }

// Open begins an element: it has its attributes next, and its end.
func (x *Element) Open(indent, name string) {
	x.B = append(append(append(x.B, indent...), '<'), name...)
}

// Attr writes an attribute.
func (x *Element) Attr(name, value string) {
	x.B = append(append(append(x.B, ' '), name...), `="`...)
	x.B = append(Append(x.B, value, true), '"')
}

// Property writes a whole element, a property.
func (x *Element) Property(indent, name, value string) {
	x.Open(indent, "property")
	x.Attr("name", name)
	x.Attr("value", value)
	x.B = append(x.B, "/>"...)
}

// Seconds writes the attribute time.
func (x *Element) Seconds(s float64) {
	x.B = append(strconv.AppendFloat(append(x.B, ` time="`...), s, 'f', 3, 64), '"')
}

// Text writes a whole element with text.
func (x *Element) Text(indent, name, text string) {
	x.Open(indent, name)
	x.B = append(Append(append(x.B, '>'), text, false), "</"+name+">"...)
}

// Append appends text, with what XML 1.0 cannot hold written as \xHH: most
// control characters, and bytes that are not UTF-8.
func Append(b []byte, s string, attr bool) []byte {
	plain := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && n == 1:
				b = fmt.Appendf(append(b, s[plain:i]...), `\x%02x`, c)
			case r == 0xFFFE || r == 0xFFFF:
				b = fmt.Appendf(append(b, s[plain:i]...), `\u%04x`, r)
			default:
				i += n
				continue
			}
			i += n
			plain = i
			continue
		}
		escape := ""
		switch {
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '"' && attr:
			escape = "&quot;"
		case c == '\n' && attr:
			escape = "&#10;"
		case c == '\t' && attr:
			escape = "&#9;"
		case c == '\r':
			escape = "&#13;"
		case c < ' ' && c != '\n' && c != '\t':
			escape = fmt.Sprintf(`\x%02x`, c)
		}
		if escape != "" {
			b = append(append(b, s[plain:i]...), escape...)
			plain = i + 1
		}
		i++
	}
	return append(b, s[plain:]...)
}
