package state

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// Lock waits until no other process, and no one else in this one, has the lock of
// a file, which is made. It returns the function that gives the lock back; a
// process that ends gives back its own. The file stays: whoever removed it could
// take it from under one who waits.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	type result struct {
		unlock func()
		err    error
	}
	got := make(chan result)
	go func() {
		unlock, err := waitFor(ctx, path)
		select {
		case got <- result{unlock, err}:
		case <-ctx.Done(): // the file system answered too late
			if err == nil {
				unlock()
			}
		}
	}()
	select {
	case r := <-got:
		return r.unlock, r.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func waitFor(ctx context.Context, path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	for pause := time.Millisecond; ; pause = min(2*pause, 10*time.Millisecond) {
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

// LockBriefly is Lock for what is no more than a hint: it waits for half of the
// time that a hint is worth, and then goes on without the lock. Of two who write
// at once, one may lose what the other wrote, and no more.
func LockBriefly(ctx context.Context, path string) (unlock func()) {
	ctx, cancel := context.WithTimeout(ctx, patience/2)
	defer cancel()
	unlock, err := Lock(ctx, path)
	if err != nil {
		return func() {}
	}
	return unlock
}

// TryLock is Lock for one who does not wait; free is false where another has it.
func TryLock(path string) (unlock func(), free bool, err error) { return tryLock(path) }
