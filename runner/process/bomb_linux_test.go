package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// bombs are scripts that fork as fast as they can, until they are ended.
var bombs = map[string]string{
	"one group":    "bomb() { bomb | bomb & }; bomb; sleep 600",
	"own sessions": "cat >bomb <<'END'\n(setsid sh ./bomb &) & (setsid sh ./bomb &) &\nEND\nsh ./bomb; sleep 600",
	"hopping":      "cat >hop <<'END'\nsetsid sh ./hop &\nEND\nsh ./hop; sleep 600",
	"hopping fast": `exec perl -e 'use POSIX; $SIG{TERM} = "IGNORE"; while (1) { my $p = fork; exit if $p; POSIX::setsid() }'`,
	"deaf":         "trap '' TERM HUP INT; while :; do sleep 600 & done",
}

// TestForkBomb: a test that has forked up to its limit, and goes on as soon as it
// can, is ended.
func TestForkBomb(t *testing.T) {
	for name, script := range bombs {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(script, "perl") {
				_, err := exec.LookPath("perl")
				need(t, err == nil, "perl")
			}
			dir := public(t)
			cmd := role(t, "bombed", dir, script)
			nobody(t, cmd)
			succeed(t, cmd)
			for _, pid := range pids() {
				if info, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); err == nil && info.Sys().(*syscall.Stat_t).Uid == nobodyID() {
					p, _ := readProc(pid)
					t.Errorf("left: %+v", p)
				}
			}
		})
	}
}

func init() {
	roles["bombed"] = func(args []string) error {
		dir, script := args[0], args[1]
		if err := unix.Setrlimit(unix.RLIMIT_NPROC, &unix.Rlimit{Cur: 200, Max: 200}); err != nil {
			return err
		}
		s := NewSupervisor()
		defer s.Close()
		ctx, cancel := context.WithCancelCause(context.Background())
		defer cancel(nil)
		cause := errors.New("enough")
		p, err := s.Start(ctx, Command{
			Path: "/bin/sh", Args: []string{"-c", "echo >begun; " + script}, Dir: dir, Env: os.Environ(), Output: io.Discard, Grace: 50 * time.Millisecond,
		})
		if err != nil {
			return err
		}
		for _, err := os.Stat(filepath.Join(dir, "begun")); err != nil; _, err = os.Stat(filepath.Join(dir, "begun")) {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(200 * time.Millisecond) // for the bomb to go off
		cancel(cause)
		if _, err := p.Wait(); err != cause {
			return fmt.Errorf("the error is %w", err)
		}
		return nil
	}
}

// TestRunStuck: what cannot be ended is named, and holds up nothing for ever.
func TestRunStuck(t *testing.T) {
	t.Parallel()
	setpriv, err := exec.LookPath("setpriv")
	need(t, err == nil && os.Geteuid() == 0, "root, and setpriv,")
	dir := public(t)
	// A program that its caller may not end.
	if err := do(dir, "cp "+setpriv+" become; chmod 4755 become; echo 'echo $$ >pid; exec sleep 600 >/dev/null 2>&1' >stuck.sh"); err != nil {
		t.Fatal(err)
	}
	cmd := role(t, "stuck", dir)
	nobody(t, cmd)
	out, err := cmd.Output()
	pid := number(t, filepath.Join(dir, "pid"))
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
	want := fmt.Sprintf("what it started could not be ended: %d (sleep)\nnext\n", pid)
	if err != nil || string(out) != want {
		t.Errorf("%v: %q, want %q", err, out, want)
	}
}

func init() {
	roles["stuck"] = func(args []string) error {
		s := NewSupervisor()
		defer s.Close()
		for _, script := range []string{"./become --reuid 0 --regid 0 --clear-groups sh stuck.sh & until test -s pid; do sleep 0.01; done", "echo next"} {
			_, err := s.Run(context.Background(), Command{Path: "/bin/sh", Args: []string{"-c", script}, Dir: args[0], Env: os.Environ(), Output: os.Stdout})
			if err != nil {
				fmt.Println(err)
			}
		}
		return nil
	}
}
