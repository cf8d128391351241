package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

var errInterrupted = errors.New("interrupted")

// A watchTest is a watcher whose runs the test sees and ends.
type watchTest struct {
	*testing.T
	events chan fsnotify.Event // what the system tells of
	runs   chan watchedRun
	said   chan string
	left   chan error
	last   Outcome
}

type watchedRun struct {
	tests []string
	ctx   context.Context
	end   chan Outcome
}

// startWatch watches the working directory, or the paths of w.
func startWatch(ctx context.Context, t *testing.T, w *Watcher) *watchTest {
	t.Helper()
	wt := &watchTest{t, make(chan fsnotify.Event), make(chan watchedRun), make(chan string, 1000), make(chan error, 1), Outcome{}}
	if w.Paths == nil {
		w.Paths = []string{"."}
	}
	w.Out = sayer(wt.said)
	w.Interrupted = errInterrupted
	w.Explain = func(err error) string { return "dott: " + err.Error() }
	w.Tests = func() (tests []string, err error) {
		err = filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
			if strings.HasSuffix(path, ".t") {
				tests = append(tests, path)
			}
			return err
		})
		return tests, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w.Run = func(runCtx context.Context, tests []string) Outcome {
		r := watchedRun{tests, runCtx, make(chan Outcome)}
		select {
		case wt.runs <- r:
		case <-ctx.Done():
			return Outcome{Err: ctx.Err()}
		}
		select {
		case o := <-r.end:
			return o
		case <-runCtx.Done():
			return Outcome{[]string{"a cancelled run knows nothing"}, context.Cause(runCtx)}
		}
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var err error
		wt.last, err = w.Watch(ctx)
		wt.left <- err
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return wt
}

// quiet is a watcher to which nobody but the test tells of changes, so that time
// may be that of a bubble.
func quiet(t *testing.T, w *Watcher) *watchTest {
	t.Helper()
	none := func(string) error { return nil }
	events := make(chan fsnotify.Event)
	w.notify = func() (*notifier, error) {
		return &notifier{add: none, remove: none, close: func() error { return nil }, events: events, errors: make(chan error)}, nil
	}
	wt := startWatch(t.Context(), t, w)
	wt.events = events
	return wt
}

// inBubble runs a test in a time of its own, in a directory with some tests.
func inBubble(t *testing.T, names []string, test func(t *testing.T)) {
	t.Helper()
	inTestDir(t, names...)
	synctest.Test(t, test)
}

type sayer chan string

func (s sayer) Write(p []byte) (int, error) {
	s <- string(p)
	return len(p), nil
}

// write writes files and tells of them.
func (t *watchTest) write(names ...string) {
	t.Helper()
	for _, name := range names {
		op := fsnotify.Write
		if _, err := os.Stat(name); err != nil {
			op = fsnotify.Create
		}
		writeFiles(t, name)
		t.events <- fsnotify.Event{Name: name, Op: op}
	}
}

func (t *watchTest) remove(name string) {
	t.Helper()
	must(t, os.Remove(name))
	t.events <- fsnotify.Event{Name: name, Op: fsnotify.Remove}
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

// hears expects a line to be said.
func (t *watchTest) hears(want string) {
	t.Helper()
	if s := receive(t.T, t.said, want); s != want+"\n" {
		t.Fatalf("%q, want %q", s, want)
	}
}

// nothing expects that nothing is said and no run begins, for as long as it takes
// for a change to matter.
func (t *watchTest) nothing() {
	t.Helper()
	time.Sleep(2 * settleLimit)
	synctest.Wait()
	select {
	case s := <-t.said:
		t.Errorf("%q was said", s)
	case r := <-t.runs:
		t.Errorf("a run of %q", r.tests)
	default:
	}
}

// cancelled expects the run to be cancelled.
func (t *watchTest) cancelled(r watchedRun) {
	t.Helper()
	receive(t.T, r.ctx.Done(), "the end of a run")
}

func TestChanges(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(w *watchTest)
		want   []string // nil: all
		why    string
	}{
		{"a test", func(w *watchTest) { w.write("a.t") }, []string{"a.t"}, "# a.t changed"},
		{"two tests", func(w *watchTest) { w.write("b.t", "a.t") }, []string{"a.t", "b.t"}, "# 2 files changed"},
		{"a script", func(w *watchTest) { w.write("run.sh") }, nil, "# run.sh changed"},
		{"a script and a test", func(w *watchTest) { w.write("a.t", "run.sh") }, nil, "# 2 files changed"},
		{"a script removed", func(w *watchTest) { w.remove("run.sh") }, nil, "# run.sh changed"},
		{"for longer than a moment", func(w *watchTest) {
			for range 30 {
				w.write("a.t")
				time.Sleep(settleTime / 2)
			}
		}, []string{"a.t"}, "# a.t changed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, []string{"a.t", "b.t", "run.sh"}, func(t *testing.T) {
				w := quiet(t, &Watcher{})
				w.runOf().end <- Outcome{}
				w.hears("watching 2 tests; Enter runs all, q leaves")
				time.Sleep(2 * aftermath)
				test.change(w)
				w.hears(test.why)
				w.runOf(test.want...)
			})
		})
	}
}

