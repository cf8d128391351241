package main

import (
	"context"
	"fmt"

	"dott/runner"
	"dott/runner/history"
	"dott/runner/project"
	"dott/runner/state"
)

// history opens the history of the project in a folder, for a run or a report.
func (a *app) history(ctx context.Context, here string, show *showing, tests func() ([]string, error)) (*history.Keeper, error) {
	_, dir := project.Place(here)
	return history.Open(history.Options{
		State: state.Open(state.Root(here), a.getenv), File: show.history, Baseline: show.baseline,
		Names:   history.Names{Dir: dir, Here: here},
		Project: func() string { return project.NewHistory(here).Name(ctx) },
		Tests:   tests, Warn: func(err error) { fmt.Fprintf(a.stderr, "warning: %v\n", err) },
	})
}

// history opens that of the run.
func (s *session) history(ctx context.Context) (*history.Keeper, error) {
	return s.app.history(ctx, s.here, &s.set.show, func() ([]string, error) { return runner.List(ctx, s.runnerOptions(plan{})) })
}
