package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"syscall"
	"time"

	"golang.org/x/term"

	"dott/matcher"
	"dott/runner/report"
)

// A watcher runs tests, and runs them again when their files change or a key is
// pressed, until it is told to leave. All it knows is in one goroutine, loop;
// runs, the file system and the keys speak to it through channels.
//
// A changed test is run alone; any other file may be used by any test, so that
// all are run. A run that does not know of the change yet is ended before.
type watcher struct {
	paths  []string
	ignore []string   // directories in which no change counts
	keys   io.Reader  // a terminal: single keys; else lines; nil: none
	out    io.Writer  // what is said between runs
	width  func() int // of the terminal that out is; nil: it is none
	// tests returns the names of all tests that there are now.
	tests func() ([]string, error)
	// run runs tests, nil being all, and returns the names of those that failed.
	// Their failing is no error.
	run func(ctx context.Context, tests []string) (failed []string, err error)

	files   *fileTree
	current *request // that is run now
	next    *request // to be run when the current one has ended
	stale   bool     // and whose result nobody wants any more
	cancel  context.CancelCauseFunc
	done    chan outcome
	ended   time.Time
	runs    int
	failed  []string // in the last run of each test
	status  string   // the line that is on the screen
	columns int      // that the terminal had then
	raw     *term.State

	// Tests that write files beside themselves would run for ever.
	disturbed int    // runs, one after another, during which files changed
	touched   bool   // so they did in this one
	culprit   string // one of these files, when it was too often
}

// A request is to run tests.
type request struct {
	tests []string // nil: all
	why   string   // "" when somebody asked for it
}

// An outcome is the end of a run.
type outcome struct {
	failed []string
	err    error
}

const (
	// A change is acted upon when nothing changed for settleTime after it: an
	// editor or a checkout is done with the files then. It waits no longer than
	// settleLimit for that.
	settleTime, settleLimit = 100 * time.Millisecond, time.Second
	// Changes this soon after a run are those of the run.
	aftermath = 100 * time.Millisecond
	// A terminal that became wider or narrower is seen after this time.
	lookTime = time.Second / 2
	// So many runs in a row are started by what changed during the one before.
	disturbedLimit = 3
)

// errStale is why a run is cancelled whose result nobody wants any more.
var errStale = errors.New("files changed")

// watch watches until somebody leaves, which is no error, or ctx is cancelled,
// which gives its cause. A goroutine that reads from the terminal may stay behind.
func (w *watcher) watch(ctx context.Context) (err error) {
	if w.files, err = newFileTree(w.paths, w.ignore); err != nil {
		return err
	}
	defer func() { _ = w.files.close() }()
	stop := make(chan struct{})
	defer close(stop)
	keys := w.readKeys(stop)
	w.done = make(chan outcome)
	defer func() {
		if w.current != nil {
			w.cancel(errStale)
			<-w.done
		}
		err = errors.Join(err, w.clear())
	}()
	w.next = &request{}

	settled := time.NewTimer(0)
	settled.Stop()
	var since time.Time       // the first change that is not settled yet
	var look <-chan time.Time // at how wide the terminal is; signals that tell are not on every system
	if w.width != nil {
		ticker := time.NewTicker(lookTime)
		defer ticker.Stop()
		look = ticker.C
	}
	for {
		if w.current == nil && w.next != nil {
			err = w.start(ctx)
		} else if w.current == nil {
			err = w.wait()
		}
		if err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case o := <-w.done:
			if err := w.end(ctx, o); err != nil {
				return err
			}
		case e := <-w.files.events():
			during := w.current != nil || time.Since(w.ended) < aftermath
			if !w.files.note(e, during) {
				continue
			}
			if since.IsZero() {
				since = time.Now()
			}
			settled.Reset(max(0, min(settleTime, settleLimit-time.Since(since))))
		case err := <-w.files.errors():
			if err = w.files.lost(err); err != nil {
				return err
			}
			settled.Reset(settleTime)
		case <-settled.C:
			since = time.Time{}
			w.change(w.files.take())
			if w.next == nil && w.status != "" && w.status != w.statusLine() {
				w.status = "" // there are more tests now, or fewer
			}
		case <-look:
			if w.status != "" && w.width() != w.columns {
				w.status = ""
			}
		case key, ok := <-keys:
			if !ok {
				keys = nil
				continue
			}
			if leave, err := w.press(key); leave {
				return err
			}
		}
	}
}

// start begins the run that is asked for.
func (w *watcher) start(ctx context.Context) error {
	if err := w.clear(); err != nil {
		return err
	}
	if !w.touched {
		w.disturbed, w.culprit = 0, ""
	}
	w.touched = false
	r := w.next
	w.current, w.next, w.stale = r, nil, false
	text := ""
	if w.runs++; w.runs > 1 && w.width != nil {
		text = "\x1b[H\x1b[J" // what failed before is no news
	}
	if r.why != "" {
		text += "# " + r.why + "\n"
	}
	if text != "" {
		if _, err := io.WriteString(w.out, text); err != nil {
			w.current = nil
			return err
		}
	}
	ctx, w.cancel = context.WithCancelCause(ctx)
	go func() {
		failed, err := w.run(ctx, r.tests)
		w.done <- outcome{failed, err}
	}()
	return nil
}

