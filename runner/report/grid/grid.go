// Package grid folds a stream of events into what is told of the cells of a matrix.
package grid

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"dott/runner/event"
)

// A Grid shows what failed in which cell of a matrix: a line for each cell with
// its counts, and below that a row for each test that has not the same verdict in
// all of them. It keeps a sign for each test and cell.
type Grid struct {
	Axes  []event.Axis // in whose order the cells are shown
	cells []*cellCount
	tests []string
	rows  map[string][]string // signs by the cell's number; "" is none
}

type cellCount struct {
	name   string
	is     Resolved
	tally  event.Tally
	passed int
}

// Add takes notice of the end of a test, which has a sign.
func (g *Grid) Add(e event.Event, sign string) {
	i := slices.IndexFunc(g.cells, func(c *cellCount) bool { return c.name == e.Cell })
	if i < 0 {
		i = len(g.cells)
		g.cells = append(g.cells, &cellCount{name: e.Cell})
	}
	_ = g.cells[i].tally.Handle(e)
	g.cells[i].is.Add(e)
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
	if row[i] != "!" { // of several runs, a failure is what counts
		row[i] = sign
	}
	g.rows[e.Test] = row
}

// String is the grid, or nothing where there is only one cell.
func (g *Grid) String() string {
	if len(g.cells) < 2 {
		return ""
	}
	order := make([]int, len(g.cells)) // the cells' numbers, as they are shown
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return event.CompareCells(g.Axes, g.cells[a].name, g.cells[b].name) })
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i, n := range order {
		c := g.cells[n]
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
		for _, i := range order {
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
func (g *Grid) same(row []string) bool {
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
	}{{c.passed, "passed"}, {c.tally.Failed, "failed"}, {c.tally.Allowed - c.tally.Known, "failed (allowed)"}, {c.tally.Known, "failed (known)"}, {c.tally.Skipped, "skipped"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	return strings.Join(parts, ", ") + c.is.Behind()
}

// Resolved is what the versions of a cell stood for that move: one thing, unless
// several runs came together.
type Resolved []string

// Add takes notice of the end of a test.
func (r *Resolved) Add(e event.Event) {
	if e.Resolved != "" && !slices.Contains(*r, e.Resolved) {
		*r = append(*r, e.Resolved)
	}
}

// String is all of it, with the hashes of commits in full.
func (r Resolved) String() string { return strings.Join(r, "; ") }

// Behind is what is added to a line about the cell.
func (r Resolved) Behind() string {
	if len(r) == 0 {
		return ""
	}
	return " (" + commitHash().ReplaceAllString(r.String(), "$1") + ")"
}

// commitHash is a hash that is shown by its beginning.
var commitHash = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b([0-9a-f]{12})[0-9a-f]{28,52}\b`) })
