package session

import (
	"context"
	"slices"

	"github.com/mattn/go-isatty"

	"dott/matcher"
	"dott/runner"
	"dott/runner/around"
	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/report"
	"dott/runner/schedule"
	"dott/runner/service"
	"dott/runner/state"
)

// A Plan is what is different in one of the runs that a session may have. The
// zero value is a run of what its settings say.
type Plan struct {
	Paths  []string      // nil: those of the settings
	Cells  []matrix.Cell // nil: those of the session
	All    bool          // what the paths name is run, without a choice among it
	Once   bool          // and once, only to see whether it comes out as before
	jobs   int           // 0: as the settings say
	around []around.Layer
}

// RunnerOptions turns a session into what the runner takes. Nothing else in this
// package knows how that looks.
func (s *Session) RunnerOptions(p Plan) runner.Options {
	run, choose := &s.Set.Run, &s.Set.Choose
	o := runner.Options{
		Discover: runner.DiscoverOptions{
			Paths: s.Set.Paths, All: !s.Set.Named,
			Choice: discover.Choice{Keyword: choose.Keyword, SkipList: choose.SkipList, OnlyList: choose.OnlyList, ListDir: s.Base()},
		},
		Schedule: schedule.Options{
			Jobs: run.Jobs, Repeat: run.Repeat, UntilFail: run.UntilFail, Seed: run.Order.Seed,
			Order: map[string]schedule.Order{"file": schedule.ByFile, "random": schedule.Random}[run.Order.Is], // else by runtime
			Shard: schedule.Shard{Index: s.part.index, Of: s.part.of, Seconds: s.part.seconds},
		},
		Test: runner.TestOptions{
			Format: run.Format, Shell: s.shell, ShellArgs: s.shellArgs, Timeout: run.Timeout, MaxOutput: run.MaxOutput,
			Retry: run.Retry, FailFast: run.FailFast, MaxDiff: matcher.DiffLimit(s.Set.Show.MaxDiff), Whole: true,
			Require: run.Require, RanBefore: func(key string) bool {
				r, known := s.records()[s.State.Name(key)]
				return known && !r.Skipped
			},
			Times: s.Set.Show.Time || slices.ContainsFunc(s.Set.Show.Reports, func(c report.Choice) bool { return c.Kind.Times }),
		},
		Place:  runner.PlaceOptions{Env: s.App.Env, Preserve: run.PreserveEnv, TmpDir: run.Tmpdir, Keep: run.KeepTmpdir},
		Matrix: runner.MatrixOptions{Matrix: s.Matrix, Cells: s.Cells, Addressed: s.addressed},
		Config: s.Set.Config, Around: p.around, About: s.about(), Supervisor: s.App.Supervisor,
	}
	o.Own, o.Scope = ownLayers(s, o), scopes(s, o)
	o.Place.Target, o.Place.Open = targets(s, s.Set)
	if choose.Changed.Asked {
		o.Discover.Choice.Changed = s.changed
	}
	if choose.Affected.Asked {
		o.Discover.Choice.Affected = func(ctx context.Context) (func(key, file string) bool, error) { return affected(ctx, s) }
	}
	if choose.Retest {
		o.Discover.Choice.Only = func(key string) bool { return s.records()[s.State.Name(key)].Failed }
	}
	if choose.Retest || run.Jobs > 1 && o.Schedule.Order == schedule.ByRuntime {
		o.Schedule.Seconds = func(key string) float64 { return s.records()[s.State.Name(key)].Seconds }
	}
	if s.streams != nil {
		o.Debug, o.Schedule.Jobs = &runner.Streams{Out: s.streams[0], Err: s.streams[1], Commands: isatty.IsTerminal(s.streams[0].Fd())}, 1
	}
	if p.Paths != nil {
		o.Discover.Paths, o.Discover.All = p.Paths, false
	}
	if p.Cells != nil {
		o.Matrix.Cells, o.Matrix.Addressed = p.Cells, nil
	}
	if p.jobs > 0 {
		o.Schedule.Jobs = p.jobs
	}
	if p.All || p.Once {
		o.Discover.Choice = discover.Choice{}
	}
	if p.Once {
		o.Place.Keep, o.Test.Retry, o.Test.FailFast, o.Test.Require = false, 0, false, nil
		o.Schedule.Shard, o.Schedule.Repeat, o.Schedule.UntilFail = schedule.Shard{}, 0, false
	}
	return o
}

// ServiceOptions turns what the runner takes into what services take.
func (s *Session) ServiceOptions(o runner.Options) service.Options {
	return service.Options{
		Config: o.Config, Supervisor: o.Supervisor, TmpDir: o.Place.TmpDir, Keep: o.Place.Keep, KeepLogs: s.streams != nil,
		Cache: s.State.Cache("services"), Project: state.Root(s.Here), Jobs: o.Schedule.Jobs,
	}
}

// Head returns the first event of a run that the runner did not begin.
func (s *Session) Head() event.Event {
	e := s.about()
	e.Action, e.Schema, e.Shell = event.Dott, event.Schema, s.shell
	return e
}
