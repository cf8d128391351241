package coverage

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"dott/runner/process"
)

// llvmObjects finds the program or library that wrote a file of counts. Such a
// file has, byte for byte, the section of the object with the names of what is
// counted, and where the linker made one, its build ID. Objects are looked for
// where a project has them: what [coverage] binaries names, then below the folders
// of the sources and of the project, and then in the folders of PATH.
type llvmObjects struct {
	session *Session

	mu    sync.Mutex
	steps int // of looking that were taken
	all   []llvmObject
	known map[[2]string]string // by cell and name of the file of counts
	seen  map[string]bool      // folders and files
}

// llvmObject is a file with instrumented code.
type llvmObject struct {
	path  string
	id    []byte // of the build; nil: it has none
	names [][]byte
	time  time.Time
}

// of returns the objects that wrote files of counts in a cell.
func (o *llvmObjects) of(cell string, raw []string) ([]string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.known == nil {
		o.known, o.seen = map[[2]string]string{}, map[string]bool{}
	}
	var objects []string
	for _, file := range raw {
		key := [2]string{cell, filepath.Base(file)}
		if o.known[key] == "" {
			path, err := o.find(file)
			if err != nil {
				return nil, err
			}
			o.known[key] = path
		}
		if path := o.known[key]; !slices.Contains(objects, path) {
			objects = append(objects, path)
		}
	}
	slices.Sort(objects)
	return objects, nil
}

// find looks for the object of a file of counts, further away as long as it is
// not found.
func (o *llvmObjects) find(raw string) (string, error) {
	counts, err := os.ReadFile(raw)
	if err != nil {
		return "", err
	}
	for {
		var best *llvmObject
		for i := range o.all {
			object := &o.all[i]
			switch same, exact := object.wrote(counts); {
			case exact:
				return object.path, nil
			// One that was built before may have the same names; the newest is what ran.
			case same && (best == nil || object.time.After(best.time)):
				best = object
			}
		}
		if best != nil {
			return best.path, nil
		}
		if more, err := o.look(); err != nil || !more {
			return "", errors.Join(err, fmt.Errorf("the program or library that wrote %s was not found below %s or on PATH; name it in [coverage] binaries", filepath.Base(raw), o.session.source))
		}
	}
}

// wrote reports whether a file of counts has the object's names, and whether also
// its build ID.
func (o *llvmObject) wrote(counts []byte) (same, exact bool) {
	for _, names := range o.names {
		// What is compiled from few files may be a part of another program, so the
		// size has to be that of the file, which is a number of its head.
		if headHas(counts, len(names)) && bytes.Contains(counts, names) {
			if o.id == nil || !hasIDs(counts) {
				return true, false
			}
			same := bytes.Contains(counts, o.id)
			return same, same
		}
	}
	return false, false
}

// headHas reports whether a number is one of those that a file of counts begins
// with. Which one is the size of the names depends on the version.
func headHas(counts []byte, n int) bool {
	const magic, numbers = 8, 16
	for i := range numbers {
		at := magic + 8*i
		if at+8 > len(counts) {
			return false
		}
		if v := counts[at : at+8]; binary.LittleEndian.Uint64(v) == uint64(n) || binary.BigEndian.Uint64(v) == uint64(n) {
			return true
		}
	}
	return false
}

// hasIDs reports whether a file of counts has build IDs: since LLVM 13, the number
// behind the version is their size.
func hasIDs(counts []byte) bool {
	const withIDs = 7
	if len(counts) < 24 {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if counts[0] == 0xff {
		order = binary.BigEndian
	}
	return uint32(order.Uint64(counts[8:])) >= withIDs && order.Uint64(counts[16:]) > 0
}

// look takes one more step of looking for objects.
func (o *llvmObjects) look() (more bool, err error) {
	s := o.session
	o.steps++
	switch o.steps {
	case 1:
		for _, glob := range s.Config.Binaries {
			if !filepath.IsAbs(glob) {
				glob = filepath.Join(quoteMeta(s.Base), glob)
			}
			found, err := doublestar.FilepathGlob(glob, doublestar.WithFilesOnly())
			if err != nil {
				return false, fmt.Errorf("[coverage] binaries: %w", err)
			}
			for _, path := range found {
				o.file(path)
			}
		}
	case 2:
		o.tree(s.source)
	case 3:
		o.tree(s.root)
	case 4:
		path, _ := process.LookupEnv(s.Env, "PATH")
		for _, dir := range filepath.SplitList(path) {
			entries, err := os.ReadDir(dir)
			if err != nil {
				continue // PATH may name what is not there
			}
			for _, e := range entries {
				o.file(filepath.Join(dir, e.Name()))
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
func (o *llvmObjects) tree(root string) {
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // what cannot be read cannot have been run
		case e.IsDir():
			if path == o.session.Dir || o.seen[path] || slices.Contains([]string{".git", ".hg", "node_modules"}, e.Name()) {
				return fs.SkipDir
			}
			o.seen[path] = true
		default:
			o.file(path)
		}
		return nil
	})
}

// file takes a file if it is an object with instrumented code.
func (o *llvmObjects) file(path string) {
	real := path
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if real, err = filepath.EvalSymlinks(path); err == nil {
			info, err = os.Stat(real)
		}
	}
	if err != nil || !info.Mode().IsRegular() || o.seen[real] {
		return
	}
	switch ext := filepath.Ext(real); {
	case runtime.GOOS != "windows" && info.Mode()&0o111 != 0:
	case slices.Contains([]string{".so", ".dylib", ".dll", ".exe", ".node"}, ext), strings.Contains(filepath.Base(real), ".so."):
	default:
		return
	}
	o.seen[real] = true
	object := llvmObject{path: real, time: info.ModTime()}
	object.read()
	if len(object.names) > 0 {
		o.all = append(o.all, object)
	}
}

// read reads the sections that tell what an object counts; a file that is no
// object has none.
func (o *llvmObject) read() {
	f, err := os.Open(o.path)
	if err != nil {
		return
	}
	defer f.Close()
	magic := make([]byte, 4)
	if _, err := f.ReadAt(magic, 0); err != nil {
		return
	}
	names := func(section interface{ Data() ([]byte, error) }) {
		if data, err := section.Data(); err == nil && len(data) > 0 {
			o.names = append(o.names, data)
		}
	}
	switch {
	case string(magic) == elf.ELFMAG:
		e, err := elf.NewFile(f)
		if err != nil {
			return
		}
		if section := e.Section("__llvm_prf_names"); section != nil {
			names(section)
		}
		if section := e.Section(".note.gnu.build-id"); section != nil {
			const head = 16 // three sizes, and GNU
			if data, err := section.Data(); err == nil && len(data) > head {
				o.id = data[head:]
			}
		}
	case string(magic[:2]) == "MZ":
		if p, err := pe.NewFile(f); err == nil {
			if section := p.Section(".lprfn"); section != nil {
				names(section)
			}
		}
	default:
		if fat, err := macho.NewFatFile(f); err == nil {
			for _, arch := range fat.Arches {
				if section := arch.Section("__llvm_prf_names"); section != nil {
					names(section)
				}
			}
		} else if m, err := macho.NewFile(f); err == nil {
			if section := m.Section("__llvm_prf_names"); section != nil {
				names(section)
			}
		}
	}
}
