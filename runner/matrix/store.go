package matrix

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher/feature"
	"dott/runner/process"
)

// An Installation is what the cache has of a version that is to be installed.
type Installation struct {
	Version
	Complete bool
	Bytes    int64
	Dir      string // its entry in the cache
	Resolved string // what it stands for, if it moves
}

// Installation tells whether a version is installed. It is false for one whose
// axis has no recipe, and which is there or not.
func (m *Matrix) Installation(v Version) (Installation, bool) {
	if m.Config.Axes[v.Axis].Install == "" {
		return Installation{}, false
	}
	if (mover{m}).moves(v) { // as it was the last time: nobody is asked what it is now
		if p := (mover{m}).readPointer(v); len(p.Resolved) > 0 {
			v.resolved = p.Resolved[0]
		}
	}
	entry := installer{m}.entry(v)
	r, ok := readRecord(entry)
	return Installation{v, ok, r.Bytes, entry, v.resolved}, true
}

// Prune removes from the cache the versions that the configuration no longer has
// or picks, or installs in another way, and what attempts left that were killed.
// Of an axis whose versions cannot be found out, all stay; the error says so.
func (m *Matrix) Prune(ctx context.Context) (removed []Installation, err error) {
	if m.Cache == "" {
		return nil, nil
	}
	wanted, kept, errs := map[string]bool{}, map[string]bool{}, []error(nil)
	for _, axis := range slices.Sorted(maps.Keys(m.Config.Axes)) {
		if m.Config.Axes[axis].Install == "" {
			continue
		}
		found, err := m.axis(ctx, axis)
		if err != nil {
			kept[axis], errs = true, append(errs, fmt.Errorf("nothing of axis %s is removed: %w", axis, err))
			continue
		}
		for _, v := range found.chosen {
			wanted[installer{m}.entry(v)] = true
			if (mover{m}).moves(v) {
				for _, v.resolved = range (mover{m}).readPointer(v).Resolved {
					wanted[installer{m}.entry(v)] = true
				}
			}
		}
	}
	entries, err := fs.Glob(os.DirFS(m.Cache), "installed/*/*")
	errs = append(errs, err)
	for _, entry := range entries {
		entry = filepath.Join(m.Cache, filepath.FromSlash(entry))
		if kept[filepath.Base(filepath.Dir(entry))] {
			continue
		}
		i, gone, err := installer{m}.prune(ctx, entry, wanted[entry])
		errs = append(errs, err)
		if gone {
			removed = append(removed, i)
		}
	}
	slices.SortFunc(removed, func(a, b Installation) int {
		if a.Axis != b.Axis {
			return strings.Compare(a.Axis, b.Axis)
		}
		return feature.Compare(a.Name, b.Name)
	})
	return removed, errors.Join(errs...)
}

// prune removes an entry, or if it is wanted, what killed attempts left in it.
func (in installer) prune(ctx context.Context, entry string, wanted bool) (i Installation, gone bool, err error) {
	unlock, err := in.lock(ctx, entry)
	if err != nil {
		return i, false, err
	}
	defer unlock()
	r, complete := readRecord(entry)
	if wanted {
		return i, false, removeTrees(entry, r.Tree)
	}
	bytes, _, err := size(entry)
	if err != nil {
		return i, false, err
	}
	i = Installation{Version{Axis: filepath.Base(filepath.Dir(entry)), Name: r.Version}, complete, bytes, entry, ""}
	if i.Name == "" {
		i.Name, _, _ = cutLast(filepath.Base(entry), "-")
	}
	// First that it is complete, so that a removal that is cut short leaves none
	// that seems whole.
	if err := os.Remove(filepath.Join(entry, "complete")); err != nil && !os.IsNotExist(err) {
		return i, false, err
	}
	if err := process.RemoveTree(entry); err != nil {
		return i, false, err
	}
	_ = os.Remove(filepath.Dir(entry)) // the axis's folder, if that was the last
	return i, true, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
