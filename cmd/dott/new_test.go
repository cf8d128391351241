//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"dott/cmd/dott/session"
)

func TestNew(t *testing.T) {
	tests := []struct {
		name   string
		args   string // with | between; the file's name is in front
		stdin  string
		status int
		want   string // in what is said
		file   string // "" is none
	}{
		{name: "arguments", args: "f.t|echo a|false", want: "f.t: written\n",
			file: "  $ echo a\n  a\n  $ false\n  [1]\n"},
		{name: "several lines", args: "f.t|for i in 1 2\ndo echo $i\ndone\n",
			file: "  $ for i in 1 2\n  > do echo $i\n  > done\n  1\n  2\n"},
		{name: "blanks", args: "f.t|  echo a||\n", file: "  $ echo a\n  a\n"},
		{name: "like an option", args: "f.t|echo|-n", file: "  $ echo\n  \n  $ -n\n  /bin/sh: 4: -n: not found\n  [127]\n"},
		{name: "stdin", args: "f.t", stdin: "x=1\necho $x\n", file: "  $ x=1\n  $ echo $x\n  1\n"},
		{name: "stdin, several lines", args: "f.t", stdin: "if true\nthen echo x\nfi; echo $(\necho y)\n\necho \"a\n b\"\n",
			file: "  $ if true\n  > then echo x\n  > fi; echo $(\n  > echo y)\n  x\n  y\n  $ echo \"a\n  >  b\"\n  a\n   b\n"},
		{name: "stdin, here-documents", args: "f.t", stdin: "cat <<A; cat <<-B\na\n\nA\n\tb\n\tB\necho c",
			file: "  $ cat <<A; cat <<-B\n  > a\n  > \n  > A\n  > \tb\n  > \tB\n  a\n  \n  b\n  $ echo c\n  c\n"},
		{name: "stdin, comments", args: "f.t", stdin: "#!/bin/sh\n# Intro.\n#if this\n#   $ no\n\necho a # b\n  # More.\necho c\n",
			file: "Intro.\nif this\n$ no\n\n  $ echo a # b\n  a\n\nMore.\n\n  $ echo c\n  c\n"},
		{name: "stdin, no shell grammar", args: "f.t", stdin: "echo a\n)\necho c\n", status: 1, want: "f.t:2: the shell cannot read this command",
			file: "  $ echo a\n  $ )\n  $ echo c\n"},
		{name: "no commands", args: "f.t", status: 2, want: "new: no commands"},
		{name: "empty commands", args: "f.t|| ", status: 2, want: "new: no commands"},
		{name: "no file", status: 2, want: "new: name the file to write"},
		{name: "file exists", args: "there.t|echo a", status: 2, want: "there.t exists already; to bring its output up to date: dott -u there.t"},
		{name: "no directory", args: "no/f.t|echo a", status: 2, want: "there is no folder no; make it first"},
		{name: "shell", args: "--shell|bash|f.t|[[ a == a* ]] && echo yes", file: "  $ [[ a == a* ]] && echo yes\n  yes\n"},
		{name: "no shell", args: "--shell|/no/shell|f.t|echo a", status: 2, want: "shell not found"},
		{name: "failing shell", args: "--shell|false|f.t|echo a", status: 1, want: "f.t: written, but does not pass as it stands",
			file: "  $ echo a\n"},
		{name: "indent", args: "--indent|4|f.t|echo a", file: "    $ echo a\n    a\n"},
		{name: "unknown option", args: "--shel|x|f.t", status: 2, want: "did you mean --shell?"},
		{name: "early end", args: "f.t|exit 3|echo a", status: 1, want: "1 command after it did not run", file: "  $ exit 3\n  $ echo a\n"},
		{name: "timeout", args: "-t|0.3|f.t|echo a|sleep 30", status: 1, want: "timed out", file: "  $ echo a\n  $ sleep 30\n"},
		{name: "unstable", args: "f.t|date +%N|echo pid $$", want: "lines 2, 4 differ from run to run; written as patterns",
			file: "  $ date +%N\n  \\d+ (re)\n  $ echo pid $$\n  pid * (glob)\n"},
		{name: "help", args: "-h", want: "Usage: dott new"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "there.t", "  $ true\n")
			args := []string{"new"}
			if test.args != "" {
				args = append(args, strings.Split(test.args, "|")...)
			}
			checkRan(t, answered(t, test.stdin, args...), test.status, test.want)
			checkText(t, "there.t", "  $ true\n")
			data, err := os.ReadFile("f.t")
			if test.file == "" {
				if !os.IsNotExist(err) {
					t.Errorf("there is a file (%v): %s", err, data)
				}
				return
			}
			if string(data) != test.file {
				t.Errorf("the file is\n%s\nwant\n%s", data, test.file)
			}
		})
	}
}

// TestNewInterrupted: a transcript that never ran to its end is not left.
func TestNewInterrupted(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, cancel := context.WithCancelCause(t.Context())
	go func() {
		for {
			if _, err := os.Stat("begun"); err == nil {
				cancel(session.Interrupted{Signal: syscall.SIGINT})
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	var stdout, stderr bytes.Buffer
	err := run(ctx, cramEnv(), strings.NewReader(""), &stdout, &stderr, []string{"dott", "new", "f.t", "touch \"$TESTDIR/begun\"; sleep 60"})
	if status, message := session.Explain(err); status != 130 || stdout.Len() > 0 {
		t.Errorf("status %d: %s%s%s", status, message, &stdout, &stderr)
	}
	if _, err := os.Stat("f.t"); !os.IsNotExist(err) {
		t.Errorf("the file is there (%v)", err)
	}
}
