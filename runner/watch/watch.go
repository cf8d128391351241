// Package watch runs tests again when files change or a key is pressed.
//
// A change is first an event of the system, which [fileTree] takes or drops; when
// nothing more comes for a moment, what changed becomes a request for the tests
// that it concerns: a changed test is run, and with any other file those that use it.
// Which these are, [Watcher.Uses] knows from earlier runs; where it does not, the file
// may be used by any test, so that all are run. A run that does not know of the change yet
// is ended before.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"syscall"
	"time"

	"dott/matcher"
)

// A Watcher runs tests, and runs them again when their files change or a key is
// pressed, until it is told to leave. All it knows is in one goroutine, the loop of
// Watch; runs, the file system and the keys speak to it through channels.
type Watcher struct {
	Scope
	Keys  io.Reader  // a terminal: single keys; else lines; nil: none
	Out   io.Writer  // what is said between runs
	Width func() int // of the terminal that Out is; nil: it is none
	// Tests returns the names of all tests that there are now.
	Tests func() ([]string, error)
	// Run runs tests, nil being all.
	Run func(ctx context.Context, tests []string) Outcome
	// Uses tells which tests use one of some files, which changed; !ok is that it is known
	// of none. It may be nil.
	Uses func(files []string) (u Use, ok bool)
	// Reload reads the configuration anew, and returns what is to be watched from now
	// on. When it fails, everything goes on as it was. It may be nil.
	Reload func() (Scope, error)
	// Explain returns what is said about the error of a run or of Reload; "" is
	// nothing.
	Explain func(error) string
	// Interrupted is the error of a person who presses Ctrl-C.
	Interrupted error

	notify   func() (*notifier, error) // of the system; nil: newNotifier
	files    *fileTree
	current  *request // that is run now
	next     *request // to be run when the current one has ended
	stale    bool     // and whose result nobody wants any more
	cancel   context.CancelCauseFunc
	done     chan Outcome
	ended    time.Time
	runs     int
	last     Outcome // Failed: in the last run of each test; Err: of the last run
	terminal screen

	// Tests that write files beside themselves would run for ever.
	disturbed int    // runs, one after another, during which files changed
	touched   bool   // so they did in this one
	culprit   string // one of these files, when it was too often

	unjudged []string // files that changed during this run, which may show that a test uses them
	during   bool     // all of them did so while tests ran
	remark   string   // what changed, if nothing is to be run for it

	fault error // of the configuration as it is now; the old one holds
	said  bool  // so it was, since the last run
}

// A Scope is what is watched.
type Scope struct {
	Paths  []string // files and directories with tests
	Ignore []string // files and directories in which no change counts
	Config []string // the files of the configuration, which need not exist
}

// A Use is by which tests some files are used, by their names.
type Use struct {
	By      []string
	Unknown []string // tests of which that is known only when they have run to their end
	Written bool     // a test may have written one of the files
}

