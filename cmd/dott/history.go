package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"dott/cmd/dott/app"

	"dott/cmd/dott/options"

	"github.com/spf13/pflag"

	"dott/runner"
	"dott/runner/history"
	"dott/runner/project"
	"dott/runner/state"
)

// history says where the history of the project in a folder is.
func historyOf(a *app.App, ctx context.Context, here string, show *options.Showing) history.Options {
	_, dir := project.Place(here)
	return history.Options{
		State: state.Open(state.Root(here), a.Getenv), File: show.History, Baseline: show.Baseline,
		Names:   history.Names{Dir: dir, Here: here},
		Project: func() string { return project.NewHistory(here).Name(ctx) },
		Warn:    func(err error) { fmt.Fprintf(a.Stderr, "warning: %v\n", err) },
	}
}

func (s *session) history(ctx context.Context) (*history.Keeper, error) {
	o := historyOf(s.app, ctx, s.here, &s.set.Show)
	o.Tests = func() ([]string, error) { return runner.List(ctx, s.runnerOptions(plan{})) }
	return history.Open(o)
}

// showHistory is the verb `history`: it prints the past of tests.
func showHistory(ctx context.Context, a *app.App, args []string) error {
	line, err := options.ParseVerb("history", args, func(_ options.Group, o options.Option) bool { return o.Name == "history" || o.Name == "config" }, func(*pflag.FlagSet) {})
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, historyHelp) })
	case line.Flags.NArg() > 1:
		return options.Errorf("history: name one test or folder at most")
	}
	here, err := os.Getwd()
	if err == nil {
		_, err = line.SettleLayers(a.Env)
	}
	if err != nil {
		return err
	}
	return history.Print(a.Stdout, historyOf(a, ctx, here, &options.Showing{History: line.Values.History}), line.Flags.Arg(0))
}
