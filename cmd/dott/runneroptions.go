package main

import (
	"context"

	"dott/runner"
	"dott/runner/event"
	"dott/runner/matrix"
)

// A plan is what is different in one of the runs that a session may have. The
// zero value is a run of what its settings say.
type plan struct {
	paths []string      // nil: those of the settings
	cells []matrix.Cell // nil: those of the session
	all   bool          // what the paths name is run, without a choice among it
	once  bool          // and once, only to see whether it comes out as before
	jobs  int           // 0: as the settings say
	cover func(ctx context.Context, start event.Event) (env map[string]string, ended func(passed bool))
}

// runnerOptions turns a session into what the runner takes. Nothing else in this
// package knows how that looks.
func (s *session) runnerOptions(p plan) runner.Options {
	run, choose := &s.set.run, &s.set.choose
	o := runner.Options{
		Paths: s.set.paths, Config: s.set.config, Env: s.app.env, Version: version(), About: s.about(),
		Shell: s.shell, ShellArgs: s.shellArgs, Format: run.format, Timeout: run.timeout, MaxOutput: run.maxOutput,
		PreserveEnv: run.preserveEnv, TmpDir: run.tmpdir, KeepTmp: run.keepTmpdir,
		Jobs: run.jobs, Repeat: run.repeat, UntilFail: run.untilFail, Retry: run.retry, FailFast: run.failFast,
		Order:  map[string]runner.Order{"file": runner.ByFile, "random": runner.Random}[run.order.is], // else by runtime
		Seed:   run.order.seed,
		Choice: runner.Choice{Keyword: choose.keyword, SkipList: choose.skipList, OnlyList: choose.onlyList},
		Shard:  runner.Shard{Index: s.part.index, Of: s.part.of, Seconds: s.part.seconds},
		Matrix: s.matrix, Cells: s.cells, Cover: p.cover, Supervisor: s.supervisor,
	}
	if choose.changed.asked {
		o.Choice.Changed = s.changed
	}
	if choose.affected.asked {
		o.Choice.Affected = s.affected
	}
	if choose.retest {
		o.Choice.Only = func(key string) bool { return s.records()[s.state.Name(key)].Failed }
	}
	if choose.retest || o.Jobs > 1 && o.Order == runner.ByRuntime {
		o.Seconds = func(key string) float64 { return s.records()[s.state.Name(key)].Seconds }
	}
	if s.streams != nil {
		o.Debug, o.Jobs = &runner.Streams{Out: s.streams[0], Err: s.streams[1]}, 1
	}
	if p.paths != nil {
		o.Paths = p.paths
	}
	if p.cells != nil {
		o.Cells = p.cells
	}
	if p.jobs > 0 {
		o.Jobs = p.jobs
	}
	if p.all || p.once {
		o.Choice = runner.Choice{}
	}
	if p.once {
		o.KeepTmp, o.Shard, o.Retry, o.Repeat, o.UntilFail, o.FailFast = false, runner.Shard{}, 0, 0, false, false
	}
	return o
}

// head returns the first event of a run that the runner did not begin.
func (s *session) head() event.Event {
	e := s.about()
	e.Action, e.Schema, e.Version, e.Shell = event.Dott, event.Schema, version(), s.shell
	return e
}