// An Outcome is the end of a run.
type Outcome struct {
	Failed []string // the names of the tests that failed, which is no error
	Err    error
	Used   []string // folders with files that the tests use, wherever they are
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

// Watch watches until somebody leaves, and returns which tests failed in their last
// run, and the error of the last run of all; or until ctx is cancelled, which gives
// its cause. A goroutine that reads from the terminal may stay behind.
func (w *Watcher) Watch(ctx context.Context) (last Outcome, err error) {
	if w.notify == nil {
		w.notify = newNotifier
	}
	if w.files, err = newFileTree(w.notify, w.Scope); err != nil {
		return Outcome{}, err
	}
	defer func() { _ = w.files.close() }()
	w.terminal = screen{keys: w.Keys, out: w.Out, width: w.Width}
	stop := make(chan struct{})
	defer close(stop)
	keys := w.readKeys(stop)
	w.done = make(chan Outcome)
	defer func() {
		if w.current != nil {
			w.cancel(errStale)
			<-w.done
		}
		err = errors.Join(err, w.terminal.clear())
	}()
	w.next = &request{}

	settled := time.NewTimer(0)
	settled.Stop()
	var since time.Time       // the first change that is not settled yet
	var look <-chan time.Time // at how wide the terminal is; signals that tell are not on every system
	if w.Width != nil {
		ticker := time.NewTicker(lookTime)
		defer ticker.Stop()
		look = ticker.C
	}
	for {
		if w.current == nil && w.next != nil {
			err = w.start(ctx)
		} else if w.current == nil && !w.terminal.shown() {
			err = errors.Join(w.sayNews(), w.terminal.show(w.statusLine()))
		}
		if err != nil {
			return Outcome{}, err
		}
		select {
		case <-ctx.Done():
			return Outcome{}, context.Cause(ctx)
		case o := <-w.done:
			if err := w.end(ctx, o); err != nil {
				return Outcome{}, err
			}
		case e := <-w.files.notify.events:
			during := w.current != nil || time.Since(w.ended) < aftermath
			if !w.files.note(e, during) {
				continue
			}
			if since.IsZero() {
				since = time.Now()
			}
			settled.Reset(max(0, min(settleTime, settleLimit-time.Since(since))))
		case err := <-w.files.notify.errors:
			if err = w.files.lost(err); err != nil {
				return Outcome{}, err
			}
			settled.Reset(settleTime)
		case <-settled.C:
			since = time.Time{}
			w.change(w.files.take())
			if w.next == nil && w.terminal.shown() && w.terminal.line != w.statusLine() {
				w.terminal.line = "" // there are more tests now, or fewer
			}
		case <-look:
			w.terminal.look()
		case key, ok := <-keys:
			if !ok {
				keys = nil
				continue
			}
			if leave, err := w.press(key); leave {
				w.forgetMissing()
				return w.last, err
			}
		}
	}
}

// start begins the run that is asked for.
func (w *Watcher) start(ctx context.Context) error {
	if err := w.terminal.clear(); err != nil {
		return err
	}
	if !w.touched {
		w.disturbed, w.culprit = 0, ""
	}
	w.touched, w.said = false, false
	r := w.next
	w.current, w.next, w.stale = r, nil, false
	text := ""
	if w.runs++; w.runs > 1 && w.Width != nil {
		text = "\x1b[H\x1b[J" // what failed before is no news
	}
	if r.why != "" {
		text += "# " + r.why + "\n"
	}
	if text != "" {
		if _, err := io.WriteString(w.Out, text); err != nil {
			w.current = nil
			return err
		}
	}
	ctx, w.cancel = context.WithCancelCause(ctx)
	go func() {
		w.done <- w.Run(ctx, r.tests)
	}()
	return nil
}

// end takes what a run found out. Only what makes it useless to go on is an error.
func (w *Watcher) end(ctx context.Context, o Outcome) error {
	r := w.current
	w.cancel(nil)
	w.current, w.ended = nil, time.Now()
	if w.stale {
		w.unjudged = nil // all of these tests run again
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(o.Err, syscall.EPIPE):
		return o.Err
	case w.stale:
		return nil
	}
	w.last.Failed = slices.DeleteFunc(w.last.Failed, func(t string) bool { return r.has(t) })
	w.last = Outcome{Failed: union(w.last.Failed, o.Failed), Err: o.Err}
	w.files.use(o.Used)
	w.judge(r)
	return w.say(o.Err)
}

// say says what is to be said about an error.
func (w *Watcher) say(err error) error {
	if err == nil {
		return nil
	}
	message := w.Explain(err)
	if message == "" {
		return nil
	}
	_, err = fmt.Fprintln(w.Out, message)
	return err
}

// sayNews says what is wrong with the configuration, and of what changed that nothing is
// to be run, if that is news.
func (w *Watcher) sayNews() (err error) {
	if w.remark != "" {
		err = w.terminal.clear()
		if err == nil {
			_, err = fmt.Fprintf(w.Out, "# %s\n", w.remark)
		}
		w.remark = ""
	}
	if w.fault == nil || w.said {
		return err
	}
	w.said = true
	return errors.Join(err, w.terminal.clear(), w.say(w.fault))
}

// forgetMissing forgets that tests failed which are no more, and returns how many
// there are.
func (w *Watcher) forgetMissing() int {
	tests, _ := w.Tests() // that there are none is no error here
	w.last.Failed = slices.DeleteFunc(w.last.Failed, func(t string) bool { return !slices.Contains(tests, t) })
	return len(tests)
}

func (w *Watcher) statusLine() string {
	n := w.forgetMissing()
	noun := "tests"
	if n == 1 {
		noun = "test"
	}
	s := fmt.Sprintf("watching %d %s; Enter runs all, ", n, noun)
	if failed := len(w.last.Failed); failed > 0 {
		s = fmt.Sprintf("watching %d %s, %d failed; Enter runs all, f those, ", n, noun, failed)
	}
	s += "q leaves"
	if w.culprit != "" {
		s += fmt.Sprintf(" (while tests run, no change counts: they write %s)", matcher.Escape(w.culprit))
	}
	return s
}

// press does what a key asks for.
func (w *Watcher) press(key byte) (leave bool, err error) {
	switch key {
	case 'q', ctrlD:
		return true, nil
	case ctrlC:
		return true, w.Interrupted
	case 'a', '\r', '\n':
		w.ask(&request{})
	case 'f':
		if w.current == nil && len(w.last.Failed) > 0 {
			w.ask(&request{tests: slices.Clone(w.last.Failed)})
		}
	}
	return false, nil
}
