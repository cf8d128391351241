package review

import (
	"errors"
	"os"
	"path/filepath"
)

// replace puts new content in the place of an existing file.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".dott-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
