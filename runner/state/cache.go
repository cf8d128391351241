package state

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// Cache returns the folder for what a project keeps under a name, installed
// versions say, or "" when there is no place to keep anything. It need not exist.
func (p *Project) Cache(name string) string {
	if p.dir == "" {
		return ""
	}
	return filepath.Join(p.dir, name)
}

// Lock waits until no other process, and no one else in this one, has the lock of
// a file, which is made. It returns the function that gives the lock back; a
// process that ends gives back its own. The file stays: whoever removed it could
// take it from under one who waits.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		unlock, free, err := tryLock(path)
		if err != nil || free {
			return unlock, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(pause):
		}
	}
}
