package process

import (
	"io/fs"
	"os"
	"path/filepath"
)

// RemoveTree removes a directory with all that is in it, also what may only be
// read. That it is not there is no error.
func RemoveTree(dir string) error {
	err := os.RemoveAll(dir)
	if err == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, _ error) error {
		_ = os.Chmod(path, 0o700)
		return nil
	})
	return os.RemoveAll(dir)
}
