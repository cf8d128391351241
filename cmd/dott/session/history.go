package session

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
func HistoryOf(ctx context.Context, a *app.App, here string, show *options.Showing) history.Options {
	_, dir := project.Place(here)
	return history.Options{
		State: state.Open(state.Root(here), a.Getenv), File: show.History, Baseline: show.Baseline,
		Names:   history.Names{Dir: dir, Here: here},
		Project: func() string { return project.NewHistory(here).Name(ctx) },
		Warn:    func(err error) { fmt.Fprintf(a.Stderr, "warning: %v\n", err) },
	}
}

func (s *Session) history(ctx context.Context) (*history.Keeper, error) {
	o := HistoryOf(ctx, s.App, s.Here, &s.Set.Show)
	o.Tests = func() ([]string, error) { return runner.List(ctx, s.RunnerOptions(Plan{})) }
	return history.Open(o)
}
