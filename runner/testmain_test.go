package runner

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A module is one of its own that uses this one, with a command and its transcripts.
type module struct {
	t   *testing.T
	dir string
}

func newModule(t *testing.T, files map[string]string) *module {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	m := &module{t, t.TempDir()}
	for _, name := range []string{"go.mod", "go.sum"} { // the same versions of all that dott needs
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Replace(string(data), "module dott\n", "module example.org/tool\n\nrequire dott v0.0.0\n\nreplace dott => "+root+"\n", 1)
		m.write(name, text)
	}
	for name, text := range files {
		m.write(name, text)
	}
	return m
}

func (m *module) write(name, text string) {
	m.t.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		m.t.Fatal(err)
	}
}

func (m *module) read(name string) string {
	m.t.Helper()
	data, err := os.ReadFile(filepath.Join(m.dir, name))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(data)
}

// test runs go test in the module, with a folder of its own for what is temporary.
func (m *module) test(args ...string) (out string, passed bool) {
	m.t.Helper()
	c := exec.CommandContext(m.t.Context(), "go", append([]string{"test", "-mod=mod", "-count=1"}, args...)...)
	tmp := m.t.TempDir()
	c.Dir, c.Env = m.dir, append(os.Environ(), "GOFLAGS=", "TMPDIR="+tmp, "GOTMPDIR=")
	data, err := c.CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		m.t.Fatal(err)
	}
	left, err2 := os.ReadDir(tmp)
	if err2 != nil {
		m.t.Fatal(err2)
	}
	for _, e := range left {
		m.t.Errorf("go test %v: %s is left", args, e.Name())
	}
	return string(data), err == nil
}

func TestMainOfGoTest(t *testing.T) {
	m := newModule(t, map[string]string{
		"tool.go": `package main

import (
	"fmt"
	"os"
)

func main() { os.Exit(run()) }

func run() int {
	if len(os.Args) > 1 {
		fmt.Fprintln(os.Stderr, os.Args[1:])
		return len(os.Args)
	}
	fmt.Println("hello")
	return 0
}
`,
		"tool_test.go": `package main

import (
	"testing"

	"dott/runner"
)

func TestMain(m *testing.M) { runner.Main(m, map[string]func() int{"tool": run}) }

func TestTranscripts(t *testing.T) { runner.Test(t, "testdata") }

func TestFails(t *testing.T) { panic("as it is told") }
`,
		"testdata/a.t":   "  $ tool\n  hello\n  $ tool a b\n  [a b]\n  [3]\n",
		"testdata/old.t": "#testcases one two\n#require no-short\n  $ tool; echo $TESTCASE\n  goodbye\n",
	})

	out, passed := m.test("-run", "Transcripts", "-short", "-cover", "-coverprofile=c.out")
	if !passed {
		t.Fatalf("-short runs old.t:\n%s", out)
	}
	if profile := m.read("c.out"); strings.Contains(profile, " 0\n") && !strings.Contains(profile, "tool.go:10.") || strings.Count(profile, " 1\n") < 3 {
		t.Errorf("the commands' coverage is not in the profile:\n%s", profile)
	}

	out, passed = m.test("-run", "Transcripts/a.t")
	if !passed {
		t.Errorf("a.t:\n%s", out)
	}
	out, passed = m.test("-run", "Transcripts")
	if passed || !strings.Contains(out, "-  goodbye") || !strings.Contains(out, "TestTranscripts/old.t#two") {
		t.Errorf("old.t:\n%s", out)
	}
	if out, passed = m.test("-run", "Transcripts", "-update"); !passed {
		t.Errorf("-update:\n%s", out)
	}
	if got, want := m.read("testdata/old.t"), "#testcases one two\n#require no-short\n  $ tool; echo $TESTCASE\n  hello\n  one (one !)\n  two (two !)\n"; got != want {
		t.Errorf("-update wrote\n%s, want\n%s", got, want)
	}
	if out, passed = m.test("-run", "Transcripts"); !passed {
		t.Errorf("after -update:\n%s", out)
	}
	if out, passed = m.test("-run", "Fails"); passed {
		t.Errorf("a panic passes:\n%s", out) // and leaves nothing
	}
}
