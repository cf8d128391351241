package runner

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"dott/runner/around"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/schedule"
)

// work is one worker: it takes tasks until there are no more. What a job needs is
// known only when its file has been read; if that much is not free, the job is
// parked, and the worker takes another.
func (r *run) work(ctx context.Context, number int) {
	for {
		t, ok := r.pool.Next()
		if !ok {
			return
		}
		t.worker = number
		if r.guarded(ctx, t) {
			r.pool.Done(t)
			t.prepared = nil
		}
	}
}

// guarded takes a task as far as it comes, and reports whether that was to its
// end. A panic of ours is the end of that test alone.
func (r *run) guarded(ctx context.Context, t *task) (done bool) {
	defer func() {
		if p := recover(); p != nil {
			done = true
			r.end(t.job, []event.Event{failure(t.job, panicked(p))})
		}
	}()
	j := t.job
	r = scopeOf(r, &j.Test)
	if t.prepared == nil && j.Test.Skip == "" {
		var err error
		if t.prepared, err = r.preparer.Test(ctx, &j.Test); err != nil {
			if ctx.Err() == nil {
				r.end(j, []event.Event{failure(j, err)})
			}
			return true
		}
		if !r.pool.Admit(t, t.prepared.Settings.Needs) {
			return false
		}
	}
	start := about(j, event.Start)
	start.Expected = r.seconds(j)
	r.teller.now(start)
	events, err := r.attempts(ctx, t)
	if err == nil {
		events, err = r.paced(ctx, t, events)
	}
	if err == nil {
		r.end(j, events)
	}
	return true
}

// panicked makes an error of a panic, where that is recovered.
func panicked(p any) error { return fmt.Errorf("dott itself failed: %v\n%s", p, debug.Stack()) }

func (r *run) seconds(j *schedule.Job) float64 {
	if r.o.Schedule.Seconds == nil {
		return 0
	}
	return r.o.Schedule.Seconds(j.Test.Key())
}

// end takes notice of the end of a job, which is the last of the events.
func (r *run) end(j *schedule.Job, events []event.Event) {
	end := &events[len(events)-1]
	if m := r.o.Matrix.Matrix; m != nil && j.Test.Cell != "" {
		end.Resolved = m.Resolved(r.cell(j.Test.Cell))
	}
	if before := r.o.Test.RanBefore; before != nil && end.Action == event.Skip && j.Test.Skip == "" {
		end.RanBefore = before(j.Test.Key())
	}
	if failed(end) && j.Test.Cell != "" && r.cell(j.Test.Cell).AllowFailure {
		end.Allowed = true
	}
	r.plan.Ended(j, failed(end))
	if failed(end) && r.o.Test.FailFast {
		r.cancel(errFailFast)
	}
	r.teller.end(j, events)
}

// failure is the end of a test that could not be run.
func failure(j *schedule.Job, err error) event.Event {
	e := about(j, event.Error)
	e.Reason = j.Test.Name + ": " + err.Error()
	return e
}

// attempts runs a test, and again while it fails, as often as was asked for. The
// error is the run's, when it was cancelled before the test ended.
func (r *run) attempts(ctx context.Context, t *task) ([]event.Event, error) {
	j := t.job
	if j.Test.Skip != "" {
		end := about(j, event.Skip)
		end.Reason = j.Test.Skip
		return []event.Event{end}, nil
	}
	tt := traces(ctx, r, t)
	if end := cached(r, t, tt); end != nil {
		return []event.Event{*end}, nil
	}
	retry := t.prepared.Settings.Retry
	var first event.Event
	for n := 1; ; n++ {
		events, err := r.attempt(ctx, t, tt, n > retry)
		for line, ok := printedLine(err); ok; line, ok = printedLine(err) {
			j.Test.Printed = append(j.Test.Printed, line)
			if t.prepared, err = r.preparer.Test(ctx, &j.Test); err == nil {
				events, err = r.attempt(ctx, t, tt, n > retry)
			}
		}
		if err != nil {
			return nil, err
		}
		end := &events[len(events)-1]
		if retry > 0 {
			end.Attempt = n
		}
		t.duration(end)
		t.known(end, time.Now())
		failed := end.Action == event.Fail || end.Action == event.Error
		if failed && t.prepared.Transcript != nil {
			end.Commands = judge.Commands(t.prepared.Transcript, end.Off)
		}
		switch {
		case failed && n <= retry && len(t.prepared.Faults) == 0 && end.Known == "":
			if n == 1 {
				first = *end
			}
			continue
		case !failed && n > 1 && end.Action == event.Pass:
			end.Flaky = true
			end.Reason = fmt.Sprintf("%s: flaky: it failed at first and passed at attempt %d", j.Test.Name, n)
			if first.Reason != "" {
				end.Reason += "\n" + first.Reason
			}
			end.Line, end.Command, end.Diff = first.Line, first.Command, first.Diff
		}
		keepTraced(r, t, tt, end)
		return events, nil
	}
}

