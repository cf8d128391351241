package runner

import (
	"errors"
	"fmt"
	"io"
	"os"

	"dott/runner/event"
)

// A whole is a file on disk until it is closed: what a test printed is gone by the time
// somebody asks for the file that it would make. Where the system lets an open file be
// removed, nothing is left of it, whatever ends us.
type whole struct{ f *os.File }

// keepWhole copies a file that is made of what a test printed.
func keepWhole(dir string, made event.Whole) (event.Whole, error) {
	f, err := os.CreateTemp(dir, "whole-*")
	if err != nil {
		return nil, err
	}
	w := whole{f}
	_ = os.Remove(f.Name())
	if err := made.CopyTo(f); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// CopyTo writes it.
func (w whole) CopyTo(to io.Writer) error {
	_, err := io.Copy(to, io.NewSectionReader(w.f, 0, 1<<62))
	return err
}

// Close removes it.
func (w whole) Close() error {
	err := w.f.Close()
	_ = os.Remove(w.f.Name())
	return err
}

// keepMade makes what the end of the test promises last longer than the test.
func keepMade(t *trial) {
	made := t.end.Whole
	if made == nil {
		return
	}
	var err error
	if t.end.Whole, err = keepWhole(t.run.o.Place.TmpDir, made); err != nil {
		t.warnings = append(t.warnings, event.Event{
			Action: event.Warning, Test: t.end.Test, File: t.end.File, Reason: fmt.Sprintf("%s: its output is not kept: %v", t.end.Test, err),
		})
	}
}
