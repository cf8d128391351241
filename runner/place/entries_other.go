//go:build !linux

package place

import (
	"errors"
	"io"
	"os"
)

// entries counts the entries of a directory, up to most; -1 if it cannot be read.
func entries(dir string, most int) int {
	f, err := os.Open(dir)
	if err != nil {
		return -1
	}
	defer f.Close()
	names, err := f.Readdirnames(most)
	if err != nil && !errors.Is(err, io.EOF) {
		return -1
	}
	return len(names)
}
