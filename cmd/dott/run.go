package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"dott/matcher/transcript"
	"dott/runner"
	"dott/runner/event"
	"dott/runner/process"
	"dott/runner/report"
	"dott/runner/review"
	"dott/runner/state"
)

// cramName is the name under which dott is cram.
const cramName = "cram"

// run is the whole program but for the process around it; args[0] is the name
// that it was called by. The error carries the exit status.
func run(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) error {
	o := &options{asCram: strings.TrimSuffix(filepath.Base(args[0]), ".exe") == cramName}
	args = args[1:]
	if len(args) > 0 && !o.asCram {
		switch args[0] {
		case "new":
			return newTranscript(ctx, env, stdin, stdout, stderr, args[1:])
		case "init":
			return initProject(stdout, args[1:])
		case "matrix":
			return listMatrix(ctx, env, stdout, stderr, args[1:])
		case "report":
			return foldReports(env, stdin, stdout, stderr, args[1:])
		}
	}
	if o.asCram {
		more, err := words(getenv(env, "CRAM"))
		if err != nil {
			return usagef("$CRAM: %v", err)
		}
		args = append(args, more...)
	}
	flags, err := parse(o, args)
	if err != nil {
		return err
	}
	switch {
	case o.help:
		return written(stdout, writeHelp)
	case o.version:
		return written(stdout, func(w io.Writer) { fmt.Fprintf(w, "dott %s\n", version()) })
	}
	if err := o.settle(flags, env); err != nil {
		return err
	}
	paths := flags.Args()
	switch {
	case len(paths) == 0 && o.asCram:
		return usagef("under the name cram, the tests to run must be named: cram [OPTIONS] PATH...")
	case len(paths) == 0:
		paths = o.paths()
	}
	ro, err := runnerOptions(o, env, paths, stdout, stderr)
	if err != nil {
		return err
	}
	ro.Supervisor = process.NewSupervisor()
	defer ro.Supervisor.Close()
	if o.covers != "" {
		if flags.NArg() > 0 {
			return usagef("--covers takes one file, as --covers main.go:12, and no tests")
		}
		return listCovering(o, stdout, stderr)
	}
	if o.bisect != "" {
		return bisect(ctx, o, ro, env, stdout, stderr)
	}
	if err := addMatrix(ctx, o, env, stderr, &ro); err != nil {
		return err
	}
	if o.order.is == runner.Random {
		fmt.Fprintf(stderr, "the order is random; to have it again: --order %s\n", o.order.name)
	}
	if o.list {
		names, err := runner.List(ctx, ro)
		if err != nil {
			return nothingLeft(o, err, stderr)
		}
		return written(stdout, func(w io.Writer) {
			for _, name := range names {
				fmt.Fprintln(w, name)
			}
		})
	}
	if o.watch {
		return watchTests(ctx, o, ro, env, stdin, stdout, stderr)
	}
	return runTests(ctx, o, ro, env, stdin, stdout, stderr)
}

// written lets print write to w, and returns the error of the first write that
// failed.
func written(w io.Writer, print func(io.Writer)) error {
	b := bufio.NewWriter(w)
	print(b)
	return b.Flush()
}