func TestDuringRun(t *testing.T) {
	inBubble(t, []string{"a.t", "b.t", "c.t", "run.sh"}, func(t *testing.T) {
		w := quiet(t, &Watcher{})

		r := w.runOf()
		w.write("a.t")
		w.cancelled(r)
		w.hears("# a.t changed")
		r = w.runOf() // still all: the rest had not run
		r.end <- Outcome{}
		w.hears("watching 3 tests; Enter runs all, q leaves")

		w.write("a.t")
		w.hears("# a.t changed")
		r = w.runOf("a.t")
		w.write("b.t", "d.t") // have nothing to do with that run
		w.nothing()
		if err := r.ctx.Err(); err != nil {
			t.Errorf("cancelled by another test: %v", err)
		}
		r.end <- Outcome{Failed: []string{"a.t"}}
		w.hears("# 2 files changed")
		r = w.runOf("b.t", "d.t")

		w.write("b.t")
		w.cancelled(r)
		w.hears("# b.t changed")
		r = w.runOf("b.t", "d.t")
		r.end <- Outcome{Failed: []string{"b.t"}}
		w.hears("watching 4 tests, 2 failed; Enter runs all, f those, q leaves")

		w.write("a.t")
		w.hears("# a.t changed")
		r = w.runOf("a.t")
		w.write("run.sh")
		w.cancelled(r)
		w.hears("# run.sh changed")
		w.runOf().end <- Outcome{Failed: []string{"c.t"}}
		w.hears("watching 4 tests, 1 failed; Enter runs all, f those, q leaves")
	})
}

func TestKeys(t *testing.T) {
	inBubble(t, []string{"a.t", "b.t"}, func(t *testing.T) {
		in, keys := io.Pipe()
		defer func() { _ = keys.Close() }()
		w := quiet(t, &Watcher{Keys: in})
		press := func(s string) { _, _ = io.WriteString(keys, s) }

		w.runOf().end <- Outcome{Failed: []string{"b.t"}}
		w.hears("watching 2 tests, 1 failed; Enter runs all, f those, q leaves")
		press("f\n")
		w.runOf("b.t").end <- Outcome{Failed: []string{"b.t"}}
		w.hears("watching 2 tests, 1 failed; Enter runs all, f those, q leaves")
		press("x\n\n")
		w.runOf().end <- Outcome{}
		w.hears("watching 2 tests; Enter runs all, q leaves")
		press("f\n") // there are none
		press("  a\n")
		r := w.runOf()
		press("\n")
		w.cancelled(r)
		r = w.runOf()
		press("q\n")
		w.cancelled(r)
		if err := receive(t, w.left, "the end"); err != nil || len(w.last.Failed) > 0 {
			t.Errorf("%v, %+v", err, w.last)
		}
	})
}

// TestLast: whoever leaves learns what failed in the last run of each test that
// there still is, and how the last run of all ended.
func TestLast(t *testing.T) {
	inBubble(t, []string{"a.t", "b.t", "c.t"}, func(t *testing.T) {
		in, keys := io.Pipe()
		defer func() { _ = keys.Close() }()
		w := quiet(t, &Watcher{Keys: in})
		w.runOf().end <- Outcome{Failed: []string{"b.t", "c.t"}}
		w.hears("watching 3 tests, 2 failed; Enter runs all, f those, q leaves")
		w.write("a.t")
		w.hears("# a.t changed")
		fault := errors.New("no place")
		w.runOf("a.t").end <- Outcome{Err: fault}
		w.hears("dott: no place")
		w.hears("watching 3 tests, 2 failed; Enter runs all, f those, q leaves")
		must(t, os.Remove("b.t"))
		_, _ = io.WriteString(keys, "q\n")
		err := receive(t, w.left, "the end")
		if err != nil || !slices.Equal(w.last.Failed, []string{"c.t"}) || w.last.Err != fault {
			t.Errorf("%v, %+v", err, w.last)
		}
	})
}

func TestNoMoreKeys(t *testing.T) {
	inBubble(t, []string{"a.t"}, func(t *testing.T) {
		w := quiet(t, &Watcher{Keys: strings.NewReader("")})
		w.runOf().end <- Outcome{}
		w.write("a.t")
		w.runOf("a.t").end <- Outcome{}
	})
}

