package transcript

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dott/matcher"
)

var markdownCases = []struct {
	name   string
	data   string
	kinds  string
	blocks string
}{
	{"nothing", "a\n```sh\n$ x\n```\n", "####", "0000"},
	{"a fence", "a\n```console\n$ x\n> y\nout\n\n$ z\n```\nb\n", "##$>o_$##", "001111222"},
	{"its end", "```t\n$ x\n\n```\n\n~~~T\n$ z\n  y\n~~~\n", "#$_###$o#", "011111222"},
	{"nothing in front", "```t\nout\n> x\n$ y\n```\n", "###$#", "00011"},
	{"in a list", "1. ~~~sh-session\n   $ x\n\n   y\n   ~~~\n", "#$_o#", "01111"},
	{"in a quote", "> ```t\n> $ x\n>\n> y\n> ```\n", "#$_o#", "01111"},
	{"CRLF", "```t\r\n$ x\r\n\r\ny\r\n```\r\n", "#$_o#", "01111"},
	{"hidden", "<!-- dott\n#if a\n$ x\n#endif\n#timeout 3s\n-->\n<!-- other\n$ x\n-->\n", "#d$dd####", "001111111"},
	{"skipped", "```t skip\n$ x\n```\n```t\n$ y\n```\n", "####$#", "000011"},
	{"braces", "```t {1,3} skip\n$ x\n```\n```t{2}\n$ y\n```\n```t {\n$ z\n```\n", "####$##$#", "000011122"},
	{"a file", "```t file=a.t\n  $ x\n\n```\n```toml file=\"b c/d\"\nEOF\n```\n```t\n$ y\ny\n```\n", "$>>>$>>#$o#", "11112222333"},
	{"indented", "```t\n# c\n#if a\n  $ x\n  y\n\n  z\n\n    w\n#endif\n```\n", "##d$o_o_od#", "00011111111"},
	{"here-document", "```t\n$ cat <<E\n> a\n\n> b\n> E\na\n```\n", "#$>#>>o#", "01111111"},
	{"inline", "```t\n>>> x\n... y\nz\n```\n", "#pmo#", "01111"},
	{"as cram reads it", "```\n  $ x\n  y\n```\n", "#$o#", "0111"},
}

func TestMarkdown(t *testing.T) {
	for _, test := range markdownCases {
		t.Run(test.name, func(t *testing.T) {
			tr := For("a.md", Format{}).Parse(test.data)
			var gotKinds, gotBlocks string
			for _, l := range tr.Lines {
				gotKinds += kinds[l.Kind : l.Kind+1]
				gotBlocks += fmt.Sprint(l.Block)
			}
			if gotKinds != test.kinds || gotBlocks != test.blocks {
				t.Errorf("%q: %s %s, want %s %s", test.data, gotKinds, gotBlocks, test.kinds, test.blocks)
			}
		})
	}
}

// TestMarkdownFile: a fence that is a file is a command that writes it.
func TestMarkdownFile(t *testing.T) {
	tr := Markdown{}.Parse("```toml file=\"a b/it's\"\r\nEOF\r\nEOF_\r\n\r\n```\r\n")
	var script string
	for _, n := range tr.Blocks[1].Code {
		script += tr.Lines[n].Text + "\n"
	}
	if want := "command -p mkdir -p ./'a b' && command -p cat >./'a b/it'\\''s' <<'EOF__'\nEOF\nEOF_\n\nEOF__\n"; script != want {
		t.Errorf("it is written by\n%s\nwant\n%s", script, want)
	}
	if tr.At(1).Sealed() == "" || tr.At(0).Sealed() == "" {
		t.Error("there is no place for output of a file, or in front of all commands")
	}
}

