// Package runner runs transcripts. [Run] takes them through the stages, each a
// package of its own that hands on plain values and knows none of the others
// behind it:
//
//   - discover: paths become tests
//   - schedule: tests become jobs, in an order
//   - prepare: a job's file becomes settings and a transcript
//   - around: what happens before and after, such as cells and coverage
//   - shell: the transcript becomes a script, and its output blocks again
//   - place: the script runs
//   - judge: the blocks become a verdict with edits
//
// What happens is told as a stream of events, from which all reports are made.
// docs/design.md draws the whole.
//
// The package starts no process but through helpers of its own, and leaves those
// of the program that uses it alone; see package process.
package runner

import (
	"context"
	"errors"
	"os"
	"time"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/schedule"
	"dott/runner/step"
)

// Options say what to run and how. Only the paths have no useful zero value.
type Options struct {
	Discover DiscoverOptions
	Schedule schedule.Options
	Test     TestOptions
	Place    PlaceOptions
	Matrix   MatrixOptions
	Config   config.Config  // of the project, but for [run]'s options, which are here already
	Around   []around.Layer // besides the matrix's
	Own      []around.Layer // besides these, for the tests of this configuration: its services
	// Scope returns what is different for a test's file, as another configuration is
	// nearer to it; nil is nothing. It is asked once for each folder of tests. It may be
	// nil.
	Scope   func(path string) (*Scope, error)
	Tracing Tracing      // what tests touch
	Debug   *Streams     // run the bare commands with their output here; nothing is compared
	Step    step.Stepper // called with each test in the place of running it
	About   event.Event  // what the first event says besides: Version, Host, Seed, Again, Dir

	// Supervisor is shared by runs that go on at the same time; nil is one of its own.
	Supervisor *process.Supervisor
}

// DiscoverOptions say which tests are run.
type DiscoverOptions struct {
	Paths  []string // files and directories
	Choice discover.Choice
	All    bool // nobody narrowed the paths down: what a list names and is not there is told
}

// TestOptions say how each test is run.
type TestOptions struct {
	Format    transcript.Format
	Shell     string   // path; "" is /bin/sh
	ShellArgs []string // given to the shell before the script
	Timeout   time.Duration
	MaxOutput int64 // bytes that a test may print; 0 is 256 MiB
	MaxDiff   matcher.DiffLimit
	Whole     bool // the handler takes what event.Whole is, and closes it
	Retry     int  // further attempts for a test that fails
	FailFast  bool // end the run at the first failure
	// Require has features without which nothing is run.
	Require []feature.Term
	// RanBefore tells by a test's key whether it ran the last time, and was not skipped.
	RanBefore func(key string) bool
	Times     bool // measure how long each command takes
	Pace      Pace // after which a test is slow; nil is that none is
}

// FormatOf returns how files are read and written by a configuration, and with an indent
// of so many spaces; 0 is 2.
func FormatOf(c config.Config, indent int) transcript.Format {
	off := func(option *bool) bool { return option != nil && !*option }
	return transcript.Format{
		Indent: indent, Plain: off(c.Compat.Directives), FlatIf: off(c.Compat.NestedIf), ASCII: c.Compat.Escape == "ascii",
		Scrut: is(c.Compat.Scrut), Fences: c.Markdown.Fences,
	}
}

// PlaceOptions say where tests run.
type PlaceOptions struct {
	Env      []string // the caller's environment; nil is os.Environ()
	Preserve bool     // keep it instead of resetting it
	TmpDir   string   // where temporary directories are made; "" is the system's place
	Keep     bool     // leave the temporary directory
	Target   string   // where tests run that say nothing else; "" is this machine
	// Open opens another place than this machine, which is what nil does.
	Open func(place.Options) (place.Place, error)
}

// MatrixOptions say in which cells each test runs.
type MatrixOptions struct {
	Matrix *matrix.Matrix // of the configuration; nil is none
	Cells  []matrix.Cell  // none is the default cell alone
	// Addressed are the names of those cells in which only the tests run that a path
	// names with the cell: a.t[git=2.40].
	Addressed []string
}

// Streams are where a shell that is only watched writes.
type Streams struct {
	Out, Err *os.File
	Commands bool // each command is shown before what it prints
}

// ErrNoTests is the error of a run that found nothing to run.
var ErrNoTests = discover.ErrNoTests

