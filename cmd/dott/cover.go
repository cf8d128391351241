package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"dott/runner"
	"dott/runner/around"
	"dott/runner/coverage"
	"dott/runner/covermap"
	"dott/runner/event"
	"dott/runner/state"
)

// A cover is the coverage of a run, from before its first test to its verdict.
type cover struct {
	s       *session
	root    string // of the project; real
	session *coverage.Session
	origin  covermap.Origin
	part    bool // not all tests run, so that what is wanted of all is not wanted
	remarks []string
}

// openCover begins to measure, where that is wanted, and adds to the plan what has
// to be done for each test. What is missing for it is found before anything is run.
func openCover(ctx context.Context, s *session, p *plan) (*cover, error) {
	if !s.set.cover.on {
		return nil, nil
	}
	c := &cover{s: s}
	var err error
	if s.set.config.Coverage.FailUnder != nil {
		if c.part, err = isPart(ctx, s); err != nil {
			return nil, err
		}
	}
	c.session, err = coverage.Open(ctx, coverage.Options{
		Config: s.set.config.Coverage, Base: s.base(), Root: state.Root(s.here), Dir: s.set.cover.dir, Env: s.app.env, Jobs: s.set.run.jobs,
		Supervisor: s.app.supervisor,
	})
	if err != nil {
		return nil, err
	}
	files, err := s.project()
	if err != nil {
		return nil, err
	}
	if c.origin, err = files.Origin(ctx); err != nil {
		return nil, fmt.Errorf("--cover: %w", err)
	}
	c.root = files.Root
	about := func(t around.Test) coverage.Test {
		key := s.state.Name(event.Key(t.Path, t.Cases, t.Cell))
		return coverage.Test{Key: key, Name: t.Name, File: files.Real(t.Path), Cell: t.Cell}
	}
	p.around = append(p.around, c.session.Layer(about, c.finish))
	return c, nil
}

// isPart reports whether a run has not all of the tests: some were chosen, or the
// paths that were named are not all that there is.
func isPart(ctx context.Context, s *session) (bool, error) {
	c := &s.set.choose
	if c.affected.asked || c.changed.asked || c.retest || c.keyword != nil || c.onlyList != "" || s.part.of > 1 {
		return true, nil
	}
	if !s.set.named {
		return false, nil
	}
	paths, err := configured(s.set.config)
	if err != nil {
		return false, err
	}
	all, err := runner.List(ctx, s.runnerOptions(plan{paths: paths}))
	if errors.Is(err, runner.ErrNoTests) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	named, err := runner.List(ctx, s.runnerOptions(plan{}))
	if err != nil && !errors.Is(err, runner.ErrNoTests) {
		return false, err
	}
	run := map[string]bool{}
	for _, name := range named {
		run[s.state.Name(absolute(s.here, name))] = true
	}
	return slices.ContainsFunc(all, func(name string) bool { return !run[s.state.Name(absolute(s.here, name))] }), nil
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// finish reads what arrived, for the end of a run, and keeps it for the next ones.
// It is nil when there is nothing to tell: no test was run, or the run was ended
// from outside.
func (c *cover) finish(ctx context.Context) *event.Coverage {
	if ctx.Err() != nil {
		return nil
	}
	about := &event.Coverage{Tool: c.s.set.config.Coverage.Tool}
	r, err := c.session.Finish(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err == nil && len(r.Run.Tests) == 0 {
		return nil
	}
	if err == nil {
		err = covermap.Record(ctx, c.s.state, c.root, c.origin, &r.Run)
	}
	if err != nil {
		about.Fault = err.Error()
		return about
	}
	c.remarks = r.Remarks
	about.Covered, about.Lines = r.Total.Count()
	about.Files, about.Silent = len(r.Total), r.Silent()
	for _, f := range r.Total.Least(leastFiles) {
		about.Least = append(about.Least, event.FileCoverage{File: f.Name, Covered: f.Covered, Lines: f.All})
	}
	switch wanted := c.s.set.config.Coverage.FailUnder; {
	case wanted == nil:
	case c.part:
		c.remarks = append(c.remarks, "fail-under is of all tests, and only some were chosen")
	default:
		about.Wanted = *wanted
	}
	return about
}

// say writes what is to be said besides the total.
func (c *cover) say(stderr io.Writer) {
	for _, r := range c.remarks {
		fmt.Fprintln(stderr, "coverage: "+r)
	}
}

// leastFiles is how many files a run names of those that it covered least.
const leastFiles = 10

// uncovered is the error of a run that came to its end, and covered less than is
// wanted or could not be measured.
type uncovered struct {
	status int
	reason string
}

func (u uncovered) Error() string { return "coverage: " + u.reason }

// verdict returns the error of a run that came to its end; nil is success.
func verdict(t *event.Tally) error {
	status := t.ExitStatus()
	switch c := t.Coverage; {
	case c != nil && c.Fault != "":
		return uncovered{status, c.Fault}
	case c.Low():
		return uncovered{status, fmt.Sprintf("less than the %v %% that [coverage] fail-under wants", c.Wanted)}
	case status != 0:
		return exitStatus(status)
	}
	return nil
}

// listCovering is --covers: it prints the tests that ran a line of a file.
func listCovering(s *session) error {
	path, line := covermap.FileAndLine(s.set.covers)
	p, err := s.project()
	if err != nil {
		return err
	}
	m, err := covermap.Load(s.state)
	if err != nil {
		return fmt.Errorf("--covers: %w", err)
	}
	if m.Empty() {
		return errors.New("--covers: nothing was measured yet; dott --cover does that")
	}
	tests, known, changed := m.Covers(p.Root, p.Real(path), line)
	switch {
	case !known:
		return fmt.Errorf("--covers %s: nothing was measured of this file; dott --cover measures what [coverage] has", s.set.covers)
	case len(tests) == 0:
		fmt.Fprintf(s.app.stderr, "no test covers %s\n", s.set.covers)
	case changed:
		fmt.Fprintf(s.app.stderr, "%s was changed since it was measured: its lines may be others now\n", path)
	}
	return written(s.app.stdout, func(w io.Writer) {
		for _, key := range tests {
			fmt.Fprintln(w, fromHere(state.Root(s.here), filepath.FromSlash(state.Address(key))))
		}
	})
}
