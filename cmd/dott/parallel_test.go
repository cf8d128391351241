//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A world that gives way: what a run says then, that its other tests go on, and
// that nothing is left.

// TestFullDisk: the temporary directory has a megabyte.
func TestFullDisk(t *testing.T) {
	w := newWorld(t)
	full := mounted(t, "size=1m")
	w.write("a.t", "  $ echo hello\n  hello\n")
	w.write("b.t", "  $ head -c 3000000 /dev/zero >big\n  head: error writing 'standard output': No space left on device\n  [1]\n")
	w.write("c.t", "  $ echo hello\n  hello\n")
	r := w.run(w.command("-j", "1", "--order", "file", "--tmpdir", full, "."))
	if r.status != 0 {
		t.Errorf("a full sandbox is emptied: status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	assertEmpty(t, full)

	// What the runner itself has to write does not fit.
	if err := os.WriteFile(filepath.Join(full, "other"), make([]byte, 1<<20-4096), 0o666); err != nil {
		t.Log(err)
	}
	w.write("b.t", strings.Repeat("  $ true # "+strings.Repeat("x", 1000)+"\n", 100))
	r = w.run(w.command("-j", "2", "--tmpdir", full, "."))
	if out := r.stdout + r.stderr; r.status == 0 || !strings.Contains(out, "no space left on device") || len(out) > 4000 {
		t.Errorf("status %d\n%s", r.status, out)
	}
	if err := os.Remove(filepath.Join(full, "other")); err != nil {
		t.Fatal(err)
	}
	assertEmpty(t, full)
}

// TestFullDiskOutput: what a test printed does not fit on the disk.
func TestFullDiskOutput(t *testing.T) {
	for _, size := range []string{"1m", "5m", "12m"} {
		t.Run(size, func(t *testing.T) {
			w := newWorld(t)
			full := mounted(t, "size="+size)
			w.write("a.t", "  $ echo hello\n  hello\n")
			w.write("b.t", "  $ head -c 30000000 /dev/zero\n")
			w.write("c.t", "  $ echo hello\n  hello\n")
			r := w.run(w.command("-v", "-j", "1", "--order", "file", "--tmpdir", full, "."))
			want := regexp.MustCompile(`^a\.t: passed\nb\.t: error\nb\.t: keeping the output: .*: no space left on device\nc\.t: passed\n# Ran 3 tests, 0 skipped, 1 failed\.\n$`)
			if r.status != 1 || !want.MatchString(r.stdout) {
				t.Errorf("status %d\n%.2000s%.2000s", r.status, r.stdout, r.stderr)
			}
			assertEmpty(t, full)
		})
	}
}

// TestNoInodes: directories cannot be made any more.
func TestNoInodes(t *testing.T) {
	w := newWorld(t)
	full := mounted(t, "size=1m,nr_inodes=9")
	w.write("a.t", "  $ sleep 0.1\n")
	w.write("b.t", "  $ sleep 0.1\n")
	w.write("c.t", "  $ sleep 0.1\n")
	r := w.run(w.command("-j", "3", "--tmpdir", full, "."))
	if out := r.stdout + r.stderr; r.status != 1 || !strings.Contains(out, "no space left on device") || !strings.Contains(out, "\n# Ran 3 tests, ") {
		t.Errorf("status %d\n%s", r.status, out)
	}
	assertEmpty(t, full)
}

func assertEmpty(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Error(err)
	}
	for _, e := range entries {
		t.Errorf("%s is left", e.Name())
	}
}

// nobody makes a shell command that runs as the user nobody, to whom all of the
// world belongs.
func (w *world) nobody(script string) string {
	needTool(w.t, os.Geteuid() == 0 && installed("setpriv"), "root, to be somebody else,")
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	err = filepath.Walk(w.dir, func(path string, _ os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, 65534, 65534)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	// The way there, and the program, must be open to everybody.
	for dir := filepath.Dir(w.dir); dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			w.t.Fatal(err)
		}
	}
	program := w.path("dott")
	if err := os.Link(self, program); err != nil {
		data, err := os.ReadFile(self)
		if err == nil {
			err = os.WriteFile(program, data, 0o755)
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return "DOTT=" + program + "; exec setpriv --reuid 65534 --regid 65534 --clear-groups /bin/bash -c '" + script + "' " + program
}

func TestTmpdirNotWritable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("a.t", "  $ true\n")
	script := w.nobody(`"$0" --tmpdir $W/closed a.t`)
	if err := os.Mkdir(w.path("closed"), 0o755); err != nil {
		t.Fatal(err)
	}
	r := w.run(w.shell(script))
	if r.status != 2 || r.stdout != "" || !regexp.MustCompile(`^dott: making the temporary directory: mkdir .*: permission denied\n$`).MatchString(r.stderr) {
		t.Errorf("status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	assertEmpty(t, w.path("closed"))
}

// TestTmpdirRemoved: somebody cleans up the temporary directory during the run.
func TestTmpdirRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("0.t", "  $ rm -rf $W/tmp/*; echo gone\n  gone\n")
	w.write("1.t", "  $ echo hello\n  hello\n")
	w.write("2.t", "  $ rm -rf $W/tmp\n")
	w.write("3.t", "  $ echo hello\n  hello\n")
	r := w.run(w.command("-v", "-j", "1", "--order", "file", "."))
	if !strings.Contains(r.stdout, "\n# Ran 4 tests, 0 skipped, ") || r.status > 1 || r.status < 0 {
		t.Errorf("status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	if !strings.HasPrefix(r.stdout, "0.t: passed\n") {
		t.Errorf("a test that passed: %s", r.stdout)
	}
	if !strings.Contains(r.stdout, "3.t: error\n3.t: ") || !strings.Contains(r.stdout, w.tmp) {
		t.Errorf("no error that names the directory: %s", r.stdout)
	}
}

// TestTooManyFiles: whatever the limit, an error names it, and nothing is left.
func TestTooManyFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 8 {
		w.write(fmt.Sprintf("%d.t", i), "  $ $W/of/idle 600 >/dev/null 2>&1 &\n  $ touch x\n")
	}
	if err := os.Mkdir(w.path("of"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/bin/sleep", w.path("of/idle")); err != nil {
		t.Fatal(err)
	}
	failures := 0
	for _, jobs := range []int{1, 8} {
		for _, limit := range []int{9, 12, 16, 28, 44} {
			r := w.run(w.shell(fmt.Sprintf(`ulimit -n %d; exec "$DOTT" -q -j %d .`, limit, jobs)))
			out := r.stdout + r.stderr
			switch {
			case r.status == 0 && strings.Contains(out, "# Ran 8 tests, 0 skipped, 0 failed."):
			case (r.status == 1 || r.status == 2) && strings.Contains(out, "too many open files"):
				failures++
			default:
				t.Errorf("-j %d, limit %d: status %d, or the limit is not named:\n%.700s", jobs, limit, r.status, out)
			}
			w.check(fmt.Sprintf("-j %d, limit %d", jobs, limit))
			w.end()
		}
	}
	if failures == 0 {
		t.Error("no limit was low enough")
	}
}

// TestForkRefused: during the run somebody else uses up the user's processes.
func TestForkRefused(t *testing.T) {
	w := newWorld(t)
	// This one starts nothing, so that it is through when the processes are used up.
	w.write("0.t", "  $ : >$W/begun; read go <$W/go\n")
	for i := 1; i < 4; i++ {
		w.write(fmt.Sprintf("%d.t", i), "  $ echo hello\n  hello\n")
	}
	w.prepare("many", "background")
	w.env = append(w.env, "GOMAXPROCS=1") // the fewer threads it needs, the better
	script := w.nobody(`
		rm -f $W/begun $W/go
		mkfifo $W/go
		(ulimit -u 60; exec "$0" -v -j 1 --order file .) & dott=$!
		until test -e $W/begun; do sleep 0.01; done
		for ((i = 0; i < 80; i++)); do $W/of/many/idle 600 >/dev/null 2>&1 & idle="$idle $!"; done
		echo >$W/go
		wait $dott; status=$?
		kill $idle; wait 2>/dev/null
		exit $status`)
	var r ran
	for range 20 {
		r = w.run(w.shell(script))
		if !strings.Contains(r.stderr, "new OS thread") && !strings.Contains(r.stderr, "pthread_create") {
			break
		}
		w.end() // Go itself wanted one more thread, and that is the end of any Go program
	}
	if r.status != 1 || r.stdout != `0.t: passed
1.t: error
1.t: starting /bin/sh: resource temporarily unavailable
2.t: error
2.t: starting /bin/sh: resource temporarily unavailable
3.t: error
3.t: starting /bin/sh: resource temporarily unavailable
# Ran 4 tests, 0 skipped, 3 failed.
` {
		t.Errorf("status %d\n%.3000s", r.status, r.stdout+r.stderr)
	}
}

// TestNoPlaceForState: the next run knows less, and that is all.
func TestNoPlaceForState(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("a.t", "  $ true\n")
	w.write("b.t", "  $ false\n")
	w.write("home/.cache", "a file, not a folder")
	for name, env := range map[string][]string{
		"HOME unset":    {"PATH=" + os.Getenv("PATH"), "TMPDIR=" + w.tmp, isDott + "=1"},
		"HOME relative": {"PATH=" + os.Getenv("PATH"), "TMPDIR=" + w.tmp, isDott + "=1", "HOME=here"},
		"in the way":    {"PATH=" + os.Getenv("PATH"), "TMPDIR=" + w.tmp, isDott + "=1", "HOME=" + w.path("tests/home")},
		"no such place": {"PATH=" + os.Getenv("PATH"), "TMPDIR=" + w.tmp, isDott + "=1", "XDG_CACHE_HOME=/proc/nowhere"},
	} {
		cmd := w.command("-q", "-j", "2", "a.t", "b.t")
		cmd.Env = env
		if r := w.run(cmd); r.status != 1 || r.stdout != ".!\n# Ran 2 tests, 0 skipped, 1 failed.\n" {
			t.Errorf("%s: status %d\n%s%s", name, r.status, r.stdout, r.stderr)
		}
		if w.exists("tests/here") {
			t.Errorf("%s: a folder in the tree", name)
		}
	}
}

// TestRunsAtOnce: two runs of a project save what they know, and neither loses
// what the other knew; their ports differ.
func TestRunsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write("dott.toml", "")
	const runs = 6
	var cmds []func() int
	for i := range runs {
		for j := range 3 {
			w.write(fmt.Sprintf("%d/%d.t", i, j), "  $ echo $PORT $PORT1 $PORT2 >>$W/ports\n  $ until test -e $W/go; do sleep 0.01; done\n  $ false\n")
		}
		cmd := w.command("-q", "-j", "3", fmt.Sprint(i))
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, func() int { return w.wait(cmd) })
	}
	w.until("the beginning of all tests", func() bool {
		data, _ := os.ReadFile(w.path("ports"))
		return bytes.Count(data, []byte("\n")) == 3*runs
	})
	seen := map[string]bool{}
	for port := range strings.FieldsSeq(w.read("ports")) {
		if seen[port] {
			t.Errorf("port %s was given twice", port)
		}
		seen[port] = true
	}
	if len(seen) != 9*runs {
		t.Errorf("%d ports", len(seen))
	}
	if err := os.WriteFile(w.path("go"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, wait := range cmds {
		if status := wait(); status != 1 {
			t.Errorf("status %d", status)
		}
	}
	r := w.run(w.command("--retest", "--list"))
	if got := strings.Count(r.stdout, "\n"); got != 3*runs {
		t.Errorf("%d tests are known to have failed, want %d:\n%s%s", got, 3*runs, r.stdout, r.stderr)
	}
}

// TestKilled: whatever a test has started, a second after dott was killed nothing
// of it is left, nor of its directories; and the next run is not disturbed.
func TestKilled(t *testing.T) {
	t.Parallel()
	needTool(t, installed("setsid", "prlimit", "setpriv", "nohup"), "util-linux and coreutils")
	w := newWorld(t)
	for name := range escapes {
		w.write(name+".t", w.prepare(name, name)+"  $ mkdir -p a/b; chmod 0 a\n  $ : >$W/"+name+"\n  $ test -e $W/killed || sleep 600\n")
	}
	cmd := w.command("-j", strconv.Itoa(len(escapes)))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for name := range escapes {
		w.until("the beginning of "+name, func() bool { return w.exists(name) })
	}
	_ = cmd.Process.Kill()
	if status := w.wait(cmd); status != -int(syscall.SIGKILL) {
		t.Errorf("status %d", status)
	}
	w.soonGone("killed")
	if err := os.WriteFile(w.path("killed"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if r := w.run(w.command("-j", "4")); r.status != 0 {
		t.Errorf("status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
}

// TestMountInside: what a test has bound into its directory is not emptied with it,
// not even when dott is killed.
func TestMountInside(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_ = mounted(t, "size=1m") // or this machine cannot
	mine := w.path("mine")
	if err := os.Mkdir(mine, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mine, "x"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	w.write("a.t", "  $ mkdir m; mount --bind $W/mine m; ls m\n  x\n  $ : >$W/begun; test -e $W/killed || sleep 600\n")
	cmd := w.command("a.t")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.until("the test's beginning", func() bool { return w.exists("begun") })
	_ = cmd.Process.Kill()
	w.wait(cmd)
	w.soonGone("killed")
	if err := os.WriteFile(w.path("killed"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if r := w.run(w.command("a.t")); r.status != 0 {
		t.Errorf("status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	if !w.exists("mine/x") {
		t.Error("the file that was bound is gone")
	}
}
