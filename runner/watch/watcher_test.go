package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
			return Outcome{Failed: []string{"a cancelled run knows nothing"}, Err: context.Cause(runCtx)}
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
