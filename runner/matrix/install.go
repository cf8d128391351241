package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dott/runner/process"
	"dott/runner/state"
)

// An installed version lies in a folder of the cache, its entry:
//
//	installed/AXIS/VERSION-DIGEST/complete   what it is, and which tree
//	installed/AXIS/VERSION-DIGEST/log        what the recipe printed
//	installed/AXIS/VERSION-DIGEST/tree-…/    {dir}
//
// The digest is that of the recipe, so that a changed recipe installs anew. Each
// attempt gets a tree of its own, and what `complete` names, written last and
// replaced as a whole, is the one that counts. It is not built elsewhere and
// then renamed, since real tools cannot be moved: the programs of a Python
// environment and npm's links to global packages have the path in them where
// they were installed. A tree that no `complete` names belongs to an attempt that
// was killed, of which a process may even be writing still; it is never used, and
// removed by the next attempt.

// record is the content of `complete`.
type record struct {
	Axis    string    `json:"axis"`
	Version string    `json:"version"`
	Recipe  string    `json:"recipe"`
	Tree    string    `json:"tree"`
	Bytes   int64     `json:"bytes"`
	Time    time.Time `json:"time"`
}

// An installer installs versions, and finds those that are.
type installer struct{ m *Matrix }

// entry returns the folder for a version.
func (in installer) entry(v Version) string {
	texts := []string{v.Axis, v.at(), in.m.Config.Axes[v.Axis].Install}
	if v.resolved != "" && strings.Contains(texts[2], "{value}") {
		texts = append(texts, v.Value)
	}
	return filepath.Join(in.m.Cache, "installed", v.Axis, v.at()+"-"+digest(texts...))
}

// readRecord returns the record of an entry; it is false when no version is
// complete in it.
func readRecord(entry string) (record, bool) {
	var r record
	data, err := state.ReadFile(filepath.Join(entry, "complete"))
	if err != nil || json.Unmarshal(data, &r) != nil || r.Tree == "" || filepath.Base(r.Tree) != r.Tree {
		return record{}, false
	}
	info, err := os.Stat(filepath.Join(entry, r.Tree))
	return r, err == nil && info.IsDir()
}

// install returns the folder in which a version is installed, and installs it if
// that has not been done. Of all that want it, here and in other processes, one
// does it and the others wait.
func (in installer) install(ctx context.Context, v Version) (dir string, err error) {
	return in.m.installs.get(v.Axis+"="+v.at(), func() (string, error) {
		if in.m.Cache == "" {
			return "", fmt.Errorf("installing %s %s: there is no cache directory to put it into; set HOME or XDG_CACHE_HOME", v.Axis, v.at())
		}
		entry := in.entry(v)
		if r, ok := readRecord(entry); ok {
			return filepath.Join(entry, r.Tree), nil
		}
		unlock, err := in.lock(ctx, entry)
		if err != nil {
			return "", fmt.Errorf("installing %s %s: %w", v.Axis, v.at(), err)
		}
		defer unlock()
		if r, ok := readRecord(entry); ok {
			return filepath.Join(entry, r.Tree), nil
		}
		return in.attempt(ctx, v, entry)
	})
}

// lock takes the lock of an entry, which lies elsewhere so that it outlives it.
func (in installer) lock(ctx context.Context, entry string) (unlock func(), err error) {
	return state.Lock(ctx, filepath.Join(in.m.Cache, "locks", filepath.Base(filepath.Dir(entry))+"-"+filepath.Base(entry)))
}

// attempt runs the recipe.
func (in installer) attempt(ctx context.Context, v Version, entry string) (dir string, err error) {
	wrong := func(err error) (string, error) {
		return "", fmt.Errorf("installing %s %s: %w", v.Axis, v.at(), err)
	}
	if err := removeTrees(entry, ""); err != nil {
		return wrong(err)
	}
	if err := os.MkdirAll(entry, 0o700); err != nil {
		return wrong(err)
	}
	tree, err := os.MkdirTemp(entry, "tree-")
	if err != nil {
		return wrong(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, process.RemoveTree(tree))
		}
	}()
	log, err := os.OpenFile(filepath.Join(entry, "log"), os.O_RDWR|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err != nil {
		return wrong(err)
	}
	defer log.Close()
	commands(in).progress("installing %s %s", v.Axis, shortCommit(v.at()))
	recipe := in.m.Config.Axes[v.Axis].Install
	command := names{v.Value, v.at(), tree}.command(recipe)
	fmt.Fprintf(log, "$ %s\n", command)
	if err := commands(in).shell(ctx, command, in.m.Env, orElse(in.m.InstallLimit, 30*time.Minute), log, nil); err != nil {
		if ctx.Err() != nil {
			return wrong(err)
		}
		return wrong(fmt.Errorf("%w; the end of %s:\n%s", err, log.Name(), tail(log, 20)))
	}
	bytes, files, err := size(tree)
	if err == nil && files == 0 {
		err = fmt.Errorf("the command succeeded and put nothing into {dir}; the end of %s:\n%s", log.Name(), tail(log, 20))
	}
	if err != nil {
		return wrong(err)
	}
	data, err := json.Marshal(record{v.Axis, v.at(), recipe, filepath.Base(tree), bytes, time.Now()})
	if err == nil {
		err = writeFile(filepath.Join(entry, "complete"), string(data)+"\n")
	}
	if err != nil {
		return wrong(err)
	}
	return tree, nil
}

// removeTrees removes the trees of an entry but for one.
func removeTrees(entry, but string) error {
	found, err := os.ReadDir(entry)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	errs := []error{err}
	for _, e := range found {
		if strings.HasPrefix(e.Name(), "tree-") && e.Name() != but {
			errs = append(errs, process.RemoveTree(filepath.Join(entry, e.Name())))
		}
	}
	return errors.Join(errs...)
}

// size returns how many bytes and files there are in a tree.
func size(dir string) (bytes, files int64, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		files++
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
		return nil
	})
	return bytes, files, err
}
