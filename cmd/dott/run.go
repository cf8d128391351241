package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/mattn/go-shellwords"

	"dott/runner"
	"dott/runner/event"
	"dott/runner/process"
	"dott/runner/report"
	"dott/runner/review"
)

// run is the whole program but for the process around it. The error carries the
// exit status.
func run(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) error {
	if len(args) > 0 && args[0] == "new" {
		return newTranscript(ctx, env, stdin, stdout, stderr, args[1:])
	}
	o, paths, err := parse(args)
	if err != nil {
		return err
	}
	switch {
	case o.help:
		return written(stdout, writeHelp)
	case o.version:
		return written(stdout, func(w io.Writer) { fmt.Fprintf(w, "dott %s\n", version()) })
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	ro, err := runnerOptions(o, env, paths, stdout, stderr)
	if err != nil {
		return err
	}
	if o.list {
		names, err := runner.List(ro)
		if err != nil {
			return err
		}
		return written(stdout, func(w io.Writer) {
			for _, name := range names {
				fmt.Fprintln(w, name)
			}
		})
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
	args, err := shellwords.Parse(o.shellOpts)
	if err != nil {
		return runner.Options{}, usagef("--shell-opts %q: %v", o.shellOpts, err)
	}
	ro := runner.Options{
		Paths: paths, Shell: shell, ShellArgs: args, Indent: int(o.indent), Timeout: time.Duration(o.timeout),
		PreserveEnv: o.preserveEnv, Env: env, TmpDir: o.tmpdir, KeepTmp: o.keepTmpdir, Version: version(),
	}
	if o.debug {
		out, ok1 := stdout.(*os.File)
		errs, ok2 := stderr.(*os.File)
		if !ok1 || !ok2 {
			return runner.Options{}, errors.New("--debug needs files or a terminal as output")
		}
		ro.Debug = &runner.Streams{Out: out, Err: errs}
	}
	return ro, nil
}

func runTests(ctx context.Context, o *options, ro runner.Options, env []string, stdin io.Reader, stdout, stderr io.Writer) error {
	tally := &event.Tally{}
	plain := &report.Plain{Out: stdout, Err: stderr, Quiet: o.quiet, Verbose: o.verbose, Color: colored(o.color, env, stdout), Command: o.again}
	handler := event.All(tally, review.ErrFiles{Dir: o.outputdir, Err: stderr}, plain)
	switch {
	case o.debug:
		handler = event.All(tally, report.Debug{Err: stderr})
	case o.update || o.interactive && !o.no:
		ro.Supervisor = process.NewSupervisor()
		r := &review.Review{Next: handler, Again: again(ctx, ro), Indent: int(o.indent)}
		if o.interactive && !o.yes {
			r.Ask = prompt(ctx, plain, env, stdin, stdout, stderr)
		}
		handler = r
	}
	err := runner.Run(ctx, ro, handler)
	if kept, ok := errors.AsType[runner.Kept](err); ok {
		_, err = fmt.Fprintf(stdout, "# Kept temporary directory: %s\n", kept.Dir)
	}
	if err != nil {
		if _, ok := errors.AsType[interrupted](err); ok {
			return errors.Join(err, plain.Finish())
		}
		return err
	}
	if status := tally.ExitStatus(); status != 0 {
		return exitStatus(status)
	}
	return nil
}

// again returns a function that runs one test once more and returns its end.
func again(ctx context.Context, ro runner.Options) func(string) (event.Event, error) {
	ro.KeepTmp, ro.Jobs = false, 1
	return func(test string) (event.Event, error) {
		ro.Paths = []string{test}
		var end event.Event
		err := runner.Run(ctx, ro, event.HandlerFunc(func(e event.Event) error {
			if e.Done() {
				end = e
			}
			return nil
		}))
		return end, err
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
