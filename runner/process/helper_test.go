//go:build unix

package process

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// shell returns a command that runs a script, in a directory of its own that is
// $PIDS as well, and the output that it will have.
func shell(t *testing.T, script string) (Command, *bytes.Buffer) {
	t.Helper()
	out := &bytes.Buffer{}
	dir := t.TempDir()
	return Command{
		Path: "/bin/sh", Args: []string{"-c", script}, Dir: dir,
		Env: append(os.Environ(), "PIDS="+dir), Output: out, Grace: 100 * time.Millisecond,
	}, out
}

// TestStart: a command runs when Start returns, and its output comes with Wait.
func TestStart(t *testing.T) {
	s := newSupervisor(t)
	c, out := shell(t, "echo $$ >a.pid; until test -e go; do sleep 0.01; done; echo end")
	p, err := s.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	until(t, filepath.Join(c.Dir, "a.pid"))
	if err := os.WriteFile(filepath.Join(c.Dir, "go"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if r, err := p.Wait(); err != nil || r != (Result{}) || out.String() != "end\n" {
		t.Errorf("%+v %q %v", r, out, err)
	}
}

// TestStartEnded: a context ends what was started before anybody waits for it.
func TestStartEnded(t *testing.T) {
	s := newSupervisor(t)
	c, _ := shell(t, "sleep 60 & echo $! >b.pid; echo $$ >a.pid; wait")
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	p, err := s.Start(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	pid := number(t, filepath.Join(c.Dir, "a.pid"))
	cancel(cause)
	for syscall.Kill(pid, 0) == nil {
		time.Sleep(time.Millisecond)
	}
	if _, err := p.Wait(); !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
	assertGone(t, c.Dir)
	if _, err := s.Start(ctx, c); !errors.Is(err, cause) {
		t.Errorf("error %v of a start that comes too late", err)
	}
}

// until waits for a file.
func until(t *testing.T, path string) {
	t.Helper()
	for {
		if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// number waits for a file with a number in it.
func number(t *testing.T, path string) int {
	t.Helper()
	until(t, path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestHelpers: one helper is enough for one command after another, two at the same
// time need two, and nothing is left of them when the supervisor is closed.
func TestHelpers(t *testing.T) {
	s := newSupervisor(t)
	parents := func(n int) map[string]bool {
		t.Helper()
		seen := map[string]bool{}
		for range n {
			c, _ := shell(t, "echo $PPID >parent; until test -e go; do sleep 0.01; done")
			p, err := s.Start(t.Context(), c)
			if err != nil {
				t.Fatal(err)
			}
			seen[strconv.Itoa(number(t, filepath.Join(c.Dir, "parent")))] = true
			defer func() {
				if err := os.WriteFile(filepath.Join(c.Dir, "go"), nil, 0o666); err != nil {
					t.Error(err)
				}
				if _, err := p.Wait(); err != nil {
					t.Error(err)
				}
			}()
		}
		return seen
	}
	all := map[string]bool{}
	for range 3 {
		for _, n := range []int{1, 3, 2} {
			some := parents(n)
			if len(some) != n {
				t.Errorf("%d helpers for %d commands", len(some), n)
			}
			for pid := range some {
				all[pid] = true
			}
		}
	}
	if len(all) != 3 {
		t.Errorf("%d helpers in all", len(all))
	}
	for range 2 {
		s.Close()
		for pid := range all {
			n, err := strconv.Atoi(pid)
			if err != nil {
				t.Fatal(err)
			}
			if err := syscall.Kill(n, 0); !errors.Is(err, syscall.ESRCH) {
				t.Errorf("helper %s: %v", pid, err)
			}
		}
	}
	if some := parents(1); len(some) != 1 {
		t.Error("no helper after Close")
	}
}

// TestHelperKilled: a test that kills its parent is told what it has done, is
// ended as far as it can be known, and harms no other.
func TestHelperKilled(t *testing.T) {
	s := newSupervisor(t)
	for _, script := range []string{
		"echo $$ >a.pid; sleep 60 & echo $! >b.pid; until test -s go; do sleep 0.01; done; kill -9 $PPID; sleep 60",
		"trap '' TERM INT HUP; echo $$ >a.pid; (exec 2>/dev/null >&2; sleep 60 & echo $! >b.pid; until test -s go; do sleep 0.01; done; kill -9 $PPID; wait)",
		"echo $$ >a.pid; kill -9 $PPID; sleep 60",
	} {
		c, _ := shell(t, script)
		// What is not known to have started may be missed.
		p, err := s.Start(t.Context(), c)
		if err == nil {
			if err := os.WriteFile(filepath.Join(c.Dir, "go"), []byte("go"), 0o666); err != nil {
				t.Fatal(err)
			}
			_, err = p.Wait()
		}
		if !errors.Is(err, errLost) {
			t.Errorf("%s: error %v", script, err)
		}
		assertEnded(t, c.Dir)
		c, out := shell(t, "echo next")
		if r, err := s.Run(t.Context(), c); err != nil || r != (Result{}) || out.String() != "next\n" {
			t.Errorf("%+v %q %v", r, out, err)
		}
	}
}

// assertEnded fails the test when a process whose number is in a file *.pid goes
// on. Its status may not have been taken: it is no child of ours.
func assertEnded(t *testing.T, dir string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "*.pid"))
	for _, f := range files {
		pid := number(t, f)
		for deadline := time.Now().Add(time.Minute); lives(pid); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Errorf("process %d of %s lives on", pid, filepath.Base(f))
				break
			}
		}
	}
}

func lives(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
	}
	return !strings.Contains(string(stat), ") Z ")
}

// TestIdleHelperKilled: a helper that somebody killed while it had nothing to do
// is replaced.
func TestIdleHelperKilled(t *testing.T) {
	s := newSupervisor(t)
	c, out := shell(t, "echo $PPID")
	for range 3 {
		out.Reset()
		if _, err := s.Run(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		for lives(pid) {
			time.Sleep(time.Millisecond)
		}
	}
}

// TestHelperStopped: a helper that a test has stopped does not hold up the end of
// the test for ever, and nothing of the test is left; also if it was stopped before it
// could say what it started.
func TestHelperStopped(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"later":   "echo $$ >a.pid; sleep 600 & echo $! >b.pid; kill -STOP $PPID; echo ready >ready; sleep 600",
		"at once": "kill -STOP $PPID; echo $$ >a.pid; sleep 600 & echo $! >b.pid; echo ready >ready; sleep 600",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			helperStopped(t, script)
		})
	}
}

