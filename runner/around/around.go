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
	Name     string   // as it is shown
	Path     string   // of the file, absolute
	Cases    []string // its cases
	Cell     string   // of the matrix
	Target   string   // where it runs; "" is this machine
	Services []string // that it asks for
	Worker   int      // which of the run's workers runs it, from 0
	Left     int      // how many tests there are to come, about
	// Env returns the environment of the cell's tests, but for what tells a test about
	// itself.
	Env func(ctx context.Context) ([]string, error)
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
	// Feature answers for a feature, and reports whether it is one of the layer's.
	Feature func(ctx context.Context, f Feature) (Answer, bool)
	// Test is called before each run of a test that will really run, outside of its
	// time. What it returns holds until After, which is called when the test has ended,
	// if there was no error. With an error, the part may have logs.
	Test func(ctx context.Context, t Test) (Part, error)
}

// A Feature is asked for by a test.
type Feature struct {
	Name, Cell string
	Env        func(ctx context.Context) ([]string, error) // as Test has it
}

// An Answer tells whether a feature is there.
type Answer struct {
	Present bool
	Why     string // it is not
	Err     error  // nobody can tell
}

// A Part is what a layer does for one run of a test. Fields that are nil do nothing.
type Part struct {
	Environ  Environ
	Names    []Name   // texts that are shown as variables
	Ports    []int    // of the loopback, that a test with a network of its own is to have
	Far      []string // addresses that such a test cannot have
	Sockets  []string // folders with sockets that such a test may connect to
	Write    []string // folders in which a test is to write that may not do so anywhere
	Warnings []string // about the test
	// Ended are closed when the test cannot go on. Check then says why; it is asked when
	// the test has ended, in whatever way, and an error takes the place of the verdict.
	Ended []<-chan struct{}
	Check func() error
	Logs  func() []event.Log // for a test that failed
	After After
}

// A Name is a text that is another in each run, and what is shown for it.
type Name struct {
	Text, Variable string
	Number         bool // a digit before it makes it part of another number
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

// Feature asks the layers about a feature, until one knows it.
func (l Layers) Feature(ctx context.Context, f Feature) (Answer, bool) {
	for _, layer := range l {
		if layer.Feature == nil {
			continue
		}
		if a, ok := layer.Feature(ctx, f); ok {
			return a, true
		}
	}
	return Answer{}, false
}

// Test begins one run of a test. After must be called if there was no error; its
// error is what went wrong behind the test.
func (l Layers) Test(ctx context.Context, t Test) (whole Part, err error) {
	var parts []Part
	end := func(ctx context.Context, passed bool) error {
		var errs []error
		for _, p := range slices.Backward(parts) {
			if p.After != nil {
				errs = append(errs, p.After(ctx, passed))
			}
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
		p, err := layer.Test(ctx, t)
		if err != nil {
			return Part{Logs: p.Logs}, err
		}
		parts = append(parts, p)
	}
	begun = true
	whole = together(parts)
	whole.After = end
	return whole, nil
}

// together makes one part of several, but for their After.
func together(parts []Part) Part {
	var whole Part
	var environs []Environ
	for _, p := range parts {
		environs = append(environs, p.Environ)
		whole.Names = append(whole.Names, p.Names...)
		whole.Ports = append(whole.Ports, p.Ports...)
		whole.Far = append(whole.Far, p.Far...)
		whole.Sockets = append(whole.Sockets, p.Sockets...)
		whole.Write = append(whole.Write, p.Write...)
		whole.Warnings = append(whole.Warnings, p.Warnings...)
		whole.Ended = append(whole.Ended, p.Ended...)
	}
	whole.Environ = join(environs)
	whole.Check = func() error {
		var errs []error
		for _, p := range parts {
			if p.Check != nil {
				errs = append(errs, p.Check())
			}
		}
		return errors.Join(errs...)
	}
	whole.Logs = func() (all []event.Log) {
		for _, p := range parts {
			if p.Logs != nil {
				all = append(all, p.Logs()...)
			}
		}
		return all
	}
	return whole
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
