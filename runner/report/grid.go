package report

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"dott/runner/event"
)

// A grid shows what failed in which cell of a matrix: a line for each cell with
// its counts, and below that a row for each test that has not the same verdict in
// all of them. It keeps a sign for each test and cell.
type grid struct {
	cells []*cellCount
	tests []string
	rows  map[string][]string // signs by the cell's number; "" is none
}

type cellCount struct {
	name   string
	tally  event.Tally
	passed int
}

// add takes notice of the end of a test.
func (g *grid) add(e event.Event) {
	i := slices.IndexFunc(g.cells, func(c *cellCount) bool { return c.name == e.Cell })
	if i < 0 {
		i = len(g.cells)
		g.cells = append(g.cells, &cellCount{name: e.Cell})
	}
	_ = g.cells[i].tally.Handle(e)
	if e.Action == event.Pass {
		g.cells[i].passed++
	}
	if g.rows == nil {
		g.rows = map[string][]string{}
	}
	row, ok := g.rows[e.Test]
	if !ok {
		g.tests = append(g.tests, e.Test)
	}
	for len(row) <= i {
		row = append(row, "")
	}
	sign, _ := verdict(e)
	if row[i] != "!" { // of several runs, a failure is what counts
		row[i] = sign
	}
	g.rows[e.Test] = row
}

// String is the grid, or nothing where there is only one cell.
func (g *grid) String() string {
	if len(g.cells) < 2 {
		return ""
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i, c := range g.cells {
		name := c.name
		if name == "" {
			name = "default"
		}
		fmt.Fprintf(w, "# %d\t%s\t%s\n", i+1, name, c)
	}
	_ = w.Flush()
	differing := slices.DeleteFunc(slices.Clone(g.tests), func(t string) bool { return g.same(g.rows[t]) })
	if len(differing) == 0 {
		return b.String()
	}
	fmt.Fprint(w, "#\n#")
	for i := range g.cells {
		fmt.Fprintf(w, "\t%d", i+1)
	}
	fmt.Fprintln(w)
	for _, t := range differing {
		fmt.Fprintf(w, "# %s", t)
		for i := range g.cells {
			sign := " "
			if i < len(g.rows[t]) && g.rows[t][i] != "" {
				sign = g.rows[t][i]
			}
			fmt.Fprintf(w, "\t%s", sign)
		}
		fmt.Fprintln(w)
	}
	_ = w.Flush()
	return b.String()
}

// same reports whether a test has one verdict in all cells.
func (g *grid) same(row []string) bool {
	if len(row) < len(g.cells) {
		return false
	}
	return !slices.ContainsFunc(row, func(s string) bool { return s != row[0] })
}

// String is the counts of a cell.
func (c *cellCount) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{c.passed, "passed"}, {c.tally.Failed, "failed"}, {c.tally.Allowed, "failed as they may"}, {c.tally.Skipped, "skipped"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	return strings.Join(parts, ", ")
}
