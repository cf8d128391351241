package runner

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"dott/runner/event"
	"dott/runner/matrix"
)

// A cell is a cell of the matrix in which tests run. A nil cell is the default
// one, with what is on PATH.
type cell struct {
	matrix.Cell
	place matrix.Place
	err   error       // it could not be made ready
	told  atomic.Bool // that it could not
}

// cellsOf returns the cells of a run, at least one.
func cellsOf(cells []matrix.Cell) []*cell {
	all := make([]*cell, 0, max(1, len(cells)))
	for _, c := range cells {
		if c.Name == "" {
			all = append(all, nil)
		} else {
			all = append(all, &cell{Cell: c})
		}
	}
	if len(all) == 0 {
		all = append(all, nil)
	}
	return all
}

func (c *chosenTest) cellName() string {
	if c.cell == nil {
		return ""
	}
	return c.cell.Name
}

// prepare makes the cells of the tests ready, several at a time, before any of
// the tests: what takes long there is not the tests' time. It returns what is to
// be said about them. A cell that cannot be made ready is an error of its tests.
func (r *run) prepare(ctx context.Context, tests []chosenTest) (warnings []event.Event) {
	var cells []*cell
	seen := map[*cell]bool{nil: true}
	for i := range tests {
		if c := tests[i].cell; !seen[c] {
			seen[c] = true
			cells = append(cells, c)
		}
	}
	limit := make(chan struct{}, r.Jobs)
	var all sync.WaitGroup
	for _, c := range cells {
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			c.place, c.err = r.Matrix.Prepare(ctx, c.Cell)
		})
	}
	all.Wait()
	for _, c := range cells {
		for _, w := range c.place.Warnings {
			warnings = append(warnings, event.Event{Action: event.Warning, Cell: c.Name, Reason: w})
		}
	}
	return warnings
}

// fault is the error of the tests of a cell that is not ready; only the first of
// them is told all of it.
func (c *cell) fault() error {
	if c == nil || c.err == nil {
		return nil
	}
	if c.told.Swap(true) {
		first, _, _ := strings.Cut(c.err.Error(), "\n")
		return fmt.Errorf("no cell to run in: %s", first)
	}
	return fmt.Errorf("no cell to run in: %w", c.err)
}

// axis returns what is known of a feature that is an axis of the matrix.
func (f *features) axis(ctx context.Context, j *job, name string) (known, bool) {
	if f.Matrix == nil {
		return known{}, false
	}
	if _, ok := f.Matrix.Config.Axes[name]; !ok {
		return known{}, false
	}
	var c matrix.Cell
	if j.cell != nil {
		c = j.cell.Cell
	}
	k, err := f.Matrix.Feature(ctx, c, name)
	return known{present: k.Present, version: k.Version, err: err}, true
}
