//go:build unix

package process

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func run(t *testing.T, ctx context.Context, script string) (Result, string, error) {
	t.Helper()
	return runIn(t, ctx, t.TempDir(), script)
}

func runIn(t *testing.T, ctx context.Context, dir, script string) (Result, string, error) {
	t.Helper()
	var out bytes.Buffer
	s := newSupervisor(t)
	r, err := s.Run(ctx, Command{
		Path: "/bin/sh", Args: []string{"-c", script}, Dir: dir,
		Env: append(os.Environ(), "PIDS="+dir), Output: &out, Grace: 100 * time.Millisecond,
	})
	assertGone(t, dir)
	return r, out.String(), err
}

// assertGone fails the test when a process whose number the script noted in a
// file *.pid still lives.
func assertGone(t *testing.T, dir string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "*.pid"))
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for word := range strings.FieldsSeq(string(data)) {
			pid, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
				t.Errorf("process %d of %s lives on (%v)", pid, filepath.Base(f), err)
			}
		}
	}
}

func TestRunResults(t *testing.T) {
	for _, test := range []struct {
		script string
		want   Result
		out    string
	}{
		{"echo out; echo err >&2; echo out again", Result{}, "out\nerr\nout again\n"},
		{"exit 3", Result{Status: 3}, ""},
		{"kill -TERM $$", Result{-1, "terminated"}, ""},
		{"cat; echo done", Result{}, "done\n"},
		{"sleep 60 & echo $! >$PIDS/a.pid; echo shell done", Result{}, "shell done\n"},
		{"(setsid sleep 60 & echo $! >$PIDS/a.pid); echo shell done", Result{}, "shell done\n"},
		{"trap '' TERM; (trap '' TERM; sleep 60 & echo $! >$PIDS/a.pid; wait) & echo $! >$PIDS/b.pid; echo x", Result{}, "x\n"},
		{"setsid env -i /bin/sh -c 'echo $$ >'$PIDS'/a.pid; cd /; exec sleep 60' </dev/null >/dev/null 2>&1 & while ! test -s $PIDS/a.pid; do :; done", Result{}, ""},
		{"yes & echo $! >$PIDS/a.pid; exec true", Result{}, "*"},
	} {
		r, out, err := run(t, t.Context(), test.script)
		if err != nil || r != test.want || test.out != "*" && out != test.out {
			t.Errorf("%s: %+v %q %v; want %+v %q", test.script, r, out, err, test.want, test.out)
		}
	}
}

func TestRunNotFound(t *testing.T) {
	s := newSupervisor(t)
	for _, c := range []Command{{Path: "/no/such/shell"}, {Path: "/bin/sh", Dir: "/no/such/directory"}} {
		c.Output = &bytes.Buffer{}
		if _, err := s.Run(t.Context(), c); !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "starting "+c.Path+": ") {
			t.Errorf("error %v, want that it does not exist", err)
		}
	}
	if _, err := s.Run(t.Context(), Command{Path: "/bin", Output: &bytes.Buffer{}}); !errors.Is(err, os.ErrPermission) {
		t.Errorf("error %v, want that it is not permitted", err)
	}
}

func TestRunTimeout(t *testing.T) {
	cause := errors.New("timed out")
	for _, script := range []string{
		"echo before; echo $$ >$PIDS/a.pid; sleep 60; echo after",
		"trap '' TERM; echo before; echo $$ >$PIDS/a.pid; while :; do sleep 1; done",
		"trap '' TERM; (setsid sh -c 'echo $$ >$PIDS/b.pid; sleep 60' &); echo before; echo $$ >$PIDS/a.pid; while :; do sleep 1; done",
	} {
		dir := t.TempDir()
		ctx, cancel := context.WithCancelCause(t.Context())
		go func() { // the time is over when the script has come to its last line
			for ctx.Err() == nil {
				if text, _ := os.ReadFile(filepath.Join(dir, "a.pid")); len(text) > 0 {
					cancel(cause)
				}
				time.Sleep(time.Millisecond)
			}
		}()
		_, out, err := runIn(t, ctx, dir, script)
		cancel(nil)
		if !errors.Is(err, cause) || !strings.HasPrefix(out, "before\n") || strings.Contains(out, "after") {
			t.Errorf("%s: %q %v", script, out, err)
		}
	}
}

type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestRunOutputRefused(t *testing.T) {
	s := newSupervisor(t)
	_, err := s.Run(t.Context(), Command{Path: "/bin/sh", Args: []string{"-c", "echo x; sleep 60"}, Output: refusing{}})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v, want the writer's", err)
	}
}
