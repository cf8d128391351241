package matcher

import (
	"fmt"
	"strings"
	"testing"

	"dott/matcher/feature"
)

func TestParse(t *testing.T) {
	linux := []feature.Term{{Name: "linux"}}
	for _, test := range []struct {
		text string
		want Pattern
		body string
	}{
		{"", Pattern{}, ""},
		{"plain", Pattern{}, "plain"},
		{"a (re)", Pattern{Kind: Regexp}, "a"},
		{"a (glob)", Pattern{Kind: Glob}, "a"},
		{`a\t (esc)`, Pattern{Kind: Escaped}, "a\t"},
		{`a\x (esc)`, Pattern{}, `a\x (esc)`},
		{"a (no-eol)", Pattern{NoEOL: true}, "a"},
		{`a\t (no-eol) (esc)`, Pattern{Kind: Escaped}, "a\t (no-eol)"},
		{`a\t (esc) (no-eol)`, Pattern{Kind: Escaped, NoEOL: true}, "a\t"},
		{"a (?)", Pattern{Optional: true}, "a"},
		{"a (*)", Pattern{Optional: true, Repeated: true}, "a"},
		{"a (+)", Pattern{Repeated: true}, "a"},
		{"a (re?)", Pattern{Kind: Regexp, Optional: true}, "a"},
		{"a (re*)", Pattern{Kind: Regexp, Optional: true, Repeated: true}, "a"},
		{"a (re+)", Pattern{Kind: Regexp, Repeated: true}, "a"},
		{"a (glob?)", Pattern{Kind: Glob, Optional: true}, "a"},
		{"a (glob*)", Pattern{Kind: Glob, Optional: true, Repeated: true}, "a"},
		{"a (glob+)", Pattern{Kind: Glob, Repeated: true}, "a"},
		{"a (glob) (?)", Pattern{Kind: Glob, Optional: true}, "a"},
		{"a (re) (no-eol)", Pattern{Kind: Regexp, NoEOL: true}, "a"},
		{"a (re) (no-eol) (?)", Pattern{Kind: Regexp, NoEOL: true, Optional: true}, "a"},
		{"a (linux !)", Pattern{Conditions: linux}, "a"},
		{"a* (glob) (linux !)", Pattern{Kind: Glob, Conditions: linux}, "a*"},
		{"a (linux !) (?)", Pattern{Conditions: linux, Optional: true}, "a"},
		{"a (glob) (re)", Pattern{Kind: Regexp}, "a (glob)"}, // one kind only
		{"a (re**)", Pattern{}, "a (re**)"},
		{"a (rex)", Pattern{}, "a (rex)"},
		{"a (re )", Pattern{}, "a (re )"},
		{"a(re)", Pattern{}, "a(re)"},
		{"(re)", Pattern{}, "(re)"},
		{" (re)", Pattern{Kind: Regexp}, ""},
		{"a (re) ", Pattern{}, "a (re) "},
		{"f(x) (glob)", Pattern{Kind: Glob}, "f(x)"},
		{"a ( !)", Pattern{}, "a ( !)"},
		{"wow (really !)", Pattern{Conditions: []feature.Term{{Name: "really"}}}, "wow"},
		{"a (=> !)", Pattern{}, "a (=> !)"},
	} {
		p := Parse(test.text)
		test.want.Text = test.text
		if p.Kind != test.want.Kind || p.Optional != test.want.Optional || p.Repeated != test.want.Repeated ||
			p.NoEOL != test.want.NoEOL || fmt.Sprint(p.Conditions) != fmt.Sprint(test.want.Conditions) || p.body != test.body || p.Text != test.text {
			t.Errorf("%q: %+v, body %q; want %+v, body %q", test.text, p, p.body, test.want, test.body)
		}
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"a": "a", "a (?)": "a (?)", "a (linux !)": "a", " (linux !)": "", "[1] (linux !)": "[1]",
		"a* (glob) (linux !)": "a* (glob)", "a* (glob) (linux !) (?)": "a* (glob) (?)", "a (?) (x !) (no-eol) (y !)": "a (?) (no-eol)",
		"a (linux !) (re)": "a (linux !) (re)", "a ( !)": "a ( !)",
	} {
		if p := Parse(text); p.Plain != want {
			t.Errorf("%q is %q without its conditions, want %q", text, p.Plain, want)
		}
	}
}

