//go:build unix

package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"dott/matcher/transcript"
)

// answered runs dott in the working directory with answers on stdin.
func answered(t *testing.T, answers string, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := run(t.Context(), append(cramEnv(), "VISUAL="), strings.NewReader(answers), &stdout, &stderr, append([]string{"dott"}, args...))
	status, message := explain(err)
	return ran{status, stdout.String(), stderr.String() + message}
}

func checkRan(t *testing.T, r ran, status int, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(r.stdout+r.stderr, w) {
			t.Errorf("%q is not in what was said", w)
			status = -1
		}
	}
	if r.status != status {
		t.Errorf("status %d, want %d\n%s%s", r.status, status, r.stdout, r.stderr)
	}
}

func checkText(t *testing.T, name, want string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil || string(data) != want {
		t.Errorf("%s (%v) is\n%s\nwant\n%s", name, err, data, want)
	}
}

// stripped returns a transcript without its expected output.
func stripped(text string) string {
	var b strings.Builder
	for _, l := range (transcript.Format{}).Parse(text).Lines {
		if l.Kind != transcript.Output && l.Kind != transcript.Blank {
			b.WriteString(l.Raw)
		}
	}
	return b.String()
}

// binary builds dott and returns its path.
func binary(t *testing.T) string {
	t.Helper()
	dott := filepath.Join(t.TempDir(), "dott")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", dott, ".").CombinedOutput(); err != nil {
		t.Fatalf("building dott: %v\n%s", err, out)
	}
	return dott
}

// TestUpdateRoundTrip takes the output out of transcripts and lets dott write it
// anew: the file passes under dott and under cram, and there is nothing to do a
// second time.
func TestUpdateRoundTrip(t *testing.T) {
	needCram(t)
	own, err := filepath.Glob("../../testdata/*.t")
	if err != nil || len(own) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	examples, err := filepath.Glob("../../examples/*.t")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	t.Setenv("PATH", filepath.Dir(binary(t))+":"+os.Getenv("PATH"))
	files := map[string]string{}
	for _, f := range slices.Concat(own, examples) {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(filepath.Dir(f))+"-"+filepath.Base(f)] = string(data)
	}
	t.Chdir(t.TempDir())
	for name, text := range files {
		if stable.MatchString(name) {
			writeFile(t, name, stripped(text))
		}
	}
	for seed := range uint64(300) {
		writeFile(t, fmt.Sprintf("random-%d.t", seed), generator{rand.New(rand.NewPCG(seed, 3))}.transcript())
	}
	checkRan(t, runDott(t, "-u", "-q"), 0)
	checkRan(t, runDott(t), 0)
	r := runDott(t, "-u")
	checkRan(t, r, 0)
	if strings.Contains(r.stdout+r.stderr, "written") {
		t.Errorf("a second time there was something to write:\n%s%s", r.stdout, r.stderr)
	}
	names, _ := filepath.Glob("*.t")
	for name, f := range reports(t, runCram, names...) {
		if f.verdict == "fail" {
			t.Errorf("%s does not pass under cram:\n%s", name, f.text)
		}
	}
}

// stable finds transcripts whose commands print the same under dott and cram,
// each time and in any directory.
var stable = regexp.MustCompile(`^testdata-(blank|bytes|here|loop|exit|before)|^examples-(awk|jq|make|sqlite)`)

// TestUpdateKeeps: what still matches keeps its text, and what did not run too.
func TestUpdateKeeps(t *testing.T) {
	tests := []struct {
		name, before, after string
		args                []string
		status              int
		want                string
	}{
		{name: "patterns", status: 0,
			before: "a\n  $ echo one; echo 2; echo three; echo four\n  o.e (re)\n  1\n  t*e (glob)\n  five\n  six (?)\n",
			after:  "a\n  $ echo one; echo 2; echo three; echo four\n  o.e (re)\n  2\n  t*e (glob)\n  four\n  six (?)\n"},
		{name: "CRLF", status: 0,
			before: "a\r\n  $ echo one\r\n  two\r\n", after: "a\r\n  $ echo one\r\n  one\r\n"},
		{name: "no final newline", status: 0, before: "  $ echo one", after: "  $ echo one\n  one"},
		{name: "no final newline in output", status: 0, before: "  $ echo one\n  two", after: "  $ echo one\n  one"},
		{name: "commands that did not run", status: 1, want: "did not run",
			before: "  $ echo a\n  b\n  $ exit 3\n  $ echo c\n  d\n", after: "  $ echo a\n  a\n  $ exit 3\n  $ echo c\n  d\n"},
		{name: "syntax error", status: 1, want: "did not run",
			before: "  $ echo a(\n  b\n  $ echo c\n  d (re)\n"},
		{name: "timeout", status: 1, want: "timed out", args: []string{"-t", "0.3"},
			before: "  $ echo a\n  b\n  $ echo c; sleep 30\n  d\n", after: "  $ echo a\n  b\n  $ echo c; sleep 30\n  d\n"},
		{name: "faulty pattern", status: 1, want: "invalid regular expression",
			before: "  $ echo a\n  *** (re)\n  $ echo c\n  d\n", after: "  $ echo a\n  *** (re)\n  $ echo c\n  d\n"},
		{name: "changed by its own command", status: 1, want: "f.t: not rewritten: it changed on disk since it was run",
			before: "  $ echo >> \"$TESTDIR/$TESTFILE\"\n  $ echo x\n", after: "  $ echo >> \"$TESTDIR/$TESTFILE\"\n  $ echo x\n\n"},
		{name: "removed by its own command", status: 1, want: "f.t: not rewritten: ",
			before: "  $ mv \"$TESTDIR/$TESTFILE\" \"$TESTDIR/kept\"; echo x\n"},
		{name: "output that reads as code", status: 0,
			before: "  $ echo '$ echo no'\n", after: "  $ echo '$ echo no'\n  \\x24 echo no (esc)\n"},
		{name: "indent", status: 0, args: []string{"--indent", "4"},
			before: "    $ echo a\n    b\n  $ no\n", after: "    $ echo a\n    a\n  $ no\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			writeFile(t, "f.t", test.before)
			checkRan(t, runDott(t, append([]string{"-u", "f.t"}, test.args...)...), test.status, test.want)
			if test.after != "" {
				checkText(t, "f.t", test.after)
			}
		})
	}
}

