//go:build !linux

package place

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// entries counts the entries of a directory, up to most, and returns its mode; the
// count is -1 if it cannot be read.
func entries(dir string, most int) (count int, mode fs.FileMode) {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() {
		return -1, 0
	}
	f, err := os.Open(dir)
	if err != nil {
		return -1, 0
	}
	defer f.Close()
	if most == 0 {
		return 0, info.Mode()
	}
	names, err := f.Readdirnames(most)
	if err != nil && !errors.Is(err, io.EOF) {
		return -1, 0
	}
	return len(names), info.Mode()
}
