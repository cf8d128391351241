package matrix

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dott/matcher/feature"
)

// A Between is the cells that a search goes through: those of all versions of an
// axis between two.
type Between struct {
	Cells []Cell // the oldest first
	Older []Version
}

// Between returns the cells from the oldest version of an axis that a selection takes
// to the newest, whether those between them are picked or not. Where it takes a
// single version, they begin with the oldest that there is. Other axes must be down
// to one version each.
func (m *Matrix) Between(ctx context.Context, axis, selection string) (b Between, warnings []string, err error) {
	cells, warnings, err := m.Cells(ctx, selection)
	if err != nil {
		return b, warnings, err
	}
	ends := map[string]bool{}
	for _, c := range cells {
		v, ok := c.Version(axis)
		if !ok || ends[v.Name] {
			return b, warnings, fmt.Errorf("--matrix %s leaves several cells of one version; name one version of each other axis", selection)
		}
		ends[v.Name] = true
	}
	found, err := m.axis(ctx, axis)
	if err != nil {
		return b, warnings, err
	}
	orders := map[string]*feature.Order{axis: found.order}
	for _, v := range cells[0].Versions {
		other, err := m.axis(ctx, v.Axis)
		if err != nil {
			return b, warnings, err
		}
		orders[v.Axis] = other.order
	}
	rules, err := choices(m.Config, orders)
	if err != nil {
		return b, warnings, err
	}
	all := found.all()
	isEnd := func(v Version) bool { return ends[v.Name] }
	first := slices.IndexFunc(all, isEnd)
	last := first
	for i, v := range all {
		if isEnd(v) {
			last = i
		}
	}
	if first == last {
		first = 0
	}
	b.Older = all[:first]
	for _, v := range all[first : last+1] {
		versions := slices.Clone(cells[0].Versions)
		versions[slices.IndexFunc(versions, func(old Version) bool { return old.Axis == axis })] = v
		c, excluded, err := rules.cell(versions)
		if err != nil {
			return b, warnings, err
		}
		if !excluded {
			b.Cells = append(b.Cells, c)
		}
	}
	return b, warnings, nil
}

// Ready reports whether nothing has to be installed for a cell.
func (m *Matrix) Ready(c Cell) bool {
	return !slices.ContainsFunc(c.Versions, func(v Version) bool {
		i, ok := m.Installation(v)
		return ok && !i.Complete
	})
}

// Named returns the cells of some names, such as "git=2.40,python=3.13", and of "" the
// default one. Of a name that is no cell any more, unknown is told.
func (m *Matrix) Named(ctx context.Context, names []string, unknown func(name string, err error)) (cells []Cell) {
	for _, name := range names {
		if name == "" {
			cells = append(cells, Cell{})
			continue
		}
		found, _, err := m.Cells(ctx, strings.ReplaceAll(name, ",", " "))
		if err != nil {
			unknown(name, err)
		}
		cells = append(cells, found...)
	}
	return cells
}

// A Grid is cells by the axes that they differ in.
type Grid struct {
	Axes  []feature.Dim
	Cells map[string]feature.Variant // where each stands, by its name
}

// Grid returns all the cells that there are along the axes of some of them: what
// these print is not written for the others.
func (m *Matrix) Grid(ctx context.Context, cells []Cell) (g Grid, err error) {
	axes := cells[0].axes()
	for _, c := range cells {
		if !slices.Equal(c.axes(), axes) {
			return g, fmt.Errorf("the cells are of several axes, and nothing can be written that is true for all of them; name those of one axis with --matrix")
		}
	}
	if len(axes) == 0 {
		return g, nil
	}
	all, _, err := m.Cells(ctx, strings.Join(axes, " "))
	if err != nil {
		return g, err
	}
	all = append(all, cells...)
	for i, axis := range axes {
		found, err := m.axis(ctx, axis)
		if err != nil {
			return g, err
		}
		versions := make([]string, len(all))
		for k, c := range all {
			versions[k] = c.Versions[i].Name
		}
		g.Axes = append(g.Axes, feature.Dim{Name: axis, Values: found.order.Sorted(versions), Order: found.order})
	}
	g.Cells = map[string]feature.Variant{}
	for _, c := range all {
		var at feature.Variant
		for i, v := range c.Versions {
			at = append(at, slices.Index(g.Axes[i].Values, v.Name))
		}
		g.Cells[c.Name] = at
	}
	return g, nil
}

// axes are those of the cell's versions.
func (c Cell) axes() (names []string) {
	for _, v := range c.Versions {
		names = append(names, v.Axis)
	}
	return names
}

// Orders returns for each axis of some cells its versions in their order.
func (m *Matrix) Orders(ctx context.Context, cells []Cell) map[string][]string {
	orders := map[string][]string{}
	for _, c := range cells {
		for _, v := range c.Versions {
			orders[v.Axis] = append(orders[v.Axis], v.Name)
		}
	}
	for _, axis := range slices.Sorted(maps.Keys(orders)) {
		found, err := m.axis(ctx, axis)
		if err != nil {
			continue
		}
		var names []string
		for _, v := range found.chosen {
			names = append(names, v.Name)
		}
		orders[axis] = found.order.Sorted(append(names, orders[axis]...)) // names stand as they are declared
	}
	return orders
}