func helperStopped(t *testing.T, script string) {
	s := newSupervisor(t)
	c, _ := shell(t, script)
	cause := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		until(t, filepath.Join(c.Dir, "ready"))
		cancel(cause)
	}()
	if _, err := s.Run(ctx, c); !errors.Is(err, cause) || !errors.Is(err, errLost) {
		t.Errorf("error %v", err)
	}
	assertEnded(t, c.Dir)
}

// TestIdleHelperStopped: nor the end of everything.
func TestIdleHelperStopped(t *testing.T) {
	t.Parallel()
	s := newSupervisor(t)
	c, out := shell(t, "echo $PPID")
	if _, err := s.Run(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("helper: %v", err)
	}
}

// TestHelperSignals: signals are not for the helper.
func TestHelperSignals(t *testing.T) {
	s := newSupervisor(t)
	c, out := shell(t, "for s in HUP INT QUIT TERM ABRT USR1 USR2 ALRM PIPE CHLD CONT TSTP TTIN TTOU WINCH; do kill -$s $PPID; done; echo $PPID")
	for range 2 {
		if r, err := s.Run(t.Context(), c); err != nil || r != (Result{}) {
			t.Errorf("%+v %v", r, err)
		}
	}
	if ids := strings.Fields(out.String()); len(ids) != 2 || ids[0] != ids[1] {
		t.Errorf("helpers %q", ids)
	}
}

// TestOrphansReaped: the status of what lost its parent is taken while the command
// runs, as the system's first process would.
func TestOrphansReaped(t *testing.T) {
	s := newSupervisor(t)
	c, out := shell(t, "(sh -c 'echo $$ >orphan; sleep 0.05' &)\nuntil test -s orphan; do :; done\nwhile kill -0 $(cat orphan); do sleep 0.01; done 2>/dev/null; echo gone")
	if r, err := s.Run(t.Context(), c); err != nil || r != (Result{}) || out.String() != "gone\n" {
		t.Errorf("%+v %q %v", r, out, err)
	}
}

// TestRunSees: what a command finds is what its starter has, and nothing of ours.
func TestRunSees(t *testing.T) {
	s := newSupervisor(t)
	wd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ what, script, want string }{
		{"directory", "pwd", wd},
		{"environment", "env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD=", "A=1\nPATH=" + os.Getenv("PATH")},
		{"umask", "umask", direct(t, "umask")},
		{"limits", "ulimit -a", direct(t, "ulimit -a")},
		{"niceness", "nice", direct(t, "nice")},
		{"terminal", "true </dev/tty", "* /dev/tty: No such device or address"},
		{"session", "test $(ps -o sid= -p $$) = $$ && echo own", "own"},
	} {
		var out bytes.Buffer
		_, err := s.Run(t.Context(), Command{
			Path: "/bin/sh", Args: []string{"-c", test.script}, Env: []string{"A=1", "PATH=" + os.Getenv("PATH")}, Output: &out,
		})
		got := strings.TrimSpace(out.String())
		tail, ok := strings.CutPrefix(test.want, "*")
		if err != nil || got != test.want && (!ok || !strings.HasSuffix(got, strings.TrimPrefix(tail, " "))) {
			t.Errorf("%s: %q, want %q (%v)", test.what, got, test.want, err)
		}
	}
}

// direct returns what a script prints that is started without a helper.
func direct(t *testing.T, script string) string {
	t.Helper()
	out, err := Output(t.Context(), "", "/bin/sh", "-c", script)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(out)
}
