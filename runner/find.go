package runner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"dott/runner/config"
)

// A testFile is one file to run.
type testFile struct {
	name    string          // as it is shown
	path    string          // absolute
	foreign *config.Foreign // what kind of test it is, if it is no transcript
	only    []string        // its cases that were asked for: a, a#x; nil is all
}

// A finder collects the tests that paths stand for, each once.
type finder struct {
	foreign []config.Foreign
	found   []testFile
	at      map[string]int // by absolute path
}

// find returns the tests that the paths stand for, in order, each once: a file
// is taken as it is, a directory is walked for *.t and for the foreign tests,
// first the files in it and then its folders, both sorted, hidden names left
// out. A path may name a case of a file: file.t#a. All paths that do not exist
// are in the error.
func find(paths []string, foreign []config.Foreign) ([]testFile, error) {
	f := &finder{foreign: foreign, at: map[string]int{}}
	var missing []error
	for _, p := range paths {
		info, err := os.Stat(p)
		file, cases := p, ""
		for errors.Is(err, fs.ErrNotExist) && strings.Contains(file, "#") {
			i := strings.LastIndexByte(file, '#')
			file, cases = file[:i], p[i+1:]
			if _, cerr := os.Stat(file); cerr == nil {
				info, err = os.Stat(file)
				break
			}
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			missing = append(missing, fmt.Errorf("no such file: %s", p))
		case err != nil:
			missing = append(missing, err)
		case info.IsDir():
			err = f.walk(p)
		default:
			err = f.add(file, cases)
		}
		if err != nil && missing == nil {
			return nil, err
		}
	}
	return f.found, errors.Join(missing...)
}

func (f *finder) add(name, cases string) error {
	name = filepath.Clean(name)
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	var only []string
	if cases != "" {
		only = []string{cases}
	}
	i, ok := f.at[path]
	switch {
	case !ok:
		f.at[path] = len(f.found)
		f.found = append(f.found, testFile{name: name, path: path, foreign: f.kind(name), only: only})
	case only == nil:
		f.found[i].only = nil
	case f.found[i].only != nil && !slices.Contains(f.found[i].only, cases):
		f.found[i].only = append(f.found[i].only, cases)
	}
	return nil
}

// kind returns which kind of foreign test a file is; nil is none.
func (f *finder) kind(name string) *config.Foreign {
	for i := range f.foreign {
		if doublestar.MatchUnvalidated(f.foreign[i].Files, filepath.Base(name)) {
			return &f.foreign[i]
		}
	}
	return nil
}

func (f *finder) walk(dir string) error {
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
		case (strings.HasSuffix(name, ".t") || f.kind(name) != nil) && !isDir(path, e):
			if err := f.add(path, ""); err != nil {
				return err
			}
		}
	}
	slices.Sort(dirs)
	for _, d := range dirs {
		if err := f.walk(d); err != nil {
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
