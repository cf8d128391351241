package review

import (
	"fmt"
	"time"

	"dott/matcher"
	"dott/runner/event"
)

// A backlog stands between a Review and its Next, for the tests whose check is to
// see another second than the one in which they were run. They wait in it, with
// all that is to be told behind them, until something is told in a later second;
// so the tests go on being run meanwhile, and all that the wait costs is what is
// left of the last second at the end of the run.
type backlog struct {
	review *Review
	next   event.Handler
	items  []delayed
}

// delayed is something that is to be told.
type delayed struct {
	events []event.Event
	since  time.Time                     // the check is to be in another second than this
	check  func() ([]event.Event, error) // what is told in place of the events; nil: the events themselves
}

// Handle tells an event when all is told that was before it. What happens only
// while a test runs is of use at once, or never.
func (b *backlog) Handle(e event.Event) error {
	if err := b.drain(e.Action == event.Summary); err != nil {
		return err
	}
	if len(b.items) == 0 || e.Action == event.Start || e.Action == event.Stop {
		return b.next.Handle(e)
	}
	b.items = append(b.items, delayed{events: []event.Event{e}})
	return nil
}

// drain tells what can be told by now, or all.
func (b *backlog) drain(all bool) error {
	for len(b.items) > 0 {
		first := b.items[0]
		if first.check != nil {
			if !all && !over(first.since) {
				return nil
			}
			waitOver(b.review, first.since)
		}
		b.items = b.items[1:]
		events, err := first.told(b.review)
		if err != nil {
			return err
		}
		for _, e := range events {
			if err := b.next.Handle(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// told returns what is to be told: of a test that was not checked since the run was
// interrupted, that it was not.
func (d *delayed) told(r *Review) ([]event.Event, error) {
	if d.check == nil {
		return d.events, nil
	}
	if !r.stopped() {
		if events, err := d.check(); err == nil || !r.stopped() {
			return events, err
		}
	}
	for k, e := range d.events {
		if wants(e) {
			e.Edits, e.Diff = nil, ""
			d.events[k] = because(e, fmt.Sprintf("%s: written, and not run again: %v", e.Test, r.Stopped()))
		}
	}
	return d.events, nil
}

// checked has tests checked into whose file the edits were written, and tells
// their ends: at once if nothing in them looks as if it changed with the time.
func (r *Review) checked(ends []event.Event, written []matcher.Edit, check func() ([]event.Event, error)) error {
	d := delayed{events: ends, check: check}
	if changes(written) {
		d.since = time.Now()
		if r.Ask == nil || r.Silent != nil && r.Silent() {
			r.backlog.items = append(r.backlog.items, d)
			return r.backlog.drain(false)
		}
		waitOver(r, d.since) // what is asked comes in order
	}
	events, err := d.told(r)
	if err != nil {
		return err
	}
	return r.handOn(events)
}

// over reports whether a second is over.
func over(since time.Time) bool { return time.Now().Unix() > since.Unix() }

// waitOver waits until a second is over, or the run is interrupted.
func waitOver(r *Review, since time.Time) {
	for !over(since) && !r.stopped() {
		time.Sleep(min(20*time.Millisecond, time.Until(since.Truncate(time.Second).Add(time.Second))))
	}
}