func TestMarkdownFaults(t *testing.T) {
	for _, test := range []struct{ data, faults, warnings string }{
		{"```console\n$ x\n", `1: this fence never ends: below its last line it needs the line "` + "```" + `"`, ""},
		{"- ~~~~t\n  $ x\ny\n", `1: this fence never ends: below its last line it needs the line "  ~~~~"`, ""},
		{"```yaml\na\n\n```console\n$ x\n", "", `1: this fence never ends, so nothing below it runs: it needs the line "` + "```" + `" below its last line`},
		{"```yaml\na\n", "", ""},
		{"<!-- dott\n$ x\n", `1: this hidden transcript never ends: it needs the line "-->" below its last line`, ""},
		{"- a\n  <!-- dott\n$ x\n-->\n", `2: this hidden transcript never ends: it needs the line "-->" below its last line, and all its lines begin as this one does, with "  ", since it is part of a list or a quote`, ""},
		{"1. a\n<!-- dott\n$ x\n-->\n2. b\n", "", "2: this hidden transcript ends the list above, and another begins below; indent its lines by 3 spaces to keep it in one"},
		{"1. a\n   <!-- dott\n   $ x\n   -->\n2. b\n", "", ""},
		{"<!-- dott $ x -->\n", "1: <!-- dott stands alone on its line: what is hidden begins on the next", ""},
		{"<!-- dott\n$ x -->\n", "2: the --> that ends a hidden transcript stands alone on its line", ""},
		{"text <!-- dott\n$ x\n-->\n", "", "1: this hidden transcript does not run, as its <!-- dott does not begin a line"},
		{"`<!-- dott` and `a <!-- dott`\n    a <!-- dott\n```\na <!-- dott\n```\n", "", "2: this hidden transcript does not run, as its <!-- dott does not begin a line"},
		{"```console\nls\n```\n", "", `1: no line here is a command, which begins with "$ ", so nothing runs`},
		{"```console\n\n```\n<!-- dott -->\n<!-- dott\n-->\n<!--dott\n#serial\n-->\n", "", `1: no line here is a command, which begins with "$ ", so nothing runs`},
		{"```console\nout\n$ x\n```\n", "", "2: this stands above the first command of its fence, and is not compared with anything"},
		{"```t file=/etc/x\n```\n", "1: file=/etc/x: a fence is written into the directory of the test; name a file there", ""},
		{"```t file=a/../../b\n```\n", "1: file=a/../../b: a fence is written into the directory of the test; name a file there", ""},
		{"```t file=\n```\n", "1: file=: a fence is written into the directory of the test; name a file there", ""},
		{"```t skipped file:x title=x\n$ x\n```\n```sh skipped\n```\n", "", "1: \"skipped\" is not known here; a fence has `skip` or `file=NAME` behind its word; 1: \"file:x\" is not known here; a fence has `skip` or `file=NAME` behind its word"},
		{"<!-- dott\n#if a\n-->\n", "2: #if without #endif", ""},
		{"```t\n$ cat <<E\n\n> E\n```\n", "", "3: this empty line is not part of the here-document around it; a line of that begins with the sign of a continuation and a blank, which editors strip"},
	} {
		tr := Markdown{}.Parse(test.data)
		show := func(faults []Fault) string {
			var s []string
			for _, f := range faults {
				s = append(s, fmt.Sprintf("%d: %s", f.Line+1, f.Reason))
			}
			return strings.Join(s, "; ")
		}
		if f, w := show(tr.Faults), show(tr.Warnings); f != test.faults || w != test.warnings {
			t.Errorf("%q:\nfaults   %s\nwant     %s\nwarnings %s\nwant     %s", test.data, f, test.faults, w, test.warnings)
		}
	}
}

// TestMarkdownEdits: output is written where its fence has it, and nothing else
// changes, but for fences that the output would close.
func TestMarkdownEdits(t *testing.T) {
	for _, test := range []struct{ name, data, output, want string }{
		{"new", "a\n```t\n$ x\n```\nb", "1\n\n$ 2\n> 3\n", "a\n```t\n$ x\n1\n\n\\x24 2 (esc)\n\\x3e 3 (esc)\n```\nb"},
		{"in a list", "- ```t\n  $ x\n  old\n  ```\n", "1\n\n2\n", "- ```t\n  $ x\n  1\n\n  2\n  ```\n"},
		{"in a quote", "> ```t\n> $ x\n> ```\n", "1\n\n2\n", "> ```t\n> $ x\n> 1\n>\n> 2\n> ```\n"},
		{"CRLF", "```t\r\n$ x\r\n```\r\n", "1\n\n2\n", "```t\r\n$ x\r\n1\r\n\r\n2\r\n```\r\n"},
		{"a tab", "-\t```t\n\t$ x\n\t```\n", "1\n\t2\n", "-\t```t\n\t$ x\n \t1\n \t\\t2 (esc)\n\t```\n"},
		{"a longer fence", "```t\n$ x\n```\n", "```\n  ````\n    `````\n~~~~~~\n``` x\n", "`````t\n$ x\n```\n  ````\n    `````\n~~~~~~\n``` x\n`````\n"},
		{"one that is long already", "- ~~~ t\n  $ x\n  ~~~~\n", "~~~\n", "- ~~~~ t\n  $ x\n  ~~~\n  ~~~~\n"},
		{"hidden", "<!-- dott\n$ x\n-->\n", "```\na --> b > c\n#if x\n# y\n-->\n", "<!-- dott\n$ x\n```\na --\\x3e b \\x3e c (esc)\n\\x23if x (esc)\n# y\n--\\x3e (esc)\n-->\n"},
		{"blanks between", "```t\n$ x\n1\n\n```\n", "1\n2\n", "```t\n$ x\n1\n2\n\n```\n"},
		{"a blank line more", "```t\n$ x\n1\n```\n", "1\n\n", "```t\n$ x\n1\n\n```\n"},
		{"a blank line less", "```t\n$ x\n1\n\n```\n", "1\n", "```t\n$ x\n1\n\n```\n"},
		{"indented", "```t\n  $ x\n\n```\n", "1\n\n", "```t\n  $ x\n  1\n  \n\n```\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := Markdown{}.Parse(test.data)
			lines := matcher.Cut(test.output, false, func(s string) string { return s })
			changes, _, _ := matcher.Align(t.Context(), tr.At(1).Patterns(), lines)
			edits := Complete(tr, tr.At(1).Edits(changes, lines))
			after := tr.Apply(edits)
			if after != test.want {
				t.Errorf("%q becomes\n%q, want\n%q", test.data, after, test.want)
			}
			if !SameCommands(tr, after) {
				t.Errorf("%q has other commands than %q", after, test.data)
			}
			checkEdits(t, Markdown{}, test.data, strings.TrimSuffix(test.output, "\n"))
		})
	}
}

