package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"dott/runner/event"
	"dott/runner/state"
)

// Options say where a history is, and whose.
type Options struct {
	State    *state.Project
	File     string // that was named; "" is the project's own
	Baseline string // event streams to compare with instead; "" is none
	Names    Names
	Project  func() string            // by what the project is known; asked for where a file was named
	Tests    func() ([]string, error) // the names of the tests of this run, to see whether they are those of a file
	Warn     func(error)
}

// A Keeper is the history of a project while it has a run: events go through it, and
// what became of them is kept when the run has ended.
type Keeper struct {
	Teller

	o     Options
	store Store
	whose string

	mu           sync.Mutex // workers ask for the pace
	asked, paced bool       // for it, and it was known of a test
}

// Open reads the history, for a run that is about to begin; whoever opens it says who
// takes the events Next. What was named and cannot be used is an error, before anything
// is run.
func Open(o Options) (*Keeper, error) {
	k := &Keeper{Teller: Teller{Names: o.Names}, o: o, store: NewStore(o.State, o.File)}
	if o.File != "" {
		k.whose = o.Project()
	}
	h, err := k.store.Load()
	switch {
	case errors.As(err, new(DamagedError)):
		o.Warn(k.at(err))
	case err != nil && o.File != "":
		return nil, k.at(err)
	case err != nil:
		o.Warn(fmt.Errorf("%w; nothing is known of earlier runs", k.at(err)))
		h = nil
	}
	if h != nil && o.File != "" && h.Project != "" && h.Project != k.whose {
		if strange, err := k.strange(h); err != nil || strange {
			return nil, errors.Join(err, k.at(fmt.Errorf("it is the history of %s, and has none of the tests of this run; name another file", h.Project)))
		}
	}
	if o.Baseline != "" {
		if h, err = k.baseline(); err != nil {
			return nil, fmt.Errorf("--baseline: %w", err)
		}
	}
	k.All = o.Baseline != ""
	k.History, k.Asked = h, o.File != "" || o.Baseline != ""
	return k, nil
}

func (k *Keeper) at(err error) error {
	if k.o.File != "" {
		return fmt.Errorf("--history %s: %w", k.o.File, err)
	}
	return fmt.Errorf("the history in %s: %w", k.store.path, err)
}

// baseline reads event streams as a history.
func (k *Keeper) baseline() (*History, error) {
	f, err := os.Open(k.o.Baseline)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h, err := Read(k.o.Baseline, f)
	if err != nil {
		return nil, err
	}
	if strange, err := k.strange(h); err != nil || strange {
		return nil, errors.Join(err, fmt.Errorf("%s has none of the tests of this run; name the events of the same tests", k.o.Baseline))
	}
	return h, nil
}

// strange reports whether a history has none of the tests of this run, where both have
// some.
func (k *Keeper) strange(h *History) (bool, error) {
	tests, err := k.o.Tests()
	if err != nil || len(h.names) == 0 {
		return false, err
	}
	for _, name := range tests {
		name, _, _ = strings.Cut(name, "[") // the cell
		name = filepath.ToSlash(strings.TrimSpace(name))
		if len(h.cells[k.Names.Key(event.Event{Test: name}).Test]) > 0 || len(h.cells[path.Clean(name)]) > 0 {
			return false, nil
		}
	}
	return len(tests) > 0, nil
}

// Finish keeps what became of the run. That it cannot is no reason to fail: what was
// named is warned about.
func (k *Keeper) Finish(ctx context.Context) {
	if k.Fresh == nil {
		return
	}
	if err := k.unpaced(); err != nil {
		k.o.Warn(err)
	}
	err := k.store.Add(context.WithoutCancel(ctx), k.whose, k.Fresh)
	if err != nil && k.o.File != "" {
		k.o.Warn(fmt.Errorf("%w; this run is not in it", k.at(err)))
	}
}
