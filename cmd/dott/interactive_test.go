//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"dott/cmd/dott/session"
)

const changes = `First.

  $ echo one
  uno
  $ printf 'x 12\nsame\ny\n'
  x 11
  same
  z
  $ echo new
`

// TestInteractive answers questions by lines.
func TestInteractive(t *testing.T) {
	first := "First.\n\n  $ echo one\n"
	second := "  $ printf 'x 12\\nsame\\ny\\n'\n"
	third := "  $ echo new\n"
	tests := []struct {
		name, answers, after string
		args                 []string
		want                 string
		status               int
	}{
		{name: "y", answers: "y\ny\ny\n", after: first + "  one\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n", want: "f.t: 3 changes written (changed)"},
		{name: "n", answers: "n\nn\nn\n", after: changes, status: 1, want: "f.t:4: the output differs"},
		{name: "an empty line", answers: "\n\n\n", after: changes, status: 1},
		{name: "some", answers: "n\ny\nn\n", after: first + "  uno\n" + second + "  x 12\n  same\n  y\n" + third, status: 1, want: "f.t: 1 change written (changed)\nf.t:4: the output differs"},
		{name: "a", answers: "n\na\n", after: first + "  uno\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n", status: 1},
		{name: "A", answers: "A\n", after: first + "  one\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n"},
		{name: "s", answers: "n\ns\ny\nn\nn\n", after: first + "  uno\n" + second + "  x 12\n  same\n  z\n" + third, status: 1},
		{name: "s of one line", answers: "s\nq\n", after: changes, status: 1, want: "This change cannot be split further."},
		{name: "g", answers: "n\ng\ny\nn\n", after: first + "  uno\n" + second + "  x * (glob)\n  same\n  \\w+ (re)\n" + third, status: 1},
		{name: "g twice", answers: "n\ng\ng\nq\n", after: changes, status: 1, want: "There is no pattern to make"},
		{name: "g of a new line", answers: "n\nn\ng\nq\n", after: changes, status: 1, want: "There is no pattern to make"},
		{name: "q", answers: "y\nq\ny\n", after: first + "  one\n" + strings.TrimPrefix(changes, first+"  uno\n"), status: 1, want: "f.t: 1 change written (changed)\nf.t:6: "},
		{name: "end of the answers", answers: "y\n", after: first + "  one\n" + strings.TrimPrefix(changes, first+"  uno\n"), status: 1},
		{name: "no answers", answers: "", after: changes, status: 1},
		{name: "help", answers: "?\nq\n", after: changes, status: 1, want: "A  accept this and everything that follows, in all files\n"},
		{name: "no answer", answers: "Yes\nq\n", after: changes, status: 1, want: "\"Yes\" is not an answer:\ny  accept"},
		{name: "-y", args: []string{"-y"}, after: first + "  one\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n"},
		{name: "-n", args: []string{"-n"}, answers: "A\n", after: changes, status: 1},
		{name: "-u and -n", args: []string{"-u", "-n"}, after: changes, status: 2, want: "--update and --no are mutually exclusive"},
		{name: "-q", args: []string{"-q"}, after: changes, status: 2, want: "--quiet and --interactive are mutually exclusive"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "f.t", changes)
			checkRan(t, answered(t, test.answers, append([]string{"-i"}, test.args...)...), test.status, test.want)
			checkText(t, "f.t", test.after)
		})
	}
}

