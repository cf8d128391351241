package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"dott/cmd/dott/app"

	"dott/cmd/dott/options"

	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/matrix"
	"dott/runner/review"
	"dott/runner/state"
)

// listMatrix is the verb `matrix`: it lists cells, for people or for a CI
// provider, or removes from the cache what no cell needs any more. It installs
// nothing.
func listMatrix(ctx context.Context, a *app.App, args []string) error {
	flags := options.NewFlagSet("dott matrix")
	format := flags.String("json", "", "")
	flags.Lookup("json").NoOptDefVal = "github"
	prune := flags.Bool("prune", false, "")
	path := flags.String("config", "", "")
	help := flags.BoolP("help", "h", false, "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("matrix: %s%s", err, options.Suggestion(flags, err))
	}
	write := map[string]func(io.Writer, []matrix.Cell) error{"github": matrix.WriteGitHub, "gitlab": matrix.WriteGitLab}[*format]
	switch {
	case *help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, matrixHelp) })
	case *format != "" && write == nil:
		return options.Errorf("matrix: --json must be github or gitlab, not %q", *format)
	case *prune && (*format != "" || flags.NArg() > 0):
		return options.Errorf("matrix: --prune takes neither --json nor a selection")
	}
	c, err := options.ReadConfig(a.Env, *path, false)
	if err != nil {
		return err
	}
	m, err := matrixOf(a, c)
	if err != nil {
		return err
	}
	if *prune {
		return pruneMatrix(ctx, m, a.Stdout)
	}
	selection := strings.Join(flags.Args(), " ")
	if selection == "" {
		selection = "all"
	}
	cells, warnings, err := m.Cells(ctx, selection)
	for _, w := range warnings {
		fmt.Fprintln(a.Stderr, w)
	}
	if err != nil {
		return err
	}
	if write != nil {
		return write(a.Stdout, cells)
	}
	return app.Written(a.Stdout, func(w io.Writer) { writeCells(w, m, cells) })
}

// writeCells prints a line for each cell.
func writeCells(w io.Writer, m *matrix.Matrix, cells []matrix.Cell) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	defer table.Flush()
	for _, c := range cells {
		status, bytes, moved := "", int64(0), ""
		for _, v := range c.Versions {
			i, ok := m.Installation(v)
			switch {
			case ok && !i.Complete:
				status = "not installed"
			case ok && status == "":
				status = "installed"
			}
			if bytes += i.Bytes; i.Complete && i.Resolved != "" {
				moved += ", " + i.Axis + " is " + i.Resolved
			}
		}
		if status == "installed" {
			status += "\t" + shownSize(bytes) + moved
		}
		if c.AllowFailure {
			status += "\t(may fail)"
		}
		name := c.Name
		if name == "" {
			name = "default"
		}
		fmt.Fprintln(table, strings.TrimRight(name+"\t"+status, "\t"))
	}
}

func pruneMatrix(ctx context.Context, m *matrix.Matrix, stdout io.Writer) error {
	removed, err := m.Prune(ctx)
	werr := app.Written(stdout, func(w io.Writer) {
		for _, r := range removed {
			fmt.Fprintf(w, "%s: removed, %s\n", r, shownSize(r.Bytes))
		}
		if len(removed) == 0 {
			fmt.Fprintln(w, "nothing to remove")
		}
	})
	return errors.Join(err, werr)
}

// shownSize writes a number of bytes for people.
func shownSize(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
}

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
