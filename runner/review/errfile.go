// Package review does with the edits of a run what a person wants done: it
// keeps them in files beside the tests, or writes them into the tests.
package review

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dott/runner/event"
)

// ErrFiles writes `file.t.err`, the file as it would read with the actual
// output, for each test that fails, and removes it when the test passes. That
// it cannot do so is said on Err; it is no reason to end the run.
type ErrFiles struct {
	Dir string // where they go, by the test's name; "" is beside the test
	Err io.Writer
}

// Handle keeps the .err file of one test in step with its verdict.
func (f ErrFiles) Handle(e event.Event) error {
	var err error
	switch {
	case e.Action == event.Skip || !e.Done():
	case len(e.Edits) > 0:
		err = f.write(f.path(e), e)
	default:
		// It passed, or ended without output to compare: what an earlier run left
		// is no longer true.
		if err = os.Remove(f.path(e)); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err != nil {
		_, err = fmt.Fprintf(f.Err, "%s: the .err file of an earlier run may be out of date: %v\n", e.Test, err)
	}
	return err
}

// path returns where the test's .err file belongs: each case has its own. Under
// Dir it keeps the folders of its name, unless these lead out of Dir.
func (f ErrFiles) path(e event.Event) string {
	if f.Dir == "" {
		return event.Key(e.File, e.Case, e.Cell) + ".err"
	}
	name := event.Key(e.Test, nil, e.Cell)
	if !filepath.IsLocal(name) {
		name = filepath.Base(name)
	}
	return filepath.Join(f.Dir, name+".err")
}

func (f ErrFiles) write(path string, e event.Event) error {
	data, err := read(e)
	if err != nil {
		return err
	}
	if f.Dir != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
	}
	return os.WriteFile(path, []byte(appliedTo(e, data, e.Edits)), 0o666)
}