// runnerOptions turns the command line into what the runner takes.
func runnerOptions(o *options, env, paths []string, stdout, stderr io.Writer) (runner.Options, error) {
	shell, err := process.Find(o.shell)
	if err != nil {
		return runner.Options{}, fmt.Errorf("shell not found: %s (--shell takes a path, or a name on PATH)", o.shell)
	}
	args, err := words(o.shellOpts)
	if err != nil {
		return runner.Options{}, usagef("--shell-opts %q: %v", o.shellOpts, err)
	}
	ro := runner.Options{
		Paths: paths, Shell: shell, ShellArgs: args, Format: o.format(), Timeout: time.Duration(o.timeout),
		PreserveEnv: o.preserveEnv, Env: env, TmpDir: o.tmpdir, KeepTmp: o.keepTmpdir, Version: version(),
		MaxOutput: int64(o.maxOutput), Jobs: int(o.jobs), Order: o.order.is, Seed: o.order.seed, Repeat: int(o.repeat),
		UntilFail: o.untilFail, Retry: int(o.retry), FailFast: o.failFast,
		Choice: runner.Choice{Keyword: o.keyword.re, SkipList: o.skipList, OnlyList: o.onlyList},
	}
	if err := fromProject(o, env, &ro, stderr); err != nil {
		return runner.Options{}, err
	}
	if err := setShard(o, func(name string) string { return getenv(env, name) }, &ro, stderr); err != nil {
		return runner.Options{}, err
	}
	ro.About = about(o, env)
	if o.debug {
		out, ok1 := stdout.(*os.File)
		errs, ok2 := stderr.(*os.File)
		if !ok1 || !ok2 {
			return runner.Options{}, errors.New("--debug needs files or a terminal as output")
		}
		ro.Debug, ro.Jobs = &runner.Streams{Out: out, Err: errs}, 1
	}
	return ro, nil
}

// format is how files are read and written.
func (o *options) format() transcript.Format {
	c := o.settings.Compat
	return transcript.Format{
		Indent: int(o.indent), Plain: c.Directives != nil && !*c.Directives,
		FlatIf: c.NestedIf != nil && !*c.NestedIf, ASCII: c.Escape == "ascii",
	}
}

// fromProject adds what the configuration of the project says besides options,
// and what earlier runs left.
func fromProject(o *options, env []string, ro *runner.Options, stderr io.Writer) error {
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	ro.Config = o.settings
	if o.changed != "" {
		ro.Choice.Changed = changedSince(dir, strings.TrimPrefix(o.changed, checkedOut))
	}
	if o.affected != "" {
		ro.Choice.Affected = affectedSince(o, dir, strings.TrimPrefix(o.affected, checkedOut), stderr)
	}
	o.project = state.Open(state.Root(dir), func(name string) string { return getenv(env, name) })
	if o.retest || ro.Jobs > 1 && ro.Order == runner.ByRuntime {
		records := sync.OnceValue(o.project.Load)
		ro.Seconds = func(key string) float64 { return records()[o.project.Name(key)].Seconds }
		if o.retest {
			ro.Choice.Only = func(key string) bool { return records()[o.project.Name(key)].Failed }
		}
	}
	return nil
}

// watchTests runs tests again when they change, until it is told to end.
func watchTests(ctx context.Context, o *options, ro runner.Options, env []string, stdin io.Reader, stdout, stderr io.Writer) error {
	// Reports are written by each run, and are no reason for another.
	ignore := append(slices.Collect(maps.Values(o.reportFiles())), o.tmpdir, o.outputdir)
	w := &watcher{
		paths: ro.Paths, ignore: ignore, keys: stdin, out: stdout,
		tests: func() ([]string, error) { return runner.List(ctx, ro) },
		run: func(ctx context.Context, tests []string) (failed []string, err error) {
			ro := ro
			if tests != nil {
				ro.Paths = tests
			}
			err = runTests(ctx, o, ro, env, stdin, stdout, stderr, event.HandlerFunc(func(e event.Event) error {
				if e.Action == event.Fail || e.Action == event.Error {
					failed = append(failed, e.Test)
				}
				return nil
			}))
			return failed, err
		},
	}
	if f, ok := liveTerminal(env, stdout); ok {
		w.width = width(f)
	}
	return w.watch(ctx)
}

// liveTerminal returns the terminal that takes a live report, if stdout is one.
func liveTerminal(env []string, stdout io.Writer) (*os.File, bool) {
	f, ok := stdout.(*os.File)
	return f, ok && colored("auto", env, stdout)
}

// width returns a function that tells how many columns a terminal has now.
func width(terminal *os.File) func() int {
	return func() int {
		columns, _, _ := term.GetSize(int(terminal.Fd()))
		return columns
	}
}

