package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dott/runner"
	"dott/runner/coverage"
	"dott/runner/event"
	"dott/runner/state"
)

// A cover is the coverage of a run, from before its first test to its verdict.
type cover struct {
	o       *options
	root    string // of the project; real
	session *coverage.Session
	origin  coverage.Origin
	part    bool // not all tests run, so that what is wanted of all is not wanted
	remarks []string
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
	c := &cover{o: o, part: o.affected != "" || o.changed != "" || o.retest || o.keyword.re != nil || o.onlyList != "" || ro.Shard.Of > 1}
	c.session, err = coverage.Open(ctx, coverage.Options{
		Config: o.settings.Coverage, Base: o.base(here), Root: state.Root(here), Dir: o.coverDir, Env: env, Jobs: ro.Jobs,
		Supervisor: ro.Supervisor,
	})
	if err != nil {
		return nil, err
	}
	p, err := newProject(o, here)
	if err != nil {
		return nil, err
	}
	if c.origin, err = p.origin(ctx); err != nil {
		return nil, err
	}
	c.root = p.root
	ro.Cover = func(ctx context.Context, e event.Event) (map[string]string, func(bool)) {
		key := o.project.Name(event.Key(e.File, e.Case, e.Cell))
		return c.session.Begin(ctx, coverage.Test{Key: key, Name: e.Test, File: p.real(e.File), Cell: e.Cell})
	}
	return c, nil
}

// finish reads what arrived, for the end of a run, and keeps it for the next ones.
// It is nil when there is nothing to tell: no test was run, or the run was ended
// from outside.
func (c *cover) finish(ctx context.Context) *event.Coverage {
	if ctx.Err() != nil {
		return nil
	}
	about := &event.Coverage{Tool: c.o.settings.Coverage.Tool}
	r, err := c.session.Finish(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err == nil && len(r.Tests) == 0 {
		return nil
	}
	if err == nil {
		err = coverage.Record(ctx, c.o.project, c.root, c.origin, r)
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
	switch wanted := c.o.settings.Coverage.FailUnder; {
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

// base is the folder in which the configuration's paths and commands begin.
func (o *options) base(here string) string {
	if o.settings.Dir == "" {
		return here
	}
	return o.settings.Dir
}

// listCovering is --covers: it prints the tests that ran a line of a file.
func listCovering(o *options, stdout, stderr io.Writer) error {
	path, line := fileAndLine(o.covers)
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	p, err := newProject(o, here)
	if err != nil {
		return err
	}
	m, err := coverage.LoadMap(o.project)
	if err != nil {
		return fmt.Errorf("--covers: %w", err)
	}
	if m.Empty() {
		return errors.New("--covers: nothing was measured yet; dott --cover does that")
	}
	tests, known, changed := m.Covers(p.root, p.real(path), line)
	switch {
	case !known:
		return fmt.Errorf("--covers %s: nothing was measured of this file; dott --cover measures what [coverage] has", o.covers)
	case len(tests) == 0:
		fmt.Fprintf(stderr, "no test covers %s\n", o.covers)
	case changed:
		fmt.Fprintf(stderr, "%s was changed since it was measured: its lines may be others now\n", path)
	}
	return written(stdout, func(w io.Writer) {
		for _, key := range tests {
			fmt.Fprintln(w, fromHere(state.Root(here), filepath.FromSlash(key)))
		}
	})
}

// fileAndLine cuts FILE:LINE; 0 is no line.
func fileAndLine(text string) (path string, line int) {
	if i := strings.LastIndexByte(text, ':'); i > 0 {
		if n, err := parseLine(text[i+1:]); err == nil {
			return text[:i], n
		}
	}
	return text, 0
}
