package main

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"dott/runner/tooltest"
)

// TestRecord: what a person does in a shell becomes a test that passes, whatever the
// shell.
func TestRecord(t *testing.T) {
	for _, name := range []string{"dash", "bash", "zsh", "mksh", "busybox"} {
		t.Run(name, func(t *testing.T) {
			tooltest.Need(t, name)
			w := newWorld(t)
			args := []string{"--shell", name}
			if name == "busybox" {
				args = append(args, "--shell-opts", "sh")
			}
			s := w.sit(append([]string{"record", "new.t"}, args...)...)
			s.waits("$ ")
			for _, line := range []string{
				"echo one; tr -dc 1-9 </dev/urandom | head -c 9; echo", "", "# A note.", "for i in 1 2", "do echo $i", "done", "cat <<E", "a b", "E", "false", "mkdir sub; cd sub; x=5",
				"pwd; echo $x", "printf nonl", `printf '\033[31mred\033[m\n'`, "[ -t 1 ] && echo terminal; echo behind",
				`printf '\033[?1049hscreen\033[?1049l'`,
			} {
				s.types(line + "\r")
			}
			s.waits("[?1049l\r\r\n$ ")
			s.types("not this\x03echo \"\r\x03")
			s.types("sh -c 'echo go\"\"ing; exec sleep 1000'\r")
			s.waits("\ngoing\r\n")
			s.types("\x03")
			s.waits("[130]")
			s.types("echo read; read y; echo \"got $y\"\r")
			s.waits("\nread\r\n")
			s.types("typed\r")
			s.waits("got typed")
			s.types("exit\r")
			s.waits("left out: printf '\\033[?1049hscreen\\033[?1049l' (it took over the screen)")
			s.waits("left out: sh -c 'echo go\"\"ing; exec sleep 1000' (it was ended with Ctrl-C)")
			s.waits("you typed into")
			s.waits("new.t: written, with 10 commands recorded")
			s.leaves(0)
			want := `  $ echo one; tr -dc 1-9 </dev/urandom | head -c 9; echo
  one
  \d+ (re)

A note.

  $ for i in 1 2
  > do echo $i
  > done
  1
  2
  $ cat <<E
  > a b
  > E
  a b
  $ false
  [1]
  $ mkdir sub; cd sub; x=5
  $ pwd; echo $x
  $TESTTMP/sub
  5
  $ printf nonl
  nonl (no-eol)
  $ printf '\033[31mred\033[m\n'
  \x1b[31mred\x1b[m (esc)
  $ [ -t 1 ] && echo terminal; echo behind
  behind

Left out: printf '\033[?1049hscreen\033[?1049l' (it took over the screen)
Left out: sh -c 'echo go""ing; exec sleep 1000' (it was ended with Ctrl-C)

  $ echo read; read y; echo "got $y"
  read
  got 
`
			if got := w.read("tests/new.t"); got != want {
				t.Errorf("%s\nwant\n%s", got, want)
			}
			if r := w.run(w.command(append([]string{"new.t"}, args...)...)); r.status != 0 {
				t.Errorf("%s%s", r.stdout, r.stderr)
			}
		})
	}
}

// TestRecordAppend: what is recorded goes on where the file ends, which stays as it is.
func TestRecordAppend(t *testing.T) {
	w := newWorld(t)
	w.write("a.t", "Old.\n\n  $ mkdir d; cd d; f() { echo \"f $1\"; }\n  $ echo wrong\n  right\n\nEnd of the old")
	s := w.sit("record", "--append", "a.t")
	s.waits("$ ")
	s.types("pwd; f 1\rexit\r")
	s.waits("1 command recorded")
	s.leaves(0)
	want := "Old.\n\n  $ mkdir d; cd d; f() { echo \"f $1\"; }\n  $ echo wrong\n  right\n\nEnd of the old\n  $ pwd; f 1\n  $TESTTMP/d\n  f 1\n"
	if got := w.read("tests/a.t"); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s = w.sit("record", "a.t")
	s.waits("a.t exists already; to go on with it: dott record --append a.t")
	s.leaves(2)
}

// TestRecordKilled: what there was is there, and a session without commands leaves nothing.
func TestRecordKilled(t *testing.T) {
	w := newWorld(t)
	s := w.sit("record", "k.t")
	s.waits("$ ")
	s.types("echo one\recho t\"\"wo; sleep 1000\r")
	s.waits("\ntwo\r\n")
	if err := s.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait()
	if got := w.read("tests/k.t"); got != "  $ echo one\n  one\n" {
		t.Errorf("%q", got)
	}
	s = w.sit("record", "empty.t")
	s.waits("$ ")
	s.types("\x04")
	s.waits("no command was recorded")
	s.leaves(0)
	if _, err := os.Lstat(w.path("tests/empty.t")); !os.IsNotExist(err) {
		t.Errorf("empty.t: %v", err)
	}
	cmd := w.command("record", "pipe.t")
	cmd.Stdin = strings.NewReader("echo a\n")
	if r := w.run(cmd); r.status != 2 || !strings.Contains(r.stderr, "dott new pipe.t <commands") {
		t.Errorf("%d %s", r.status, r.stderr)
	}
}
