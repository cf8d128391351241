package main

import (
	"context"
	"fmt"
	"os"

	"dott/cmd/dott/app"

	"dott/cmd/dott/options"

	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/matrix"
	"dott/runner/review"
	"dott/runner/state"
)

// matrixOf returns the matrix of the configuration.
func matrixOf(a *app.App, c config.Config) (*matrix.Matrix, error) {
	m := &matrix.Matrix{Config: c.Matrix, Dir: c.Dir, Env: a.Env, Supervisor: a.Supervisor}
	if m.Dir == "" {
		var err error
		if m.Dir, err = os.Getwd(); err != nil {
			return nil, fmt.Errorf("the working directory: %w", err)
		}
	}
	m.Cache = state.Open(state.Root(m.Dir), a.Getenv).Cache("matrix")
	return m, nil
}

// addMatrix adds the cells in which the tests are to run.
func (s *session) addMatrix(ctx context.Context) error {
	if len(s.set.Config.Axes) == 0 {
		if s.set.Matrix != "" {
			return options.Errorf("--matrix %s: the configuration has no [matrix.NAME] section", s.set.Matrix)
		}
		return nil
	}
	if err := s.openMatrix(); err != nil {
		return err
	}
	a, err := s.matrix.Address(ctx, s.set.Paths, discover.CutCell, func() ([]matrix.Cell, error) {
		switch {
		case s.set.Matrix != "":
			return s.cellsOf(ctx, s.set.Matrix)
		case s.set.Choose.Retest:
			return failedCells(ctx, s), nil
		}
		return nil, nil
	})
	s.set.Paths, s.cells, s.addressed = a.Paths, a.Cells, a.Only
	if err != nil || len(s.cells) == 0 {
		return err
	}
	if s.set.Update.Write {
		var grid matrix.Grid
		grid, err = s.matrix.Grid(ctx, s.cells)
		s.universe = review.Matrix(grid)
	}
	return err
}

// matrixOf opens the matrix of the session, which tells what it installs.
func (s *session) openMatrix() (err error) {
	s.matrix, err = matrixOf(s.app, s.set.Config)
	if err == nil {
		s.matrix.Progress = func(what string) { fmt.Fprintln(s.app.Stderr, what) }
	}
	return err
}

// cellsOf returns the cells of a selection.
func (s *session) cellsOf(ctx context.Context, selection string) ([]matrix.Cell, error) {
	cells, warnings, err := s.matrix.Cells(ctx, selection)
	warn(s.app, warnings)
	return cells, err
}

func warn(a *app.App, warnings []string) {
	for _, w := range warnings {
		fmt.Fprintln(a.Stderr, "warning: "+w)
	}
}

// failedCells returns the cells in which tests failed the last time: under
// --retest, a run need not be told of them again. A cell that there is no more is
// named.
func failedCells(ctx context.Context, s *session) []matrix.Cell {
	return s.matrix.Named(ctx, s.state.FailedCells(), func(name string, err error) {
		fmt.Fprintf(s.app.Stderr, "warning: tests failed in the cell %s, which is gone: %v\n", name, err)
	})
}
