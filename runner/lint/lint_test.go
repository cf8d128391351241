package lint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"dott/matcher/lint"
	"dott/runner/tooltest"
)

// TestRulesInDocs: docs/lint.md has a section for each rule, in their order, and says
// how much it matters.
func TestRulesInDocs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/lint.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(docs), "\n# The rules\n")
	section, _, _ = strings.Cut(section, "\n# ")
	var told []string
	for part := range strings.SplitSeq(section, "\n## ") {
		if name, text, ok := strings.Cut(part, "\n\n"); ok && name != "" {
			told = append(told, name)
			if r, ok := lint.Named(name); ok && !strings.HasPrefix(text, map[lint.Severity]string{lint.Error: "An error. ", lint.Warning: "A warning. "}[r.Severity]) {
				t.Errorf("docs/lint.md: %s is of the severity %q", name, r.Severity)
			}
		}
	}
	var rules []string
	for _, r := range lint.Rules() {
		rules = append(rules, r.Name)
	}
	if !slices.Equal(told, rules) {
		t.Errorf("docs/lint.md has\n%q, and the code\n%q", told, rules)
	}
}

// TestRulesInSchema: the schema of dott.toml has the same names.
func TestRulesInSchema(t *testing.T) {
	data, err := os.ReadFile("../../docs/dott.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Definitions struct {
			Rule struct{ Enum []string }
		}
	}
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, r := range lint.Rules() {
		rules = append(rules, r.Name)
	}
	if got := schema.Definitions.Rule.Enum; !slices.Equal(got, rules) {
		t.Errorf("the schema has %q, and the code %q", got, rules)
	}
}

// inDir writes files into a directory of the test's, and checks them.
func inDir(t *testing.T, files map[string]string) []File {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	found, err := Check(t.Context(), Options{Paths: []string{dir}, Shell: "sh", Jobs: 2})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestSARIF holds what is written against OASIS's schema of SARIF (2.1.0, errata 01),
// whose text is that in go-sarif.
func TestSARIF(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	files := inDir(t, map[string]string{
		"a b.t": "#if x\n  $ sleep 1\n  .* (re)\n  \xff 2024-01-02\n", "b.t": "  $ echo é; sleep 1; sleep 2\n", "c.t": "",
	})
	for _, files := range [][]File{files, nil} {
		var b bytes.Buffer
		if err := WriteSARIF(&b, files); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%v\n%s", err, b.Bytes())
		}
		if n := bytes.Count(b.Bytes(), []byte(`"ruleId"`)); files != nil && n < 5 {
			t.Errorf("%d results:\n%s", n, b.Bytes())
		}
	}
}

// TestShellcheck holds places in scripts against those in files.
func TestShellcheck(t *testing.T) {
	tooltest.Need(t, "shellcheck")
	files := inDir(t, map[string]string{
		"a.t":  "é\n\n  $ echo 𝄞; ls $(echo a b)\n\n  $ cat <<END\n  > $(ls *.x)\n  > END\n  $ ls $(a)\n",
		"b.t":  "#shell zsh\n  $ ls $(echo a b)\n",
		"c.md": "text\n\n- in a list\n\n  ```console\n  $ ls $(echo a b)\n  ```\n",
		"d.t":  "  $ [[ $x = b ]]\n",
		"e.t":  "#shell bash\n  $ [[ $x = b ]]\n",
	})
	var got []string
	for i := range files {
		for _, f := range files[i].Findings {
			if f.Rule == "shellcheck" {
				code, _, _ := strings.Cut(f.Message, ":")
				got = append(got, fmt.Sprintf("%s:%d:%q %s", filepath.Base(files[i].Name), f.Line+1, files[i].transcript.Lines[f.Line].Raw[f.Start:f.End], code))
			}
		}
	}
	want := []string{`a.t:3:"$(echo a b)" SC2046`, `a.t:8:"$(a)" SC2046`, `d.t:1:"[[ $x = b ]]" SC3010`}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFix: safe fixes that touch one another are made one after another.
func TestFix(t *testing.T) {
	files := inDir(t, map[string]string{"a.t": "  $ x\n  a (glob)\n  b (esc)\n  c.d (re)\n"})
	if n, err := Fix(files); n != 2 || err != nil {
		t.Errorf("%d fixes, %v", n, err)
	}
	data, err := os.ReadFile(files[0].Path)
	if err != nil || string(data) != "  $ x\n  a\n  b\n  c.d (re)\n" {
		t.Errorf("%q, %v", data, err)
	}
	// A file that changed since stays.
	files[0].Data = "other"
	if _, err := Fix(files); err == nil {
		t.Error("a file is written that changed meanwhile")
	}
}
