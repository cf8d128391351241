package target

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dott/runner/config"
	"dott/runner/place"
	"dott/runner/process"
)

// places returns the places of a run with a target that is a shell beside us, and the
// directory in which it works.
func places(t *testing.T, cache string) (*Places, string) {
	t.Helper()
	s := process.NewSupervisor()
	t.Cleanup(s.Close)
	there := t.TempDir()
	o := place.Options{TmpDir: t.TempDir(), Shell: "/bin/sh", Env: append(os.Environ(), "TMPDIR="+there), Supervisor: s, Ports: 2}
	local, err := place.NewLocal(o)
	if err != nil {
		t.Fatal(err)
	}
	return New(local, Options{Targets: map[string]config.Target{"a": {Command: "exec sh"}}, Place: o, Dir: t.TempDir(), Cache: cache}), there
}

func empty(t *testing.T, dir string) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// TestRun: what a script prints comes back with its status, and nothing stays.
func TestRun(t *testing.T) {
	p, there := places(t, t.TempDir())
	large := ": " + strings.Repeat("x", 200<<10) + "\n"
	for range 3 {
		b, err := p.Open(t.Context(), place.Test{Path: "/tmp/it's.t", Target: "a", Shell: "/bin/sh"})
		if err != nil {
			t.Fatal(err)
		}
		for _, script := range []string{"echo \"hello $TESTFILE\"; pwd; exit 3\n", large + "echo \"hello $TESTFILE\"; pwd; exit 3\n"} {
			var out strings.Builder
			c, err := b.Start(t.Context(), place.Command{Path: "/bin/sh", Script: script, Env: b.Env(), Output: &out})
			if err != nil {
				t.Fatal(err)
			}
			r, err := c.Wait()
			if want := "hello it's.t\n" + b.Names()[0].Text + "\n"; err != nil || r.Status != 3 || out.String() != want {
				t.Errorf("%v, %v, %q, want %q", r, err, out.String(), want)
			}
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	empty(t, there)
}

// TestCancel: a test is ended with what it started, and another can run behind it in
// the same sandbox.
func TestCancel(t *testing.T) {
	p, there := places(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	b, err := p.Open(ctx, place.Test{Path: "/tmp/a.t", Target: "a", Shell: "/bin/sh"})
	if err != nil {
		t.Fatal(err)
	}
	begun := writer(func(string) { cancel() })
	c, err := b.Start(ctx, place.Command{Path: "/bin/sh", Script: "sleep 1000 & echo begun; sleep 1000\n", Env: b.Env(), Output: begun})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Wait(); err == nil {
		t.Error("no error")
	}
	var out strings.Builder
	c, err = b.Start(t.Context(), place.Command{Path: "/bin/sh", Script: "echo after\n", Env: b.Env(), Output: &out})
	if err == nil {
		_, err = c.Wait()
	}
	if err != nil || out.String() != "after\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	empty(t, there)
}

type writer func(string)

func (w writer) Write(p []byte) (int, error) { w(string(p)); return len(p), nil }

// TestLeft: what a run that died has noted, the next one removes, and nothing else.
func TestLeft(t *testing.T) {
	cache := t.TempDir()
	p, there := places(t, cache)
	left, other := filepath.Join(there, "cramtests-left"), filepath.Join(there, "cramtests-other")
	for _, dir := range []string{filepath.Join(left, "1", "deep"), other} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	dead := &register{dir: cache}
	dead.note("a", left)
	dead.note("b", other)
	dead.unlock() // as the system does for who dies
	b, err := p.Open(t.Context(), place.Test{Path: "/tmp/a.t", Target: "a", Shell: "/bin/sh"})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("it is not removed")
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("that of another target is removed")
	}
	if roots := read(dead.path); len(roots) != 1 || roots[other] != "b" {
		t.Errorf("noted is %v", roots)
	}
}

// TestBroken: a connection that ends is an error with its reason.
func TestBroken(t *testing.T) {
	p, _ := places(t, "")
	p.o.Targets["a"] = config.Target{Command: "exec sh"}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	b, err := p.Open(ctx, place.Test{Path: "/tmp/a.t", Target: "a", Shell: "/bin/sh"})
	if err != nil {
		t.Fatal(err)
	}
	kill := writer(func(string) { b.(*sandbox).session.cancel() })
	c, err := b.Start(ctx, place.Command{Path: "/bin/sh", Script: "echo begun; sleep 1000\n", Env: b.Env(), Output: kill})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.Wait(); err == nil || !strings.Contains(err.Error(), "target a: the connection broke") {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}