// TestInteractiveFiles: an answer for all carries over to other files, one for
// the rest of a file does not, and after q nobody is asked.
func TestInteractiveFiles(t *testing.T) {
	text := "  $ echo a\n  b\n  $ echo c\n  d\n"
	full := "  $ echo a\n  a\n  $ echo c\n  c\n"
	half := "  $ echo a\n  a\n  $ echo c\n  d\n"
	tests := []struct {
		answers string
		after   [3]string
		asked   int
	}{
		{"A\n", [3]string{full, full, full}, 1},
		{"a\nn\nn\na\n", [3]string{full, text, full}, 4},
		{"a\nA\n", [3]string{full, full, full}, 2},
		{"y\nq\n", [3]string{half, text, text}, 2},
		{"y\ny\ny\n", [3]string{full, half, text}, 4},
	}
	for _, test := range tests {
		t.Run(strings.ReplaceAll(test.answers, "\n", " "), func(t *testing.T) {
			t.Chdir(t.TempDir())
			for n := range test.after {
				writeFile(t, fmt.Sprintf("%d.t", n), text)
			}
			r := answered(t, test.answers, "-i")
			for n, after := range test.after {
				checkText(t, fmt.Sprintf("%d.t", n), after)
				if d := strings.Count(r.stdout, fmt.Sprintf("--- %d.t\n", n)); d == 0 && after != full {
					t.Errorf("what differs in %d.t was not shown:\n%s", n, r.stdout)
				}
			}
			if n := strings.Count(r.stdout, "Accept this change"); n != test.asked {
				t.Errorf("%d questions, want %d:\n%s", n, test.asked, r.stdout)
			}
		})
	}
}

// TestInteractiveEditor edits a change.
func TestInteractiveEditor(t *testing.T) {
	tests := []struct {
		name, editor, answers, after, want string
	}{
		{"edited", "sed -i 's/^  one/  o* (glob)/'", "e\ny\n", "  $ echo one\n  o* (glob)\n", "1 change written"},
		{"edited and left", "sed -i 's/^  one/  won/'", "e\nn\n", "", "+  won"},
		{"wrong", "sed -i 's/^  one/  won/'", "e\ny\n", "  $ echo one\n  won\n", "the output differs"},
		{"removed", "sed -i d", "e\ny\n", "  $ echo one\n", "the output differs"},
		{"not changed at all", "sed -i 's/^  one/  two/'", "e\nq\n", "", "Not edited: the file would stay as it is"},
		{"no indent", "sed -i s/..//", "e\nq\n", "", "Not edited: the file would have other commands or comments"},
		{"a command", "sed -i s/one/\\$\\ one/", "e\nq\n", "", "Not edited: the file would have other commands or comments"},
		{"editor fails", "false", "e\nq\n", "", "Not edited: false: exit status 1."},
		{"no program", " ", "e\nq\n", "", "Not edited: the editor \" \" is not a command: it names no program."},
		{"half a pipe", "sed | tee", "e\nq\n", "", "Not edited: the editor \"sed | tee\" is not a command: \"| tee\" stands outside of quotes."},
		{"no editor", "", "e\nq\n", "", "Not edited: neither VISUAL nor EDITOR is set."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			text := "  $ echo one\n  two\n"
			writeFile(t, "f.t", text)
			if test.after == "" {
				test.after = text
			}
			var stdout, stderr bytes.Buffer
			env := append(cramEnv(), "VISUAL=", "EDITOR="+test.editor)
			_, _ = session.Explain(run(t.Context(), env, strings.NewReader(test.answers), &stdout, &stderr, []string{"dott", "-i"}))
			checkText(t, "f.t", test.after)
			if !strings.Contains(stdout.String()+stderr.String(), test.want) {
				t.Errorf("%q is not in what was said:\n%s%s", test.want, &stdout, &stderr)
			}
			if strings.Contains(stdout.String(), "not stable") {
				t.Errorf("an edited line is no sign of unstable output:\n%s", &stdout)
			}
		})
	}
}

