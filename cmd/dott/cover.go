package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"dott/runner"
	"dott/runner/coverage"
	"dott/runner/process"
	"dott/runner/report"
	"dott/runner/state"
)

// leastFiles is how many files a run shows of those that it covered least.
const leastFiles = 10

// A cover is the coverage of a run, from before its first test to its verdict.
type cover struct {
	o       *options
	session *coverage.Session
}

// openCover begins to measure, where that is wanted. What is missing for it is
// found before anything is run.
func openCover(ctx context.Context, o *options, env []string, ro *runner.Options) (*cover, error) {
	if !o.cover {
		return nil, nil
	}
	here, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("the working directory: %w", err)
	}
	base := o.settings.Dir
	if base == "" {
		base = here
	}
	if ro.Supervisor == nil {
		ro.Supervisor = process.NewSupervisor()
	}
	session, err := coverage.Open(ctx, coverage.Options{
		Config: o.settings.Coverage, Base: base, Root: state.Root(here), Dir: o.coverDir, Env: env, Jobs: ro.Jobs,
		Supervisor: ro.Supervisor,
	})
	if err != nil {
		return nil, err
	}
	ro.Cover = func(key, name, cell string) (map[string]string, func(bool)) {
		return session.Begin(coverage.Test{Key: o.project.Name(key), Name: name, Cell: cell})
	}
	return &cover{o, session}, nil
}

// finish reads what arrived, and says how much it is.
func (c *cover) finish(ctx context.Context, out io.Writer) error {
	result, err := c.session.Finish(ctx)
	if err != nil || len(result.Tests) == 0 {
		return err
	}
	covered, all := result.Total.Count()
	err = written(out, func(w io.Writer) {
		fmt.Fprintf(w, "# Coverage: %s of the lines, %d of %d in %s.\n", coverage.Percent(covered, all), covered, all, plural(len(result.Total), "file"))
		if c.o.quiet {
			return
		}
		for _, f := range result.Total.Least(leastFiles) {
			fmt.Fprintf(w, "# %8s  %s\n", coverage.Percent(f.Covered, f.All), report.ShellWord(f.Name))
		}
	})
	if least := c.o.settings.Coverage.FailUnder; err == nil && least != nil && float64(covered)*100 < *least*float64(all) {
		return lessCovered(fmt.Sprintf("coverage: %s of the lines is less than [coverage] fail-under = %v", coverage.Percent(covered, all), *least))
	}
	return err
}

// lessCovered is the error of a run that covered less than it has to. It is a
// verdict, as that of a test.
type lessCovered string

func (l lessCovered) Error() string { return string(l) }

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
