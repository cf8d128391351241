package words

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		command string
		want    []string
		fault   string
	}{
		{command: ""},
		{command: "  \t"},
		{command: "bash -e", want: []string{"bash", "-e"}},
		{command: `sh -c 'a | b; c'`, want: []string{"sh", "-c", "a | b; c"}},
		{command: `code --wait "My File" x\ y`, want: []string{"code", "--wait", "My File", "x y"}},
		{command: "a ''", want: []string{"a", ""}},
		{command: ";", fault: `";" stands outside of quotes`},
		{command: "bash | tee x", fault: `"| tee x" stands outside of quotes`},
		{command: "bash >x", fault: `">x" stands outside of quotes`},
		{command: "bash &", fault: `"&" stands outside of quotes`},
		{command: "bash 'x", fault: "a quote is not closed, or there is a bracket outside quotes"},
		{command: "bash (x)", fault: "a quote is not closed, or there is a bracket outside quotes"},
	} {
		got, err := Split(test.command)
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if !slices.Equal(got, test.want) || fault != test.fault {
			t.Errorf("%q: %q, %q", test.command, got, fault)
		}
	}
}

func TestProgram(t *testing.T) {
	for command, want := range map[string]string{
		"vi":    "",
		" ":     "it names no program",
		"'' x":  "it names no program",
		"; x":   `"; x" stands outside of quotes`,
		"vi; x": `"; x" stands outside of quotes`,
	} {
		got := ""
		if _, err := Program(command); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", command, got, want)
		}
	}
}

// FuzzQuote: a shell reads what was quoted as one word with the same text,
// wherever a placeholder for it stands.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "plain", "it's", "#x", "=x", "a=b", "~", "$x `y` \"z\" \\", "a\nb", "*?[", "{a,b}", "\x01\xff", "tab\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "\x00\r") || !utf8.ValidString(s) {
			return // no argument has a NUL; the others are too much for the parser, not for sh
		}
		for _, form := range []string{"{s}", "'{s}'", `"{s}"`} {
			text := Fill("echo "+form, [2]string{"{s}", s})
			file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(text), "")
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			call, ok := file.Stmts[0].Cmd.(*syntax.CallExpr)
			if !ok || len(file.Stmts) != 1 || len(call.Args) != 2 {
				t.Fatalf("%q is not one word more", text)
			}
			if got := literal(t, call.Args[1]); got != s {
				t.Errorf("%q is read as %q, want %q", text, got, s)
			}
		}
	})
}

// literal returns what a shell makes of a word in which nothing is expanded.
func literal(t *testing.T, w *syntax.Word) string {
	var b strings.Builder
	var parts func(all []syntax.WordPart, quoted bool)
	parts = func(all []syntax.WordPart, quoted bool) {
		for _, p := range all {
			switch p := p.(type) {
			case *syntax.SglQuoted:
				b.WriteString(p.Value)
			case *syntax.DblQuoted:
				parts(p.Parts, true)
			case *syntax.Lit:
				for i := 0; i < len(p.Value); i++ {
					if c := p.Value[i]; c == '\\' && i+1 < len(p.Value) && (!quoted || strings.IndexByte("\\\"$`", p.Value[i+1]) >= 0) {
						i++
					}
					b.WriteByte(p.Value[i])
				}
			default:
				t.Fatalf("%T in a word", p)
			}
		}
	}
	parts(w.Parts, false)
	return b.String()
}
