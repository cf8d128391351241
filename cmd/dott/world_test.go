//go:build linux

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// What a run must never do, proved with real processes: leave one of them or a
// directory behind, hang, or say less than happened. Dott is this test binary
// itself, so a race detector in one is in the other.

const isDott = "DOTT_TEST_IS_DOTT"

func init() {
	if os.Getenv(isDott) != "" {
		_ = os.Unsetenv(isDott)
		main()
	}
}

// patience is when a test gives up on a program. It decides nothing else.
const patience = 5 * time.Minute

// A world is a place for runs of dott that belongs to one test. Every process of
// such a run has the world's path in its arguments, its environment or its
// working directory, by which it is found.
type world struct {
	t    *testing.T
	dir  string
	tmp  string // TMPDIR
	home string
	env  []string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	w := &world{t: t, dir: dir, tmp: filepath.Join(dir, "tmp"), home: filepath.Join(dir, "home")}
	for _, d := range []string{w.tmp, w.home, filepath.Join(dir, "tests")} {
		if err := os.Mkdir(d, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	w.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.home, "TMPDIR=" + w.tmp, "W=" + dir, isDott + "=1", "GORACE=halt_on_error=1"}
	t.Cleanup(func() {
		w.check("at the end")
		w.end()
	})
	return w
}

// write writes a file of the tests.
func (w *world) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, "tests", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

// path returns a path in the world.
func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

func (w *world) read(name string) string {
	w.t.Helper()
	data, err := os.ReadFile(w.path(name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

// command returns a run of dott among the tests. It is killed when patience is over.
func (w *world) command(args ...string) *exec.Cmd {
	w.t.Helper()
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	return w.program(self, args...)
}

// shell returns a shell command in which "$DOTT" is dott.
func (w *world) shell(script string) *exec.Cmd {
	w.t.Helper()
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := w.program("/bin/bash", "-c", script)
	cmd.Env = append(cmd.Env, "DOTT="+self)
	return cmd
}

func (w *world) program(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = w.path("tests"), slices.Clone(w.env)
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// run runs a command to its end.
func (w *world) run(cmd *exec.Cmd) ran {
	w.t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	status := w.wait(cmd)
	return ran{status: status, stdout: out.String(), stderr: errs.String()}
}

// wait waits for a command that was started. The status of one that a signal
// ended is that signal's, negative.
func (w *world) wait(cmd *exec.Cmd) int {
	w.t.Helper()
	var late atomic.Bool
	safety := time.AfterFunc(patience, func() {
		late.Store(true)
		_ = cmd.Process.Kill()
	})
	err := cmd.Wait()
	safety.Stop()
	if late.Load() {
		w.t.Fatalf("%v did not end", cmd.Args)
	}
	if err != nil && cmd.ProcessState == nil || errors.Is(err, exec.ErrWaitDelay) {
		w.t.Errorf("%v: %v", cmd.Args, err)
	}
	if ws := cmd.ProcessState.Sys().(syscall.WaitStatus); ws.Signaled() {
		return -int(ws.Signal())
	}
	return cmd.ProcessState.ExitCode()
}

// survivors returns the processes of the world, with their command lines.
func (w *world) survivors() map[int]string {
	found := map[int]string{}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		cmdline, _ := os.ReadFile("/proc/" + e.Name() + "/cmdline")
		environ, _ := os.ReadFile("/proc/" + e.Name() + "/environ")
		cwd, _ := os.Readlink("/proc/" + e.Name() + "/cwd")
		if bytes.Contains(cmdline, []byte(w.dir)) || bytes.Contains(environ, []byte(w.dir)) || strings.Contains(cwd, w.dir) {
			found[pid] = strings.ReplaceAll(string(cmdline), "\x00", " ")
		}
	}
	return found
}

// check fails the test when a process or a directory is left.
func (w *world) check(when string) {
	w.t.Helper()
	for pid, line := range w.survivors() {
		w.t.Errorf("%s: process %d lives: %s", when, pid, line)
	}
	entries, err := os.ReadDir(w.tmp)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Error(err)
	}
	for _, e := range entries {
		w.t.Errorf("%s: %s is left in TMPDIR", when, e.Name())
	}
}

// end ends what lives on and removes what was left, for the sake of the next test.
func (w *world) end() {
	for range 100 {
		left := w.survivors()
		if len(left) == 0 {
			break
		}
		for pid := range left {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(time.Millisecond)
	}
	entries, _ := os.ReadDir(w.tmp)
	for _, e := range entries {
		_ = os.RemoveAll(filepath.Join(w.tmp, e.Name()))
	}
}

// until waits for a condition.
func (w *world) until(what string, is func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("%s did not happen", what)
		}
	}
}

func (w *world) exists(name string) bool {
	_, err := os.Lstat(w.path(name))
	return err == nil
}

// needTool skips a test that the machine cannot run, or fails it where nothing
// may be missing.
func needTool(t *testing.T, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("DOTT_NEED_TOOLS") != "":
		t.Fatalf("%s is needed", what)
	default:
		t.Skipf("%s is needed", what)
	}
}

func installed(names ...string) bool {
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			return false
		}
	}
	return true
}
