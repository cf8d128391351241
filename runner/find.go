package runner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A testFile is one file to run.
type testFile struct {
	name string // as it is shown
	path string // absolute
}

// find returns the tests that the paths stand for, in order, each once: a file
// is taken as it is, a directory is walked for *.t, first the files in it and
// then its folders, both sorted, hidden names left out. All paths that do not
// exist are in the error.
func find(paths []string) ([]testFile, error) {
	var found []testFile
	var missing []error
	seen := map[string]bool{}
	add := func(name string) error {
		name = filepath.Clean(name)
		abs, err := filepath.Abs(name)
		if err != nil {
			return err
		}
		if !seen[abs] {
			seen[abs] = true
			found = append(found, testFile{name, abs})
		}
		return nil
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, fmt.Errorf("no such file: %s", p))
		case err != nil:
			missing = append(missing, err)
		case info.IsDir():
			err = walk(p, add)
		default:
			err = add(p)
		}
		if err != nil && missing == nil {
			return nil, err
		}
	}
	return found, errors.Join(missing...)
}

func walk(dir string, add func(string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking for tests: %w", err)
	}
	var dirs []string
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") {
			continue
		}
		path := filepath.Join(dir, name)
		switch {
		case e.IsDir():
			dirs = append(dirs, path)
		case strings.HasSuffix(name, ".t") && !isDir(path, e):
			if err := add(path); err != nil {
				return err
			}
		}
	}
	slices.Sort(dirs)
	for _, d := range dirs {
		if err := walk(d, add); err != nil {
			return err
		}
	}
	return nil
}

// isDir reports whether a name is a link to a directory; such are not followed.
func isDir(path string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
