package matrix

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"dott/runner/around"
)

// Layer returns the cells of a run as what is around its tests. Those that there
// are tests for are made ready before the first test, jobs of them at a time: what
// takes long there is not the tests' time. A cell that cannot be made ready is an
// error of its tests, of which only the first is told all of it.
func (m *Matrix) Layer(cells []Cell, jobs int) around.Layer {
	l := &layer{cells: map[string]*cellState{}}
	for _, c := range cells {
		l.cells[c.Name] = &cellState{cell: c}
	}
	return around.Layer{
		Run: func(ctx context.Context, wanted []string) ([]around.Warning, around.AfterRun, error) {
			return l.prepare(ctx, m, wanted, jobs), nil, nil
		},
		Cell: l.environ,
	}
}

type layer struct{ cells map[string]*cellState }

// A cellState is what became of a cell.
type cellState struct {
	cell  Cell
	added Additions
	mu    sync.Mutex
	err   error // why it could not be made ready
	told  bool  // to somebody
}

func (l *layer) prepare(ctx context.Context, m *Matrix, wanted []string, jobs int) (warnings []around.Warning) {
	limit := make(chan struct{}, max(1, jobs))
	var all sync.WaitGroup
	for _, name := range wanted {
		c := l.cells[name]
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			c.added, c.err = m.Prepare(ctx, c.cell)
		})
	}
	all.Wait()
	for _, name := range wanted {
		for _, w := range l.cells[name].added.Warnings {
			warnings = append(warnings, around.Warning{Cell: name, Reason: w})
		}
	}
	return warnings
}

func (l *layer) environ(name string) (around.Environ, error) {
	c := l.cells[name]
	if c == nil {
		return nil, nil // the default cell
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.err == nil:
		return c.added.Environ, nil
	case c.told:
		first, _, _ := strings.Cut(c.err.Error(), "\n")
		return nil, errors.New("no cell to run in: " + first)
	}
	c.told = true
	return nil, fmt.Errorf("no cell to run in: %w", c.err)
}