// matchCases are lines against patterns. A line that ends in no newline is
// written with a ~ at its end.
var matchCases = []struct {
	pattern, line string
	want          bool
}{
	{"a", "a", true},
	{"a", "b", false},
	{"", "", true},
	{"a", "a~", false},
	{"a (no-eol)", "a~", true},
	{"a (no-eol)", "a", false},
	{"a (glob) (x !)", "a (glob)", true}, // what would be literal without the condition is so with it
	{"a (glob) (x !)", "a", true},
	{"a (glob) (x !)", "a (glob) (x !)", true},
	{"a (no-eol) (x !)", "a (no-eol)", true},
	{"[1] (x !)", "[1]", true},
	{" (?) (x !)", "", true},
	{"a (no-eol)", "a (no-eol)", true}, // literally
	{"a (?)", "a (?)", true},

	{"a|b (re)", "a", true},
	{"a|b (re)", "ax", false},
	{"a|b (re)", "xb", false},
	{"^a$ (re)", "a", true},
	{"a (re)", "a ", false},
	{" (re)", "", true},
	{`a\b.* (re)`, "a b", true},
	{"(?i)ABC (re)", "abc", true},
	{"(?x)a # comment (re)", "a", true},
	{"(?x)a # comment (re)", "ab", false},
	{`\Qa.b (re)`, "a.b", true},
	{`\Qa.b (re)`, "axb", false},
	{"a. (re)", "a\r", true},
	{"a(?=b)b (re)", "ab", true},
	{"(?<!x)a|b (re)", "b", true},
	{"(?<!x)a|b (re)", "bx", false},
	{`(a|b)\1 (re)`, "bb", true},
	{`(a|b)\1 (re)`, "ab", false},
	{`(a|b)\1|c (re)`, "cc", false},
	{`(?P<x>a)(?P=x) (re)`, "aa", true},
	{`(?P<x>a)(?P=x) (re)`, "ab", false},
	{`a(?=b) (re)`, "ab", false},
	{`a*+a (re)`, "aaa", false}, // possessive
	{"a (re) (no-eol)", "a~", true},
	{"a (re) (no-eol)", "a", false},
	{". (re)", "é", true},
	{".. (re)", "é", false},

	// Bytes that are not UTF-8 are characters, equal only to themselves.
	{". (re)", "\xff", true},
	{".. (re)", "\xff\xfe", true},
	{". (re)", "\xff\xfe", false},
	{`\xff (re)`, "\xff", true},
	{`\xff (re)`, "\xfe", false},
	{`\xff (re)`, "ÿ", true},
	{`[\x80-\xff]+ (re)`, "\x80\xff", true},
	{`[^\xff] (re)`, "\xff", false},
	{`[^\xff] (re)`, "\xfe", true},
	{`\\xff (re)`, `\xff`, true},
	{`(.)\1 (re)`, "\xff\xff", true},
	{`(.)\1 (re)`, "\xff\xfe", false},
	{"\xff.* (re)", "\xffabc", true},
	{"\xff.* (re)", "\xfeabc", false},
	{"[[:alpha:]]\\xff (re)", "a\xff", true},

	{"*x (glob)", "abx", true},
	{"? (glob)", "\xff", true},
	{"a* (glob) (no-eol)", "abc~", true},
	{"a* (glob) (no-eol)", "abc", false},
	{"a* (glob)", "a (glob)", true},

	{`a\tb (esc)`, "a\tb", true},
	{`a\tb`, "a\tb", false}, // without (esc) it is text
	{"a\tb", "a\tb", true},
	{`\xc3\xa9 (esc)`, "é", true}, // cram's form
	{`é\t (esc)`, "é\t", true},    // ours
	{`\t (no-eol) (esc)`, "\t~", true},
	{`\t (no-eol) (esc)`, "\t", false},
	{`\t (no-eol) (esc)`, "\t (no-eol)", true},
	{`\t (esc)`, "\t~", false},
	{`a?b (glob)`, "a\tb", true},
	{`a\\tb \(esc\) (re)`, "a\tb", true}, // cram compares patterns with the escaped form
	{`a\\tb (esc) (glob)`, "a\tb", true},
}

