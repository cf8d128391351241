// Package session runs tests as the command line and the configuration say. [Begin]
// makes a [Session] of settled options: what they come to on this machine and in this
// project. [Session.RunTests] runs it once, or differently as a [Plan] says, for the
// reports that were asked for. The verbs are in cmd/dott.
package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner/discover"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/project"
	"dott/runner/report"
	"dott/runner/review"
	"dott/runner/state"
	"dott/runner/words"
)

// A Session is what its settings come to on this machine and in this project.
type Session struct {
	App       *app.App
	Set       *options.Settings
	Here      string // the working directory
	shell     string
	shellArgs []string
	State     *state.Project
	records   func() map[string]state.Record // of earlier runs; read once
	part      part
	nearer    nearer
	streams   *[2]*os.File // where the shells' own output goes; nil is that it is compared

	Listeners []event.Handler // hear of each run besides its reports
	Hushed    bool            // standard error has only what is wrong

	Matrix    *matrix.Matrix
	Cells     []matrix.Cell
	addressed []string      // names of cells in which only the tests run that name them
	Universe  review.Matrix // all the cells that what is written must be true in
}

// Begin finds what the settings name, and what earlier runs left.
func Begin(a *app.App, set *options.Settings) (s *Session, err error) {
	s = &Session{App: a, Set: set}
	if s.shell, s.shellArgs, err = findShell(set, a.Getenv); err != nil {
		return nil, err
	}
	if s.Here, err = os.Getwd(); err != nil {
		return nil, fmt.Errorf("the working directory: %w", err)
	}
	s.State = state.Open(state.Root(s.Here), a.Getenv)
	s.records = sync.OnceValue(s.State.Load)
	if s.part, err = resolvePart(a, &set.Choose); err != nil {
		return nil, err
	}
	if set.Run.Debug {
		out, ok1 := a.Stdout.(*os.File)
		errs, ok2 := a.Stderr.(*os.File)
		if !ok1 || !ok2 {
			return nil, errors.New("--debug needs files or a terminal as output")
		}
		s.streams = &[2]*os.File{out, errs}
	}
	return s, nil
}

// findShell returns the path of the shell, and its arguments.
func findShell(set *options.Settings, getenv func(string) string) (path string, args []string, err error) {
	path, args, err = shellNamed(set.Run.Shell, getenv)
	if err != nil {
		hint := "--shell takes a path, or a name on PATH"
		if runtime.GOOS == "windows" {
			hint = "install Git for Windows, which has one, or put busybox.exe on PATH; or name another with --shell"
		}
		return "", nil, fmt.Errorf("shell not found: %s (%s)", set.Run.Shell, hint)
	}
	more, err := words.Split(set.Run.ShellOpts)
	if err != nil {
		return "", nil, options.Errorf("--shell-opts %q: %v", set.Run.ShellOpts, err)
	}
	return path, append(args, more...), nil
}

// about returns what the first event says of the run.
func (s *Session) about() event.Event {
	e := event.Event{Version: Version(), Again: s.Set.Again, Seed: s.Set.Run.Order.Seed, FailOnSkip: s.Set.Run.FailOnSkip}
	e.Host, _ = os.Hostname()
	e.Dir, _ = project.Place(s.Here)
	return e
}

// project returns the files around the tests.
func (s *Session) project() (*project.Project, error) {
	c := s.Set.Config
	o := project.Options{
		Dir: s.Here, Base: s.Base(), How: how(s.Set),
		AffectsAll: c.Coverage.AffectsAll, AffectsNone: c.Coverage.AffectsNone,
		CoverDir: s.Set.Cover.Dir, Reports: s.Set.ReportFiles(), IsReport: report.IsReport,
		IsTest: discover.Markdown{Dir: c.Dir, Globs: c.Run.Markdown}.Has,
	}
	around := []*string{&c.Path, c.Run.Setup, c.Run.Teardown}
	for _, o := range c.Override {
		around = append(around, o.Setup, o.Teardown)
	}
	for _, path := range around {
		if path != nil && *path != "" {
			o.Around = append(o.Around, *path)
		}
	}
	for _, f := range c.Foreign {
		o.Foreign = append(o.Foreign, f.Files)
	}
	return project.Open(o)
}

// Base is the folder in which the configuration's paths and commands begin.
func (s *Session) Base() string {
	if s.Set.Config.Dir == "" {
		return s.Here
	}
	return s.Set.Config.Dir
}

// changed finds the files that changed since a revision.
func (s *Session) changed(ctx context.Context) (func(path string) bool, error) {
	changed, err := project.Changed(ctx, s.Here, s.Set.Choose.Changed.Revision)
	if err != nil {
		return nil, fmt.Errorf("--changed: %w", err)
	}
	return changed, nil
}
