// Package outfile is where reports go: files that are complete or not there, and what is
// kept of a report until its beginning can be written.
package outfile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dott/runner/atomicfile"
	"dott/runner/event"
)

// A File is where a report goes. It is replaced as a whole when the report is
// complete, so nobody ever reads half of one. A device or a pipe is written to
// as it is.
type File string

// Check finds out, before there is anything to report, whether the file can be
// written. It makes the folders above it.
func (f File) Check() error {
	if f.isDevice() {
		return nil
	}
	if info, err := os.Stat(string(f)); err == nil && info.IsDir() {
		return fmt.Errorf("writing a report: %s is a directory", f)
	}
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o777); err != nil {
		return fmt.Errorf("writing the report %s: %w", f, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(f.target()), ".dott-*")
	if err != nil {
		return fmt.Errorf("writing the report %s: %w", f, err)
	}
	return errors.Join(tmp.Close(), os.Remove(tmp.Name()))
}

// Write lets write write the file, and puts it in place when that went well.
func (f File) Write(write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing the report %s: %w", f, err)
		}
	}()
	if f.isDevice() {
		out, err := os.OpenFile(string(f), os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(buffered(out, write), out.Close())
	}
	return atomicfile.Write(f.target(), f.mode(), write)
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 64<<10)
	return errors.Join(write(b), b.Flush())
}

// mode returns the permissions of what f replaces.
func (f File) mode() fs.FileMode {
	if info, err := os.Stat(string(f)); err == nil {
		return info.Mode().Perm()
	}
	return 0o666
}

// target returns the file itself, where f is a link to it.
func (f File) target() string {
	if real, err := filepath.EvalSymlinks(string(f)); err == nil {
		return real
	}
	return string(f)
}

func (f File) isDevice() bool {
	info, err := os.Stat(string(f))
	return err == nil && !info.IsDir() && !info.Mode().IsRegular()
}

// Whole returns a report that writes as it goes as one that writes to to when it
// is complete.
func Whole(to func(write func(io.Writer) error) error, report func(io.Writer) event.Handler) event.Handler {
	s := &Spool{}
	h := report(s)
	return event.HandlerFunc(func(e event.Event) error {
		err := h.Handle(e)
		if err == nil && e.Action == event.Summary {
			err = to(s.CopyTo)
			s.Close()
		}
		return err
	})
}
