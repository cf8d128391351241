package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/report"
)

// bisect looks for the version of an axis at which each of the tests changes its
// verdict. Other axes that --matrix names must be down to one version each.
func bisect(ctx context.Context, s *session.Session) error {
	axis, selection := s.Set.Bisect, s.Set.Matrix
	if _, ok := s.Set.Config.Axes[axis]; !ok {
		return options.Errorf("--bisect %s: the configuration has no [matrix.%s]", axis, axis)
	}
	tests, err := runner.List(ctx, s.RunnerOptions(session.Plan{}))
	if err != nil {
		return err
	}
	if err := s.OpenMatrix(); err != nil {
		return err
	}
	if selection == "" {
		selection = axis
	}
	between, warnings, err := s.Matrix.Between(ctx, axis, selection)
	session.Warn(s.App, warnings)
	if err != nil {
		return options.Errorf("--bisect %s: %v", axis, err)
	}
	byVersion := map[string]matrix.Cell{}
	var versions []string
	for _, c := range between.Cells {
		v, _ := c.Version(axis)
		byVersion[v.Name], versions = c, append(versions, v.Name)
	}
	told, err := openTrials(s)
	if err != nil {
		return err
	}
	ready := func(version string) bool { return s.Matrix.Ready(byVersion[version]) }
	b := matrix.Bisect{Versions: versions, Tests: tests, Ready: ready, Trial: func(ctx context.Context, version string, tests []string) (map[string]string, error) {
		fmt.Fprintf(s.App.Stderr, "trying %s=%s with %d of the tests\n", axis, version, len(tests))
		return trial(ctx, s, byVersion[version], tests, told)
	}}
	changes, failures, err := b.Run(ctx)
	err = errors.Join(err, told.finish())
	if err != nil {
		return err
	}
	unanswered := slices.ContainsFunc(changes, func(c matrix.Change) bool { return c.NoAnswer })
	err = app.Written(told.reports.Screen, func(w io.Writer) {
		for _, c := range changes {
			fmt.Fprintln(w, c)
		}
	})
	if n := len(between.Older); n > 0 && slices.ContainsFunc(changes, func(c matrix.Change) bool { return c.First == "" }) {
		fmt.Fprintf(s.App.Stderr, "older versions that are not picked: %d; to begin with one of them: --matrix=%s=%s,%s\n", n, axis, between.Older[0].Name, versions[len(versions)-1])
	}
	for _, f := range failures {
		fmt.Fprintln(s.App.Stderr, f)
	}
	if err == nil && unanswered {
		err = app.ExitStatus(1)
	}
	return err
}

// trial runs tests in one cell and returns their verdicts.
func trial(ctx context.Context, s *session.Session, cell matrix.Cell, tests []string, told *trials) (map[string]string, error) {
	if _, err := s.Matrix.Prepare(ctx, cell); err != nil {
		return nil, err
	}
	verdicts := map[string]string{}
	o := s.RunnerOptions(session.Plan{Paths: tests, Cells: []matrix.Cell{cell}, All: true})
	o.Test.Whole = false // nobody writes .err files
	err := runner.Run(ctx, o, event.All(event.HandlerFunc(func(e event.Event) error {
		switch e.Action {
		case event.Pass:
			verdicts[e.Test] = "passes"
		case event.Fail, event.Error:
			verdicts[e.Test] = "fails"
		case event.Skip:
			verdicts[e.Test] = "is skipped"
		}
		return nil
	}), told))
	if _, ok := errors.AsType[runner.Kept](err); ok {
		err = nil
	}
	return verdicts, err
}

// trials keeps what the trials tell, for the reports: these are told of one run,
// which had the tests of all trials.
type trials struct {
	reports *session.Reporters
	events  *os.File // nil: there are no reports
	event.Handler
}

func openTrials(s *session.Session) (t *trials, err error) {
	t = &trials{Handler: event.HandlerFunc(func(event.Event) error { return nil })}
	if t.reports, err = session.OpenReports(s.App, &s.Set.Show); err != nil || len(s.Set.Show.Reports) == 0 {
		return t, err
	}
	if t.events, err = os.CreateTemp("", "dott-events-"); err != nil {
		return nil, fmt.Errorf("keeping the events of the trials: %w", err)
	}
	t.Handler = report.NewJSON(t.events)
	return t, nil
}

// finish writes the reports.
func (t *trials) finish() error {
	if t.events == nil {
		return nil
	}
	t.reports.Listen()
	size, err := t.events.Seek(0, io.SeekEnd)
	if err == nil && size > 0 {
		_, err = event.Merge(t.reports, event.Source{Name: "the trials", Data: t.events, Size: size})
	}
	return errors.Join(t.reports.Finish(event.Event{}, err), t.events.Close(), os.Remove(t.events.Name()))
}
