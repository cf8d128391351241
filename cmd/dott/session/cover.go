package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner"
	"dott/runner/around"
	"dott/runner/coverage"
	"dott/runner/covermap"
	"dott/runner/event"
	"dott/runner/project"
	"dott/runner/state"
)

// A cover is the coverage of a run, from before its first test to its verdict.
type cover struct {
	s       *Session
	root    string // of the project; real
	files   *project.Project
	changed map[string][]covermap.Span // lines, where that is asked for
	session *coverage.Session
	origin  covermap.Origin
	part    bool // not all tests run, so that what is wanted of all is not wanted
	remarks []string
}

// openCover begins to measure, where that is wanted, and adds to the plan what has
// to be done for each test. What is missing for it is found before anything is run.
func openCover(ctx context.Context, s *Session, p *Plan) (*cover, error) {
	if !s.Set.Cover.On {
		return nil, nil
	}
	c := &cover{s: s}
	var err error
	if s.Set.Config.Coverage.FailUnder != nil || s.Set.Config.Coverage.FailUnderChanged != nil {
		if c.part, err = isPart(ctx, s); err != nil {
			return nil, err
		}
	}
	c.session, err = coverage.Open(ctx, coverage.Options{
		Config: s.Set.Config.Coverage, Base: s.Base(), Root: state.Root(s.Here), Dir: s.Set.Cover.Dir, Env: s.App.Env, Jobs: s.Set.Run.Jobs,
		Supervisor: s.App.Supervisor,
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
	c.root, c.files = files.Root, files
	if diff := s.Set.Cover.Diff; diff.Asked {
		if c.changed, err = files.History.Lines(ctx, diff.Revision); err != nil {
			return nil, fmt.Errorf("--cover-diff: %w", err)
		}
	}
	about := func(t around.Test) coverage.Test {
		key := s.State.Name(event.Key(t.Path, t.Cases, t.Cell))
		return coverage.Test{Key: key, Name: t.Name, File: files.Real(t.Path), Cell: t.Cell}
	}
	p.around = append(p.around, c.session.Layer(about, c.finish))
	return c, nil
}

// isPart reports whether a run has not all of the tests: some were chosen, or the
// paths that were named are not all that there is.
func isPart(ctx context.Context, s *Session) (bool, error) {
	c := &s.Set.Choose
	if c.Affected.Asked || c.Some() || s.part.of > 1 {
		return true, nil
	}
	if !s.Set.Named {
		return false, nil
	}
	paths, err := options.Configured(s.Set.Config)
	if err != nil {
		return false, err
	}
	all, err := runner.List(ctx, s.RunnerOptions(Plan{Paths: paths}))
	if errors.Is(err, runner.ErrNoTests) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	named, err := runner.List(ctx, s.RunnerOptions(Plan{}))
	if err != nil && !errors.Is(err, runner.ErrNoTests) {
		return false, err
	}
	run := map[string]bool{}
	for _, name := range named {
		run[s.State.Name(absolute(s.Here, name))] = true
	}
	return slices.ContainsFunc(all, func(name string) bool { return !run[s.State.Name(absolute(s.Here, name))] }), nil
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
	about := &event.Coverage{Tool: c.s.Set.Config.Coverage.Tool}
	r, err := c.session.Finish(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err == nil && len(r.Run.Tests) == 0 {
		return nil
	}
	if err == nil {
		err = covermap.Record(ctx, c.s.State, c.root, c.origin, &r.Run)
	}
	if err != nil {
		about.Fault = err.Error()
		return about
	}
	c.remarks = r.Remarks
	r.Tell(about)
	if c.changed != nil {
		about.Changed = c.finishChanged(r)
	}
	switch wanted := c.s.Set.Config.Coverage.FailUnder; {
	case wanted == nil:
	case c.part:
		c.remarks = append(c.remarks, "fail-under is of all tests, and only some were chosen")
	default:
		about.Wanted = *wanted
	}
	return about
}

// finishChanged tells of the lines that changed. Tests that no change affects run none of
// them, so that those of --affected are all for this.
func (c *cover) finishChanged(r *coverage.Result) *event.Changed {
	chosen := c.s.Set.Choose
	changed := r.Changed(c.root, c.files.History.Root(), c.changed)
	changed.Since, changed.Wanted = c.s.Set.Cover.Diff.Revision, c.s.Set.Config.Coverage.WantedOfChanged()
	switch {
	case c.s.part.of > 1:
		changed.Part = event.ByShard
	case c.part && (!chosen.Affected.Asked || chosen.Some() || c.s.Set.Named):
		changed.Part = event.ByChoice
	}
	if changed.Wanted > 0 && changed.Part == event.ByChoice {
		c.remarks = append(c.remarks, "fail-under-changed is of all tests, and only some were chosen")
	}
	return changed
}

// say writes what is to be said besides the total.
func (c *cover) say(stderr io.Writer) {
	for _, r := range c.remarks {
		fmt.Fprintln(stderr, "coverage: "+r)
	}
}

// uncovered is the error of a run that came to its end, and covered less than is
// wanted or could not be measured.
type uncovered struct {
	status int
	reason string
}

func (u uncovered) Error() string { return "coverage: " + u.reason }

// Verdict returns the error of a run that came to its end; nil is success.
func Verdict(t *event.Tally) error {
	status := t.ExitStatus()
	if reason := t.Coverage.Complaint(); reason != "" {
		return uncovered{status, reason}
	}
	if status != 0 {
		return app.ExitStatus(status)
	}
	return nil
}

// ListCovering is --covers: it prints the tests that ran a line of a file.
func ListCovering(s *Session) error {
	path, line := covermap.FileAndLine(s.Set.Covers)
	p, err := s.project()
	if err != nil {
		return err
	}
	m, err := covermap.Load(s.State)
	if err != nil {
		return fmt.Errorf("--covers: %w", err)
	}
	tests, remark, err := p.Covering(m, path, line)
	switch {
	case err != nil:
		return fmt.Errorf("--covers: %w", err)
	case remark != "":
		fmt.Fprintln(s.App.Stderr, remark)
	}
	return app.Written(s.App.Stdout, func(w io.Writer) {
		for _, key := range tests {
			fmt.Fprintln(w, options.FromHere(state.Root(s.Here), filepath.FromSlash(state.Address(key))))
		}
	})
}
