package matrix

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"dott/matcher/feature"
	"dott/runner/config"
)

// maxCells bounds a product that nobody can have meant.
const maxCells = 10_000

// Cells returns the cells that a selection (see [feature.ParseSelection]) takes:
// the versions of its axes, multiplied, without those that are excluded. In it,
// the last axis changes fastest, and versions are oldest first. An axis that is
// not selected is none of the cells' business, and its list is not asked for.
// Warnings are sentences that do not end the run.
func (m *Matrix) Cells(ctx context.Context, selection string) (cells []Cell, warnings []string, err error) {
	selected, err := feature.ParseSelection(selection, slices.Sorted(maps.Keys(m.Config.Axes)))
	if err != nil {
		return nil, nil, fmt.Errorf("--matrix %s: %w", selection, err)
	}
	if len(selected.Axes) == 0 {
		return []Cell{{}}, nil, nil
	}
	versions, orders, warnings, err := m.selected(ctx, selected)
	if err != nil {
		return nil, warnings, err
	}
	count := 1
	for _, vs := range versions {
		if count *= len(vs); count > maxCells {
			return nil, warnings, fmt.Errorf("--matrix %s takes more than %d cells; select some of the versions, as in %s>=VERSION", selection, maxCells, selected.Axes[0])
		}
	}
	rules, err := choices(m.Config, orders)
	if err != nil {
		return nil, warnings, err
	}
	for combination := range product(versions) {
		c, excluded, err := rules.cell(combination)
		if err != nil {
			return nil, warnings, err
		}
		if !excluded {
			cells = append(cells, c)
		}
	}
	if len(cells) == 0 {
		return nil, warnings, fmt.Errorf("[[matrix-exclude]] leaves none of the %d cells that --matrix %s takes", count, selection)
	}
	return cells, warnings, nil
}

// selected returns the versions of the selected axes, found at the same time.
func (m *Matrix) selected(ctx context.Context, s feature.Selection) (versions [][]Version, orders map[string]*feature.Order, warnings []string, err error) {
	versions = make([][]Version, len(s.Axes))
	all, errs := make([]axisVersions, len(s.Axes)), make([]error, len(s.Axes))
	var wg sync.WaitGroup
	for i, name := range s.Axes {
		wg.Go(func() {
			if all[i], errs[i] = m.axis(ctx, name); errs[i] == nil {
				versions[i], errs[i] = all[i].selected(name, s.Choices[name])
			}
		})
	}
	wg.Wait()
	orders = map[string]*feature.Order{}
	for i, name := range s.Axes {
		warnings = append(warnings, all[i].warnings...)
		orders[name] = all[i].order
		for _, v := range versions[i] {
			if slices.Contains(all[i].frozen, v.Name) {
				warnings = append(warnings, fmt.Sprintf("%s is installed once and stays as it was then; moving = [%q], with resolve, has it installed anew", v, v.Name))
			}
		}
	}
	return versions, orders, warnings, errors.Join(errs...)
}

// selected returns the chosen ones of an axis: of the picked versions, and of
// those that are named in the choice.
func (found axisVersions) selected(axis string, c feature.Choice) ([]Version, error) {
	byName := map[string]Version{}
	var known []string
	for _, v := range found.chosen {
		byName[v.Name], known = v, append(known, v.Name)
	}
	c = c.In(found.order)
	for _, v := range found.others {
		if c.Names(v.Name) {
			byName[v.Name], known = v, append(known, v.Name)
		}
	}
	names, err := c.Select(known)
	if err != nil {
		return nil, fmt.Errorf("--matrix, axis %s: %w", axis, err)
	}
	versions := make([]Version, len(names))
	for i, n := range names {
		versions[i] = byName[n]
	}
	return versions, nil
}

// rules are what the configuration says of cells.
type rules struct {
	exclude []map[string]feature.Choice
	allow   map[string][]feature.Choice
	orders  map[string]*feature.Order
}

// choices reads what the configuration excludes, and whose failures it allows.
func choices(c config.Matrix, orders map[string]*feature.Order) (r rules, err error) {
	r.orders, r.allow = orders, map[string][]feature.Choice{}
	for _, x := range c.Exclude {
		entry := map[string]feature.Choice{}
		for axis, text := range x {
			parsed, err := feature.ParseChoice(text)
			if err != nil {
				return r, fmt.Errorf("[[matrix-exclude]] %s: %w", axis, err)
			}
			entry[axis] = parsed.In(orders[axis])
		}
		r.exclude = append(r.exclude, entry)
	}
	for axis, a := range c.Axes {
		for _, text := range a.AllowFailure {
			parsed, err := feature.ParseChoice(text)
			if err != nil {
				return r, fmt.Errorf("[matrix.%s] allow-failure: %w", axis, err)
			}
			r.allow[axis] = append(r.allow[axis], parsed.In(orders[axis]))
		}
	}
	return r, nil
}

// cell makes a cell of some versions, and tells whether it is excluded.
func (r rules) cell(versions []Version) (c Cell, excluded bool, err error) {
	c = newCell(versions)
	for _, entry := range r.exclude {
		if excluded, err = matches(entry, c); excluded || err != nil {
			return c, excluded, err
		}
	}
	for _, v := range c.Versions {
		for _, choice := range r.allow[v.Axis] {
			may, err := choice.Has(v.Name)
			if err != nil {
				return c, false, fmt.Errorf("[matrix.%s] allow-failure: %w", v.Axis, err)
			}
			c.AllowFailure = c.AllowFailure || may
		}
	}
	return c, false, nil
}

// matches reports whether a cell has a version of each of the axes of an entry,
// and each is among those that the entry means.
func matches(entry map[string]feature.Choice, c Cell) (bool, error) {
	for axis, choice := range entry {
		v, ok := c.Version(axis)
		if !ok {
			return false, nil
		}
		if is, err := choice.Has(v.Name); err != nil {
			return false, fmt.Errorf("[[matrix-exclude]] %s: %w", axis, err)
		} else if !is {
			return false, nil
		}
	}
	return true, nil
}

// product yields all combinations.
func product(versions [][]Version) func(yield func([]Version) bool) {
	return func(yield func([]Version) bool) {
		at := make([]int, len(versions))
		for {
			combination := make([]Version, len(versions))
			for i, v := range versions {
				combination[i] = v[at[i]]
			}
			if !yield(combination) {
				return
			}
			i := len(at) - 1
			for ; i >= 0; i-- {
				if at[i]++; at[i] < len(versions[i]) {
					break
				}
				at[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}
