//go:build unix

package main

import (
	"bytes"
	"fmt"
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

	"dott/cmd/dott/session"
	"dott/matcher/transcript"
	"dott/runner/tooltest"
)

// answered runs dott in the working directory with answers on stdin.
func answered(t *testing.T, answers string, args ...string) ran {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := run(t.Context(), append(cramEnv(), "VISUAL="), strings.NewReader(answers), &stdout, &stderr, append([]string{"dott"}, args...))
	status, message := session.Explain(err)
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

// TestUpdateRoundTrip takes the output out of transcripts and lets dott write it
// anew: the file passes under dott and under cram, and there is nothing to do a
// second time.
func TestUpdateRoundTrip(t *testing.T) {
	t.Parallel()
	needCram(t)
	f := newFolder(t)
	own, err := filepath.Glob("../../testdata/*.t")
	if err != nil || len(own) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	examples, err := filepath.Glob("../../examples/*.t")
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	f.env = append(f.env, "PATH="+filepath.Dir(binary(t))+":"+os.Getenv("PATH"))
	files := map[string]string{}
	for _, path := range slices.Concat(own, examples) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(filepath.Dir(path))+"-"+filepath.Base(path)] = string(data)
	}
	for name, text := range files {
		if stable.MatchString(name) {
			f.write(name, stripped(text))
		}
	}
	for seed := range uint64(300) {
		f.write(fmt.Sprintf("random-%d.t", seed), generator{rand.New(rand.NewPCG(seed, 3))}.transcript())
	}
	checkRan(t, f.dott("-u", "-q"), 0)
	checkRan(t, f.dott(), 0)
	r := f.dott("-u")
	checkRan(t, r, 0)
	if strings.Contains(r.stdout+r.stderr, "written") {
		t.Errorf("a second time there was something to write:\n%s%s", r.stdout, r.stderr)
	}
	for name, r := range f.reports(f.cram, f.glob("*.t")...) {
		if r.verdict == "fail" {
			t.Errorf("%s does not pass under cram:\n%s", name, r.text)
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
		{name: "syntax error", status: 1, want: "f.t:1: the shell cannot read this command",
			before: "  $ echo a(\n  b\n  $ echo c\n  d (re)\n"},
		{name: "timeout", status: 1, want: "timed out", args: []string{"-t", "0.3"},
			before: "  $ echo a\n  b\n  $ echo c; sleep 30\n  d\n", after: "  $ echo a\n  b\n  $ echo c; sleep 30\n  d\n"},
		{name: "faulty pattern", status: 0,
			before: "  $ echo a\n  *** (re)\n  $ echo c\n  d\n", after: "  $ echo a\n  a\n  $ echo c\n  c\n"},
		{name: "faulty pattern that stays", status: 1, want: "f.t:3: invalid regular expression",
			before: "  $ echo a\n  b\n  *** (re) (?)\n  $ echo c\n  d\n", after: "  $ echo a\n  a\n  *** (re) (?)\n  $ echo c\n  c\n"},
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
		tooltest.Need(t, "setpriv")
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
	const files = 100
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
