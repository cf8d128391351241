package state

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"time"
)

// What is kept here is a hint, and none is worth waiting for: a file system whose
// server is gone may hold whoever touches it for minutes, a pipe in the place of a
// file for ever, and a lock as long as a stopped process has it.
const patience = time.Second

// errSlow is the error for a place that does not answer.
var errSlow = errors.New("the cache directory does not answer")

// Within does something with the cache directory, and gives up after a second.
// What was begun then goes on by itself, so nothing that it writes may be read.
func Within(act func() error) error {
	_, err := within(patience, func() (struct{}, error) { return struct{}{}, act() })
	return err
}

// within returns the result of an act, or an error when time is up.
func within[T any](limit time.Duration, act func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := act()
		done <- result{value, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-timer.C:
		var none T
		return none, errSlow
	}
}

// ReadFile reads a file of the cache, which must be a regular one.
func ReadFile(path string) ([]byte, error) {
	return within(patience, func() ([]byte, error) {
		f, err := open(path, os.O_RDONLY)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		var data bytes.Buffer
		if info, err := f.Stat(); err == nil {
			data.Grow(int(min(info.Size(), 64<<20)) + bytes.MinRead) // in one piece, usually
		}
		_, err = data.ReadFrom(f)
		return data.Bytes(), err
	})
}

// open opens a regular file, without waiting for anybody at the other end of what
// is none.
func open(path string, flag int) (*os.File, error) {
	f, err := os.OpenFile(path, flag|nonblocking, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
