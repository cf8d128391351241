package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"dott/runner"
	"dott/runner/event"
	"dott/runner/matrix"
)

// bisect looks for the version of an axis at which each of the tests changes its
// verdict. Other axes that --matrix names must be down to one version each.
func bisect(ctx context.Context, o *options, ro runner.Options, env []string, stdout, stderr io.Writer) error {
	if _, ok := o.settings.Axes[o.bisect]; !ok {
		return usagef("--bisect %s: the configuration has no [matrix.%s]", o.bisect, o.bisect)
	}
	tests, err := runner.List(ctx, ro)
	if err != nil {
		return err
	}
	m, err := openMatrix(o.settings, env, ro.Supervisor, func(what string) { fmt.Fprintln(stderr, what) })
	if err != nil {
		return err
	}
	ro.Matrix = m
	selection := o.matrix.text
	if selection == "" {
		selection = o.bisect
	}
	cells, warnings, err := m.Cells(ctx, selection)
	for _, w := range warnings {
		fmt.Fprintln(stderr, "warning: "+w)
	}
	if err != nil {
		return err
	}
	byVersion := map[string]matrix.Cell{}
	var versions []string
	for _, c := range cells {
		v, ok := c.Version(o.bisect)
		if _, twice := byVersion[v.Name]; !ok || twice {
			return usagef("--bisect %s: --matrix %s leaves several cells of one version; name one version of each other axis", o.bisect, selection)
		}
		byVersion[v.Name] = c
		versions = append(versions, v.Name)
	}
	b := matrix.Bisect{Versions: versions, Tests: tests, Trial: func(ctx context.Context, version string, tests []string) (map[string]string, error) {
		fmt.Fprintf(stderr, "trying %s=%s with %d of the tests\n", o.bisect, version, len(tests))
		return trial(ctx, ro, byVersion[version], tests)
	}}
	changes, failures, err := b.Run(ctx)
	if err != nil {
		return err
	}
	unanswered := slices.ContainsFunc(changes, func(c matrix.Change) bool { return c.NoAnswer })
	err = written(stdout, func(w io.Writer) {
		for _, c := range changes {
			fmt.Fprintln(w, c)
		}
	})
	for _, f := range failures {
		fmt.Fprintln(stderr, f)
	}
	if err == nil && unanswered {
		err = exitStatus(1)
	}
	return err
}

// trial runs tests in one cell and returns their verdicts.
func trial(ctx context.Context, ro runner.Options, cell matrix.Cell, tests []string) (map[string]string, error) {
	if _, err := ro.Matrix.Prepare(ctx, cell); err != nil {
		return nil, err
	}
	ro.Paths, ro.Cells, ro.Choice = tests, []matrix.Cell{cell}, runner.Choice{}
	verdicts := map[string]string{}
	err := runner.Run(ctx, ro, event.HandlerFunc(func(e event.Event) error {
		switch e.Action {
		case event.Pass:
			verdicts[e.Test] = "passes"
		case event.Fail, event.Error:
			verdicts[e.Test] = "fails"
		case event.Skip:
			verdicts[e.Test] = "is skipped"
		}
		return nil
	}))
	if _, ok := errors.AsType[runner.Kept](err); ok {
		err = nil
	}
	return verdicts, err
}
