package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"dott/runner"
)

// A watchTest is a watcher whose runs the test sees and ends.
type watchTest struct {
	*testing.T
	runs chan watchedRun
	said chan string
	left chan error
}

type watchedRun struct {
	tests []string
	ctx   context.Context
	end   chan outcome
}

// startWatch watches the working directory, or the paths of w.
func startWatch(ctx context.Context, t *testing.T, w *watcher) *watchTest {
	t.Helper()
	wt := &watchTest{t, make(chan watchedRun), make(chan string, 1000), make(chan error, 1)}
	if w.paths == nil {
		w.paths = []string{"."}
	}
	if w.out == nil {
		w.out = sayer(wt.said)
	}
	w.tests = func() ([]string, error) { return runner.List(context.Background(), runner.Options{Paths: w.paths}) }
	ctx, cancel := context.WithCancel(ctx)
	w.run = func(runCtx context.Context, tests []string) ([]string, error) {
		r := watchedRun{tests, runCtx, make(chan outcome)}
		select {
		case wt.runs <- r:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		select {
		case o := <-r.end:
			return o.failed, o.err
		case <-runCtx.Done():
			return []string{"a cancelled run knows nothing"}, context.Cause(runCtx)
		}
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		wt.left <- w.watch(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return wt
}

type sayer chan string

func (s sayer) Write(p []byte) (int, error) {
	s <- string(p)
	return len(p), nil
}

// receive takes what must come, however long that takes on a busy machine.
func receive[V any](t *testing.T, from <-chan V, what string) (v V) {
	t.Helper()
	select {
	case v = <-from:
	case <-time.After(time.Minute):
		t.Fatalf("waited in vain for %s", what)
	}
	return v
}

// runOf expects a run to begin.
func (t *watchTest) runOf(tests ...string) watchedRun {
	t.Helper()
	select {
	case r := <-t.runs:
		if !slices.Equal(r.tests, tests) || (r.tests == nil) != (tests == nil) {
			t.Fatalf("a run of %q, want %q", r.tests, tests)
		}
		return r
	case err := <-t.left:
		t.Fatalf("left (%v), want a run of %q", err, tests)
	case <-time.After(time.Minute):
		t.Fatalf("waited in vain for a run of %q", tests)
	}
	panic("not reached")
}

// status expects the line between two runs.
func (t *watchTest) status(want string) {
	t.Helper()
	for {
		s := receive(t.T, t.said, want)
		if strings.HasPrefix(s, "watching ") {
			if s != want+"\n" {
				t.Fatalf("%q, want %q", s, want)
			}
			return
		}
	}
}

// cancelled expects the run to be cancelled.
func (t *watchTest) cancelled(r watchedRun) {
	t.Helper()
	receive(t.T, r.ctx.Done(), "the end of a run")
}

func writeFiles(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("  $ true\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func inTestDir(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	writeFiles(t, names...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWatchFiles(t *testing.T) {
	for _, test := range []struct {
		name   string
		paths  []string
		ignore []string
		change func(t *testing.T)
		want   []string // nil: all
	}{
		{"a test", nil, nil, func(t *testing.T) { writeFiles(t, "a.t") }, []string{"a.t"}},
		{"two tests", nil, nil, func(t *testing.T) { writeFiles(t, "sub/b.t", "a.t") }, []string{"a.t", "sub/b.t"}},
		{"a new test", nil, nil, func(t *testing.T) { writeFiles(t, "new.t") }, []string{"new.t"}},
		{"a test in a new directory", nil, nil, func(t *testing.T) { writeFiles(t, "new/dir/c.t") }, []string{"new/dir/c.t"}},
		{"a directory moved here", nil, nil, func(t *testing.T) {
			from := filepath.Join(t.TempDir(), "from")
			writeFiles(t, filepath.Join(from, "dir", "c.t"), filepath.Join(from, "dir", ".hidden", "d"))
			must(t, os.Rename(from, "to"))
		}, []string{"to/dir/c.t"}},
		{"a directory renamed", nil, nil, func(t *testing.T) { must(t, os.Rename("sub", "sub2")) }, nil},
		{"a script", nil, nil, func(t *testing.T) { writeFiles(t, "run.sh") }, nil},
		{"a script in a folder", nil, nil, func(t *testing.T) { writeFiles(t, "sub/run.sh") }, nil},
		{"a script and a test", nil, nil, func(t *testing.T) { writeFiles(t, "a.t", "run.sh") }, nil},
		{"a script removed", nil, nil, func(t *testing.T) { must(t, os.Remove("run.sh")) }, nil},
		{"saved by renaming", nil, nil, func(t *testing.T) {
			writeFiles(t, "sedAbC123")
			must(t, os.Rename("sedAbC123", "a.t"))
		}, []string{"a.t"}},
		{"saved as vim does", nil, nil, func(t *testing.T) {
			writeFiles(t, ".a.t.swp", "4913")
			must(t, os.Remove("4913"))
			must(t, os.Rename("a.t", "a.t~"))
			writeFiles(t, "a.t")
			must(t, os.Remove("a.t~"))
		}, []string{"a.t"}},
		{"what does not count", nil, []string{"out", "report.xml"}, func(t *testing.T) {
			writeFiles(t, "a.t.err", ".hidden", ".git/x.t", ".git/y", "a.t~", "#a.t#", "out/z", "report.xml", "x.swp")
			must(t, os.Remove("sub/b.t"))
			writeFiles(t, "a.t")
		}, []string{"a.t"}},
		{"a file that was named", []string{"a.t"}, nil, func(t *testing.T) { writeFiles(t, "other.t", "sub/run.sh", "sub2/run.sh", "a.t") }, []string{"a.t"}},
		{"beside a file that was named", []string{"sub/b.t"}, nil, func(t *testing.T) { writeFiles(t, "sub/run.sh") }, nil},
		{"a directory that was named", []string{"./sub/"}, nil, func(t *testing.T) { writeFiles(t, "a.t", "run.sh", "sub/b.t") }, []string{"sub/b.t"}},
		{"a link to a directory", []string{"link"}, nil, func(t *testing.T) { writeFiles(t, "sub/deep/c.t") }, []string{"link/deep/c.t"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			inTestDir(t, "a.t", "other.t", "run.sh", "sub/b.t", "sub/run.sh", "sub/deep/c.t")
			if err := os.Symlink("sub", "link"); err != nil {
				t.Skip(err)
			}
			w := startWatch(t.Context(), t, &watcher{paths: test.paths, ignore: test.ignore})
			w.runOf().end <- outcome{}
			receive(t, w.said, "the status")
			// What happens during a run is not what this is about.
			time.Sleep(2 * aftermath)
			test.change(t)
			var got []string
			if r := receive(t, w.runs, "a run"); r.tests != nil {
				for _, name := range r.tests {
					got = append(got, filepath.ToSlash(name))
				}
				slices.Sort(got)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("a run of %q, want %q", got, test.want)
			}
		})
	}
}

func TestWatchDuringRun(t *testing.T) {
	inTestDir(t, "a.t", "b.t", "c.t", "run.sh")
	w := startWatch(t.Context(), t, &watcher{})

	r := w.runOf()
	writeFiles(t, "a.t")
	w.cancelled(r)
	r = w.runOf() // still all: the rest had not run
	r.end <- outcome{}
	w.status("watching 3 tests; Enter runs all, q leaves")

	writeFiles(t, "a.t")
	r = w.runOf("a.t")
	writeFiles(t, "b.t") // has nothing to do with that run
	writeFiles(t, "d.t")
	time.Sleep(3 * settleTime)
	if err := r.ctx.Err(); err != nil {
		t.Errorf("cancelled by another test: %v", err)
	}
	r.end <- outcome{failed: []string{"a.t"}, err: exitStatus(1)}
	r = w.runOf("b.t", "d.t")

	writeFiles(t, "b.t")
	w.cancelled(r)
	r = w.runOf("b.t", "d.t")
	r.end <- outcome{failed: []string{"b.t"}}
	w.status("watching 4 tests, 2 failed; Enter runs all, f those, q leaves")

	writeFiles(t, "a.t")
	r = w.runOf("a.t")
	writeFiles(t, "run.sh")
	w.cancelled(r)
	w.runOf().end <- outcome{failed: []string{"c.t"}}
	w.status("watching 4 tests, 1 failed; Enter runs all, f those, q leaves")
}

func TestWatchKeys(t *testing.T) {
	inTestDir(t, "a.t", "b.t")
	in, keys := io.Pipe()
	w := startWatch(t.Context(), t, &watcher{keys: in})
	press := func(s string) { _, _ = io.WriteString(keys, s) }

	w.runOf().end <- outcome{failed: []string{"b.t"}}
	w.status("watching 2 tests, 1 failed; Enter runs all, f those, q leaves")
	press("f\n")
	w.runOf("b.t").end <- outcome{failed: []string{"b.t"}}
	w.status("watching 2 tests, 1 failed; Enter runs all, f those, q leaves")
	press("x\n\n")
	w.runOf().end <- outcome{}
	w.status("watching 2 tests; Enter runs all, q leaves")
	press("f\n") // there are none
	press("  a\n")
	r := w.runOf()
	press("\n")
	w.cancelled(r)
	r = w.runOf()
	press("q\n")
	w.cancelled(r)
	if err := receive(t, w.left, "the end"); err != nil {
		t.Error(err)
	}
}

func TestWatchNoMoreKeys(t *testing.T) {
	inTestDir(t, "a.t")
	w := startWatch(t.Context(), t, &watcher{keys: strings.NewReader("")})
	w.runOf().end <- outcome{}
	writeFiles(t, "a.t")
	w.runOf("a.t").end <- outcome{}
}

func TestWatchInterrupted(t *testing.T) {
	inTestDir(t, "a.t")
	cause := interrupted{syscall.SIGTERM}
	for _, running := range []bool{true, false} {
		ctx, cancel := context.WithCancelCause(t.Context())
		w := startWatch(ctx, t, &watcher{})
		r := w.runOf()
		if !running {
			r.end <- outcome{}
			w.status("watching 1 test; Enter runs all, q leaves")
		}
		cancel(cause)
		if err := receive(t, w.left, "the end"); !errors.Is(err, cause) {
			t.Errorf("running %v: %v", running, err)
		}
	}
}

func TestWatchErrors(t *testing.T) {
	inTestDir(t, "a.t")
	w := startWatch(t.Context(), t, &watcher{})
	w.runOf().end <- outcome{err: errors.New("no temporary directory")}
	if s := receive(t, w.said, "the error"); s != "dott: no temporary directory\n" {
		t.Errorf("%q", s)
	}
	w.status("watching 1 test; Enter runs all, q leaves")
	must(t, os.Remove("a.t"))
	w.status("watching 0 tests; Enter runs all, q leaves")
	writeFiles(t, "b.t")
	w.runOf("b.t").end <- outcome{err: fmt.Errorf("writing: %w", syscall.EPIPE)}
	if err := receive(t, w.left, "the end"); !errors.Is(err, syscall.EPIPE) {
		t.Error(err)
	}

	w = startWatch(t.Context(), t, &watcher{paths: []string{"no.t"}})
	if err := receive(t, w.left, "the end"); err == nil || err.Error() != "no such file: no.t" {
		t.Error(err)
	}
}

// A test that writes a file beside itself must not keep us running for ever.
func TestWatchTestsThatWrite(t *testing.T) {
	inTestDir(t, "a.t")
	w := startWatch(t.Context(), t, &watcher{})
	const quiet = "watching 1 test; Enter runs all, q leaves"
	const loud = quiet + " (while tests run, no change counts: they write x.db)"
	for range disturbedLimit {
		r := w.runOf()
		writeFiles(t, "x.db")
		w.cancelled(r)
	}
	r := w.runOf()
	writeFiles(t, "x.db")
	r.end <- outcome{}
	// The line may have been there before the change was seen.
	if s := receive(t, w.said, "a word"); s != "# x.db changed\n" {
		t.Errorf("%q", s)
	}
	for s := ""; s != loud+"\n"; {
		if s = receive(t, w.said, loud); s != "# x.db changed\n" && s != quiet+"\n" && s != loud+"\n" {
			t.Errorf("%q", s)
		}
	}
	// A test that changes is another matter.
	writeFiles(t, "a.t")
	r = w.runOf("a.t")
	writeFiles(t, "a.t")
	w.cancelled(r)
	w.runOf("a.t").end <- outcome{}
	w.status(quiet)
	// When nothing was written during a run, everything counts again.
	time.Sleep(2 * aftermath)
	writeFiles(t, "x.db")
	r = w.runOf()
	writeFiles(t, "x.db")
	w.cancelled(r)
	w.runOf().end <- outcome{}
}

// TestWatchTerminal presses single keys, and looks how the terminal is left.
func TestWatchTerminal(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such terminals")
	}
	for _, test := range []struct {
		key  string
		want error
	}{{"q", nil}, {"\x04", nil}, {"\x03", interrupted{syscall.SIGINT}}} {
		t.Run(strconv.Quote(test.key), func(t *testing.T) {
			inTestDir(t, "a.t")
			screen, tty, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = errors.Join(screen.Close(), tty.Close()) })
			before, err := term.GetState(int(tty.Fd()))
			must(t, err)
			w := &watcher{keys: tty, width: func() int { return 30 }}
			wt := startWatch(t.Context(), t, w)
			press := func(s string) {
				t.Helper()
				// When the line stands there, keys are keys.
				if s := receive(t, wt.said, "the line"); s != "\rwatching 1 test; Enter run...\x1b[J\r" {
					t.Errorf("%q", s)
				}
				_, err := screen.WriteString(s)
				must(t, err)
			}
			wt.runOf().end <- outcome{}
			press("\x1b[A\r") // an arrow, and Enter
			r := wt.runOf()
			if now, err := term.GetState(int(tty.Fd())); err != nil || !reflect.DeepEqual(now, before) {
				t.Errorf("%v: while tests run, the terminal is not as it was", err)
			}
			if s := receive(t, wt.said, "") + receive(t, wt.said, ""); s != "\r\x1b[J\x1b[H\x1b[J" {
				t.Errorf("%q", s)
			}
			r.end <- outcome{}
			press(test.key)
			if err := receive(t, wt.left, "the end"); !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			if now, err := term.GetState(int(tty.Fd())); err != nil || !reflect.DeepEqual(now, before) {
				t.Errorf("%v: the terminal is not as it was", err)
			}
			if s := receive(t, wt.said, ""); s != "\r\x1b[J" {
				t.Errorf("%q", s)
			}
		})
	}
}

// TestWatchTmux looks at what a person sees, in a terminal of tmux.
func TestWatchTmux(t *testing.T) {
	if os.Getenv("DOTT_TEST_WATCH") != "" {
		playWatch()
	}
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("DOTT_NEED_TOOLS") == "1" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	inTestDir(t, "a.t", "b.t")
	// Not t.TempDir: the path of a socket must be short.
	dir, err := os.MkdirTemp("", "dott-tmux-")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	tmux := func(args ...string) string {
		t.Helper()
		cmd := exec.Command("tmux", append([]string{"-S", filepath.Join(dir, "socket"), "-f", os.DevNull}, args...)...)
		cmd.Env = append(os.Environ(), "TMUX=", "TERM=xterm", "LC_ALL=C.UTF-8")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("tmux %q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	self, err := filepath.Abs(os.Args[0])
	must(t, err)
	tmux("new-session", "-d", "-x", "60", "-y", "10", "env PS1= HISTFILE= sh")
	t.Cleanup(func() { tmux("kill-server") })
	screen := func(what, pattern string) {
		t.Helper()
		re := regexp.MustCompile(pattern)
		for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
			s := strings.TrimRight(tmux("capture-pane", "-p"), "\n")
			if re.MatchString(s) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s is not on the screen:\n%s", what, s)
			}
		}
	}
	tmux("send-keys", "clear; DOTT_TEST_WATCH=1 '"+self+"' -test.run='^TestWatchTmux$'; echo left $?; stty -a | grep -o ' icanon'", "Enter")
	screen("the line", `run 1: all\nwatching 2 tests, 1 failed; Enter runs all, f those, q l\.\.\.$`)
	tmux("resize-window", "-x", "30", "-y", "10")
	tmux("send-keys", "f")
	screen("a narrow window", `^run 2: a\.t\nwatching 2 tests, 1 failed\.\.\.$`)
	tmux("resize-window", "-x", "80", "-y", "10")
	screen("a wide window", `^run 2: a\.t\nwatching 2 tests, 1 failed; Enter runs all, f those, q leaves$`)
	writeFiles(t, "b.t")
	screen("a change", `^# b\.t changed\nrun 3: b\.t\nwatching 2 tests, 1 failed; Enter runs all, f those, q leaves$`)
	tmux("send-keys", "Enter")
	screen("all", `^run 4: all\nwatching `)
	tmux("send-keys", "q")
	screen("the end", `^run 4: all\nleft 0\n icanon$`)
}

// playWatch is the program that runs in the terminal. Its tests print their names,
// and a.t fails.
func playWatch() {
	runs := 0
	w := &watcher{
		paths: []string{"."}, keys: os.Stdin, out: os.Stdout,
		width: func() int {
			width, _, _ := term.GetSize(int(os.Stdout.Fd()))
			return width
		},
		tests: func() ([]string, error) {
			return runner.List(context.Background(), runner.Options{Paths: []string{"."}})
		},
	}
	w.run = func(_ context.Context, tests []string) ([]string, error) {
		runs++
		failed := []string{"a.t"}
		what := "all"
		if tests != nil {
			what = strings.Join(tests, " ")
			failed = slices.DeleteFunc(failed, func(t string) bool { return !slices.Contains(tests, t) })
		}
		fmt.Printf("run %d: %s\n", runs, what)
		return failed, nil
	}
	status, message := explain(w.watch(context.Background()))
	if message != "" {
		fmt.Fprintln(os.Stderr, message)
	}
	os.Exit(status)
}
