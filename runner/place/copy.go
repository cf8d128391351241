package place

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// copyInto copies what is in a directory into another: files with their modes, and
// links as links. What is neither, such as a socket, is an error. What an earlier run of
// the file test left there is not copied.
func copyInto(to, from, test string) error {
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, from+string(filepath.Separator))
		if path == from || d.Type().IsRegular() && isLeft(name, test) {
			return nil
		}
		return copyEntry(filepath.Join(to, name), path, d)
	})
	if err == nil {
		err = copyModes(to, from)
	}
	if err != nil {
		return fmt.Errorf("copying the test's directory: %w", err)
	}
	return nil
}

// isLeft reports whether a file is one that a run of a test leaves beside it: run.t.err, or
// with a case or a cell, run.t#fast.err and run.t [git=2.40].err.
func isLeft(name, test string) bool {
	rest, ok := strings.CutPrefix(name, test)
	which, isErr := strings.CutSuffix(rest, ".err")
	return ok && isErr && !strings.Contains(rest, string(filepath.Separator)) &&
		(which == "" || which[0] == '#' || strings.HasPrefix(which, " ["))
}

// copyEntry makes a copy of one file, link or directory, which it leaves writable.
func copyEntry(to, from string, d fs.DirEntry) error {
	switch {
	case d.IsDir():
		return os.Mkdir(to, 0o777)
	case d.Type()&fs.ModeSymlink != 0:
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	case !d.Type().IsRegular():
		return fmt.Errorf("%s is neither a file nor a directory", from)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in) // the system may share the blocks
	return errors.Join(err, out.Chmod(info.Mode().Perm()), out.Close())
}

// copyModes gives the directories of a copy the modes of their originals: at last, as
// there may be ones in which nothing can be made.
func copyModes(to, from string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || path == from {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Chmod(filepath.Join(to, strings.TrimPrefix(path, from)), info.Mode().Perm()|0o700)
	})
}
