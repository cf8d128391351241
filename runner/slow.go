package runner

import (
	"context"
	"fmt"

	"dott/runner/event"
)

// A Pace is how long a test may take, in seconds, by its earlier runs.
type Pace struct {
	Limit float64 // 0 is that nobody knows
	Usual float64 // how long it takes as a rule
	Runs  int     // in how many runs that was seen
}

// paced holds a test that passed to how long it takes as a rule. One that took too long
// runs once more, for a machine that was busy: it fails where it took too long again.
func (r *run) paced(ctx context.Context, t *task, events []event.Event) ([]event.Event, error) {
	end := &events[len(events)-1]
	if r.o.Test.Pace == nil || end.Action != event.Pass {
		return events, nil
	}
	pace := r.o.Test.Pace(*end)
	if pace.Limit <= 0 || end.Elapsed <= pace.Limit {
		return events, nil
	}
	first := end.Elapsed
	events, err := r.attempt(ctx, t, true)
	if err != nil {
		return nil, err
	}
	end = &events[len(events)-1]
	if end.Action == event.Pass && end.Elapsed > pace.Limit {
		end.Action = event.Fail
		end.Reason = fmt.Sprintf("%s: it took %.3g s and %.3g s, and %.3g s as a rule, by its last %d runs; --slower allows %.3g s",
			t.job.Test.Name, first, end.Elapsed, pace.Usual, pace.Runs, pace.Limit)
	}
	if p := t.prepared.Transcript; p != nil && (end.Action == event.Fail || end.Action == event.Error) {
		end.Commands = commands(p, end.Off)
	}
	return events, nil
}
