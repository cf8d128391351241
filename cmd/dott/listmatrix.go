package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/matrix"
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
	m, err := session.MatrixOf(a, c)
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
