package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Create makes a file that is not there yet, as a whole. Where there is one by then,
// it stays, and there is an error.
func Create(path, text string) error {
	f, err := draft(path, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	err = os.Link(f.Name(), path) // unlike a rename, it replaces nothing
	if err == nil || errors.Is(err, fs.ErrExist) {
		return errors.Join(err, os.Remove(f.Name()))
	}
	// There are file systems without hard links.
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(ErrChanged, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}

// draft makes a new file beside another.
func draft(path string, mode fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(beside(path), os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("its directory %s cannot be written: permission denied", filepath.Dir(path))
	}
	return f, err
}
