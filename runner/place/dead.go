package place

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"dott/runner/process"
)

// lockName is a file in the directory of a run, locked for as long as the run
// lives: who can lock it has found a run that died before it could clean up.
const lockName = ".lock"

// namePrefix is cram's, so that patterns written for its paths match ours.
const namePrefix = "cramtests-"

// removeDead removes what runs left in a temporary directory that were killed with
// all of their helpers, when the machine went down say. What it cannot remove, it
// leaves for the next run: it is no fault of this one.
func removeDead(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), namePrefix) || !e.IsDir() {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR, 0)
		if err != nil {
			continue // of another program, or a sandbox beside the directory
		}
		if tryLock(lock) {
			for _, left := range entries {
				if strings.HasPrefix(left.Name(), e.Name()+"-") {
					_ = process.RemoveTree(filepath.Join(parent, left.Name()))
				}
			}
			// Last, since it is by this that the others are found.
			_ = process.RemoveTree(dir)
		}
		_ = lock.Close()
	}
}

// claim locks the directory of a run, until the file is closed. The file has its
// name only when it is locked, so that nobody finds it before.
func claim(dir string) (*os.File, error) {
	name := filepath.Join(dir, lockName)
	lock, err := os.OpenFile(name+"-new", os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	tryLock(lock)
	if err := os.Rename(lock.Name(), name); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}