// end takes what a run found out. Only what makes it useless to go on is an error.
func (w *watcher) end(ctx context.Context, o outcome) error {
	r := w.current
	w.cancel(nil)
	w.current, w.ended = nil, time.Now()
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(o.err, syscall.EPIPE):
		return o.err
	case w.stale:
		return nil
	}
	if r.tests == nil {
		w.failed = nil
	}
	w.failed = slices.DeleteFunc(w.failed, func(t string) bool { return slices.Contains(r.tests, t) })
	w.failed = union(w.failed, o.failed)
	if _, message := explain(o.err); message != "" {
		_, err := fmt.Fprintln(w.out, message)
		return err
	}
	return nil
}

// wait shows the one line that stands there between runs, and makes the terminal
// give single keys.
func (w *watcher) wait() error {
	if w.status != "" {
		return nil
	}
	w.status = w.statusLine()
	if w.width == nil {
		_, err := fmt.Fprintln(w.out, w.status)
		return err
	}
	w.columns = w.width()
	width := w.columns
	if width <= 0 {
		width = 80
	}
	if f, ok := terminal(w.keys); ok && w.raw == nil {
		w.raw, _ = term.MakeRaw(int(f.Fd())) // without, keys are lines
	}
	// The cursor stays in the first column, so that the line can be erased from
	// there whatever happens to the window.
	_, err := io.WriteString(w.out, "\r"+report.Truncate(w.status, width-1)+"\x1b[J\r")
	return err
}

func (w *watcher) statusLine() string {
	tests, _ := w.tests() // that there are none is no error here
	w.failed = slices.DeleteFunc(w.failed, func(t string) bool { return !slices.Contains(tests, t) })
	noun := "tests"
	if len(tests) == 1 {
		noun = "test"
	}
	s := fmt.Sprintf("watching %d %s; Enter runs all, ", len(tests), noun)
	if len(w.failed) > 0 {
		s = fmt.Sprintf("watching %d %s, %d failed; Enter runs all, f those, ", len(tests), noun, len(w.failed))
	}
	s += "q leaves"
	if w.culprit != "" {
		s += fmt.Sprintf(" (while tests run, no change counts: they write %s)", matcher.Escape(w.culprit))
	}
	return s
}

// clear takes away the line and gives the terminal back.
func (w *watcher) clear() error {
	if f, ok := terminal(w.keys); ok && w.raw != nil {
		_ = term.Restore(int(f.Fd()), w.raw)
		w.raw = nil
	}
	if w.status == "" || w.width == nil {
		w.status = ""
		return nil
	}
	w.status = ""
	_, err := io.WriteString(w.out, "\r\x1b[J")
	return err
}

// change decides what is to be run for files that changed.
func (w *watcher) change(c changedFiles) {
	var r *request
	if len(c.tests) > 0 {
		all, _ := w.tests()
		c.tests = slices.DeleteFunc(c.tests, func(t string) bool { return !slices.Contains(all, t) })
	}
	switch names := append(slices.Clone(c.others), c.tests...); {
	case len(names) == 0:
		return
	case len(names) == 1:
		r = &request{c.tests, matcher.Escape(names[0]) + " changed"}
	default:
		r = &request{c.tests, fmt.Sprintf("%d files changed", len(names))}
	}
	if len(c.others) > 0 {
		if c.during {
			w.touched = true
			if w.disturbed == disturbedLimit {
				w.culprit = c.others[0]
				if len(c.tests) == 0 {
					return
				}
			} else {
				w.disturbed++
				r.tests = nil
			}
		} else {
			r.tests = nil
		}
	}
	w.ask(r)
}

// ask has tests run as soon as may be: a run of any of them is ended, and all that
// it was to run is run, too.
func (w *watcher) ask(r *request) {
	if w.next != nil {
		r = &request{joined(w.next.tests, r.tests), r.why}
	}
	if w.current != nil && overlap(w.current.tests, r.tests) {
		r = &request{joined(w.current.tests, r.tests), r.why}
		w.stale = true
		w.cancel(errStale)
	}
	w.next = r
}

// joined returns the tests of two requests.
func joined(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	return union(a, b)
}

func union(a, b []string) []string {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

func overlap(a, b []string) bool {
	return a == nil || b == nil || slices.ContainsFunc(a, func(t string) bool { return slices.Contains(b, t) })
}

// press does what a key asks for.
func (w *watcher) press(key byte) (leave bool, err error) {
	switch key {
	case 'q', ctrlD:
		return true, nil
	case ctrlC:
		return true, interrupted{syscall.SIGINT}
	case 'a', '\r', '\n':
		w.ask(&request{})
	case 'f':
		if w.current == nil && len(w.failed) > 0 {
			w.ask(&request{tests: slices.Clone(w.failed)})
		}
	}
	return false, nil
}
