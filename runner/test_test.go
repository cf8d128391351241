package runner

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// TestTest: the transcripts below a folder are subtests.
func TestTest(t *testing.T) {
	write(t, map[string]string{"tests/a.t": "  $ echo a\n  a\n", "tests/sub/b.t": "#testcases x y\n  $ echo $TESTCASE\n  [xy] (re)\n"})
	Test(t, "tests")
}

// A fakeT is a test that notes what is told to it.
type fakeT struct {
	testing.TB
	name string
	told *[]string
}

func (f *fakeT) Helper()                  {}
func (f *fakeT) Parallel()                {}
func (f *fakeT) Context() context.Context { return f.TB.Context() }
func (f *fakeT) Error(args ...any)        { f.tell("error", args) }
func (f *fakeT) Skip(args ...any)         { f.tell("skip", args); runtime.Goexit() }
func (f *fakeT) Fatal(args ...any)        { f.tell("fatal", args); runtime.Goexit() }

func (f *fakeT) tell(what string, args []any) {
	*f.told = append(*f.told, strings.TrimSpace(f.name+" "+what+": "+fmt.Sprint(args...)))
}

func (f *fakeT) Run(name string, run func(*fakeT)) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		*f.told = append(*f.told, "run "+name)
		run(&fakeT{f.TB, name, f.told})
	}()
	<-done
	return true
}

func TestTestTells(t *testing.T) {
	write(t, map[string]string{
		"tests/a.t":   "  $ echo a\n  b\n",
		"tests/b.t":   "  $ exit 3\n  $ true\n",
		"tests/c.t":   "  $ echo 'skipped: not here'; exit 80\n",
		"tests/d/d.t": "#testcases x y\n  $ echo $TESTCASE\n  x\n",
	})
	var told []string
	root := &fakeT{TB: t, told: &told}
	root.Run("all", func(f *fakeT) { Test(f, "tests") })
	root.Run("one", func(f *fakeT) { Test(f, "tests/c.t") })
	root.Run("none", func(f *fakeT) { Test(f, "tests/missing") })
	expectStory(t, told,
		"run all",
		"run a.t", "a.t error: --- tests/a.t\n+++ tests/a.t.err\n@@ -1,2 +1,2 @@\n   $ echo a\n-  b\n+  a",
		"run b.t", "b.t error: tests/b.t:1: the shell ended with status 3; 1 command after it did not run",
		"run c.t", "c.t skip: not here",
		"run d/d.t#x",
		"run d/d.t#y", "d/d.t#y error: --- tests/d/d.t#y\n+++ tests/d/d.t#y.err\n@@ -1,3 +1,3 @@\n #testcases x y\n   $ echo $TESTCASE\n-  x\n+  y",
		"run one", "run c.t", "c.t skip: not here",
		"run none", "none fatal: no such file: tests/missing",
	)
}

// TestTesting: who uses the package does not get package testing with it.
func TestTesting(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "dott/runner").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if p := strings.TrimSpace(line); p == "testing" || strings.HasPrefix(p, "testing/") {
			t.Errorf("package runner depends on %s", p)
		}
	}
}
