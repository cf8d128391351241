// Package prepare finds out all that can be known of a test before it runs. Its
// file is read and parsed, #if and #require are answered, and the configuration
// and the file's own directives become [Settings]. What it takes to answer, a
// command that tells whether docker is there, is run once in a run, and only if a
// file asks.
//
// What is wrong with a file is a fault with its line, and all faults of a file
// come at once; an error is about the machine.
package prepare

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/place"
	"dott/runner/schedule"
)

// Options are what is known of all tests.
type Options struct {
	Config    config.Config
	Format    transcript.Format
	Shell     string // path
	ShellArgs []string
	Timeout   time.Duration // of each test; 0 is none
	Retry     int           // further attempts for a test that fails
	MaxOutput int64         // bytes that a test may print
	Limits    map[string]int64
	Place     place.Place // where features are probed
	Target    string      // where tests run that say nothing else; "" is this machine
	// CellTarget returns where the tests of a cell run; "" is that the cell does not say.
	// It may be nil.
	CellTarget func(cell string) string

	// Cell returns what a cell's environment has besides, or why there is no such
	// cell. It may be nil.
	Cell func(cell string) (around.Environ, error)
	// Axis answers for features that are axes of the matrix. It may be nil.
	Axis func(ctx context.Context, cell, name string) (k feature.Known, ok bool, err error)
	// Feature answers for features of what is around the tests. It may be nil.
	Feature func(ctx context.Context, f around.Feature) (around.Answer, bool)
}

// A Preparer prepares the tests of a run. Its methods may be called at the same
// time.
type Preparer struct {
	o        Options
	features features
	environs environs
}

// New returns a Preparer.
func New(o Options) *Preparer {
	p := &Preparer{o: o}
	p.features.o = &p.o
	return p
}

// A Test is ready to run, or the reason why it is not is known.
type Test struct {
	// Transcript is of the lines that #if chose; nil for a test that is none.
	Transcript *transcript.Transcript
	Settings   Settings
	Faults     []transcript.Fault // it cannot run
	Skip       string             // it is not to run, by #require
	Environ    around.Environ     // what its cell adds to the environment
}

// Runs reports whether the test will really run.
func (t *Test) Runs() bool {
	return t.Skip == "" && len(t.Faults) == 0 && (t.Transcript == nil || !t.Transcript.Empty())
}

// Test reads and parses a test's file, and finds out what it asks for. What is
// wrong with the file is in the Test; an error is about the machine, the cell or
// the configuration.
func (p *Preparer) Test(ctx context.Context, found *discover.Test) (*Test, error) {
	t := &Test{}
	var err error
	if p.o.Cell != nil {
		if t.Environ, err = p.o.Cell(found.Cell); err != nil {
			return nil, err
		}
	}
	var parsed *transcript.Transcript
	if found.File.Foreign == nil {
		if parsed, err = found.File.Parse(p.o.Format); err != nil {
			return nil, err
		}
	}
	skip, line, terr := p.settleTarget(found, parsed)
	if terr != nil && parsed == nil {
		return nil, terr
	}
	if t.Settings, err = p.o.settings(found); err != nil {
		return nil, err
	}
	if t.Settings.Known, err = p.known(ctx, found); err != nil {
		return nil, err
	}
	if found.File.Foreign != nil {
		t.Settings.needServices(p.o.Config.Service)
		why := p.impossible(t)
		if why == "" {
			why = t.Settings.onlyHere(found.Target)
		}
		if why != "" {
			return nil, errors.New(why)
		}
		t.Skip = skip
		return t, t.Settings.missing()
	}
	t.Transcript, t.Faults, t.Skip = parsed, slices.Clone(parsed.Faults), skip
	if terr != nil {
		t.fault(line, terr)
	}
	if len(t.Faults) == 0 && t.Skip == "" {
		p.choose(ctx, found, t)
	}
	for _, line := range found.Printed {
		t.Transcript = transcript.Printed(t.Transcript, line)
	}
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case t.Skip != "":
		t.Settings.Needs = schedule.Needs{}
		return t, nil
	}
	t.Faults = append(t.Faults, t.Settings.direct(t.Transcript, found, p.o.Config.Service)...)
	t.Settings.needServices(p.o.Config.Service)
	if why := p.impossible(t); why != "" {
		t.fault(p.resourceLine(t), errors.New(why))
	} else if why := t.Settings.onlyHere(found.Target); why != "" {
		t.fault(p.resourceLine(t), errors.New(why))
	}
	if len(t.Faults) > 0 {
		t.Settings = Settings{} // it needs nothing
		return t, nil
	}
	if t.Runs() {
		err = t.Settings.missing()
	}
	return t, err
}

// Faults returns what is wrong with a file by itself and by the configuration: of its
// directives, those that cannot be carried out. Nothing is run, and no #if is answered.
func Faults(t *transcript.Transcript, path string, c *config.Config) []transcript.Fault {
	var s Settings
	found, faults := discover.Test{Path: path}, []transcript.Fault(nil)
	for _, d := range t.Directives {
		if d.Name != "target" {
			continue
		}
		found.Target = d.Args
		if why := config.UnknownTarget(c.Target, d.Args); why != "" {
			faults = append(faults, transcript.Fault{Line: d.Line, Reason: "#target: " + why})
		}
	}
	return append(faults, s.direct(t, &found, c.Service)...)
}

func (t *Test) fault(line int, err error) {
	t.Faults = append(t.Faults, transcript.Fault{Line: line, Reason: err.Error()})
}

// choose answers #if and #require.
func (p *Preparer) choose(ctx context.Context, found *discover.Test, t *Test) {
	t.Transcript = t.Transcript.Choose(func(d transcript.Directive) bool {
		if t.Skip != "" || len(t.Faults) > 0 {
			return false
		}
		ok, why, err := p.features.holds(ctx, found, d.Terms)
		if err != nil {
			t.fault(d.Line, err)
		} else if !ok && d.Name == "require" {
			t.Skip = why
		}
		return ok
	})
}

// impossible returns why what a test needs is more than there is, or "".
func (p *Preparer) impossible(t *Test) string {
	why := schedule.Impossible(p.o.Limits, t.Settings.Needs.Resources)
	if len(t.Settings.Services) == 0 {
		return why
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(why, "#resource "), "=")
	if _, said := p.o.Config.Resources[name]; !said {
		why = strings.TrimSuffix(why, ", according to [resources] in dott.toml")
	}
	return strings.Replace(why, "#resource ", "the test and its services need ", 1)
}

// resourceLine is the line of the first directive for what a test cannot have.
func (p *Preparer) resourceLine(t *Test) int {
	for _, d := range t.Transcript.Directives {
		if d.Name == "resource" || d.Name == "service" || d.Name == "tty" {
			return d.Line
		}
	}
	return 0
}

// Holds reports whether conditions hold for a test.
func (p *Preparer) Holds(ctx context.Context, t *discover.Test, terms []feature.Term) (bool, error) {
	ok, _, err := p.features.holds(ctx, t, terms)
	return ok, err
}
