// Package around is what happens before and after: a run, and each run of a test
// in it. The cells of a matrix, coverage and services are layers; the runner
// knows none of them.
//
// Layers act in order before, and in reverse after. What one gives a test, those
// behind it see. A layer that fails before a test makes that the test's error, and
// the layers before it still get to clean up; one that fails afterwards has a
// warning to say.
package around

import (
	"context"
	"errors"
	"slices"

	"dott/runner/event"
)

// A Test is what a layer is told of a test.
type Test struct {
	Name  string   // as it is shown
	Path  string   // of the file, absolute
	Cases []string // its cases
	Cell  string   // of the matrix
}

// An Environ changes the environment of a test.
type Environ func(env []string) []string

// A Layer is one thing that happens around tests. Functions that are nil do
// nothing; the others may be called at the same time, but for Run.
type Layer struct {
	// Run is called before the first test, with the cells that the tests need. What
	// takes long for many tests is done here. Its warnings are told before the tests.
	Run func(ctx context.Context, cells []string) (warnings []Warning, after AfterRun, err error)
	// Cell returns what the environment of a cell has besides, for tests and for
	// probes of what the cell has. An error is that of each test in the cell.
	Cell func(cell string) (Environ, error)
	// Test is called before each run of a test that will really run, outside of its
	// time. After is called when it has ended, if there was no error.
	Test func(ctx context.Context, t Test) (env Environ, after After, err error)
}

// After is called when a test has ended, and told whether it passed.
type After func(ctx context.Context, passed bool) error

// AfterRun is called when no test runs any more, and may add to the summary of the
// run.
type AfterRun func(ctx context.Context, summary *event.Event) error

// A Warning is a sentence about a cell.
type Warning struct{ Cell, Reason string }

// Layers act as one, in order before and in reverse after.
type Layers []Layer

// Run begins a run. After must be called if there was no error.
func (l Layers) Run(ctx context.Context, cells []string) (warnings []Warning, after AfterRun, err error) {
	var afters []AfterRun
	after = func(ctx context.Context, summary *event.Event) error {
		var all []error
		for _, a := range slices.Backward(afters) {
			all = append(all, a(ctx, summary))
		}
		return errors.Join(all...)
	}
	for _, layer := range l {
		if layer.Run == nil {
			continue
		}
		w, a, err := layer.Run(ctx, cells)
		warnings = append(warnings, w...)
		if err != nil {
			return warnings, nil, errors.Join(err, after(ctx, &event.Event{}))
		}
		if a != nil {
			afters = append(afters, a)
		}
	}
	return warnings, after, nil
}

// Cell returns what all layers give a cell.
func (l Layers) Cell(cell string) (Environ, error) {
	var all []Environ
	for _, layer := range l {
		if layer.Cell == nil {
			continue
		}
		env, err := layer.Cell(cell)
		if err != nil {
			return nil, err
		}
		all = append(all, env)
	}
	return join(all), nil
}

// Test begins one run of a test. After must be called if there was no error; its
// error is what went wrong behind the test.
func (l Layers) Test(ctx context.Context, t Test) (env Environ, after After, err error) {
	var all []Environ
	var afters []After
	end := func(ctx context.Context, passed bool) error {
		var errs []error
		for _, a := range slices.Backward(afters) {
			errs = append(errs, a(ctx, passed))
		}
		return errors.Join(errs...)
	}
	begun := false
	defer func() {
		if !begun { // a layer failed, or it panics
			err = errors.Join(err, end(ctx, false))
		}
	}()
	for _, layer := range l {
		if layer.Test == nil {
			continue
		}
		e, a, err := layer.Test(ctx, t)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, e)
		if a != nil {
			afters = append(afters, a)
		}
	}
	begun = true
	return join(all), end, nil
}

// join makes one change of several; nil ones change nothing.
func join(all []Environ) Environ {
	return func(env []string) []string {
		for _, change := range all {
			if change != nil {
				env = change(env)
			}
		}
		return env
	}
}
