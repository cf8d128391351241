package matcher

import (
	"strings"
	"testing"
)

// originCases are expected lines against lines of output and where these come from.
var originCases = []struct {
	pattern, line string
	origin        Origin
	want          bool
}{
	{"a", "a", Out, true},
	{"a", "a", Err, false},
	{"a (err)", "a", Err, true},
	{"a (err)", "a", Out, false},
	{"a (err)", "a (err)", Mixed, true},
	{"a (err)", "a (err)", Out, false},
	{"a (err) (err)", "a (err)", Err, true},
	{" (err)", "", Err, true},
	{"a* (err) (glob)", "abc", Err, true},
	{"a* (err) (glob)", "abc", Out, false},
	{"a* (glob)", "abc", Err, false},
	{"a* (glob)", "abc (err)", Out, true},
	{"a* (err) (glob)", "abc (err)", Mixed, true},
	{`a\d (err) (re)`, "a1", Err, true},
	{`a\d (err) (re)`, "a1 err", Mixed, true},
	{`a\d (re)`, "a1", Err, false},
	{`a\t (err) (esc)`, "a\t", Err, true},
	{`a\t (err) (no-eol) (esc)`, "a\t~", Err, true},
	{"a (err) (no-eol)", "a~", Err, true},
	{"a (err) (no-eol)", "a", Err, false},
	{"a (err) (?)", "a", Err, true},
	{"a (err) (linux !)", "a", Err, true},
	{"a (glob) (err)", "a (glob)", Err, true},
	{"a (err) (x", "a (err) (x", Out, true},
	{"a (style)", "a", Styled, true},
	{"a (style)", "a", Unstyled, false},
	{"a (style)", "a (style)", Out, true},
	{"a (err)", "a (err)", Unstyled, true},
	{"a", "a", Unstyled, true},
}

func originLine(text string, o Origin) Line {
	bare, noeol := strings.CutSuffix(text, "~")
	return NewLine(bare, bare, noeol).From(o)
}

func TestOrigins(t *testing.T) {
	for _, test := range originCases {
		l := originLine(test.line, test.origin)
		p := Parse(test.pattern)
		if got, err := p.Match(&l); got != test.want || err != nil {
			t.Errorf("%q and %q of %d: %v, %v", test.pattern, test.line, test.origin, got, err)
		}
		changes, _, _ := Align(t.Context(), []Pattern{p}, []Line{l})
		if got := len(changes) == 0; got != test.want {
			t.Errorf("%q and %q of %d are aligned with %v", test.pattern, test.line, test.origin, changes)
		}
	}
}

func TestUnmarked(t *testing.T) {
	for _, test := range []struct{ text, unmarked, mark, marked string }{
		{"a", "a", "", "a"},
		{"a (err)", "a", errMark, "a (err)"},
		{"a (err) (glob)", "a (glob)", errMark, "a (err) (glob)"},
		{"a (err) (re) (?)", "a (re) (?)", errMark, "a (err) (re) (?)"},
		{"a (glob) (err)", "a (glob)", errMark, "a (err) (glob)"},
		{"a (err) (what)", "a (err) (what)", "", "a (err) (what)"},
		{`a\t (err) (no-eol) (esc)`, `a\t (no-eol) (esc)`, errMark, `a\t (err) (no-eol) (esc)`},
		{"a (style) (re+) (linux !)", "a (re+) (linux !)", styleMark, "a (style) (re+) (linux !)"},
	} {
		unmarked, mark := Unmarked(test.text)
		if unmarked != test.unmarked || mark != test.mark {
			t.Errorf("%q: %q and %q", test.text, unmarked, mark)
		}
		if got := Marked(unmarked, mark); got != test.marked {
			t.Errorf("%q becomes %q", test.text, got)
		}
	}
}

// FuzzOrigins: a line of whatever origin is written so that it is matched, and no line
// of another origin is.
func FuzzOrigins(f *testing.F) {
	for _, test := range originCases {
		f.Add(test.line, false, false)
		f.Add(test.pattern, true, false)
		f.Add(test.pattern, false, true)
	}
	f.Fuzz(func(t *testing.T, raw string, noeol, first bool) {
		if strings.Contains(raw, "\n") {
			return
		}
		for _, both := range [][2]Origin{{Out, Err}, {Err, Out}, {Unstyled, Styled}, {Styled, Unstyled}} {
			l, other := NewLine(raw, raw, noeol).From(both[0]), NewLine(raw, raw, noeol).From(both[1])
			text := l.Text(Writing{EscapeFirst: first})
			p := Parse(text.String())
			if ok, err := p.Match(&l); !ok || err != nil {
				t.Errorf("%q of %d is written as %q, which does not match: %v", raw, both[0], text, err)
			}
			if ok, _ := p.Match(&other); ok {
				t.Errorf("%q of %d is written as %q, which matches it in %d", raw, both[0], text, both[1])
			}
			if p.Optional || p.Repeated || len(p.Conditions) > 0 {
				t.Errorf("%q of %d is written as %q, which matches more", raw, both[0], text)
			}
			if changes, _, _ := Align(t.Context(), []Pattern{p}, []Line{other, l}); len(changes) == 0 || Deletes(changes, 0) {
				t.Errorf("%q of %d: %v", raw, both[0], changes)
			}
		}
	})
}