// ErrNoneChosen is an [ErrNoTests] where there are tests, and the options left out
// all of them.
var ErrNoneChosen = discover.ErrNoneChosen

// Kept is the error of a run whose temporary directory was left on request.
// There is no other fault.
type Kept struct{ Dir string }

func (k Kept) Error() string { return "kept temporary directory: " + k.Dir }

// List returns the names of the tests that a run would have.
func List(ctx context.Context, o Options) ([]string, error) {
	tests, _, err := discover.Tests(ctx, o.discover())
	if err != nil {
		return nil, err
	}
	if o.Schedule.Shard.Of > 0 {
		tests, _ = o.Schedule.Shard.Part(tests)
	}
	var names []string
	for _, t := range tests {
		if t.Skip != "" {
			continue
		}
		names = append(names, event.Address(t.Name, t.Cell))
	}
	return names, nil
}

// Run runs the tests and hands the events to h, one at a time and from one
// goroutine, the ends of tests in file order. A handler that is slow holds back no
// test. The error is about the run as a whole, never about a test: nothing to run,
// no temporary directory, a handler that refused, or the cause of a cancelled ctx.
// Whatever it is, nothing stays behind.
func Run(ctx context.Context, o Options, h event.Handler) (err error) {
	tests, warnings, err := discover.Tests(ctx, o.discover())
	if err != nil {
		return err
	}
	o.setDefaults()
	if o.Schedule.Shard.Of > 0 {
		tests, o.About.Split = o.Schedule.Shard.Part(tests)
		o.About.Shard = o.Schedule.Shard.String()
	}
	if o.Supervisor == nil {
		o.Supervisor = process.NewSupervisor()
		defer o.Supervisor.Close()
	}
	where, err := o.openPlace()
	if err != nil {
		return err
	}
	r := newRun(o, where, tests)
	defer r.emulators.Close()
	places, err := addScopes(r)
	defer func() {
		cerr := closeAll(places, o.Place.Keep && err == nil)
		if err == nil {
			err = cerr
		} else if cerr != nil {
			err = errors.Join(err, cerr)
		}
	}()
	if err == nil {
		err = addSecrets(r)
	}
	if err != nil {
		return r.secrets.Error(err)
	}
	return r.secrets.Error(r.all(ctx, warnings, h))
}

// discover returns the options of the first stage.
func (o *Options) discover() discover.Options {
	d := discover.Options{
		Paths: o.Discover.Paths, Choice: o.Discover.Choice, All: o.Discover.All,
		Format: o.Test.Format, Foreign: o.Config.Foreign, Jobs: o.Schedule.Jobs,
		Markdown: discover.Markdown{Dir: o.Config.Dir, Globs: o.Config.Run.Markdown},
	}
	for _, c := range o.Matrix.Cells {
		d.Cells = append(d.Cells, c.Name)
	}
	d.Addressed = o.Matrix.Addressed
	return d
}

func (o *Options) setDefaults() {
	if o.Test.Shell == "" {
		o.Test.Shell = "/bin/sh"
	}
	if o.Place.Env == nil {
		o.Place.Env = os.Environ()
	}
	if o.Test.MaxOutput == 0 {
		o.Test.MaxOutput = 256 << 20
	}
	o.Schedule.Jobs = max(1, o.Schedule.Jobs)
}

// defaultPorts is how many ports are leased to each test.
const defaultPorts = 3

func (o *Options) openPlace() (place.Place, error) {
	c := o.Config
	p := place.Options{
		TmpDir: o.Place.TmpDir, Keep: o.Place.Keep, Nested: is(c.Compat.NestedTmp), Shared: is(c.Compat.SharedTmp),
		Shell: o.Test.Shell, Env: o.Place.Env, Preserve: o.Place.Preserve, Pass: c.Env.Pass, Unset: c.Env.Unset,
		Project: c.Dir, PortPrefix: c.Ports.Prefix, Ports: defaultPorts, Supervisor: o.Supervisor,
	}
	if c.Ports.Count != nil {
		p.Ports = *c.Ports.Count
	}
	if o.Place.Open != nil {
		return o.Place.Open(p)
	}
	return place.NewLocal(p)
}

// is reports whether an option of the configuration is set and on.
func is(option *bool) bool { return option != nil && *option }

// onStdin reports whether shells read their scripts from standard input.
func (o *Options) onStdin() bool { return o.Config.Compat.Script == "stdin" }
