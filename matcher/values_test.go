package matcher

import (
	"strings"
	"testing"
)

func TestReferences(t *testing.T) {
	for _, test := range []struct{ line, names string }{
		{"{{a}} {{b-1}} {{_c}} {{a}} (glob)", "a b-1 _c"},
		{`{{a:\d{4}}}{{b:[}]}}{{c:(x|y)}} (re)`, "a b c"},
		{`{{a:[^]}]*}}} (re)`, "a"},
		{"{{a}}", ""},
		{"{{a}} (esc)", ""},
		{"{{}} {{1a}} {{a b}} {a} {{a:}} {{a:x} {{ (glob)", ""},
		{"{{{a}}} (glob)", "a"},
		{`\{{a}} (re)`, ""},
		{`\\{{a}} (re)`, "a"},
		{`\{{a}} (glob)`, "a"},
		{`{{a:\}}}} (re)`, "a"},
		{`{"x": "(glob) {{a}}"} (json)`, "a"},
	} {
		p := Parse(test.line)
		if got := strings.Join(p.Names(), " "); got != test.names {
			t.Errorf("%s has the names %q, want %q", test.line, got, test.names)
		}
	}
}

var valueCases = []struct {
	line, text, known string // known is x
	ok                bool
	bound             string // what x is then, if it is bound
}{
	{"id {{x}} (glob)", "id 12", "", true, "12"},
	{"id {{x}} (glob)", "id ", "", false, ""},
	{"id {{x}} (glob)", "id 12", "12", true, ""},
	{"id {{x}} (glob)", "id 13", "12", false, ""},
	{"id {{x}}* (glob)", "id 12", "", true, "1"},
	{"id {{x}}? (glob)", "id 12", "", true, "1"},
	{`*\*{{x}}? (glob)`, "a*12", "", true, "1"},
	{"{{x}}* (glob)", "*?3", "*?", true, ""},
	{"{{x}}[0-9] (re)", "a b#3", "a b#", true, ""},
	{`(?x) {{x}} \d (re)`, "a b#3", "a b#", true, ""},
	{`{{x:\d+}}\w+ (re)`, "12ab", "", true, "12"},
	{`{{x:\d+}}\w+ (re)`, "ab", "", false, ""},
	{`(a{{x}}|b) (re)`, "b", "", true, ""},
	{`({{x}})(.)\2 (re)`, "xyy", "", true, ""},
	{"{{x}}-{{x}} (glob)", "ab-ab", "", true, "ab"},
	{"{{x}}-{{x}} (glob)", "ab-ac", "", false, ""},
	{"{{x}} (glob)", "caf\xe9", "", true, "caf\xe9"},
	{"{{x}}! (glob)", "caf\xe9!", "caf\xe9", true, ""},
	{"{{x}}! (re)", "caf\xe9!", "caf\xe9", true, ""},
	{"{{x}} (glob)", "{{x}}", "1", true, ""},
	{"{{x}} * (glob)", "{{x}} a", "1", true, ""},
	{"{{x}} * (glob) (glob)", "{{x}} * (glob)", "1", true, ""},
	{`{{x:(}} (glob)`, "{{x:(}}", "", true, ""},
	{`{"a": "(glob) {{x}}!"} (json)`, `{"a":"b!"}`, "", true, "b"},
	{`["(re) {{x:\\d+}}", "(glob) {{x}}"] (json)`, `[12,"12"]`, "", true, "12"},
	{`["(re) {{x:\\d+}}", "(glob) {{x}}"] (json)`, `[12,"13"]`, "", false, ""},
}

func TestMatchWith(t *testing.T) {
	for _, test := range valueCases {
		p := Parse(test.line)
		var known *Values
		if test.known != "" {
			known = known.With([]Value{{Name: "x", Text: test.known}})
		}
		l := NewLine(test.text, test.text, false)
		ok, bound, err := p.MatchWith(t.Context(), &l, known)
		got := ""
		for _, v := range bound {
			got += v.Text
		}
		if ok != test.ok || got != test.bound && test.line != `({{x}})(.)\2 (re)` {
			t.Errorf("%s with %q: %v %q, %v; want %v %q", test.line, test.text, ok, got, err, test.ok, test.bound)
		}
	}
}

// TestUsedBefore: what says what a value is comes first.
func TestUsedBefore(t *testing.T) {
	p := Parse(`{{x:\d+}} (re)`)
	l := NewLine("12", "12", false)
	known := (*Values)(nil).With([]Value{{Name: "x", Text: "12", Line: 4, Bare: true}})
	if ok, _, err := p.MatchWith(t.Context(), &l, known); ok || err == nil || !strings.Contains(err.Error(), "line 5 uses {{x}} before") {
		t.Errorf("%v, %v", ok, err)
	}
}

// FuzzMatchWith: what a line binds is what it matches with when that is known, and it then
// binds nothing more. Where nothing is said about values, a line matches in the same cases.
func FuzzMatchWith(f *testing.F) {
	for _, c := range valueCases {
		f.Add(c.line, c.text, c.known)
	}
	f.Fuzz(func(t *testing.T, line, text, value string) {
		if len(line)+len(text) > 100 || strings.ContainsAny(line+text, "\n") || strings.Contains(line, "(?") {
			return
		}
		p := Parse(line)
		var known *Values
		if value != "" {
			known = known.With([]Value{{Name: "x", Text: value}})
		}
		l := NewLine(text, text, false)
		ok, bound, err := p.MatchWith(t.Context(), &l, known)
		if ok && err != nil {
			t.Fatalf("%q with %q: %v", line, text, err)
		}
		if !ok {
			return
		}
		for _, v := range bound {
			if v.Text == "" {
				t.Fatalf("%q with %q binds nothing to %s", line, text, v.Name)
			}
		}
		for i := range bound {
			bound[i].Bare = false
		}
		all := known.With(bound)
		again, more, err := p.MatchWith(t.Context(), &l, all)
		if !again || len(more) > 0 && len(bound) > 0 && !strings.ContainsAny(line, "|*?") {
			t.Fatalf("%q with %q binds %v, and then %v %v, %v", line, text, bound, again, more, err)
		}
		// Match compares with what it is told to know.
		q := Parse(line)
		q.Know(known)
		if ok, err := q.Match(&l); !ok || err != nil {
			t.Fatalf("%q matches %q with what is known, and does not otherwise: %v", line, text, err)
		}
	})
}
