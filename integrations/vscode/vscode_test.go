// Package vscode has the tests of the extension.
package vscode

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dlclark/regexp2/v2"

	"dott/runner/tooltest"
)

type rule struct {
	Include  string
	Match    string
	Name     string
	Captures map[string]rule
	Patterns []rule
}

type grammar struct {
	ScopeName  string
	Patterns   []rule
	Repository map[string]rule
}

func read(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// scopes returns the name of the first rule that matches a line, and those of its groups
// that are not empty, as an editor does it: the rules are tried in order, and each is for
// one line.
func (g *grammar) scopes(t *testing.T, line string) string {
	t.Helper()
	for _, p := range g.Patterns {
		r := g.Repository[strings.TrimPrefix(p.Include, "#")]
		if r.Match == "" {
			t.Fatalf("%q includes nothing", p.Include)
		}
		re, err := regexp2.Compile(r.Match, regexp2.None)
		if err != nil {
			t.Fatal(err)
		}
		m, err := re.FindStringMatch(line)
		if err != nil {
			t.Fatal(err)
		}
		if m == nil {
			continue
		}
		all := []string{strings.TrimSuffix(r.Name, ".dott")}
		for _, n := range []string{"1", "2", "3"} {
			c, ok := r.Captures[n]
			if group := m.GroupByName(n); ok && group != nil && group.String() != "" {
				all = append(all, strings.TrimSuffix(c.Name, ".dott")+"="+group.String())
			}
		}
		return strings.Join(all, " ")
	}
	return ""
}

// TestGrammar runs the grammar over the sample that Vim's syntax is tested on, too.
func TestGrammar(t *testing.T) {
	var g grammar
	read(t, "syntaxes/dott.tmLanguage.json", &g)
	data, err := os.ReadFile("../testdata/sample.t")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(data)) {
		got = append(got, g.scopes(t, strings.TrimSuffix(line, "\n")))
	}
	want := []string{
		"comment.line.prose",
		"meta.directive punctuation.definition.directive=# keyword.control.directive=require string.unquoted.arguments= linux",
		"comment.line.ignore keyword.control.ignore=dott:ignore",
		"",
		"meta.command keyword.operator.prompt=$ meta.embedded.block.shell=cat <<END",
		"meta.command.continuation keyword.operator.prompt=> meta.embedded.block.shell=text",
		"meta.command.continuation keyword.operator.prompt=> meta.embedded.block.shell=END",
		"meta.output string.unquoted.output=text",
		"meta.output string.unquoted.output=took * ms storage.modifier.ending= (glob)",
		"meta.output string.unquoted.output=a.*b storage.modifier.ending= (re) (?)",
		"meta.output string.unquoted.output={{id}} is bound storage.modifier.ending= (glob)",
		"meta.output string.unquoted.output=on Linux storage.modifier.ending= (linux !)",
		"meta.output string.unquoted.output=this (is) no ending",
		"constant.numeric.status",
		"meta.inline keyword.operator.prompt=>>> meta.embedded.block.python=print(\"x\")",
		"meta.inline keyword.operator.prompt=... meta.embedded.block.python=# more",
		"meta.output string.unquoted.output=x",
	}
	if !slices.Equal(got, want) {
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Errorf("line %d:\ngot  %q\nwant %q", i+1, got[i:min(i+1, len(got))], want[i:min(i+1, len(want))])
			}
		}
	}
}

// TestProblemMatchers gives lines of dott's output to the patterns.
func TestProblemMatchers(t *testing.T) {
	var manifest struct {
		Main        string
		Contributes struct {
			Grammars        []struct{ Path, ScopeName string }
			Languages       []struct{ Configuration string }
			ProblemPatterns []struct{ Name, Regexp string }
		}
	}
	read(t, "package.json", &manifest)
	files := []string{manifest.Main, manifest.Contributes.Grammars[0].Path, manifest.Contributes.Languages[0].Configuration}
	for _, f := range files {
		if _, err := os.Stat(f); err != nil {
			t.Errorf("package.json: %v", err)
		}
	}
	lines := map[string]string{
		"dott-lint": "tests/a.t:12:5: warning: sleep is too long [sleep]",
		"dott":      "tests/a.t:12: the output differs; to run it again: dott tests/a.t",
	}
	for _, p := range manifest.Contributes.ProblemPatterns {
		re, err := regexp2.Compile(p.Regexp, regexp2.ECMAScript)
		if err != nil {
			t.Fatal(err)
		}
		m, err := re.FindStringMatch(lines[p.Name])
		if err != nil || m == nil || m.GroupByNumber(1).String() != "tests/a.t" || m.GroupByNumber(2).String() != "12" {
			t.Errorf("%s does not match %q: %v", p.Name, lines[p.Name], err)
		}
	}
}

// TestClient runs the extension with stand-ins for the editor and for its library.
func TestClient(t *testing.T) {
	node := tooltest.Find(t, "node")
	dir := t.TempDir()
	for name, text := range map[string]string{
		"node_modules/vscode/index.js": `
const registered = {};
module.exports = {
  registered,
  commands: { registerCommand: (name, f) => { registered[name] = f; return {}; } },
  workspace: {
    getConfiguration: () => ({ get: (name, other) => (name === "arguments" ? ["--compat=cram"] : other) }),
    createFileSystemWatcher: (glob) => glob,
  },
  window: { createTerminal: (o) => ({ show: () => console.log("terminal", o.shellPath, o.shellArgs.join(" ")) }) },
  Uri: { parse: (uri) => ({ fsPath: uri.replace("file://", "") }) },
};`,
		"node_modules/vscode-languageclient/node.js": `
exports.LanguageClient = class {
  constructor(id, name, server, client) { this.server = server; this.client = client; }
  start() { console.log("start", this.server.command, this.server.args.join(" "), JSON.stringify(this.client.documentSelector)); }
  stop() { console.log("stop"); }
};`,
		"main.js": `
const extension = require("./extension.js");
const context = { subscriptions: [] };
extension.activate(context);
require("vscode").registered["dott.shell"]("file:///x/a.t", 7);
extension.deactivate();
console.log(context.subscriptions.length);`,
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile("extension.js")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "extension.js"), data, 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), node, filepath.Join(dir, "main.js")).CombinedOutput()
	want := "start dott lsp --compat=cram [{\"language\":\"dott\"}]\nterminal dott shell /x/a.t:7\nstop\n1\n"
	if err != nil || string(out) != want {
		t.Errorf("%v: %s\nwant %s", err, out, want)
	}
}
