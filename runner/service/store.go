package service

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
	"dott/runner/service/copytree"
	"dott/runner/state"
)

// A store keeps the snapshots of processes: for each a folder NAME-KEY with the
// data and a file about them. A folder has its name only when it is complete, so one
// that was interrupted does not count, and the next to come there removes it.
type store struct {
	dir        string
	supervisor *process.Supervisor
}

const (
	aboutName = "snapshot.json"
	dataName  = "data"
	newPrefix = ".new-"
)

// about is what the file about a snapshot says. When it was last used is the time
// of the file.
type about struct {
	Service string `json:"service"`
	Bytes   int64  `json:"bytes"`
	Keep    string `json:"keep"`
}

func (s store) path(key string) string { return filepath.Join(s.dir, key) }

func (s store) data(key string) string { return filepath.Join(s.path(key), dataName) }

// lock waits until nobody else makes or removes a snapshot of that key.
func (s store) lock(ctx context.Context, key string) (unlock func(), err error) {
	return state.Lock(ctx, s.path("."+key+".lock"))
}

func (s store) has(key string) bool {
	path := filepath.Join(s.path(key), aboutName)
	now := time.Now()
	if err := os.Chtimes(path, now, now); err == nil {
		return true
	}
	_, err := os.Stat(path) // in a cache that cannot be written
	return err == nil
}

func (s store) restore(ctx context.Context, key, to string) error {
	if _, err := copytree.Copy(ctx, s.data(key), to); err != nil {
		return fmt.Errorf("copying the snapshot: %w", err)
	}
	return nil
}

// save makes a snapshot. Whoever calls it holds the lock.
func (s store) save(ctx context.Context, r *recipe, key, from string) (err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	s.sweep(key)
	temp, err := os.MkdirTemp(s.dir, newPrefix+key+"-")
	if err != nil {
		return err
	}
	s.supervisor.RemoveOnDeath(temp)
	defer s.supervisor.Forget(temp)
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("writing the snapshot: %w", err), process.RemoveTree(temp))
		}
	}()
	bytes, err := copytree.Copy(ctx, from, filepath.Join(temp, dataName))
	if err != nil {
		return err
	}
	text, err := json.Marshal(about{Service: r.name, Bytes: bytes, Keep: r.keep().String()})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(temp, aboutName), text, 0o600); err != nil {
		return err
	}
	return os.Rename(temp, s.path(key))
}

// sweep removes what interrupted runs left of a snapshot.
func (s store) sweep(key string) {
	left, _ := filepath.Glob(filepath.Join(s.dir, newPrefix+key+"-*"))
	for _, dir := range left {
		_ = process.RemoveTree(dir)
	}
}

func (s store) list() ([]Snapshot, error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var all []Snapshot
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || !e.IsDir() {
			continue
		}
		path := filepath.Join(s.dir, e.Name(), aboutName)
		text, rerr := os.ReadFile(path)
		info, serr := os.Stat(path)
		var a about
		if rerr != nil || serr != nil || json.Unmarshal(text, &a) != nil {
			continue
		}
		keep, perr := time.ParseDuration(a.Keep)
		if perr != nil {
			keep = keepFor
		}
		all = append(all, Snapshot{Service: a.Service, Key: e.Name(), Used: info.ModTime(), Bytes: a.Bytes, Keep: keep})
	}
	return all, err
}

func (s store) remove(ctx context.Context, key string) error {
	unlock, err := s.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	// First under a name that does not count.
	gone := s.path(newPrefix + key + "-gone")
	if err := os.Rename(s.path(key), gone); err != nil {
		return err
	}
	return process.RemoveTree(gone)
}
