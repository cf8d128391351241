package xmltext

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzElement: whatever the strings hold, the XML is well-formed, and a text that XML
// can hold comes back.
func FuzzElement(f *testing.F) {
	for _, s := range []string{"", "a", `<&>"'`, "a\tb\nc\rd", "\x00\x1b\x7f", "\xff\xfe", "\uFFFE\uFFFF", "ä 中 \U0001F600", "]]>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var x Element
		x.Open("\n", "e")
		x.Attr("a", s)
		x.Seconds(1.5)
		x.B = append(x.B, '>')
		x.Text("", "t", s)
		x.B = append(x.B, "</e>"...)
		var got struct {
			A    string `xml:"a,attr"`
			Time string `xml:"time,attr"`
			T    string `xml:"t"`
		}
		if err := xml.Unmarshal(x.B, &got); err != nil {
			t.Fatalf("%q: %v", x.B, err)
		}
		holds := utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
			return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
		})
		if holds && (got.A != s || got.T != s) || got.Time != "1.500" {
			t.Errorf("%q is %q and %q, %s", s, got.A, got.T, got.Time)
		}
	})
}
