package session

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

// MatrixOf returns the matrix of the configuration.
func MatrixOf(a *app.App, c config.Config) (*matrix.Matrix, error) {
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

// AddMatrix adds the cells in which the tests are to run.
func (s *Session) AddMatrix(ctx context.Context) error {
	if len(s.Set.Config.Axes) == 0 {
		if s.Set.Matrix != "" {
			return options.Errorf("--matrix %s: the configuration has no [matrix.NAME] section", s.Set.Matrix)
		}
		return nil
	}
	if err := s.OpenMatrix(); err != nil {
		return err
	}
	a, err := s.Matrix.Address(ctx, s.Set.Paths, discover.CutCell, func() ([]matrix.Cell, error) {
		switch {
		case s.Set.Matrix != "":
			return s.cellsOf(ctx, s.Set.Matrix)
		case s.Set.Choose.Retest:
			return failedCells(ctx, s), nil
		}
		return nil, nil
	})
	s.Set.Paths, s.Cells, s.addressed = a.Paths, a.Cells, a.Only
	if err != nil || len(s.Cells) == 0 {
		return err
	}
	if s.Set.Update.Write {
		var grid matrix.Grid
		grid, err = s.Matrix.Grid(ctx, s.Cells)
		s.Universe = review.Matrix(grid)
	}
	return err
}

// OpenMatrix opens the matrix of the session, which tells what it installs.
func (s *Session) OpenMatrix() (err error) {
	s.Matrix, err = MatrixOf(s.App, s.Set.Config)
	if err == nil {
		s.Matrix.Progress = func(what string) { fmt.Fprintln(s.App.Stderr, what) }
	}
	return err
}

// cellsOf returns the cells of a selection.
func (s *Session) cellsOf(ctx context.Context, selection string) ([]matrix.Cell, error) {
	cells, warnings, err := s.Matrix.Cells(ctx, selection)
	Warn(s.App, warnings)
	return cells, err
}

// Warn tells of warnings.
func Warn(a *app.App, warnings []string) {
	for _, w := range warnings {
		fmt.Fprintln(a.Stderr, "warning: "+w)
	}
}

// failedCells returns the cells in which tests failed the last time: under
// --retest, a run need not be told of them again. A cell that there is no more is
// named.
func failedCells(ctx context.Context, s *Session) []matrix.Cell {
	return s.Matrix.Named(ctx, s.State.FailedCells(), func(name string, err error) {
		fmt.Fprintf(s.App.Stderr, "warning: tests failed in the cell %s, which is gone: %v\n", name, err)
	})
}
