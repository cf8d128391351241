package layout

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/transcript"
)

var cases = []struct{ name, path, data, want string }{
	{"comments", "a.t", "about  \n\n  $ echo a\t \n  a\n \nend\t\n", "about\n\n  $ echo a\n  a\n\nend\n"},
	{"output keeps its blanks", "a.t", "  $ echo 'a  '\n  a  \n", "  $ echo 'a  '\n  a  \n"},
	{"an empty line of output", "a.t", "  $ printf 'a\\n\\n'\n  a\n  \n", "  $ printf 'a\\n\\n'\n  a\n  \n"},
	{"a blank line that would match becomes none", "a.t", "  $ a\n  a\n \n  b\n", "  $ a\n  a\n \n  b\n"},
	{"the end", "a.t", "  $ true\n\n\n", "  $ true\n"},
	{"no newline", "a.t", "  $ echo a\n  a", "  $ echo a\n  a\n"},
	{"CRLF", "a.t", "  $ echo a  \r\n  a", "  $ echo a\r\n  a\r\n"},
	{"CRLF, whole", "a.t", "x  \r\n  $ echo a\r\n  a\r\n\r\n", "x\r\n  $ echo a\r\n  a\r\n"},
	{"directives", "a.t", "#require   git  docker \n#timeout  3s\n#env A=b  c\n  $ true\n", "#require git docker\n#timeout 3s\n#env A=b  c\n  $ true\n"},
	{"endings", "a.t", "  $ x\n  a b (glob)\n  c (re) (?)\n  d (esc)\n  e* (glob)\n  f (?) (?)\n  g.h (re)\n  [1] (re)\n",
		"  $ x\n  a b\n  c (?)\n  d\n  e* (glob)\n  f (?)\n  g.h (re)\n  [1] (re)\n"},
	{"an ending behind an ending", "a.t", "  $ x\n  a (re) (glob)\n", "  $ x\n  a (re) (glob)\n"},
	{"what reads as a command", "a.t", "  $ x\n  $5 (glob)\n  > (glob)\n", "  $ x\n  $5\n  > (glob)\n"},
	{"a program that prints transcripts", "a.t", "  $ cat x.t\n    $ echo a\n    a (glob)\n", "  $ cat x.t\n    $ echo a\n    a (glob)\n"},
	{"here-documents", "a.t", "  $ cat <<EOF  \n  > a  \n  > EOF\n  a  \n", "  $ cat <<EOF  \n  > a  \n  > EOF\n  a  \n"},
	{"an escaped blank", "a.t", "  $ echo a\\  \n  a \n", "  $ echo a\\  \n  a \n"},
	{"an open quote", "a.t", "  $ echo 'a  \n  > b'\n", "  $ echo 'a  \n  > b'\n"},
	{"another indent", "a.t", "about\n    $ echo a\n    > b\n    a\n", "about\n  $ echo a\n  > b\n  a\n"},
	{"a tab", "a.t", "\t$ echo a\n\ta\n", "  $ echo a\n  a\n"},
	{"two indents", "a.t", "    $ echo a\n      $ b\n", "    $ echo a\n      $ b\n"},
	{"a fault", "a.t", "#if linux\n  $ echo a  \n", "#if linux\n  $ echo a  \n"},
	{"Markdown", "a.md", "text  \n\n```console\n$ echo a  \na (glob)\n```\n\n\n", "text  \n\n```console\n$ echo a\na\n```\n\n\n"},
	{"hidden", "a.md", "<!-- dott\n#require   git\n$ true  \n-->\n\ntext  ", "<!-- dott\n#require git\n$ true\n-->\n\ntext  "},
}

func TestFile(t *testing.T) {
	for _, c := range cases {
		if got := File(c.path, c.data, transcript.Format{}); got != c.want {
			t.Errorf("%s:\n%q\ngot\n%q\nwant\n%q", c.name, c.data, got, c.want)
		}
	}
}

// FuzzFile holds for any file: written anew it stays as it is, it runs the same, and each
// expected line matches the same output, but for its own old text.
func FuzzFile(f *testing.F) {
	for _, c := range cases {
		f.Add(c.data, "a  (glob)", c.path == "a.md")
	}
	all, err := filepath.Glob("../../testdata/*.t")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range all {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), "x", false)
	}
	f.Fuzz(func(t *testing.T, data, other string, md bool) {
		path := "a.t"
		if md {
			path = "a.md"
		}
		check(t, path, data, other)
	})
}

func check(t *testing.T, path, data, other string) {
	t.Helper()
	text := File(path, data, transcript.Format{})
	if again := File(path, text, transcript.Format{}); again != text {
		t.Errorf("%q\nbecomes\n%q\nand then\n%q", data, text, again)
	}
	a, b := transcript.For(path, transcript.Format{}).Parse(data), transcript.For(path, transcript.Format{}).Parse(text)
	if !a.HasCommands() {
		return // its indent may have changed
	}
	if len(a.Blocks) != len(b.Blocks) {
		t.Fatalf("%q\nhas other blocks than\n%q", data, text)
	}
	for i := range a.Blocks {
		if x, y := code(a, i), code(b, i); x != y {
			t.Errorf("%q\nruns %q, and\n%q\nruns %q", data, x, text, y)
		}
		p, q := a.At(i).Patterns(), b.At(i).Patterns()
		if len(p) != len(q) {
			t.Fatalf("%q\nexpects other lines than\n%q", data, text)
		}
		for k := range p {
			if p[k].Text == q[k].Text {
				continue
			}
			if p[k].Optional != q[k].Optional || p[k].Repeated != q[k].Repeated || len(p[k].Conditions) != len(q[k].Conditions) {
				t.Errorf("%q and %q are there under other conditions", p[k].Text, q[k].Text)
			}
			for _, line := range outputs(p[k].Text, q[k].Text, other) {
				for _, noeol := range []bool{false, true} {
					l := matcher.NewLine(line, line, noeol)
					if line == p[k].Text || noeol && line+" (no-eol)" == p[k].Text || strings.HasSuffix(line, ")") {
						continue
					}
					x, err1 := p[k].Match(&l)
					y, err2 := q[k].Match(&l)
					if x != y || (err1 == nil) != (err2 == nil) {
						t.Errorf("%q matches %q: %v %v, and %q: %v %v", p[k].Text, line, x, err1, q[k].Text, y, err2)
					}
				}
			}
		}
	}
}

// code returns the commands of a block, without blanks at their ends.
func code(t *transcript.Transcript, block int) string {
	var all []string
	for _, n := range t.Blocks[block].Code {
		all = append(all, t.Lines[n].Text)
	}
	return strings.TrimRight(strings.Join(all, "\n"), " \t")
}

// outputs returns lines that patterns may match, and some that they hardly do.
func outputs(texts ...string) (lines []string) {
	for _, text := range texts {
		lines = append(lines, text)
		for strings.HasSuffix(text, ")") && strings.Contains(text, " (") {
			text = text[:strings.LastIndex(text, " (")]
			lines = append(lines, text, text+" ", text+"x", "x"+text, strings.ReplaceAll(text, "\\", ""))
		}
	}
	lines = append(lines, "", "*", "[1]")
	return slices.DeleteFunc(lines, func(s string) bool { return strings.Contains(s, "\n") })
}