// TestUpdateFile: the file that replaces another is of its kind.
func TestUpdateFile(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "real/f.t", "  $ echo a\n")
	if err := os.Chmod("real/f.t", 0o4751); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod("real/f.t", 0o751); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.Chown("real/f.t", nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	was, err := os.Stat("real/f.t")
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range [][2]string{{"real/f.t", "link"}, {"../link", "dir/f.t"}} {
		if err := os.MkdirAll(filepath.Dir(link[1]), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(link[0], link[1]); err != nil {
			t.Fatal(err)
		}
	}
	checkRan(t, runDott(t, "-u", "dir"), 0, "1 change written")
	checkText(t, "real/f.t", "  $ echo a\n  a\n")
	is, err := os.Stat("real/f.t")
	if err != nil {
		t.Fatal(err)
	}
	a, b := was.Sys().(*syscall.Stat_t), is.Sys().(*syscall.Stat_t)
	if was.Mode() != is.Mode() || a.Uid != b.Uid || a.Gid != b.Gid {
		t.Errorf("mode and owner were %v %d:%d, are %v %d:%d", was.Mode(), a.Uid, a.Gid, is.Mode(), b.Uid, b.Gid)
	}
	for _, link := range []string{"link", "dir/f.t"} {
		if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v", link, err)
		}
	}
	if names, _ := filepath.Glob("*/*"); len(names) != 2 {
		t.Errorf("something was left: %v", names)
	}
}

const nobody = 65534

// TestUpdateUnwritable: a directory that cannot be written loses nothing.
func TestUpdateUnwritable(t *testing.T) {
	command := []string{binary(t), "--outputdir", "/tmp/no/such", "-u", "ro"}
	dir, err := os.MkdirTemp("", "dott-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "ro"), 0o755); _ = os.RemoveAll(dir) })
	t.Chdir(dir)
	writeFile(t, "ro/f.t", "  $ echo a\n  b\n")
	if os.Getuid() == 0 {
		if _, err := exec.LookPath("setpriv"); err != nil && os.Getenv("DOTT_NEED_TOOLS") != "1" {
			t.Skip("setpriv is not installed (Debian: util-linux)")
		}
		copied, err := os.ReadFile(command[0]) // nobody may not read our directories
		if err != nil {
			t.Fatal(err)
		}
		command[0] = "./dott"
		if err := os.WriteFile(command[0], copied, 0o755); err != nil {
			t.Fatal(err)
		}
		command = append([]string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}, command...)
	}
	for name, mode := range map[string]os.FileMode{".": 0o755, "ro": 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "TMPDIR=/tmp")
	out, err := cmd.CombinedOutput()
	want := "ro/f.t: not rewritten: its directory " + dir + "/ro cannot be written: permission denied\n"
	if !strings.Contains(string(out), want) {
		want = strings.Replace(want, dir+"/", "", 1)
	}
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), want) {
		t.Errorf("%v\n%s", err, out)
	}
	checkText(t, "ro/f.t", "  $ echo a\n  b\n")
}

// TestUpdateKilled kills dott while it writes files: each is the old or the new
// one, whole.
func TestUpdateKilled(t *testing.T) {
	filler := strings.Repeat("Words that fill the file, so that writing it takes its time.\n", 300)
	old := func(n int) string { return fmt.Sprintf("%s  $ echo %d\n%s", filler, n, filler) }
	updated := func(n int) string { return fmt.Sprintf("%s  $ echo %d\n  %d\n%s", filler, n, n, filler) }
	t.Run("update", func(t *testing.T) {
		killed(t, []string{"-u", "-q"}, ".t", old, updated, func(n int) { writeFile(t, fmt.Sprintf("f%d.t", n), old(n)) })
	})
	earlier := func(int) string { return "What an earlier run left.\n" }
	t.Run("err files", func(t *testing.T) {
		killed(t, []string{"-q"}, ".t.err", earlier, updated, func(n int) {
			writeFile(t, fmt.Sprintf("f%d.t", n), old(n))
			writeFile(t, fmt.Sprintf("f%d.t.err", n), earlier(n))
		})
	})
}

