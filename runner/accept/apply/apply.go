// Package apply lets somebody choose among the changes that runs left, writes what is
// accepted, and has the tests run again as they were run.
package apply

import (
	"context"
	"io"

	"dott/runner/accept"
	"dott/runner/event"
	"dott/runner/review"
	"dott/runner/review/errfile"
	"dott/runner/state"
)

// A Way is how some tests were run. Its review lacks who asks, and who gets the ends.
type Way struct {
	Review review.Review
	Head   event.Event // what is said about the run
	State  *state.Project
}

// An Apply is what is done with some files.
type Apply struct {
	Store *accept.Store
	Ask   review.Asker
	Next  event.Handler // gets the ends
	Err   io.Writer
	// Refuse is told of a file that is left alone, and why.
	Refuse func(f *accept.File, why error)
	Silent func() bool // as in a review.Review
	// Done reports whether all other files stay as they are. It may be nil.
	Done func() bool
	Open func(ctx context.Context, again string, files []*accept.File) (*Way, error)
}

// Do does it, for files that were run in the same way at once.
func (a *Apply) Do(ctx context.Context, files []*accept.File) error {
	groups := map[string][]*accept.File{}
	var order []string
	for _, f := range files {
		again := f.Lefts[0].Again
		if groups[again] == nil {
			order = append(order, again)
		}
		groups[again] = append(groups[again], f)
	}
	for _, again := range order {
		way, err := a.Open(ctx, again, groups[again])
		if err != nil {
			return err
		}
		way.Head.Again = again
		if err := a.group(way, groups[again]); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// picked returns what is wanted of a file that is as it was when it ran.
func (a *Apply) picked(f *accept.File) (picked []event.Event, others []string, err error) {
	if err := f.Moved(a.Store.Format); err != nil {
		return nil, nil, err
	}
	return f.Picked()
}

func (a *Apply) group(way *Way, files []*accept.File) error {
	r := &way.Review
	keeper := &accept.Keeper{Dir: a.Store.Dir, Here: a.Store.Here, Format: r.Format}
	kept := event.All(keeper, &state.Recorder{Project: way.State}, errfile.Files{Err: a.Err})
	r.Silent = a.Silent
	r.Ask, r.Next = a.Ask, event.All(a.Next, kept)
	if err := kept.Handle(way.Head); err != nil {
		return err
	}
	var others []string // runs that nobody asked for, whose file changes too
	for _, f := range files {
		if a.Done != nil && a.Done() {
			break
		}
		if f.Gone() {
			continue
		}
		picked, rest, err := a.picked(f)
		if err != nil {
			a.Refuse(f, err)
			continue
		}
		keeper.Know(f.Path, f.Lefts[0].Cells)
		others = append(others, rest...)
		for _, e := range picked {
			if err := r.Handle(e); err != nil {
				return err
			}
		}
	}
	if err := r.Handle(event.Event{Action: event.Summary}); err != nil || len(others) == 0 {
		return err
	}
	ends, err := r.Again(others)
	if err != nil {
		return err
	}
	for _, e := range append(ends, event.Event{Action: event.Summary}) {
		if err := kept.Handle(e); err != nil {
			return err
		}
	}
	return nil
}
