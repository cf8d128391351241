package expression

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

var globs = []struct {
	pattern, text string
	want          bool
}{
	{"", "", true},
	{"", "a", false},
	{"abc", "abc", true},
	{"abc", "abcd", false},
	{"abc", "ab", false},
	{"*", "", true},
	{"*", "anything", true},
	{"**", "x", true},
	{"a*", "a", true},
	{"a*", "ba", false},
	{"*a", "ba", true},
	{"*a", "ab", false},
	{"a*a", "a", false}, // head and tail may not share a character
	{"a*a", "aa", true},
	{"ab*ba", "aba", false},
	{"a*b*c", "aXbYc", true},
	{"a*b*c", "acb", false},
	{"*a*a*a*", "aa", false},
	{"*a*a*a*", "xaxaxax", true},
	{"*ab?d*", "abcabcd", true},
	{"?", "", false},
	{"?", "a", true},
	{"?", "é", true},
	{"?", "ab", false},
	{"?", "\xff", true},
	{"??", "\xff\xfe", true},
	{"?", "\xff\xfe", false},
	{"???", "\xe2\x98x", true}, // a cut character is as many as it has bytes
	{"*?", "", false},
	{"?*?", "é", false},
	{"?*?", "éé", true},
	{"*?é", "éé", true},
	{`\*`, "*", true},
	{`\*`, "x", false},
	{`\?`, "?", true},
	{`\?`, "x", false},
	{`\\`, `\`, true},
	{`\\*`, `\x`, true},
	{`\\\*`, `\*`, true},
	{`\a`, `\a`, true},
	{`\a`, "a", false},
	{`a\`, `a\`, true},
	{"[ab]", "a", false},
	{"[ab]", "[ab]", true},
	{"\xff*", "\xffx", true},
	{"\xff", "\xfe", false},
	{strings.Repeat("*a", 50) + "*b", strings.Repeat("a", 5000), false}, // must not take forever
}

func matchGlob(pattern, s string) bool { return NewGlob(pattern).Match(s) }

func TestGlob(t *testing.T) {
	for _, test := range globs {
		if got := matchGlob(test.pattern, test.text); got != test.want {
			t.Errorf("%q against %q: %v", test.pattern, test.text, got)
		}
	}
}

// globReference turns a glob into a regular expression, as docs/format.md defines it.
func globReference(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`\A(?s:`)
	for s := pattern; s != ""; {
		r, rest := s[:1], s[1:]
		switch {
		case r == "*":
			b.WriteString(".*")
		case r == "?":
			b.WriteString(".")
		case r == `\` && rest != "" && strings.ContainsAny(rest[:1], `*?\`):
			b.WriteString(regexp.QuoteMeta(rest[:1]))
			rest = rest[1:]
		default:
			b.WriteString(regexp.QuoteMeta(r))
		}
		s = rest
	}
	b.WriteString(`)\z`)
	return regexp.MustCompile(b.String())
}

func FuzzGlob(f *testing.F) {
	for _, test := range globs {
		f.Add(test.pattern, test.text)
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		// The reference knows no bytes that are not UTF-8, so every byte becomes a
		// character of its own.
		p, s := latin1(pattern), latin1(text)
		if want, got := globReference(p).MatchString(s), matchGlob(p, s); got != want {
			t.Errorf("%q against %q: %v, the reference says %v", p, s, got, want)
		}
		// An invalid byte is a character: a private one in its place changes nothing.
		// (In the pattern it may be half a character of the text.)
		if utf8.ValidString(pattern) {
			if want, got := globReference(pattern).MatchString(MapInvalid(text)), matchGlob(pattern, text); got != want {
				t.Errorf("%q against %q: %v, the reference says %v", pattern, text, got, want)
			}
		}
		if prefix := NewGlob(pattern).Prefix(); matchGlob(pattern, text) && !strings.HasPrefix(text, prefix) {
			t.Errorf("%q matches %q, which does not begin with its prefix %q", pattern, text, prefix)
		}
	})
}

func latin1(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}