// examples returns the examples of CommonMark's specification, which goldmark has with
// it.
func examples(t testing.TB) []string {
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []struct{ Markdown string }
	if err := json.Unmarshal(data, &all); err != nil || len(all) < 600 {
		t.Fatalf("%d examples, %v", len(all), err)
	}
	texts := make([]string, len(all))
	for i, e := range all {
		texts[i] = e.Markdown
	}
	return texts
}

// marked makes transcripts of the fences of an example.
func marked(data string) string {
	line := regexp.MustCompile("(?m)^([ >*+-]*)(```+|~~~+)$")
	opens := true
	return line.ReplaceAllStringFunc(data, func(s string) string {
		if opens = !opens; opens {
			return s
		}
		return s + "t\n" + line.FindStringSubmatch(s)[1] + "$ x"
	})
}

// TestMarkdownPrintsBack: the examples of CommonMark print back, also where their
// fences are transcripts.
func TestMarkdownPrintsBack(t *testing.T) {
	commands := 0
	for _, data := range examples(t) {
		for _, data := range []string{data, strings.ReplaceAll(data, "\n", "\r\n"), marked(data)} {
			tr := Markdown{}.Parse(data)
			if tr.String() != data {
				t.Fatalf("%q prints back as %q", data, tr.String())
			}
			commands += len(tr.Blocks) - 1
			checkEdits(t, Markdown{}, data, "a\n\n```\n$ b")
		}
	}
	if commands < 15 {
		t.Errorf("all examples have %d commands", commands)
	}
}

// TestReadmes: the documents of the projects that we depend on print back, whatever is
// taken for a transcript in them.
func TestReadmes(t *testing.T) {
	dirs, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	m := Markdown{Format{Fences: []string{"console", "sh", "shell", "bash", "go", "toml", "json"}}}
	read, commands := 0, 0
	for dir := range strings.FieldsSeq(string(dirs)) {
		files, _ := filepath.Glob(filepath.Join(dir, "*.md"))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tr := m.Parse(string(data))
			if tr.String() != string(data) {
				t.Errorf("%s does not print back", file)
			}
			read, commands = read+1, commands+len(tr.Blocks)-1
		}
	}
	if read < 20 {
		t.Errorf("there are only %d documents", read)
	}
	t.Logf("%d documents with %d commands", read, commands)
}

// FuzzMarkdown holds Markdown to what FuzzParse and FuzzEdits want of `.t` files.
func FuzzMarkdown(f *testing.F) {
	for _, test := range markdownCases {
		f.Add(test.data, "a\n```\n$ b\n")
	}
	for _, data := range examples(f) {
		f.Add(marked(data), "\n~~~~\n-->")
	}
	f.Fuzz(func(t *testing.T, data, output string) {
		tr := Markdown{}.Parse(data)
		if tr.String() != data {
			t.Fatalf("%q prints back as %q", data, tr.String())
		}
		if len(tr.Faults) == 0 {
			checkEdits(t, Markdown{}, data, output)
		}
	})
}

// BenchmarkMarkdown reads a file of 10,000 fences.
func BenchmarkMarkdown(b *testing.B) {
	data := strings.Repeat("## A heading\n\nSome text about `it`:\n\n```console\n$ echo hello\nhello\n```\n\n", 10_000)
	for b.Loop() {
		if tr := (Markdown{}).Parse(data); len(tr.Blocks) != 10_001 {
			b.Fatal(len(tr.Blocks))
		}
	}
	b.ReportMetric(10_000/(b.Elapsed()/time.Duration(b.N)).Seconds(), "fences/s")
}
