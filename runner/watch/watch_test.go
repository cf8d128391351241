package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

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

// TestUses: only the tests run that use a file, and those of which that is known at their
// end run again then.
func TestUses(t *testing.T) {
	inBubble(t, []string{"a.t", "b.t", "c.t", "run.sh"}, func(t *testing.T) {
		var use Use
		known := true
		w := quiet(t, &Watcher{Uses: func(files []string) (Use, bool) { return use, known }})
		r := w.runOf()
		use = Use{Unknown: []string{"a.t", "b.t", "c.t"}}
		w.write("run.sh")
		w.nothing() // what uses it will be known
		use = Use{By: []string{"b.t#x", "b.t#y"}}
		r.end <- Outcome{}
		w.hears("# run.sh changed; 2 tests use it")
		w.runOf("b.t#x", "b.t#y").end <- Outcome{Failed: []string{"b.t#x"}}
		w.hears("watching 3 tests; Enter runs all, q leaves")

		use = Use{}
		w.write("run.sh")
		w.hears("# run.sh changed; no test uses it")
		w.hears("watching 3 tests; Enter runs all, q leaves")

		use = Use{By: []string{"c.t"}, Unknown: []string{"a.t"}}
		w.write("b.t")
		w.hears("# b.t changed")
		r = w.runOf("a.t", "b.t", "c.t")
		use = Use{By: []string{"b.t#y"}}
		w.write("run.sh")
		w.cancelled(r)
		w.hears("# run.sh changed; 1 test uses it")
		r = w.runOf("a.t", "b.t", "b.t#y", "c.t")
		use = Use{}
		w.write("run.sh")
		w.nothing()
		r.end <- Outcome{}
		w.hears("watching 3 tests; Enter runs all, q leaves")

		known = false
		w.write("run.sh")
		w.hears("# run.sh changed")
		w.runOf().end <- Outcome{}
	})
}
