package matcher

import (
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"dott/runner/tooltest"
)

var escapes = []struct{ raw, escaped string }{
	{"", ""},
	{"plain", "plain"},
	{"a\tb", `a\tb`},
	{"a\rb\r", `a\rb\r`},
	{`a\b`, `a\\b`},
	{`\x41\t`, `\\x41\\t`},
	{"\x00\x01\x1b[1m\x7f", `\x00\x01\x1b[1m\x7f`},
	{"grün ☃", "grün ☃"},
	{"\xff\xfe", `\xff\xfe`},
	{"\xc3", `\xc3`},
	{"é\xe2\x98", `é\xe2\x98`},
	{"\u0085\u200b\u2028", `\xc2\x85\xe2\x80\x8b\xe2\x80\xa8`},
	{"\ufffd", "\ufffd"},
	{"a\vb\fc\n", `a\x0bb\x0cc\x0a`},
	{`trailing \`, `trailing \\`},
}

func TestEscape(t *testing.T) {
	for _, test := range escapes {
		if got := Escape(test.raw); got != test.escaped {
			t.Errorf("Escape(%q) = %q, want %q", test.raw, got, test.escaped)
		}
	}
}

func TestUnescape(t *testing.T) {
	for _, test := range []struct {
		text, want string
		ok         bool
	}{
		{`\t\r\n\\\'\"`, "\t\r\n\\'\"", true},
		{`\a\b\f\v`, "\a\b\f\v", true},
		{`\0`, "\x00", true},
		{`\033[1m`, "\x1b[1m", true},
		{`\0oo`, "\x00oo", true},
		{`\1011`, "A1", true},
		{`\400`, "\x00", true}, // beyond a byte, as in Python: its low eight bits
		{`\8`, `\8`, true},
		{`\x41\xfF`, "A\xff", true},
		{`\q\é`, `\q\é`, true},
		{`end\`, `end\`, true},
		{`é\xe9`, "é\xe9", true},
		{`\x`, "", false},
		{`\x4`, "", false},
		{`\x4g`, "", false},
		{`\xg4`, "", false},
	} {
		if got, ok := Unescape(test.text); got != test.want || ok != test.ok {
			t.Errorf("Unescape(%q) = %q, %v, want %q, %v", test.text, got, ok, test.want, test.ok)
		}
	}
}

func FuzzEscape(f *testing.F) {
	for _, test := range escapes {
		f.Add(test.raw)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, escaped := range map[string]string{"Escape": Escape(s), "cramEscape": cramEscape(s)} {
			if got, ok := Unescape(escaped); !ok || got != s {
				t.Errorf("%s(%q) = %q, which is decoded as %q, %v", name, s, escaped, got, ok)
			}
			if needsEscape(escaped) {
				t.Errorf("%s(%q) = %q, which does not print", name, s, escaped)
			}
		}
	})
}

var written = []struct {
	raw     string
	noeol   bool
	written string
}{
	{"", false, ""},
	{"plain", false, "plain"},
	{"plain", true, "plain (no-eol)"},
	{"", true, " (no-eol)"},
	{"grün", false, "grün"},
	{"a\tb", false, `a\tb (esc)`},
	{"a\tb", true, `a\tb (no-eol) (esc)`},
	{"\xff", false, `\xff (esc)`},
	{`a\tb`, false, `a\tb`},
	{`a\tb (esc)`, false, `a\tb (esc)`},
	{"$ 5", false, "$ 5"}, // the transcript knows where it must not stand so
	{"$", false, "$"},
	{"$5", false, "$5"},
	{`$ \`, false, `$ \`},
	{"$ \t", false, `$ \t (esc)`},
	{"$ x", true, "$ x (no-eol)"},
	{"x (re)", false, "x (re)"},
	{"* (glob)", false, "* (glob)"},
	{"x (?)", false, `x (\x3f) (esc)`},
	{"x (+)", true, `x (+) (no-eo\x6c) (esc)`},
	{`\ (glob*)`, false, `\\ (glob\x2a) (esc)`},
	{"x (no-eol)", false, "x (no-eol)"},
	{"$ (no-eol)", false, "$ (no-eol)"},
	{"\t (no-eol)", false, `\t (no-eol) (esc)`},
	{"x (linux !)", false, `x (linux \x21) (esc)`},
	{"[3]", false, "[3]"},
}

func TestWritten(t *testing.T) {
	for _, test := range written {
		l := NewLine(test.raw, test.raw, test.noeol)
		if got := l.Written(); got != test.written {
			t.Errorf("%q (no end: %v) is written %q, want %q", test.raw, test.noeol, got, test.written)
		}
	}
}

// FuzzWritten: what is written for a line is one line that prints, and matches
// the line and nothing like it.
func FuzzWritten(f *testing.F) {
	for _, test := range written {
		f.Add(test.raw, test.noeol)
	}
	f.Fuzz(func(t *testing.T, raw string, noeol bool) {
		if strings.Contains(raw, "\n") || raw == "" && noeol {
			return
		}
		for _, w := range []Writing{{}, {ASCII: true}, {EscapeFirst: true}, {ASCII: true, EscapeFirst: true}, {Escape: ">"}, {ASCII: true, EscapeFirst: true, Escape: "a"}} {
			checkWritten(t, raw, noeol, w)
		}
	})
}

func checkWritten(t *testing.T, raw string, noeol bool, w Writing) {
	l := NewLine(raw, raw, noeol)
	text := l.Text(w).String()
	if strings.ContainsAny(text, "\r\n") || needsEscape(text) || !utf8.ValidString(text) {
		t.Errorf("%q is written %q, which is no line of text", raw, text)
	}
	if w.ASCII && needsCramEscape(text) {
		t.Errorf("%q is written %q, which is not ASCII", raw, text)
	}
	if w.EscapeFirst && !strings.HasPrefix(text, `\`) && l.ended(l.raw) != "" {
		t.Errorf("%q is written %q, whose first character is as it was", raw, text)
	}
	p := Parse(text)
	if !once(&p) || len(p.Conditions) > 0 {
		t.Errorf("%q is written %q, which may match more or less than a line", raw, text)
	}
	if ok, err := p.Match(&l); !ok || err != nil {
		t.Errorf("%q is written %q, which does not match it (%v)", raw, text, err)
	}
	again := NewLine(raw, raw, noeol) // nothing remembered
	if ok, _ := p.Match(&again); !ok {
		t.Errorf("%q is written %q, which matches it only once", raw, text)
	}
	other := NewLine(raw+"x", raw+"x", noeol)
	if ok, _ := p.Match(&other); ok && p.Kind != Glob && p.Kind != Regexp {
		t.Errorf("%q is written %q, which matches more", raw, text)
	}
	// cram compares the line as it stands, then decoded.
	if decoded, ok := Unescape(strings.TrimSuffix(text, escSuffix)); text != l.ended(l.raw) && (!ok || decoded != l.ended(l.raw)) {
		t.Errorf("%q is written %q, which cram reads as %q", l.ended(l.raw), text, decoded)
	}
}

// TestEscapeFirst: a pattern with another first character matches the same.
func TestEscapeFirst(t *testing.T) {
	for _, test := range []struct{ text, want, output string }{
		{"$ 5", `\x24 5 (esc)`, "$ 5"},
		{"> x (no-eol)", `\x3e x (esc) (no-eol)`, "> x (no-eol)"},
		{">>> *.py (glob)", "?>> *.py (glob)", ">>> a.py"},
		{"> x+ (re) (?)", `\> x+ (re) (?)`, "> xx"},
		{`... \t (esc)`, `\x2e.. \t (esc)`, "... \t"},
		{`\x24 5 (esc)`, `\x24 5 (esc)`, "$ 5"},
		{"é x", `\xc3\xa9 x (esc)`, "é x"},
		{"$ x (linux !)", `\x24 x (esc) (linux !)`, "$ x"},
		{" (?)", " (?)", ""},
	} {
		p := Parse(test.text)
		got := EscapeFirst(p.Text)
		if got != test.want {
			t.Errorf("%q becomes %q, want %q", test.text, got, test.want)
		}
		output, noeol := strings.CutSuffix(test.output, noEOL)
		l, p := NewLine(output, output, noeol), Parse(got)
		if ok, err := p.Match(&l); !ok || err != nil {
			t.Errorf("%q does not match %q (%v)", got, test.output, err)
		}
	}
}

// TestUnescapePython holds Unescape to the decoder that cram uses.
func TestUnescapePython(t *testing.T) {
	python := tooltest.Find(t, "python3")
	texts := []string{`\q`, `\0`, `\08`, `\1011`, `\400`, `\777`, `\x41`, `\xfF`, `\a\b\f\n\r\t\v\\\'\"`, `\N{DASH}`, `\u0041`, `é\é`}
	const program = `
import codecs, sys, warnings
warnings.simplefilter("ignore")
for line in sys.stdin.buffer.read().split(b"\n"):
    print(codecs.escape_decode(line)[0].hex())
`
	cmd := exec.CommandContext(t.Context(), python, "-c", program)
	cmd.Stdin = strings.NewReader(strings.Join(texts, "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range strings.Fields(string(out)) {
		got, ok := Unescape(texts[i])
		if hex := strings.ReplaceAll(hexEscape(got), `\x`, ""); !ok || hex != want {
			t.Errorf("Unescape(%s) = %q, Python gives %s", texts[i], got, want)
		}
	}
}
