package markdown

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var cases = []struct {
	name string
	data string
	want []Part
}{
	{"none", "# A\n\ntext\n\n    code\n", nil},
	{"a fence", "# A `b` #\n\n```console skip\n$ x\n\n  y\n```\n", []Part{
		{Info: "console skip", Open: 2, Close: 6, Closed: true, Lines: []string{"$ x\n", "\n", "  y\n"}, Fence: "```", Heading: "A `b`"},
	}},
	{"tildes, indented", " ~~~~ t\n $ x\n~~~\n  y\n ~~~~~~", []Part{
		{Info: "t", Open: 0, Close: 4, Closed: true, Lines: []string{"$ x\n", "~~~\n", " y\n"}, Prefix: " ", Fence: "~~~~"},
	}},
	{"empty", "```t\n```", []Part{{Info: "t", Open: 0, Close: 1, Closed: true, Fence: "```"}}},
	{"no end", "```t\n$ x", []Part{{Info: "t", Open: 0, Close: 2, Lines: []string{"$ x"}, Fence: "```"}}},
	{"in a list", "1. a\n\n   ```t\n   $ x\n\n   y\n   ```\n2. ~~~t\n   $ z\n", []Part{
		{Info: "t", Open: 2, Close: 6, Closed: true, Lines: []string{"$ x\n", "\n", "y\n"}, Prefix: "   ", Fence: "```"},
		{Info: "t", Open: 7, Close: 9, Lines: []string{"$ z\n"}, Prefix: "   ", Fence: "~~~"},
	}},
	{"in a quote", "> - ```t\n>   $ x\n>\n>   y\n>   ```\n", []Part{
		{Info: "t", Open: 0, Close: 4, Closed: true, Lines: []string{"$ x\n", "\n", "y\n"}, Prefix: ">   ", Fence: "```"},
	}},
	{"the quote ends", "> ```t\n> $ x\n```\n", []Part{
		{Info: "t", Open: 0, Close: 2, Lines: []string{"$ x\n"}, Prefix: "> ", Fence: "```"},
		{Open: 2, Close: 3, Fence: "```"},
	}},
	{"a tab", "-\t```t\n\t$ x\n\t```\n", []Part{{Info: "t", Open: 0, Close: 2, Closed: true, Lines: []string{"$ x\n"}, Prefix: " \t", Fence: "```"}}},
	{"CRLF", "Title\r\n=====\r\n```t\r\n$ x\r\n\r\n```\r\n", []Part{
		{Info: "t", Open: 2, Close: 5, Closed: true, Lines: []string{"$ x\r\n", "\r\n"}, Fence: "```", Heading: "Title"},
	}},
	{"a comment", "a\n<!-- dott\n$ x\n\n-->\n<!-- b -->\n", []Part{
		{Comment: true, Info: "dott", Open: 1, Close: 4, Closed: true, Lines: []string{"$ x\n", "\n"}},
		{Comment: true, Info: "b", Open: 5, Close: 5, Closed: true},
	}},
	{"a comment in a list", "- a\n  <!-- dott\n   $ x\n  -->\n", []Part{
		{Comment: true, Info: "dott", Open: 1, Close: 3, Closed: true, Lines: []string{" $ x\n"}, Prefix: "  "},
	}},
	{"the list ends", "- a\n  <!-- dott\n$ x\n-->\n", []Part{{Comment: true, Info: "dott", Open: 1, Close: 2, Prefix: "  "}}},
	{"between items", "1. a\n<!-- dott\n-->\n2. b\n", []Part{{Comment: true, Info: "dott", Open: 1, Close: 2, Closed: true, Splits: true, Indent: 3}}},
	{"code", "    ```t\n    ```\n\n`<!-- dott`\n\ntext <!-- dott\n-->\n", nil},
}

func TestParse(t *testing.T) {
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, Parse(test.data)); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestSpec: each example of CommonMark that has fences has these parts, by what the
// specification says they become.
func TestSpec(t *testing.T) {
	fences := 0
	for _, e := range Spec(t) {
		var want, got []string
		for rest := e.HTML; ; {
			_, after, ok := strings.Cut(rest, "<pre><code")
			if !ok {
				break
			}
			_, after, _ = strings.Cut(after, ">")
			code, after, _ := strings.Cut(after, "</code></pre>")
			want, rest = append(want, code), after
		}
		for _, p := range Parse(e.Markdown) {
			if !p.Comment {
				code := strings.Join(p.Lines, "")
				if code != "" && !strings.HasSuffix(code, "\n") {
					code += "\n"
				}
				got = append(got, strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", `"`, "&quot;").Replace(code))
			}
		}
		fences += len(got)
		for _, code := range got {
			found := false
			for i, w := range want {
				if w == code {
					want, found = append(want[:i:i], want[i+1:]...), true
					break
				}
			}
			if !found {
				t.Errorf("example %d: %q is in no code block of %q", e.Example, code, e.HTML)
			}
		}
	}
	if fences < 30 {
		t.Errorf("%d fences were found in all examples", fences)
	}
}

// An example of CommonMark's specification.
type example struct {
	Markdown, HTML string
	Example        int
}

// Spec returns the examples of CommonMark's specification, which goldmark has with it.
func Spec(t *testing.T) (examples []example) {
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &examples); err != nil || len(examples) < 600 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	return examples
}

// FuzzParse: the parts of any file are stretches of its lines, in order.
func FuzzParse(f *testing.F) {
	for _, test := range cases {
		f.Add(test.data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		lines := strings.Count(data, "\n")
		if data != "" && !strings.HasSuffix(data, "\n") {
			lines++
		}
		at := 0
		for _, p := range Parse(data) {
			end := p.Close
			if p.Closed {
				end++
			}
			if p.Open < at || p.Close < p.Open || end > lines || !p.Comment && len(p.Lines) != p.Close-p.Open-1 {
				t.Fatalf("%q: %+v", data, p)
			}
			at = end
		}
	})
}

func TestFrontMatter(t *testing.T) {
	for data, want := range map[string]struct {
		yaml  string
		lines int
	}{
		"---\na: b\n\n---\ntext": {"a: b\n\n", 4},
		"---\r\n# c\r\n...":      {"# c\r\n", 3},
		"---\na: b\n":            {"", 0},
		"---\n\na: b\n---\n":     {"", 0},
		"---\na\n---\n":          {"", 0},
		"a\n---\na: b\n---\n":    {"", 0},
		"---":                    {"", 0},
		"":                       {"", 0},
	} {
		if yaml, lines := FrontMatter(data); yaml != want.yaml || lines != want.lines {
			t.Errorf("%q has %q in %d lines, want %q in %d", data, yaml, lines, want.yaml, want.lines)
		}
	}
	parts := Parse("---\na: b\n---\n# T\n```t\n```")
	if len(parts) != 1 || parts[0].Open != 4 || parts[0].Close != 5 || parts[0].Heading != "T" {
		t.Errorf("%+v", parts)
	}
}