// TestTerminal answers by single keys in a terminal.
func TestTerminal(t *testing.T) {
	dott := binary(t)
	tests := []struct {
		name, keys, after string
		status            int
	}{
		{"y", "y", "  $ echo one\n  one\n", 0},
		{"arrow, then n", "\x1b[A|n", "  $ echo one\n  two\n", 1},
		{"g and y", "g|y", "  $ echo one\n  \\w+ (re)\n", 0},
		{"Ctrl-D", "\x04", "  $ echo one\n  two\n", 1},
		{"Ctrl-C", "\x03", "  $ echo one\n  two\n", 130},
		{"signal", "kill", "  $ echo one\n  two\n", 143},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "f.t", "  $ echo one\n  two\n")
			// The shell has the terminal before and after.
			cmd := exec.CommandContext(t.Context(), "/bin/sh", "-c", `trap : INT; stty -g; sh -c 'echo "pid $$"; exec "$1" -i f.t' sh "$1"; echo "status $?"; stty -g`, "sh", dott)
			cmd.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=1")
			terminal, err := pty.Start(cmd)
			if err != nil {
				t.Fatal(err)
			}
			defer terminal.Close()
			var out strings.Builder
			buf := make([]byte, 4096)
			for keys := strings.Split(test.keys, "|"); ; {
				n, err := terminal.Read(buf)
				out.Write(buf[:n])
				if err != nil {
					break // Linux has EIO when the other side is closed
				}
				if len(keys) > 0 && strings.HasSuffix(out.String(), ",q,?] ") {
					if keys[0] == "kill" {
						var pid int
						_, after, _ := strings.Cut(out.String(), "pid ")
						if _, err := fmt.Sscan(after, &pid); err != nil {
							t.Fatal(err)
						}
						_ = syscall.Kill(pid, syscall.SIGTERM)
					} else if _, err := io.WriteString(terminal, keys[0]); err != nil {
						t.Fatal(err)
					}
					keys = keys[1:]
				}
			}
			_ = cmd.Wait()
			text := strings.ReplaceAll(out.String(), "\r", "")
			lines := strings.Split(strings.TrimSpace(text), "\n")
			if !strings.Contains(text, fmt.Sprintf("\nstatus %d\n", test.status)) {
				t.Errorf("want status %d:\n%s", test.status, text)
			}
			if lines[0] != lines[len(lines)-1] {
				t.Errorf("the terminal is another than before:\n%s", text)
			}
			checkText(t, "f.t", test.after)
		})
	}
}

// TestUnstable: output that differs each time is written as patterns that hold,
// or named.
func TestUnstable(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "f.t", `  $ date +%s%N
  $ mktemp
  $ echo "pid $$"; echo same
  $ date '+at %F %T.%N'
  $ head -c 20 /dev/urandom | md5sum
  $ echo "took 0.$(date +%N)s"
  $ (exit $(($(date +%N | sed 's/^0*//') / 7 % 200 + 1)))
`)
	checkRan(t, runDott(t, "-u"), 0, "f.t:2: the output is not stable: lines 2, 4, 6, 9, 11, 13, 15 differ from run to run; written as patterns")
	for range 3 {
		checkRan(t, runDott(t), 0)
	}
	checkText(t, "f.t", `  $ date +%s%N
  \d+ (re)
  $ mktemp
  $CRAMTMP/tmp/tmp.* (glob)
  $ echo "pid $$"; echo same
  pid * (glob)
  same
  $ date '+at %F %T.%N'
  at *-*-*:*:*.* (glob)
  $ head -c 20 /dev/urandom | md5sum
  *  - (glob)
  $ echo "took 0.$(date +%N)s"
  took *s (glob)
  $ (exit $(($(date +%N | sed 's/^0*//') / 7 % 200 + 1)))
  [*] (glob)
`)
	writeFile(t, "f.t", "  $ date +%N\n  $ n=$(cat $TESTDIR/n 2>/dev/null); n=$((n+1)); echo $n >$TESTDIR/n; seq $n\n")
	checkRan(t, runDott(t, "-u"), 1, "f.t:3: the output is not stable: the number of lines below line 3 differs from run to run")
	writeFile(t, "f.t", "  $ date +%N\n")
	checkRan(t, answered(t, "y\nn\n", "-i"), 1, "line 2 differs from run to run; write patterns for that? [y,n] ", "+  \\d+ (re)")
	checkRan(t, answered(t, "y\ny\n", "-i"), 0, "line 2 differs from run to run; written as patterns")
}
