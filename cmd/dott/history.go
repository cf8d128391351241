package main

import (
	"context"
	"fmt"

	"dott/cmd/dott/app"

	"dott/cmd/dott/options"

	"dott/runner"
	"dott/runner/history"
	"dott/runner/project"
	"dott/runner/state"
)

// history says where the history of the project in a folder is.
func historyOf(ctx context.Context, a *app.App, here string, show *options.Showing) history.Options {
	_, dir := project.Place(here)
	return history.Options{
		State: state.Open(state.Root(here), a.Getenv), File: show.History, Baseline: show.Baseline,
		Names:   history.Names{Dir: dir, Here: here},
		Project: func() string { return project.NewHistory(here).Name(ctx) },
		Warn:    func(err error) { fmt.Fprintf(a.Stderr, "warning: %v\n", err) },
	}
}

func (s *session) history(ctx context.Context) (*history.Keeper, error) {
	o := historyOf(ctx, s.app, s.here, &s.set.Show)
	o.Tests = func() ([]string, error) { return runner.List(ctx, s.runnerOptions(plan{})) }
	return history.Open(o)
}
