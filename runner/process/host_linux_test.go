package process

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// TestHost: a program that runs commands keeps its own children, their statuses,
// its limits and its flags.
func TestHost(t *testing.T) {
	before := state(t)
	dir := t.TempDir()
	var children []*exec.Cmd
	for n := range 5 {
		cmd := exec.Command("/bin/sh", "-c", fmt.Sprintf("until test -e go; do sleep 0.01; done; (sleep 0.05 &); exit %d", n+3))
		cmd.Dir, cmd.SysProcAttr = dir, &syscall.SysProcAttr{Setsid: true}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		children = append(children, cmd)
	}
	s := newSupervisor(t)
	s.RemoveOnDeath(dir)
	var commands sync.WaitGroup
	for range 4 {
		commands.Go(func() {
			for range 5 {
				c, _ := shell(t, "sleep 60 & (setsid sleep 60 &); exit 2")
				if r, err := s.Run(t.Context(), c); err != nil || r.Status != 2 {
					t.Errorf("%+v %v", r, err)
				}
			}
		})
	}
	commands.Wait()
	if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if r, err := s.Run(t.Context(), Command{Path: "/bin/sh", Args: []string{"-c", "sleep 60 &"}, Output: io.Discard}); err != nil || r != (Result{}) {
			t.Errorf("%+v %v", r, err)
		}
	}
	for n, cmd := range children {
		if err := cmd.Wait(); cmd.ProcessState.ExitCode() != n+3 {
			t.Errorf("child %d: %v, want status %d", n, err, n+3)
		}
	}
	s.Close()
	if after := state(t); after != before {
		t.Errorf("the host was\n%s and is\n%s", before, after)
	}
}

// state is what a process has that others can see.
func state(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for limit := range 16 {
		var r unix.Rlimit
		if err := unix.Getrlimit(limit, &r); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "limit %d: %d %d\n", limit, r.Cur, r.Max)
	}
	var reaper int32
	if err := unix.Prctl(unix.PR_GET_CHILD_SUBREAPER, uintptr(unsafe.Pointer(&reaper)), 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "subreaper: %d\n", reaper)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if name, _, _ := strings.Cut(line, ":"); slices.Contains([]string{"Umask", "SigBlk", "SigIgn", "SigCgt"}, name) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// TestRunSignals: whatever its host ignores, a command starts with all signals as
// the system has them; and with no more than the three files that it is given.
func TestRunSignals(t *testing.T) {
	host := role(t, "signals")
	host.Path, host.Args = "/bin/sh", []string{"sh", "-c", `trap "" HUP INT QUIT PIPE TERM USR1; exec "$0"`, host.Path}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	host.ExtraFiles = []*os.File{w, w, w, w, w}
	out, err := host.CombinedOutput()
	want := "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n0\n1\n2\n"
	if err != nil || string(out) != want {
		t.Errorf("%v %s, want %s", err, out, want)
	}
}

func init() {
	roles["signals"] = func([]string) error {
		s := NewSupervisor()
		defer s.Close()
		_, err := s.Run(context.Background(), Command{
			Path: "/bin/sh", Args: []string{"-c", "grep -E 'Sig(Blk|Ign)' /proc/self/status; for f in /proc/self/fd/*; do test ! -e $f || echo ${f##*/}; done"},
			Env: os.Environ(), Output: os.Stdout,
		})
		return err
	}
	roles["host"] = host
}

