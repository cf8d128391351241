package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"dott/cmd/dott/options"
	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner"
	"dott/runner/accept"
	"dott/runner/event"
	"dott/runner/review"
	"dott/runner/review/errfile"
	"dott/runner/state"
	"dott/runner/words"
)

// reviewLeft lets somebody choose among the changes of files, writes what is accepted and
// runs its tests again. next gets their ends.
func reviewLeft(ctx context.Context, a *app, o *acceptOptions, files []*accept.File, ask review.Asker, next event.Handler) error {
	type way struct{ dir, again string } // in which tests were run
	groups := map[way][]*accept.File{}
	var order []way
	for _, f := range files {
		w := way{f.Lefts[0].Dir, f.Lefts[0].Again}
		if groups[w] == nil {
			order = append(order, w)
		}
		groups[w] = append(groups[w], f)
	}
	for _, w := range order {
		s, err := againSession(ctx, a, w.again, groups[w])
		if err != nil {
			return err
		}
		keeper := &accept.Keeper{Dir: o.dir, Here: o.here, Format: formats(s)}
		recorder := &state.Recorder{Project: s.state}
		after := event.All(next, keeper, recorder, errfile.Files{Err: a.stderr})
		r := &review.Review{
			Next: after, Again: again(ctx, s), Ask: ask, Format: formats(s), Matrix: s.universe,
			Stopped: func() error { return context.Cause(ctx) }, MaxDiff: matcher.DiffLimit(s.set.Show.MaxDiff),
		}
		head := s.head()
		head.Again = w.again
		if err := keeper.Handle(head); err != nil {
			return err
		}
		var others []string
		for _, f := range groups[w] {
			keeper.Know(f.Path, f.Lefts[0].Cells)
			picked, rest := f.Picked()
			others = append(others, rest...)
			for _, e := range picked {
				if err := r.Handle(e); err != nil {
					return err
				}
			}
		}
		if err := r.Handle(event.Event{Action: event.Summary}); err != nil {
			return err
		}
		if len(others) == 0 {
			continue
		}
		ends, err := again(ctx, s)(others)
		if err != nil {
			return err
		}
		for _, h := range []event.Handler{keeper, recorder} {
			for _, e := range append(ends, event.Event{Action: event.Summary}) {
				if err := h.Handle(e); err != nil {
					return err
				}
			}
		}
	}
	return context.Cause(ctx)
}

// againSession returns the session of a run that runs tests as another one did.
func againSession(ctx context.Context, a *app, command string, files []*accept.File) (*session, error) {
	args, err := words.Split(command)
	if err != nil {
		return nil, err
	}
	asCram := len(args) > 0 && args[0] == options.CramName
	if len(args) > 0 {
		args = args[1:]
	}
	for _, f := range files {
		args = append(args, f.Path)
	}
	line, err := options.Parse(args, asCram)
	if err != nil {
		return nil, err
	}
	set, err := line.Settle(a.env)
	if err != nil {
		return nil, err
	}
	s, err := a.begin(set)
	if err != nil {
		return nil, err
	}
	var cells []string
	for _, f := range files {
		for _, cell := range f.Lefts[0].Cells {
			if !slices.Contains(cells, cell) {
				cells = append(cells, cell)
			}
		}
	}
	if len(cells) == 0 {
		return s, nil
	}
	if err := s.openMatrix(); err != nil {
		return nil, err
	}
	var gone error
	s.cells = s.matrix.Named(ctx, cells, func(name string, err error) {
		gone = errors.Join(gone, fmt.Errorf("the cell %s is gone: %w; run the tests again", name, err))
	})
	if gone != nil {
		return nil, gone
	}
	grid, err := s.matrix.Grid(ctx, s.cells)
	s.universe = review.Matrix(grid)
	return s, err
}

// formats returns how each file is read, by the configuration that is nearest to it.
func formats(s *session) func(file string) transcript.Format {
	o := sync.OnceValue(func() *runner.Options { o := s.runnerOptions(plan{}); return &o })
	return func(file string) transcript.Format { return o().FormatFor(file) }
}
