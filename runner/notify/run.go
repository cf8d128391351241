package notify

import (
	"cmp"
	"slices"
	"time"

	"dott/runner/event"
	"dott/runner/history"
)

// The verdicts that are compared. A test that passed at last, after a failure, passed.
const (
	passed  = "passed"
	failed  = "failed"
	skipped = "skipped"
)

// A Run is what became of the tests of a run. It is a fold of its events.
type Run struct {
	names   history.Names
	head    event.Event
	end     time.Time
	results map[history.Key]*result
	tally   event.Tally
}

// A result is what became of a test in a cell.
type result struct {
	verdict string
	at      Change // how it shows
}

// diffLimit is how much of a diff a message has.
const diffLimit = 4 << 10

// Handle takes an event.
func (r *Run) Handle(e event.Event) error {
	_ = r.tally.Handle(e)
	switch {
	case e.Action == event.Dott:
		r.head = e
		if e.Dir != "" {
			r.names.Dir = e.Dir
		}
	case e.Action == event.Summary:
		r.end = e.Time
	case e.Done() && !e.Allowed: // what does not count is not told
		r.add(e)
	}
	return nil
}

func (r *Run) add(e event.Event) {
	verdict := passed
	switch e.Action {
	case event.Fail, event.Error:
		verdict = failed
	case event.Skip:
		verdict = skipped
	}
	k := r.names.Key(e)
	if old := r.results[k]; old != nil && rank(old.verdict) >= rank(verdict) {
		return
	}
	if r.results == nil {
		r.results = map[history.Key]*result{}
	}
	c := Change{Test: e.Test, Cell: e.Cell, Target: e.OnTarget, Address: e.Address(), Is: verdict, Line: e.Line, Reason: e.Reason, Resolved: e.Resolved}
	if verdict == failed {
		c.Command, c.Diff = e.Command, cutText(e.Diff, diffLimit)
		if c.Reason == "" {
			c.Reason = "the output differs"
			if e.TimedOut {
				c.Reason = "timed out"
			}
		}
	}
	r.results[k] = &result{verdict, c}
}

// rank orders verdicts: of a test that ran several times, the worst counts.
func rank(verdict string) int { return slices.Index([]string{skipped, passed, failed}, verdict) }

// keys returns the tests in order: by name, and by the versions of their cells.
func (r *Run) keys() []history.Key {
	keys := make([]history.Key, 0, len(r.results))
	for k := range r.results {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b history.Key) int {
		return cmp.Or(cmp.Compare(a.Test, b.Test), event.CompareCells(r.head.Axes, a.Cell, b.Cell), cmp.Compare(a.Cell, b.Cell))
	})
	return keys
}
