package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"dott/runner"
	"dott/runner/event"
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

// showHistory is the verb `history`: it prints the past of tests.
func showHistory(a *app, args []string) error {
	line, err := parseVerb("history", args, func(_ group, o option) bool { return o.name == "history" || o.name == "config" }, func(*pflag.FlagSet) {})
	switch {
	case err != nil:
		return err
	case line.v.help:
		return written(a.stdout, func(w io.Writer) { fmt.Fprint(w, historyHelp) })
	case line.flags.NArg() > 1:
		return usagef("history: name one test or folder at most")
	}
	if _, err := line.settleLayers(a.env); err != nil {
		return err
	}
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	h, err := history.NewStore(state.Open(state.Root(here), a.getenv), line.v.history).Load()
	if errors.As(err, new(history.DamagedError)) {
		fmt.Fprintf(a.stderr, "warning: the history: %v\n", err)
	} else if err != nil {
		return fmt.Errorf("the history: %w", err)
	}
	test := line.flags.Arg(0)
	if test != "" {
		_, dir := project.Place(here)
		test = history.Names{Dir: dir, Here: here}.Key(event.Event{Test: test}).Test
	}
	known, err := h.Show(a.stdout, test)
	switch {
	case err == nil && !known && test != "":
		err = fmt.Errorf("history: no run that is known had a test %s", test)
	case err == nil && !known:
		err = errors.New("history: no run is known yet")
	}
	return err
}

const historyHelp = `Usage: dott history [--history FILE] [TEST]

Prints what became of tests in earlier runs: a line for each test and cell, with
a character for each run. TEST is a file, with or without a case, or a folder;
without one, all tests are shown that did not pass in all of the last runs.

      --history FILE   the history (the project's own, in the user's cache)
      --config FILE    the configuration (the nearest dott.toml upward)
`