// attempt runs a test once, with what is around it. After the last one it is not run
// again, whatever comes out.
func (r *run) attempt(ctx context.Context, t *task, tt *tracedTest, last bool) ([]event.Event, error) {
	tr := &trial{run: r, job: t.job, prepared: t.prepared, traced: tt, last: last, end: about(t.job, "")}
	if t.prepared.Runs() {
		var err error
		if tr.part, err = r.layers.Test(ctx, r.aroundTest(t)); err != nil {
			if ctx.Err() != nil {
				return nil, context.Cause(ctx)
			}
			end := failure(t.job, err)
			if tr.part.Logs != nil {
				end.Logs = tr.part.Logs()
			}
			return []event.Event{end}, nil
		}
	}
	for _, w := range tr.part.Warnings {
		tr.warnAbout(w)
	}
	began := time.Now()
	err := watchedLines(ctx, tr)
	elapsed := time.Since(began).Seconds()
	if err == nil || ctx.Err() == nil {
		err = tr.checked(err)
	}
	if err != nil && ctx.Err() == nil {
		tr.end = failure(t.job, err)
	}
	tr.end.Elapsed = elapsed
	if tr.part.Logs != nil && (tr.end.Action == event.Fail || tr.end.Action == event.Error) {
		tr.end.Logs = tr.part.Logs()
	}
	if tr.part.After != nil {
		if aerr := tr.part.After(ctx, err == nil && tr.end.Action == event.Pass); aerr != nil {
			tr.warnAbout("after the test: " + aerr.Error())
		}
	}
	if _, again := printedLine(err); again {
		return nil, err
	}
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return append(tr.warnings, tr.end), nil
}

// aroundTest is what layers are told of a test.
func (r *run) aroundTest(t *task) around.Test {
	test := &t.job.Test
	return around.Test{
		Name: test.Name, Path: test.Path, Cases: test.Cases, Cell: test.Cell, Target: test.Target,
		Services: t.prepared.Settings.Services, Worker: t.worker, Left: r.pool.Left(),
		Env: func(ctx context.Context) ([]string, error) { return r.preparer.Env(ctx, test) },
	}
}

// errPartEnded is why a test was ended that cannot go on.
var errPartEnded = errors.New("what the test needs has ended")

// watchedLines is tried, and ends the test when something around it says that it cannot
// go on.
func watchedLines(ctx context.Context, t *trial) error {
	if len(t.part.Ended) == 0 {
		return t.tried(ctx)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for _, ended := range t.part.Ended {
		go func() {
			select {
			case <-ended:
				cancel(errPartEnded)
			case <-ctx.Done():
			}
		}()
	}
	return t.tried(ctx)
}

// checked returns what is around the test says of it, or else the error that it
// had.
func (t *trial) checked(err error) error {
	if t.part.Check != nil {
		if cerr := t.part.Check(); cerr != nil {
			return cerr
		}
	}
	return err
}

// warnAbout notes what is to be said about the test.
func (t *trial) warnAbout(reason string) {
	name := t.job.Test.Name
	t.warnings = append(t.warnings, event.Event{Action: event.Warning, Test: name, File: t.job.Test.Path, Reason: name + ": " + reason})
}

// tried is try, with an error for a panic: what is around the test comes to its end
// all the same.
func (t *trial) tried(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = panicked(p)
		}
	}()
	return t.try(ctx)
}
