package process

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// RemoveTree removes a tree, giving itself the permission to where it is missing.
func RemoveTree(dir string) error {
	err := os.RemoveAll(dir)
	if err == nil {
		return nil
	}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			// Before the directory is read; WalkDir tries again by itself only once.
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	if err = os.RemoveAll(dir); err != nil {
		return fmt.Errorf("removing the temporary directory: %w", err)
	}
	return nil
}
