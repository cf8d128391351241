package runner

import (
	"context"
	"fmt"

	"dott/runner/event"
	"dott/runner/judge"
)

// A Pace tells how long the test of an event may take, and how long it takes as a rule, in
// seconds, by so many earlier runs. A limit of 0 is that nobody knows.
type Pace func(about event.Event) (limit, usual float64, runs int)

// paced holds a test that passed to how long it takes as a rule. One that took too long
// runs once more, for a machine that was busy: it fails where it took too long again.
func (r *run) paced(ctx context.Context, t *task, events []event.Event) ([]event.Event, error) {
	end := &events[len(events)-1]
	if r.o.Test.Pace == nil || end.Action != event.Pass {
		return events, nil
	}
	limit, usual, runs := r.o.Test.Pace(*end)
	if limit <= 0 || end.Elapsed <= limit {
		return events, nil
	}
	first := end.Elapsed
	events, err := r.attempt(ctx, t, nil, true)
	if err != nil {
		return nil, err
	}
	end = &events[len(events)-1]
	if end.Action == event.Pass && end.Elapsed > limit {
		end.Action = event.Fail
		end.Reason = fmt.Sprintf("%s: it took %.3g s and %.3g s, and %.3g s as a rule, by its last %d runs; --slower allows %.3g s",
			t.job.Test.Name, first, end.Elapsed, usual, runs, limit)
	}
	if p := t.prepared.Transcript; p != nil && (end.Action == event.Fail || end.Action == event.Error) {
		end.Commands = judge.Commands(p, end.Off)
	}
	return events, nil
}
