package runner

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"dott/runner/event"
	"dott/runner/sandbox"
)

// all runs the files and sends their events, the ends in file order. Whatever
// ends the run early, what is known is sent, and the summary says what is not.
func (r *run) all(ctx context.Context, files []chosenTest, s *stream) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	plan := newPlan(r, files)
	r.pool = newPool(limits(r.Config.Resources), plan.round)
	defer context.AfterFunc(ctx, r.pool.close)()

	t := &teller{stream: s, plan: plan, cancel: cancel}
	began := time.Now()
	dott := r.About
	dott.Action, dott.Schema, dott.Version, dott.Shell = event.Dott, event.Schema, r.Version, r.Shell
	dott.Total, dott.Expected = plan.total(), plan.expected()
	t.now(dott)
	if t.failed != nil {
		return t.failed
	}
	if len(r.Cells) > 0 {
		for _, w := range r.prepare(ctx, files) {
			t.now(w)
		}
	}
	var workers sync.WaitGroup
	for range r.Jobs {
		workers.Go(func() { r.work(ctx, t) })
	}
	workers.Wait()
	t.flush()
	summary := event.Event{Action: event.Summary, NotRun: plan.notRun(), Elapsed: time.Since(began).Seconds()}
	cause := context.Cause(ctx)
	if cause != nil {
		summary.Reason = cause.Error()
		t.missed(summary.Reason)
	}
	t.now(summary)
	switch {
	case t.failed != nil:
		return t.failed
	case errors.Is(cause, errFailFast):
		return nil
	}
	return cause
}

// A teller sends the events of all workers, one after another. The worker that
// has something to tell does it itself: another goroutine for that would have
// to be woken for every test. When the handler fails, the run is cancelled, and
// nothing more is told.
type teller struct {
	mu      sync.Mutex
	stream  *stream
	plan    *plan
	cancel  context.CancelCauseFunc
	results inOrder
	ended   ended
	failed  error
}

// now sends an event at once.
func (t *teller) now(e event.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.try(func() error { return t.stream.send(e) })
}

// end takes the end of a job, with what comes before it, and sends it when its
// turn has come.
func (t *teller) end(j *job, events []event.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	end := &events[len(events)-1]
	failed := end.Action == event.Fail || end.Action == event.Error
	if failed && j.cell != nil && j.cell.AllowFailure {
		end.Allowed, failed = true, false
	}
	t.plan.note(failed)
	t.ended.add(j.index)
	if failed && t.plan.FailFast {
		t.cancel(errFailFast)
	}
	t.try(func() error {
		stop := j.event(event.Stop, 0)
		stop.Failed, stop.Elapsed = failed, end.Elapsed
		return t.stream.send(*stop)
	})
	t.try(func() error { return t.results.add(j.index, events, t.stream) })
}

// flush sends what still waits for tests that will have no end.
func (t *teller) flush() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.try(func() error { return t.results.flush(t.stream) })
}

func (t *teller) try(send func() error) {
	if t.failed != nil {
		return
	}
	if t.failed = send(); t.failed != nil {
		t.cancel(t.failed)
	}
}

// inOrder holds back the ends of tests until those before them are known.
type inOrder struct {
	waiting map[int][]event.Event
	next    int
	highest int
}

func (o *inOrder) add(index int, events []event.Event, s *stream) error {
	if o.waiting == nil {
		o.waiting = map[int][]event.Event{}
	}
	o.waiting[index] = events
	o.highest = max(o.highest, index)
	for o.waiting[o.next] != nil {
		if err := o.sendNext(s); err != nil {
			return err
		}
	}
	return nil
}

// flush sends what still waits for tests that will have no end.
func (o *inOrder) flush(s *stream) error {
	for o.next <= o.highest && len(o.waiting) > 0 {
		if err := o.sendNext(s); err != nil {
			return err
		}
	}
	return nil
}

func (o *inOrder) sendNext(s *stream) error {
	events := o.waiting[o.next]
	delete(o.waiting, o.next)
	o.next++
	for _, e := range events {
		if err := s.send(e); err != nil {
			return err
		}
	}
	return nil
}

// work is one worker: it takes jobs until there are no more.
func (r *run) work(ctx context.Context, t *teller) {
	w := &worker{run: r}
	defer w.ports.Release()
	for {
		j := r.pool.next()
		if j == nil {
			return
		}
		if j.loaded == nil && j.skip == "" {
			if err := j.load(ctx, r); err != nil {
				if ctx.Err() == nil {
					t.end(j, []event.Event{j.failure(err)})
				}
				j.loaded = nil
				r.pool.done(j)
				j.forget()
				continue
			}
			if !r.pool.admit(j) {
				continue
			}
		}
		t.now(*j.event(event.Start, r.Seconds(j.key())))
		if events, err := w.attempts(ctx, j); err == nil {
			t.end(j, events)
		}
		r.pool.done(j)
		j.forget()
	}
}

// event returns an event about the job that is sent as it happens.
func (j *job) event(a event.Action, expected float64) *event.Event {
	return &event.Event{Action: a, Test: j.name, File: j.path, Case: j.cases, Cell: j.cellName(), Expected: expected, Attempt: j.repeat, Run: j.repeat}
}

// failure is the end of a test that could not be run.
func (j *job) failure(err error) event.Event {
	e := j.event(event.Error, 0)
	e.Reason = j.name + ": " + err.Error()
	return *e
}

// A worker runs one test at a time.
type worker struct {
	*run
	ports sandbox.Ports
}

// attempts runs a test, and again while it fails, as often as was asked for.
func (w *worker) attempts(ctx context.Context, j *job) ([]event.Event, error) {
	var first event.Event
	for n := 1; ; n++ {
		covered := w.cover(ctx, j)
		events, err := w.guarded(ctx, j)
		covered(err == nil && events[len(events)-1].Action == event.Pass)
		if err != nil {
			return nil, err
		}
		end := &events[len(events)-1]
		retry := j.retry()
		if retry > 0 {
			end.Attempt = n
		}
		failed := end.Action == event.Fail || end.Action == event.Error
		if failed {
			end.Commands = j.commands(end.Off)
		}
		switch {
		case failed && n <= retry && len(j.loaded.faults) == 0:
			if n == 1 {
				first = *end
			}
			continue
		case !failed && n > 1 && end.Action == event.Pass:
			end.Flaky = true
			end.Reason = fmt.Sprintf("%s: flaky: it failed at first and passed at attempt %d", j.name, n)
			end.Line, end.Command = first.Line, first.Command
		}
		return events, nil
	}
}

// cover begins to measure a test, if that is wanted and the test is run at all,
// and returns the function to end with.
func (w *worker) cover(ctx context.Context, j *job) (ended func(passed bool)) {
	if w.Cover == nil || j.skip != "" || j.loaded == nil || j.loaded.skip != "" || len(j.loaded.faults) > 0 ||
		j.foreign == nil && j.loaded.transcript.Empty() {
		return func(bool) {}
	}
	j.coverEnv, ended = w.Cover(ctx, *j.event(event.Start, 0))
	return ended
}

// guarded runs one test; a panic of ours is that test's error.
func (w *worker) guarded(ctx context.Context, j *job) (events []event.Event, err error) {
	defer func() {
		if p := recover(); p != nil {
			events = []event.Event{j.failure(fmt.Errorf("dott itself failed: %v\n%s", p, debug.Stack()))}
		}
	}()
	return w.test(ctx, j)
}