func testLine(s string) Line {
	s, noeol := strings.CutSuffix(s, "~")
	return NewLine(s, s, noeol)
}

func TestMatch(t *testing.T) {
	for _, test := range matchCases {
		p, l := Parse(test.pattern), testLine(test.line)
		if got, err := p.Match(&l); got != test.want {
			t.Errorf("%q against %q: %v (%v)", test.pattern, test.line, got, err)
		}
	}
}

func TestMatchShown(t *testing.T) {
	for pattern, want := range map[string]bool{
		"at /tmp/x/1": true, "at $TESTTMP": true, "at * (glob)": true, `at \$TESTTMP (re)`: true,
		"at /tmp/x/? (glob)": true, `at \x24TESTTMP (esc)`: true, "at $CRAMTMP": false,
	} {
		p, l := Parse(pattern), NewLine("at /tmp/x/1", "at $TESTTMP", false)
		if got, err := p.Match(&l); got != want || err != nil {
			t.Errorf("%s: %v, %v", pattern, got, err)
		}
	}
}

func TestMatchInvalid(t *testing.T) {
	for _, test := range []struct{ pattern, reason string }{
		{"*** (re)", "missing argument to repetition operator"},
		{"a)|(b (re)", "unexpected )"},
		{"(a (re)", "missing closing )"},
		{"[a (re)", "missing closing ]"},
		{`a\ (re)`, "trailing backslash"},
		{`(a)\2 (re)`, ""},
		{"(?<a (re)", ""},
		{"a{2,1} (re)", "invalid repeat count"},
	} {
		p, l := Parse(test.pattern), testLine("b")
		ok, err := p.Match(&l)
		if ok || err == nil || !strings.Contains(err.Error(), test.reason) {
			t.Errorf("%s: %v, error %v, want one with %q", test.pattern, ok, err, test.reason)
		}
		// Literally it is no fault, and the second time the fault is the same.
		l = testLine(test.pattern)
		if ok, err := p.Match(&l); !ok || err != nil {
			t.Errorf("%s against itself: %v, %v", test.pattern, ok, err)
		}
		l = testLine("c")
		if _, again := p.Match(&l); again == nil || err != nil && again.Error() != err.Error() {
			t.Errorf("%s: %v, then %v", test.pattern, err, again)
		}
	}
}

// TestMatchRunaway would run for centuries if nobody stopped it.
func TestMatchRunaway(t *testing.T) {
	p, l := Parse(`(a+)+(?=x)\1$ (re)`), testLine(strings.Repeat("a", 60))
	if ok, err := p.Match(&l); ok || err == nil || !strings.Contains(err.Error(), "stopped after 1s") {
		t.Errorf("%v, %v", ok, err)
	}
	// The standard library's engine needs no such limit.
	p = Parse(`(a+)+b (re)`)
	if ok, err := p.Match(&l); ok || err != nil {
		t.Errorf("%v, %v", ok, err)
	}
}

// FuzzMatch: no pattern and no line are too strange; a line's own text matches
// it literally; and every match begins with the pattern's prefix.
func FuzzMatch(f *testing.F) {
	for _, test := range matchCases {
		f.Add(test.pattern, test.line)
	}
	f.Fuzz(func(t *testing.T, pattern, line string) {
		if strings.Contains(line, "\n") || len(pattern)+len(line) > 200 {
			return
		}
		p, l := Parse(pattern), NewLine(line, line, false)
		ok, err := p.Match(&l)
		if ok && err != nil {
			t.Errorf("%q matches %q with an error: %v", pattern, line, err)
		}
		if again, err2 := p.Match(&l); again != ok || (err2 == nil) != (err == nil) {
			t.Errorf("%q against %q: %v, %v and then %v, %v", pattern, line, ok, err, again, err2)
		}
		own := NewLine(pattern, pattern, false)
		if ok, _ := p.Match(&own); !ok && !strings.Contains(pattern, "\n") {
			t.Errorf("%q does not match itself", pattern)
		}
		if prefix := prefixOf(&p); ok && !l.is(p.Text) {
			found := false
			for form := range (forms{&l}).all {
				found = found || strings.HasPrefix(form, prefix)
			}
			if !found {
				t.Errorf("%q matches %q, no form of which begins with %q", pattern, line, prefix)
			}
		}
	})
}