// runTests runs the tests once, for the reports that were asked for and for
// those handlers that are given besides.
func runTests(ctx context.Context, o *options, ro runner.Options, env []string, stdin io.Reader, stdout, stderr io.Writer, more ...event.Handler) error {
	reports, err := openReports(o, stdout, stderr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	tally := &event.Tally{}
	plain := &report.Plain{Out: reports.screen, Err: stderr, Quiet: o.quiet, Verbose: o.verbose, Color: colored(o.color.value, env, reports.screen)}
	var screen event.Handler = plain
	above, makeRoom := stderr, plain.Break
	if f, ok := liveTerminal(env, reports.screen); ok && !o.debug && !o.onGitHub(env) {
		live := report.NewLive(plain, width(f))
		defer func() { _ = live.Close() }()
		screen, above, makeRoom = live, live.Above(stderr), live.Break
	}
	screen = reports.onScreen(o, env, plain, screen)
	reports.fan.cancel = cancel
	reports.listen(append(more, tally, &state.Recorder{Project: o.project}, review.ErrFiles{Dir: o.outputdir, Err: above}, screen)...)
	measured, err := openCover(ctx, o, env, &ro)
	if err != nil {
		return errors.Join(err, reports.finish(&ro, err))
	}
	if measured != nil {
		reports.covered = func() *event.Coverage { return measured.finish(ctx) }
	}
	var handler event.Handler = reports
	switch {
	case o.debug:
		handler = event.All(tally, report.Debug{Err: stderr})
	case o.update || o.interactive && !o.no:
		r := &review.Review{
			Next: handler, Again: again(ctx, ro), Format: ro.Format, Matrix: o.universe,
			Stopped: func() error { return context.Cause(ctx) },
		}
		if o.interactive && !o.yes {
			r.Ask = prompt(ctx, plain.Color, makeRoom, env, stdin, reports.screen, stderr)
		}
		handler = r
	}
	err = runner.Run(ctx, ro, handler)
	if kept, ok := errors.AsType[runner.Kept](err); ok {
		_, err = fmt.Fprintf(reports.screen, "# Kept temporary directory: %s\n", kept.Dir)
	}
	if measured != nil {
		measured.say(stderr)
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx) // while data were read
		}
	}
	err = nothingLeft(o, err, stderr)
	if failed := reports.finish(&ro, err); err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	return verdict(tally)
}

// nothingLeft says that there is nothing left to do, where none of the tests
// that were asked for is one that failed or changed; that is no error.
func nothingLeft(o *options, err error, stderr io.Writer) error {
	if !errors.Is(err, runner.ErrNoTests) || !o.retest && o.changed == "" && o.affected == "" {
		return err
	}
	_, err = fmt.Fprintln(stderr, strings.TrimPrefix(err.Error(), runner.ErrNoTests.Error()+": "))
	return err
}

// again returns a function that runs tests once more and returns their ends.
func again(ctx context.Context, ro runner.Options) func([]string) ([]event.Event, error) {
	ro.KeepTmp, ro.Choice, ro.Shard, ro.Retry, ro.Repeat, ro.UntilFail, ro.FailFast, ro.Cover = false, runner.Choice{}, runner.Shard{}, 0, 0, false, false, nil
	return func(tests []string) ([]event.Event, error) {
		ro := ro
		ro.Paths, ro.Jobs = tests, min(ro.Jobs, len(tests))
		var ends []event.Event
		err := runner.Run(ctx, ro, event.HandlerFunc(func(e event.Event) error {
			if e.Done() {
				ends = append(ends, e)
			}
			return nil
		}))
		return ends, err
	}
}

// colored reports whether the output is to have colours.
func colored(when string, env []string, stdout io.Writer) bool {
	if when != "auto" {
		return when == "always"
	}
	f, ok := stdout.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return false
	}
	return getenv(env, "NO_COLOR") == "" && getenv(env, "CI") == "" && getenv(env, "TERM") != "dumb"
}

func getenv(env []string, name string) string {
	value := ""
	for _, kv := range env {
		if n, v, ok := strings.Cut(kv, "="); ok && n == name {
			value = v
		}
	}
	return value
}

// version is the module's version, if this build knows it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
