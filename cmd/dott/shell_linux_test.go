package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"

	"dott/runner/tooltest"
)

// A sitter is a person at a terminal of its own, at which dott runs.
type sitter struct {
	t      *testing.T
	tty    *os.File
	cmd    *exec.Cmd
	mu     sync.Mutex
	seen   bytes.Buffer
	behind int // how much of it was waited for
}

func (w *world) sit(args ...string) *sitter {
	t := w.t
	t.Helper()
	s := &sitter{t: t, cmd: w.command(args...)}
	var err error
	if s.tty, err = pty.StartWithSize(s.cmd, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.tty.Close() })
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := s.tty.Read(buf)
			s.mu.Lock()
			s.seen.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

// waits waits until a text is seen, behind the one before.
func (s *sitter) waits(text string) {
	s.t.Helper()
	for range 2000 {
		s.mu.Lock()
		at := strings.Index(s.seen.String()[s.behind:], text)
		if at >= 0 {
			s.behind += at + len(text)
		}
		s.mu.Unlock()
		if at >= 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("%q was not seen in %q", text, s.seen.String())
}

func (s *sitter) types(text string) {
	s.t.Helper()
	if _, err := s.tty.WriteString(text); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sitter) leaves(status int) {
	s.t.Helper()
	_ = s.cmd.Wait()
	if got := s.cmd.ProcessState.ExitCode(); got != status {
		s.t.Errorf("status %d, want %d: %s", got, status, s.seen.String())
	}
}

const stepped = `Steps.

  $ greet() { echo "hello $1"; }
  $ name=world; mkdir sub; cd sub
  $ greet $name; cat; [ -t 1 ] || echo piped
  hello earth
  piped
  $ false
  [1]
  $ nosuchcommand 2>/dev/null
  [127]
  $ echo "left $name"
  $ for i in 1 2
  > do echo "$i$i"
  > done
`

// TestShell: the shell of a test is handed over with all that it has, by each shell.
func TestShell(t *testing.T) {
	for name, arrows := range map[string]bool{"dash": false, "bash": true, "zsh": true, "mksh": true, "ksh": true, "busybox": false} {
		t.Run(name, func(t *testing.T) {
			tooltest.Need(t, name)
			w := newWorld(t)
			w.write("a.t", stepped)
			args := []string{"shell", "--shell", name, "a.t:11"}
			if name == "busybox" {
				args = append(args, "--shell-opts", "sh")
			}
			s := w.sit(args...)
			s.waits("-  hello earth\r\n+  hello world\r\n")
			s.waits("a.t: the shell of this test, before line 10.")
			s.waits("a.t:11$ ")
			s.types("greet \"$name and ${PWD##*/}\"\r")
			s.waits("\nhello world and sub\r\n")
			s.types("[ -t 0 ] && [ -t 1 ] && echo at a ter\"\"minal\r")
			s.waits("at a terminal")
			s.types("sh -c 'echo sl\"\"eeps; exec sleep 100'\r")
			s.waits("\nsleeps\r\n")
			s.types("\x03")
			s.waits("a.t:11$ ")
			if arrows {
				s.types("\x1b[A\x1b[A\x1b[A\x1b[A\x1b[A\r") // behind the three that were typed
				s.waits("left world\r\n")
			}
			s.types("exit 5\r")
			s.leaves(0)
			if got := w.read("tests/a.t"); got != stepped {
				t.Errorf("the test is %q now", got)
			}
		})
	}
}

// TestShellEnds: a test whose shell ends before the line, or gives up.
func TestShellEnds(t *testing.T) {
	w := newWorld(t)
	w.write("a.t", "  $ echo a\n  a\n  $ exit 3\n  $ echo b\n  b\n")
	s := w.sit("shell", "a.t:4")
	s.waits("a.t: the shell ended before line 4; there is none to step into.")
	s.leaves(0)
	w.write("hang.t", "  $ echo a\n  a\n  $ sh -c 'touch \"$TESTDIR/up\"; exec sleep 1000'\n  $ echo b\n")
	for _, shell := range []string{"dash", "bash"} {
		tooltest.Need(t, shell)
		s = w.sit("shell", "--shell", shell, "hang.t")
		for {
			if os.Remove(w.path("tests/up")) == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		s.types("\x03")
		s.waits("$ ")
		s.types("echo here\"\" I am\r")
		s.waits("here I am\r\n")
		s.types("exit\r")
		s.leaves(0)
	}
	s = w.sit("shell", "--shell", "/bin/cat", "a.t")
	s.waits("cannot be handed over")
	s.leaves(2)
}

// TestShellSize: a shell sees the size of the terminal, and each change of it.
func TestShellSize(t *testing.T) {
	w := newWorld(t)
	w.write("a.t", "  $ true\n")
	s := w.sit("shell", "a.t")
	s.waits("a.t$ ")
	s.types("stty size\r")
	s.waits("30 100\r\n")
	if err := pty.Setsize(s.tty, &pty.Winsize{Cols: 70, Rows: 20}); err != nil {
		t.Fatal(err)
	}
	s.types("until stty size | grep '^20 70'; do :; done\r")
	s.waits("20 70\r\n")
	s.types("exit\r")
	s.leaves(0)
}
