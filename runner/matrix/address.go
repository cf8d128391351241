package matrix

import (
	"context"
	"fmt"
	"slices"
)

// Addressed are the cells of a run whose paths may name cells, as a.t[git=2.40].
type Addressed struct {
	Paths []string // with the cells by the names that they have
	Cells []Cell   // all in which something runs
	Only  []string // the names of those in which only the tests run that name them
}

// Address finds the cells of some paths. Cut takes the cell off a path. Those paths that
// name none run in the cells that others returns, or in the default one where it returns
// none; it is not asked where every path names a cell.
func (m *Matrix) Address(ctx context.Context, paths []string, cut func(string) (test, cell string), others func() ([]Cell, error)) (a Addressed, err error) {
	a.Paths = slices.Clone(paths)
	var named []Cell
	all := true
	for i, p := range paths {
		test, cell := cut(p)
		if cell == "" {
			all = false
			continue
		}
		found := m.Named(ctx, []string{cell}, func(_ string, why error) { err = why })
		switch {
		case err != nil:
			return a, fmt.Errorf("%s: %w", p, err)
		case len(found) != 1:
			return a, fmt.Errorf("%s: %s is not one cell", p, cell)
		}
		a.Paths[i] = test + "[" + found[0].Name + "]"
		named = append(named, found[0])
	}
	if !all || len(named) == 0 {
		if a.Cells, err = others(); err != nil {
			return a, err
		}
		if len(a.Cells) == 0 && len(named) > 0 {
			a.Cells = []Cell{{}}
		}
	}
	for _, c := range named {
		if !slices.ContainsFunc(a.Cells, func(other Cell) bool { return other.Name == c.Name }) {
			a.Cells, a.Only = append(a.Cells, c), append(a.Only, c.Name)
		}
	}
	return a, nil
}