// host runs commands that leave processes behind, in directories that are to be
// removed, until it is ended in the way that its second argument says.
func host(args []string) error {
	dir, how := args[0], args[1]
	s := NewSupervisor()
	var commands sync.WaitGroup
	var begun sync.WaitGroup
	for n, script := range leftBehind {
		work := filepath.Join(dir, "work"+strconv.Itoa(n))
		s.RemoveOnDeath(work)
		if err := os.Mkdir(work, 0o777); err != nil {
			return err
		}
		begun.Add(1)
		commands.Go(func() {
			p, err := s.Start(context.Background(), Command{
				Path: "/bin/sh", Dir: work, Env: append(os.Environ(), "PIDS="+dir), Output: io.Discard,
				Args: []string{"-c", script + "\nmkdir -p a/b; touch a/b/c; chmod 0 a/b; chmod 0500 a; touch $PIDS/begun" + strconv.Itoa(n) + "; sleep 600"},
			})
			if err != nil {
				fmt.Println(err)
				os.Exit(3)
			}
			for _, err := os.Stat(filepath.Join(dir, "begun"+strconv.Itoa(n))); err != nil; _, err = os.Stat(filepath.Join(dir, "begun"+strconv.Itoa(n))) {
				time.Sleep(time.Millisecond)
			}
			begun.Done()
			_, _ = p.Wait()
		})
	}
	if how != "at random" {
		begun.Wait()
	}
	fmt.Println("ready")
	switch how {
	case "exit":
		os.Exit(0)
	case "panic":
		go panic("as asked")
	case "returns":
		return nil
	}
	commands.Wait()
	return nil
}

// leftBehind are scripts that leave a process each, or more.
var leftBehind = []string{
	"sleep 600 & echo $! >$PIDS/0.pid",
	"(setsid sh -c 'echo $$ >$PIDS/1.pid; exec sleep 600' &); until test -s $PIDS/1.pid; do :; done",
	"(cd /; setsid env -i PIDS=$PIDS /bin/sh -c \"trap '' TERM; echo \\$\\$ >\\$PIDS/2.pid; sleep 600; sleep 600\" </dev/null >/dev/null 2>&1 &); until test -s $PIDS/2.pid; do :; done",
	"setsid sh -c 'trap \"\" TERM HUP INT; echo $$ >$PIDS/3.pid; kill -STOP $$' & until test -s $PIDS/3.pid; do :; done",
}

// TestHostDies: whatever ends a host, within a second nothing is left of what it
// ran, no helper and no directory.
func TestHostDies(t *testing.T) {
	for _, how := range []string{"killed", "quit", "terminated", "exit", "panic", "returns", "at random"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			rounds := 2
			if how == "at random" {
				rounds = 20
			}
			for range rounds {
				hostDies(t, how)
			}
		})
	}
}

func hostDies(t *testing.T, how string) {
	dir := t.TempDir()
	cmd := role(t, "host", dir, how)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if how == "at random" {
		time.Sleep(rand.N(60 * time.Millisecond))
	} else if line := make([]byte, 6); true {
		if _, err := io.ReadFull(out, line); err != nil || string(line) != "ready\n" {
			t.Fatalf("%q %v: %s", line, err, errs.String())
		}
	}
	if sig, ok := map[string]syscall.Signal{"killed": syscall.SIGKILL, "at random": syscall.SIGKILL, "quit": syscall.SIGQUIT, "terminated": syscall.SIGTERM}[how]; ok {
		_ = cmd.Process.Signal(sig)
	}
	_ = cmd.Wait()
	died := time.Now()
	for {
		left := leftOf(t, dir)
		if len(left) == 0 {
			break
		}
		// It takes a moment on a machine that has time. How long, is logged.
		if time.Since(died) > time.Minute {
			t.Errorf("%s: after a minute there is still %q", how, left)
			break
		}
		time.Sleep(time.Millisecond)
	}
	t.Logf("%s: %v", how, time.Since(died))
}

// leftOf returns what is left of a host: processes that have its directory in
// their command line or environment, or have noted their number there, and
// directories in it.
func leftOf(t *testing.T, dir string) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, "work*"))
	if err != nil {
		t.Fatal(err)
	}
	notes, err := filepath.Glob(filepath.Join(dir, "*.pid"))
	if err != nil {
		t.Fatal(err)
	}
	for _, note := range notes {
		data, err := os.ReadFile(note)
		if err != nil {
			t.Fatal(err)
		}
		if pid, err := strconv.Atoi(strings.TrimSpace(string(data))); err == nil && lives(pid) {
			left = append(left, filepath.Base(note))
		}
	}
	for _, pid := range pids() {
		line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		env, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
		if bytes.Contains(line, []byte(dir)) || bytes.Contains(env, []byte(dir)) {
			left = append(left, fmt.Sprintf("%d: %s", pid, bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return left
}
