package history

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dott/runner/atomicfile"
	"dott/runner/state"
)

// A Store is the file of a history.
type Store struct {
	path string
	lock string
}

// NewStore returns the store of a project, or one in a file that was named.
func NewStore(project *state.Project, file string) Store {
	if file == "" {
		return Store{project.Cache("history"), project.Cache("history.lock")}
	}
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	return Store{file, project.LockOf(file)}
}

// Load reads the history. Where there is none it is empty. Besides with a
// [DamagedError], there is none with an error.
func (s Store) Load() (*History, error) {
	if s.path == "" {
		return &History{}, nil
	}
	data, err := state.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return &History{}, nil
	}
	if err != nil {
		return nil, err
	}
	return Parse(data)
}

// lockPatience is how long another run is waited for that writes the same file, which
// takes it a moment.
const lockPatience = 10 * time.Second

// Add puts a run behind those in the file, also behind those of runs that ended
// meanwhile. What is no history of this version is left as it is.
func (s Store) Add(ctx context.Context, project string, r *Run) error {
	if s.path == "" || len(r.Results) == 0 {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o777); err != nil {
		return err
	}
	if s.lock != "" {
		ctx, cancel := context.WithTimeout(ctx, lockPatience)
		defer cancel()
		unlock, err := state.Lock(ctx, s.lock)
		if err != nil {
			return fmt.Errorf("waiting for another run, which writes it: %w", err)
		}
		defer unlock()
	}
	h, err := s.Load()
	damaged := errors.As(err, new(DamagedError))
	if err != nil && !damaged {
		return err
	}
	fresh := len(h.Runs) == 0 || h.Project != project && h.Project == ""
	if fresh {
		h.Project = project
	}
	known := len(h.names)
	if !h.Add(r) {
		return nil
	}
	if damaged || fresh || crowded(h) {
		h.Trim()
		return state.Within(func() error {
			return atomicfile.Write(s.path, 0o666, func(w io.Writer) error {
				_, err := w.Write(h.Encode())
				return err
			})
		})
	}
	added := h.Runs[slices.IndexFunc(h.Runs, func(other *Run) bool { return other.ID == r.ID })]
	return state.Within(func() error { return s.append(added.appendTo(appendNames(h, nil, known))) })
}

// append adds records at the end. Half of one is cut off by the next run.
func (s Store) append(records []byte) error {
	f, err := os.OpenFile(s.path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(records)
	return errors.Join(err, f.Close())
}

// crowded reports whether there is a quarter more than is kept, so that the file is
// written anew once in a while and not each time.
func crowded(h *History) bool {
	results := 0
	for _, r := range h.Runs {
		results += len(r.verdicts)
	}
	return len(h.Runs) > maxRuns+maxRuns/4 || results > (Kept+Kept/4)*len(h.names)
}
