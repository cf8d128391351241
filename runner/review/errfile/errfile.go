// Package errfile keeps what tests printed in files beside them.
package errfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"dott/runner/atomicfile"
	"dott/runner/event"
	"dott/runner/review/change"
)

// Files writes `file.t.err`, the file as it would read with the actual
// output, for each test that fails, and removes it when the test passes. It is
// replaced as a whole, so it is never half of one; a link of that name is replaced
// itself, and not what it leads to. That a file cannot be written is said on Err;
// it is no reason to end the run.
type Files struct {
	Dir string // where they go, by the test's name; "" is beside the test
	Err io.Writer
}

// Handle keeps the .err file of one test in step with its verdict.
func (f Files) Handle(e event.Event) error {
	var err error
	path := f.path(e)
	switch {
	case e.Action == event.Skip || !e.Done():
	case len(e.Edits) > 0 || e.Whole != nil:
		err = f.write(path, e)
	default:
		// It passed, or ended without output to compare: what an earlier run left
		// is no longer true.
		if err = syscall.Unlink(path); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		return nil
	}
	act := "cannot be written"
	if _, missing := os.Lstat(path); missing == nil {
		act = "is that of an earlier run, and out of date"
	}
	_, err = fmt.Fprintf(f.Err, "%s: its .err file %s: %v\n", e.Test, act, err)
	return err
}

// path returns where the test's .err file belongs: each case has its own. Under
// Dir it keeps the folders of its name, unless these lead out of Dir.
func (f Files) path(e event.Event) string {
	if f.Dir == "" {
		return event.Key(e.File, e.Case, e.Cell) + ".err"
	}
	name := event.Key(e.Test, nil, e.Cell)
	if !filepath.IsLocal(name) {
		name = filepath.Base(name)
	}
	return filepath.Join(f.Dir, name+".err")
}

func (f Files) write(path string, e event.Event) error {
	if e.Whole != nil {
		defer e.Whole.Close()
	}
	data, err := change.Read(e)
	if err != nil {
		return err
	}
	copyTo := func(w io.Writer) error {
		_, err := io.WriteString(w, change.Applied(e, data, e.Edits))
		return err
	}
	if e.Whole != nil {
		copyTo = e.Whole.CopyTo
	}
	if f.Dir != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
	}
	return atomicfile.Write(path, 0o666, copyTo)
}