// killed kills dott at random moments of its work on files, and checks that those
// with the extension are what they were or what they are to be.
func killed(t *testing.T, args []string, extension string, old, updated func(n int) string, make func(n int)) {
	dott := binary(t)
	t.Chdir(t.TempDir())
	const files = 200
	random := rand.New(rand.NewPCG(1, 2))
	var whole time.Duration // what all files take
	cut := 0                // rounds in which only some were written
	for round := range 11 {
		for n := range files {
			make(n)
		}
		cmd := exec.CommandContext(t.Context(), dott, args...)
		cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
		start := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if round > 0 {
			time.Sleep(time.Duration(random.Float64() * float64(whole)))
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
		if round == 0 {
			whole = time.Since(start)
		}
		written := 0
		for n := range files {
			name := fmt.Sprintf("f%d%s", n, extension)
			data, err := os.ReadFile(name)
			switch {
			case err != nil:
				t.Errorf("round %d: %v", round, err)
			case string(data) == updated(n):
				written++
			case string(data) != old(n):
				t.Errorf("round %d: %s is neither the old nor the new file: %d bytes", round, name, len(data))
			}
		}
		if 0 < written && written < files {
			cut++
		}
	}
	if cut == 0 {
		t.Error("dott was never killed in the middle of its work")
	}
}

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
		{name: "y", answers: "y\ny\ny\n", after: first + "  one\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n", want: "f.t: 4 changes written"},
		{name: "n", answers: "n\nn\nn\n", after: changes, status: 1, want: "f.t:4: the output differs"},
		{name: "an empty line", answers: "\n\n\n", after: changes, status: 1},
		{name: "some", answers: "n\ny\nn\n", after: first + "  uno\n" + second + "  x 12\n  same\n  y\n" + third, status: 1, want: "f.t: 2 changes written\nf.t:4: the output differs"},
		{name: "a", answers: "n\na\n", after: first + "  uno\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n", status: 1},
		{name: "A", answers: "A\n", after: first + "  one\n" + second + "  x 12\n  same\n  y\n" + third + "  new\n"},
		{name: "s", answers: "n\ns\ny\nn\nn\n", after: first + "  uno\n" + second + "  x 12\n  same\n  z\n" + third, status: 1},
		{name: "s of one line", answers: "s\nq\n", after: changes, status: 1, want: "This change cannot be split further."},
		{name: "g", answers: "n\ng\ny\nn\n", after: first + "  uno\n" + second + "  x * (glob)\n  same\n  \\w+ (re)\n" + third, status: 1},
		{name: "g twice", answers: "n\ng\ng\nq\n", after: changes, status: 1, want: "There is no pattern to make"},
		{name: "g of a new line", answers: "n\nn\ng\nq\n", after: changes, status: 1, want: "There is no pattern to make"},
		{name: "q", answers: "y\nq\ny\n", after: first + "  one\n" + strings.TrimPrefix(changes, first+"  uno\n"), status: 1, want: "f.t: 1 change written\nf.t:6: "},
		{name: "end of the answers", answers: "y\n", after: first + "  one\n" + strings.TrimPrefix(changes, first+"  uno\n"), status: 1},
		{name: "no answers", answers: "", after: changes, status: 1},
		{name: "help", answers: "?\nq\n", after: changes, status: 1, want: "A  accept this and everything that follows, in all files\n"},
		{name: "no answer", answers: "Yes\nq\n", after: changes, status: 1, want: "\"Yes\" is none of the answers:\ny  accept"},
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
			if n := strings.Count(r.stdout, "Accept this change?"); n != test.asked {
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
		{"edited", "sed -i 's/one/o* (glob)/'", "e\ny\n", "  $ echo one\n  o* (glob)\n", "1 change written"},
		{"edited and left", "sed -i s/one/won/", "e\nn\n", "", "+  won"},
		{"wrong", "sed -i s/one/won/", "e\ny\n", "  $ echo one\n  won\n", "the output differs"},
		{"removed", "sed -i d", "e\ny\n", "  $ echo one\n", "the output differs"},
		{"not changed at all", "sed -i s/one/two/", "e\nq\n", "", "Not edited: the file would stay as it is"},
		{"no indent", "sed -i s/..//", "e\nq\n", "", "Not edited: the file would have other commands or comments"},
		{"a command", "sed -i s/one/\\$\\ one/", "e\nq\n", "", "Not edited: the file would have other commands or comments"},
		{"editor fails", "false", "e\nq\n", "", "Not edited: false: exit status 1."},
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
			_, _ = explain(run(t.Context(), env, strings.NewReader(test.answers), &stdout, &stderr, []string{"dott", "-i"}))
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
				if len(keys) > 0 && strings.HasSuffix(out.String(), "g,q,?] ") {
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
