package main

import (
	"context"
	"errors"
	"fmt"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/matcher"
	"dott/runner/accept"
	"dott/runner/accept/apply"
	"dott/runner/event"
	"dott/runner/review"
	"dott/runner/words"
)

// applying returns what writes changes that were left, by what is in the store.
func applying(a *app.App, o *acceptOptions, ask review.Asker, next event.Handler) *apply.Apply {
	return &apply.Apply{Store: &o.Store, Ask: ask, Next: next, Err: a.Stderr, Open: func(ctx context.Context, command string, files []*accept.File) (*apply.Way, error) {
		s, err := againSession(ctx, a, command, files)
		if err != nil {
			return nil, err
		}
		return &apply.Way{Head: s.Head(), State: s.State, Review: review.Review{
			Again: session.Again(ctx, s), Format: session.Formats(s), Matrix: s.Universe,
			Stopped: func() error { return context.Cause(ctx) }, MaxDiff: matcher.DiffLimit(s.Set.Show.MaxDiff),
			Judge: true, Deny: o.deny != "",
		}}, nil
	}}
}

// againSession returns the session of a run that runs tests as another one did.
func againSession(ctx context.Context, a *app.App, command string, files []*accept.File) (*session.Session, error) {
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
	set, err := line.Settle(a.Env)
	if err != nil {
		return nil, err
	}
	s, err := session.Begin(a, set)
	if err != nil {
		return nil, err
	}
	cells := accept.Cells(files)
	if len(cells) == 0 {
		return s, nil
	}
	if err := s.OpenMatrix(); err != nil {
		return nil, err
	}
	var gone error
	s.Cells = s.Matrix.Named(ctx, cells, func(name string, err error) {
		gone = errors.Join(gone, fmt.Errorf("the cell %s is gone: %w; run the tests again", name, err))
	})
	if gone != nil {
		return nil, gone
	}
	grid, err := s.Matrix.Grid(ctx, s.Cells)
	s.Universe = review.Matrix(grid)
	return s, err
}
