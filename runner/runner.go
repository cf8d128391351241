// Package runner runs transcripts. [Run] finds the files, turns each into a
// shell script, runs that in a sandbox, compares what came out with what the
// file expects, and tells the story as a stream of events.
package runner

import (
	"context"
	"errors"
	"os"
	"time"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/process"
	"dott/runner/sandbox"
)

// Options say what to run and how. Only Paths has no useful zero value.
type Options struct {
	Paths       []string // files and directories
	Shell       string   // the shell's path; "" is /bin/sh
	ShellArgs   []string // given to the shell before the script
	Format      transcript.Format
	Timeout     time.Duration // for each test; 0 is none
	MaxOutput   int64         // bytes that a test may print; 0 is 256 MiB
	PreserveEnv bool          // keep the environment instead of resetting it
	Env         []string      // the caller's environment; nil is os.Environ()
	TmpDir      string        // where temporary directories are made; "" is the system's place
	KeepTmp     bool          // leave the temporary directory
	Debug       *Streams      // run the bare commands with their output here; nothing is compared
	Version     string        // of dott, for the stream
	About       event.Event   // what the first event says besides: Host, Seed, Again, Dir

	Choice    Choice // which of the tests found are run
	Shard     Shard  // and which part of these
	Jobs      int    // tests that run at the same time; 0 is 1
	Order     Order  // in which they are begun
	Seed      uint64 // for the random order
	Repeat    int    // runs of each test; 0 is 1
	UntilFail bool   // all over again until a test fails; at most Repeat times, if that is set
	Retry     int    // further attempts for a test that fails
	FailFast  bool   // end the run at the first failure
	// Config is the project's configuration, but for [run]'s options, which are
	// here already.
	Config config.Config
	Matrix *matrix.Matrix // of the configuration; nil is none
	Cells  []matrix.Cell  // in which each test runs; none is the default cell alone
	// Seconds returns how long a test took in an earlier run, by its key, or 0. It
	// may be nil.
	Seconds func(key string) float64

	// Cover is called with the Start of each test that is run, also before another
	// attempt, outside of its time. It returns variables for the test, in whose values
	// $NAME is a variable that the test has already, and a function that is called when
	// the test has ended. It may be nil.
	Cover func(ctx context.Context, start event.Event) (env map[string]string, ended func(passed bool))

	// Supervisor is shared by several runs, and closed by who made it; nil is one of
	// the run's own.
	Supervisor *process.Supervisor
}

// Order is the order in which tests are begun; they are reported in the order
// of the files in any case.
type Order int

// The orders of tests.
const (
	ByRuntime Order = iota // the longest first, by earlier runs
	ByFile                 // as they are found
	Random                 // shuffled with Options.Seed
)

// Streams are where a shell that is only watched writes.
type Streams struct{ Out, Err *os.File }

// ErrNoTests is the error of a run that found nothing to run.
var ErrNoTests = errors.New("no tests found")

// errFailFast is why tests were stopped after a failure.
var errFailFast = errors.New("stopped at the first failure")

// Kept is the error of a run whose temporary directory was left on request.
// There is no other fault.
type Kept struct{ Dir string }

func (k Kept) Error() string { return "kept temporary directory: " + k.Dir }

// List returns the names of the tests that a run would have.
func List(ctx context.Context, o Options) ([]string, error) {
	files, err := choose(ctx, &o)
	if err != nil {
		return nil, err
	}
	files, _ = o.Shard.of(files)
	var names []string
	for _, f := range files {
		if f.skip != "" {
			continue
		}
		name := f.name
		if f.cell != nil {
			name += " [" + f.cell.Name + "]"
		}
		names = append(names, name)
	}
	return names, nil
}

// run is the state that the tests of a run share.
type run struct {
	Options
	features      features
	substitutions []*matcher.Substitution
	supervisor    *process.Supervisor
	dirs          *sandbox.Run
	pool          *pool
}

// Run runs the tests and hands the events to h, one at a time, the ends of tests
// in file order. The error is about the run as a whole, never
// about a test: nothing to run, no temporary directory, a handler that refused,
// or the cause of a cancelled ctx. Whatever it is, nothing stays behind.
func Run(ctx context.Context, o Options, h event.Handler) (err error) {
	files, err := choose(ctx, &o)
	if err != nil {
		return err
	}
	setDefaults(&o)
	if o.Shard.Of > 0 {
		files, o.About.Split = o.Shard.of(files)
		o.About.Shard = o.Shard.String()
	}
	r := &run{Options: o, supervisor: o.Supervisor}
	if r.supervisor == nil {
		r.supervisor = process.NewSupervisor()
		defer r.supervisor.Close()
	}
	r.features.run = r
	guard := r.supervisor
	if o.KeepTmp {
		guard = nil
	}
	if r.dirs, err = sandbox.NewRun(o.TmpDir, o.Shell, o.KeepTmp || is(o.Config.Compat.NestedTmp), is(o.Config.Compat.SharedTmp), guard); err != nil {
		return err
	}
	defer func() {
		switch {
		case !o.KeepTmp:
			err = errors.Join(err, r.dirs.Remove())
		case err == nil:
			err = Kept{r.dirs.Dir}
		}
	}()
	if r.substitutions, err = r.readSubstitutions(ctx, files); err != nil {
		return err
	}
	return r.all(ctx, files, &stream{h: h})
}

// is reports whether an option of the configuration is set and on.
func is(option *bool) bool { return option != nil && *option }

func setDefaults(o *Options) {
	if o.Shell == "" {
		o.Shell = "/bin/sh"
	}
	if o.Env == nil {
		o.Env = os.Environ()
	}
	if o.MaxOutput == 0 {
		o.MaxOutput = 256 << 20
	}
	if o.Seconds == nil {
		o.Seconds = func(string) float64 { return 0 }
	}
	o.Jobs = max(1, o.Jobs)
}

// stream numbers events and stamps them.
type stream struct {
	h   event.Handler
	seq int
}

func (s *stream) send(e event.Event) error {
	s.seq++
	e.Seq = s.seq
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	return s.h.Handle(e)
}
