package accept

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/state"
)

// A Store is where changes are, and which of them are asked for.
type Store struct {
	Dir       string    // of the cache; "" is none
	Here      string    // where addresses and tests' names begin
	Events    string    // a stream to take instead; "-" is Stdin
	Stdin     io.Reader //
	Addresses []Address // nil: all
	Format    func(file string) transcript.Format
}

// fewFiles is of how many files it is found out at once which were deleted. With more,
// that would be most of what a person waits for, and each is looked at when its turn
// comes.
const fewFiles = 500

// Files returns the files with changes that are asked for.
func (s *Store) Files() (files []*File, err error) {
	var all []*Left
	if s.Events != "" {
		sources, closeAll, err := event.OpenSources([]string{s.Events}, s.Stdin)
		defer closeAll()
		if err != nil {
			return nil, err
		}
		if all, err = FromEvents(sources, s.Here, s.Format); err != nil {
			return nil, err
		}
	} else if all, err = Load(s.Dir); err != nil {
		return nil, err
	}
	files = Files(all, s.Here)
	for _, f := range files {
		f.kept = s.Events == ""
	}
	if s.Addresses == nil && len(files) <= fewFiles {
		files = slices.DeleteFunc(files, (*File).Gone)
	}
	return Select(files, s.Addresses, s.Here, s.Format)
}

// Locked returns what Files does, and makes others wait who accept changes of the same
// project, until unlock is called.
func (s *Store) Locked(ctx context.Context) (files []*File, unlock func(), err error) {
	unlock = func() {}
	if s.Dir != "" {
		if unlock, err = state.Lock(ctx, filepath.Join(s.Dir, "accept.lock")); err != nil {
			return nil, nil, fmt.Errorf("waiting for another dott that accepts changes: %w", err)
		}
	}
	if files, err = s.Files(); err != nil {
		unlock()
		return nil, nil, err
	}
	return files, unlock, nil
}

// Reject forgets the changes of files, and returns how many they were.
func (s *Store) Reject(ctx context.Context, files []*File) (n int, err error) {
	unlock, err := lockLeft(ctx, s.Dir)
	if err != nil {
		return 0, err
	}
	defer unlock()
	err = Update(s.Dir, func(all []*Left) []*Left {
		for _, f := range files {
			all = f.Reject(all, s.Format, &n)
		}
		return all
	})
	return n, err
}

// lockLeft makes others wait who write what is left: runs that end, besides those who
// accept.
func lockLeft(ctx context.Context, dir string) (unlock func(), err error) {
	unlock, err = state.Lock(ctx, leftLock(dir))
	if err != nil {
		return nil, fmt.Errorf("waiting for a run that ends: %w", err)
	}
	return unlock, nil
}

// Cells returns the cells in which files ran.
func Cells(files []*File) (cells []string) {
	for _, f := range files {
		for _, cell := range f.Lefts[0].Cells {
			if !slices.Contains(cells, cell) {
				cells = append(cells, cell)
			}
		}
	}
	return cells
}

// Tell tells what became of files, and reports whether all is well.
func (c *Chooser) Tell(w io.Writer, files []*File, asJSON bool) (ok bool) {
	ok = true
	for _, f := range files {
		if f.Gone() {
			continue
		}
		r := c.Result(f)
		ok = ok && r.OK()
		if asJSON {
			_ = r.WriteJSON(w)
		} else {
			r.Write(w)
		}
	}
	if len(files) == 0 && !asJSON {
		fmt.Fprintln(w, "the last run left no changes")
	}
	return ok
}

// Ended notes the end of a test that was run again.
func (c *Chooser) Ended(e event.Event) error {
	for _, f := range c.Files {
		if r := c.Result(f); f.Path == e.File && r.chosen {
			r.Ended(e, f.Lefts[0].Again)
		}
	}
	return nil
}
