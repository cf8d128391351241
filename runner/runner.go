// Package runner runs transcripts. [Run] finds the files, turns each into a
// shell script, runs that in a sandbox, compares what came out with what the
// file expects, and tells the story as a stream of events.
package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"dott/runner/event"
	"dott/runner/process"
	"dott/runner/sandbox"
)

// Options say what to run and how. Only Paths has no useful zero value.
type Options struct {
	Paths       []string      // files and directories
	Shell       string        // the shell's path; "" is /bin/sh
	ShellArgs   []string      // given to the shell before the script
	Indent      int           // of commands in the files; 0 is 2
	Timeout     time.Duration // for each test; 0 is none
	PreserveEnv bool          // keep the environment instead of resetting it
	Env         []string      // the caller's environment; nil is os.Environ()
	TmpDir      string        // where temporary directories are made; "" is the system's place
	KeepTmp     bool          // leave the temporary directory
	Debug       *Streams      // run the bare commands with their output here; nothing is compared
	Jobs        int           // tests that run at the same time; 0 is 1
	Version     string        // of dott, for the stream
	// Supervisor is shared by runs that go on at the same time; nil is one of its own.
	Supervisor *process.Supervisor
}

// Streams are where a shell that is only watched writes.
type Streams struct{ Out, Err *os.File }

// ErrNoTests is the error of a run that found nothing to run.
var ErrNoTests = errors.New("no tests found")

// Kept is the error of a run whose temporary directory was left on request.
// There is no other fault.
type Kept struct{ Dir string }

func (k Kept) Error() string { return "kept temporary directory: " + k.Dir }

// List returns the names of the tests that a run would have.
func List(o Options) ([]string, error) {
	files, err := find(o.Paths)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, noTests(o.Paths)
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.name
	}
	return names, nil
}

func noTests(paths []string) error {
	return fmt.Errorf("%w in %s (a test is a file whose name ends in .t)", ErrNoTests, strings.Join(paths, ", "))
}

// run is the state that the tests of a run share.
type run struct {
	Options
	supervisor *process.Supervisor
	dirs       *sandbox.Run
}

// Run runs the tests and hands the events to h, all from one goroutine, the
// ends of tests in file order. The error is about the run as a whole, never
// about a test: nothing to run, no temporary directory, a handler that refused,
// or the cause of a cancelled ctx. Whatever it is, nothing stays behind.
func Run(ctx context.Context, o Options, h event.Handler) (err error) {
	files, err := find(o.Paths)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return noTests(o.Paths)
	}
	if o.Shell == "" {
		o.Shell = "/bin/sh"
	}
	if o.Indent == 0 {
		o.Indent = 2
	}
	if o.Env == nil {
		o.Env = os.Environ()
	}
	r := &run{Options: o, supervisor: o.Supervisor}
	if r.supervisor == nil {
		r.supervisor = process.NewSupervisor()
	}
	if r.dirs, err = sandbox.NewRun(o.TmpDir, o.Shell, o.KeepTmp); err != nil {
		return err
	}
	defer func() {
		switch {
		case !o.KeepTmp:
			err = errors.Join(err, r.dirs.Remove())
		case err == nil:
			err = Kept{r.dirs.Dir}
		}
	}()
	s := stream{h: h}
	if err := s.send(event.Event{Action: event.Dott, Version: o.Version}); err != nil {
		return err
	}
	if err := r.all(ctx, files, &s); err != nil {
		return err
	}
	return s.send(event.Event{Action: event.Summary})
}

// stream numbers events and stamps them.
type stream struct {
	h   event.Handler
	seq int
}

func (s *stream) send(e event.Event) error {
	s.seq++
	e.Seq, e.Time = s.seq, time.Now()
	return s.h.Handle(e)
}

// all runs the files with as many workers as there are jobs and sends their
// events in file order.
func (r *run) all(ctx context.Context, files []testFile, s *stream) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		index  int
		events []event.Event
		err    error // the test was not finished
	}
	next := make(chan int)
	results := make(chan result)
	var workers sync.WaitGroup
	for range max(1, r.Jobs) {
		workers.Go(func() {
			for i := range next {
				events, err := r.guarded(ctx, files[i])
				results <- result{i, events, err}
			}
		})
	}
	go func() {
		defer close(next)
		for i := range files {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		workers.Wait()
		close(results)
	}()
	waiting := map[int][]event.Event{}
	shown := 0
	var failed error
	for res := range results {
		if res.err != nil {
			if failed == nil {
				failed = res.err
			}
			cancel()
			continue
		}
		waiting[res.index] = res.events
		for failed == nil && waiting[shown] != nil {
			for _, e := range waiting[shown] {
				if err := s.send(e); err != nil && failed == nil {
					failed = err
					cancel()
				}
			}
			delete(waiting, shown)
			shown++
		}
	}
	if failed == nil {
		failed = context.Cause(ctx)
	}
	return failed
}

// guarded runs one test; a panic of ours is that test's error.
func (r *run) guarded(ctx context.Context, f testFile) (events []event.Event, err error) {
	defer func() {
		if p := recover(); p != nil {
			events = append(events, event.Event{
				Action: event.Error, Test: f.name, File: f.path,
				Reason: fmt.Sprintf("%s: dott itself failed: %v\n%s", f.name, p, debug.Stack()),
			})
		}
	}()
	return r.test(ctx, f)
}
