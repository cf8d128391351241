// Package llvmobject finds the program or library that wrote a file of LLVM's counts.
//
// Such a file has, byte for byte, the section of the object with the names of what is
// counted, and where the linker made one, its build ID. A [Finder] looks for objects
// where a project has them, further away as long as the one that wrote a file is not
// found, and remembers what it saw. So a run costs one look at the project's files,
// and for each object its two sections in memory.
package llvmobject

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"
)

// A Finder finds objects. Its methods may be called by several goroutines at the same
// time.
type Finder struct {
	Binaries []string // globs of files that are looked at first; they begin in Base
	Base     string
	Source   string // the folder of the sources, which is searched next
	Root     string // the project's, which is searched after it
	Data     string // a folder that is not searched: what was measured goes there
	Path     string // folders that are looked into last, as in PATH

	mu    sync.Mutex
	steps int // of looking that were taken
	all   []object
	known map[[2]string]string // by cell and name of the file of counts
	seen  map[string]bool      // folders and files
}

// Of returns the objects that wrote files of counts in a cell, in which files of one
// name are from one object.
func (f *Finder) Of(cell string, raw []string) ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known == nil {
		f.known, f.seen = map[[2]string]string{}, map[string]bool{}
	}
	var objects []string
	for _, file := range raw {
		key := [2]string{cell, filepath.Base(file)}
		if f.known[key] == "" {
			path, err := f.find(file)
			if err != nil {
				return nil, err
			}
			f.known[key] = path
		}
		if path := f.known[key]; !slices.Contains(objects, path) {
			objects = append(objects, path)
		}
	}
	slices.Sort(objects)
	return objects, nil
}

// find looks for the object of a file of counts, further away as long as it is
// not found.
func (f *Finder) find(raw string) (string, error) {
	counts, err := os.ReadFile(raw)
	if err != nil {
		return "", err
	}
	for {
		var best *object
		for i := range f.all {
			o := &f.all[i]
			switch same, exact := o.wrote(counts); {
			case exact:
				return o.path, nil
			// One that was built before may have the same names; the newest is what ran.
			case same && (best == nil || o.time.After(best.time)):
				best = o
			}
		}
		if best != nil {
			return best.path, nil
		}
		if more, err := f.look(); err != nil || !more {
			return "", errors.Join(err, fmt.Errorf("the program or library that wrote %s was not found below %s or on PATH; name it in [coverage] binaries", filepath.Base(raw), f.Source))
		}
	}
}

// look takes one more step of looking for objects.
func (f *Finder) look() (more bool, err error) {
	f.steps++
	switch f.steps {
	case 1:
		for _, glob := range f.Binaries {
			if !filepath.IsAbs(glob) {
				glob = filepath.Join(quoteMeta(f.Base), glob)
			}
			found, err := doublestar.FilepathGlob(glob, doublestar.WithFilesOnly())
			if err != nil {
				return false, fmt.Errorf("[coverage] binaries: %w", err)
			}
			for _, path := range found {
				f.file(path)
			}
		}
	case 2:
		f.tree(f.Source)
	case 3:
		f.tree(f.Root)
	case 4:
		for _, dir := range filepath.SplitList(f.Path) {
			entries, err := os.ReadDir(dir)
			if err != nil {
				continue // PATH may name what is not there
			}
			for _, e := range entries {
				f.file(filepath.Join(dir, e.Name()))
			}
		}
	default:
		return false, nil
	}
	return true, nil
}

// quoteMeta makes a folder's name match only itself in a glob of doublestar.
func quoteMeta(path string) string {
	if filepath.Separator == '\\' {
		return path
	}
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `{`, `\{`, `\`, `\\`).Replace(path)
}

// tree looks at all files below a folder.
func (f *Finder) tree(root string) {
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read cannot have been run
		case e.IsDir():
			if path == f.Data || f.seen[path] || slices.Contains([]string{".git", ".hg", "node_modules"}, e.Name()) {
				return fs.SkipDir
			}
			f.seen[path] = true
		default:
			f.file(path)
		}
		return nil
	})
}

// file takes a file if it is an object with instrumented code.
func (f *Finder) file(path string) {
	real := path
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if real, err = filepath.EvalSymlinks(path); err == nil {
			info, err = os.Stat(real)
		}
	}
	if err != nil || !info.Mode().IsRegular() || f.seen[real] {
		return
	}
	switch ext := filepath.Ext(real); {
	case runtime.GOOS != "windows" && info.Mode()&0o111 != 0:
	case slices.Contains([]string{".so", ".dylib", ".dll", ".exe", ".node"}, ext), strings.Contains(filepath.Base(real), ".so."):
	default:
		return
	}
	f.seen[real] = true
	o := object{path: real, time: info.ModTime()}
	o.read()
	if len(o.names) > 0 {
		f.all = append(f.all, o)
	}
}
