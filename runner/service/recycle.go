package service

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"sync"
	"time"

	"dott/runner/process"
	"dott/runner/service/copytree"
)

// To copy a database of a thousand files takes longer than to start its server, and
// a test changes some ten of them. So the directory of an instance that has stopped
// is made into a fresh copy again: what changed is copied, what is new is removed,
// and the rest stays. A file has changed if it is another one, has another size, or
// was written or given another mode or owner since it was copied, by the time of
// change that the system keeps and nobody can set. What was copied in the moment
// before the server started is taken as changed, since that time is a coarse one.
//
// A copy is as much as it takes to know whether it is one still.
type replica struct {
	dir   string
	state map[string]print // by path in dir
	since time.Time        // when somebody may have begun to change it
}

// A print is what a file has as long as nobody changes it.
type print struct {
	inode   uint64
	size    int64
	changed time.Time
}

// coarse is more than what the times of files are apart.
const coarse = 30 * time.Millisecond

// replicas are directories to be used again, by the keys of their snapshots.
type replicas struct {
	mu   sync.Mutex
	used map[string]*replica   // by directory
	free map[string][]*replica // by key
}

// take makes a directory a copy of a snapshot's data, and reports whether there was one
// to be used again.
func (r *replicas) take(ctx context.Context, key, from, to string) (ok bool, err error) {
	r.mu.Lock()
	var c *replica
	if all := r.free[key]; len(all) > 0 {
		c, r.free[key] = all[0], all[1:]
	}
	r.mu.Unlock()
	if c == nil {
		return false, nil
	}
	err = c.refresh(ctx, from)
	if err == nil {
		if err = os.Remove(to); err == nil {
			err = os.Rename(c.dir, to)
		}
	}
	if err != nil {
		_ = process.RemoveTree(c.dir)
		return false, os.MkdirAll(to, 0o755)
	}
	c.dir = to
	r.note(c)
	return true, nil
}

// made takes notice of a directory that is a copy, before anybody changes it.
func (r *replicas) made(dir string) {
	c := &replica{dir: dir, state: map[string]print{}}
	if c.look() {
		r.note(c)
	}
}

func (r *replicas) note(c *replica) {
	c.since = time.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.used == nil {
		r.used, r.free = map[string]*replica{}, map[string][]*replica{}
	}
	r.used[c.dir] = c
}

// give takes back the directory of an instance that has stopped.
func (r *replicas) give(key, dir, keepAt string) {
	r.mu.Lock()
	c := r.used[dir]
	delete(r.used, dir)
	r.mu.Unlock()
	if c == nil || os.Rename(dir, keepAt) != nil {
		return
	}
	c.dir = keepAt
	r.mu.Lock()
	r.free[key] = append(r.free[key], c)
	r.mu.Unlock()
}

// look notes how all files are, and reports whether this system tells.
func (c *replica) look() bool {
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return c.lookAt(path, d)
	})
	return err == nil
}

func (c *replica) lookAt(path string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	p, ok := printOf(info)
	if !ok {
		return fs.ErrInvalid
	}
	rel, err := filepath.Rel(c.dir, path)
	if err != nil {
		return err
	}
	if d.IsDir() {
		p = print{}
	}
	c.state[rel] = p
	return nil
}

// refresh makes the directory a copy again of what it was copied from.
func (c *replica) refresh(ctx context.Context, from string) error {
	there := make(map[string]bool, len(c.state))
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(c.dir, path)
		if err != nil {
			return err
		}
		was, known := c.state[rel]
		if known && d.IsDir() && was == (print{}) {
			there[rel] = true
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if p, ok := printOf(info); known && ok && p == was && p.changed.Before(c.since.Add(-coarse)) {
			there[rel] = true
			return nil
		}
		if err := process.RemoveTree(path); err != nil {
			return err
		}
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		return err
	}
	copies := copytree.Copier{}
	for _, rel := range slices.Sorted(maps.Keys(c.state)) { // a directory comes before what is in it
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if err := c.entry(&copies, filepath.Join(from, rel), rel, there[rel]); err != nil {
			return err
		}
	}
	return nil
}

// entry brings back what is missing, and gives directories the modes and owners that
// they had.
func (c *replica) entry(copies *copytree.Copier, from, rel string, there bool) error {
	to, isDir := filepath.Join(c.dir, rel), c.state[rel] == (print{})
	if there && !isDir {
		return nil
	}
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	switch {
	case isDir && !there:
		if err := os.Mkdir(to, 0o700); err != nil {
			return err
		}
		fallthrough
	case isDir:
		return sameMode(to, info)
	case info.Mode().Type() == fs.ModeSymlink:
		text, err := os.Readlink(from)
		if err == nil {
			err = os.Symlink(text, to)
		}
		if err == nil {
			err = copytree.Chown(to, info)
		}
		if err != nil {
			return err
		}
	default:
		if err := copies.File(from, to, info); err != nil {
			return err
		}
	}
	now, err := os.Lstat(to)
	if err == nil {
		c.state[rel], _ = printOf(now)
	}
	return err
}

// sameMode gives a directory the mode and the owner of another.
func sameMode(to string, of fs.FileInfo) error {
	now, err := os.Lstat(to)
	if err != nil {
		return err
	}
	if err := copytree.Chown(to, of); err != nil {
		return err
	}
	if now.Mode() == of.Mode() {
		return nil
	}
	return os.Chmod(to, of.Mode())
}