func TestInterrupted(t *testing.T) {
	for _, running := range []bool{true, false} {
		t.Run(fmt.Sprint(running), func(t *testing.T) {
			inTestDir(t, "a.t")
			ctx, cancel := context.WithCancelCause(t.Context())
			w := startWatch(ctx, t, &Watcher{})
			r := w.runOf()
			if !running {
				r.end <- Outcome{}
				w.hears("watching 1 test; Enter runs all, q leaves")
			}
			cause := errors.New("terminated")
			cancel(cause)
			if err := receive(t, w.left, "the end"); !errors.Is(err, cause) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestSystem: the system's own events have a test run again.
func TestSystem(t *testing.T) {
	inTestDir(t, "a.t")
	w := startWatch(t.Context(), t, &Watcher{})
	w.runOf().end <- Outcome{}
	w.hears("watching 1 test; Enter runs all, q leaves")
	writeFiles(t, "a.t")
	w.hears("# a.t changed")
	w.runOf("a.t")
}

func TestErrors(t *testing.T) {
	inBubble(t, []string{"a.t"}, func(t *testing.T) {
		w := quiet(t, &Watcher{})
		w.runOf().end <- Outcome{Err: errors.New("no temporary directory")}
		w.hears("dott: no temporary directory")
		w.hears("watching 1 test; Enter runs all, q leaves")
		w.remove("a.t")
		w.hears("watching 0 tests; Enter runs all, q leaves")
		w.write("b.t")
		w.hears("# b.t changed")
		w.runOf("b.t").end <- Outcome{Err: fmt.Errorf("writing: %w", syscall.EPIPE)}
		if err := receive(t, w.left, "the end"); !errors.Is(err, syscall.EPIPE) {
			t.Error(err)
		}

		w = quiet(t, &Watcher{Scope: Scope{Paths: []string{"no.t"}}})
		if err := receive(t, w.left, "the end"); err == nil || err.Error() != "no such file: no.t" {
			t.Error(err)
		}
	})
}

// TestTestsThatWrite: a test that writes a file beside itself must not keep us
// running for ever.
func TestTestsThatWrite(t *testing.T) {
	inBubble(t, []string{"a.t"}, func(t *testing.T) {
		w := quiet(t, &Watcher{})
		const silent = "watching 1 test; Enter runs all, q leaves"
		const loud = silent + " (while tests run, no change counts: they write x.db)"
		for range disturbedLimit {
			r := w.runOf()
			w.write("x.db")
			w.cancelled(r)
			w.hears("# x.db changed")
		}
		r := w.runOf()
		w.write("x.db")
		time.Sleep(2 * settleTime)
		r.end <- Outcome{}
		w.hears(loud)
		// A test that changes is another matter.
		time.Sleep(2 * aftermath)
		w.write("a.t")
		w.hears("# a.t changed")
		r = w.runOf("a.t")
		w.write("a.t")
		w.cancelled(r)
		w.hears("# a.t changed")
		w.runOf("a.t").end <- Outcome{}
		w.hears(silent)
		// When nothing was written during a run, everything counts again.
		time.Sleep(2 * aftermath)
		w.write("x.db")
		w.hears("# x.db changed")
		r = w.runOf()
		w.write("x.db")
		w.cancelled(r)
		w.hears("# x.db changed")
		w.runOf().end <- Outcome{}
	})
}

// TestReload: the configuration is read anew when it changes. One that cannot be
// read is named, after every run, and the old one holds.
func TestReload(t *testing.T) {
	inBubble(t, []string{"a.t", "dott.toml", "more/b.t"}, func(t *testing.T) {
		scope := Scope{Paths: []string{"a.t"}, Config: []string{"dott.toml"}}
		reloads, fault := 0, error(nil)
		w := quiet(t, &Watcher{Scope: scope, Reload: func() (Scope, error) {
			reloads++
			return scope, fault
		}})
		const status = "watching 2 tests; Enter runs all, q leaves"
		run := func(tests ...string) {
			t.Helper()
			w.runOf(tests...).end <- Outcome{}
		}
		pause := func() { time.Sleep(2 * aftermath) }
		run()
		w.hears(status)
		pause()

		fault = errors.New("dott.toml:1: unknown key")
		w.write("dott.toml")
		w.hears("dott: dott.toml:1: unknown key")
		w.hears(status)
		w.nothing() // and no run
		w.write("a.t")
		w.hears("# a.t changed")
		run("a.t")
		w.hears("dott: dott.toml:1: unknown key") // it still holds
		w.hears(status)
		pause()
		w.write("dott.toml", "a.t")
		w.hears("# a.t changed")
		run("a.t")
		w.hears("dott: dott.toml:1: unknown key")
		w.hears(status)
		pause()

		fault = nil
		scope.Paths = []string{"."}
		w.write("dott.toml")
		w.hears("# dott.toml changed")
		run()
		w.hears(status)
		pause()
		w.write("more/b.t") // it is watched now
		w.hears("# " + filepath.Join("more", "b.t") + " changed")
		run(filepath.Join("more", "b.t"))
		w.hears(status)
		pause()

		scope.Paths = []string{"nosuch"}
		w.write("dott.toml")
		w.hears("dott: no such file: nosuch")
		w.hears(status)
		if reloads != 4 {
			t.Errorf("read anew %d times", reloads)
		}
	})
}
