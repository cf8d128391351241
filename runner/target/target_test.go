package target

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dott/runner/config"
	"dott/runner/place"
	"dott/runner/process"
)

// programs are what a target may have; there is always a shell.
var programs = map[string][]string{
	"perl":    {"mkdir", "rm", "mv", "cat", "sleep", "chmod", "mkfifo", "setsid", "perl"},
	"setsid":  {"mkdir", "rm", "mv", "cat", "sleep", "chmod", "mkfifo", "setsid"},
	"no mv":   {"mkdir", "rm", "cat", "sleep", "chmod", "mkfifo", "setsid"},
	"minimum": {"mkdir", "rm", "cat", "sleep"},
}

// with runs a test with targets that have these programs.
func with(t *testing.T, test func(t *testing.T, command string)) {
	for name, all := range programs {
		t.Run(name, func(t *testing.T) {
			bin := t.TempDir()
			for _, program := range append(all, "sh") {
				path, err := exec.LookPath(program)
				if err == nil {
					err = os.Symlink(path, filepath.Join(bin, program))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			test(t, "PATH='"+bin+"'; export PATH; exec sh")
		})
	}
}

// places returns the places of a run with a target that is a shell beside us, and the
// directory in which it works.
func places(t *testing.T, cache, command string) (*Places, string) {
	t.Helper()
	s := process.NewSupervisor()
	t.Cleanup(s.Close)
	there := t.TempDir()
	o := place.Options{TmpDir: t.TempDir(), Shell: "/bin/sh", Env: append(os.Environ(), "TMPDIR="+there), Supervisor: s, Ports: 2}
	local, err := place.NewLocal(o)
	if err != nil {
		t.Fatal(err)
	}
	return New(local, Options{Targets: map[string]config.Target{"a": {Command: command}}, Place: o, Dir: t.TempDir(), Cache: cache}), there
}

func empty(t *testing.T, dir string) {
	t.Helper()
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// TestRun: what a script prints comes back with its status, and nothing stays.
func TestRun(t *testing.T) { with(t, testRun) }

func testRun(t *testing.T, command string) {
	p, there := places(t, t.TempDir(), command)
	large := ": " + strings.Repeat("x", 200<<10) + "\n"
	for n := range 3 {
		name := fmt.Sprintf("it's %d.t", n)
		b, err := p.Open(t.Context(), place.Test{Path: "/tmp/" + name, Target: "a", Shell: "/bin/sh"})
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
			if want := "hello " + name + "\n" + b.Names()[0].Text + "\n"; err != nil || r.Status != 3 || out.String() != want {
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

// TestLeftovers: what a test leaves in its directories, the next one does not see.
func TestLeftovers(t *testing.T) { with(t, testLeftovers) }

func testLeftovers(t *testing.T, command string) {
	p, there := places(t, t.TempDir(), command)
	for n, script := range []string{
		"echo >file", "echo >.file", "echo >\"$HOME/..file\"", "mkdir -m 0 \"$TMPDIR/closed\"", "echo >\"$CRAMTMP/beside\"",
		"rm -r \"$HOME\"", "cd ..; rm -r \"$OLDPWD\"", "rm -r \"$CRAMTMP\"", "true",
	} {
		b, err := p.Open(t.Context(), place.Test{Path: fmt.Sprintf("/tmp/%d.t", n), Target: "a", Shell: "/bin/sh"})
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		list := "cd \"$CRAMTMP\"; for f in * .[!.]* ..?* */* */.[!.]* */..?*; do case $f in *'*'*|*'?'*) ;; *) echo $f ;; esac; done; cd \"$TESTTMP\"\n"
		c, err := b.Start(t.Context(), place.Command{Path: "/bin/sh", Script: list + script + "\n", Env: b.Env(), Output: &out})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = c.Wait(); err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%d.t\nhome\ntmp\n", n); out.String() != want {
			t.Errorf("before %q there is %q", script, out.String())
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
func TestCancel(t *testing.T) { with(t, testCancel) }

func testCancel(t *testing.T, command string) {
	p, there := places(t, "", command)
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
	p, there := places(t, cache, "exec sh")
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
	p, _ := places(t, "", "exec sh")
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
