package discover

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"dott/matcher/transcript"
	"dott/runner/config"
)

// A MissingError is a path that does not exist.
type MissingError struct{ Path string }

func (e *MissingError) Error() string { return "no such file: " + e.Path }

// Unwrap lets a MissingError pass for what the system says of such a path.
func (e *MissingError) Unwrap() error { return fs.ErrNotExist }

// A foundFile is one file to run.
type foundFile struct {
	name    string          // as it is shown
	path    string          // absolute
	foreign *config.Foreign // what kind of test it is, if it is no transcript
	only    []part          // what was asked for of it; nil is a single part that is all
}

// A part of a file's tests is those of some cases, of a cell, or both.
type part struct {
	cases string // a, a#x; "" is all
	cell  string // "" is all in which tests run without being asked for
}

// A finder collects the files that paths stand for, each once.
type finder struct {
	foreign  []config.Foreign
	markdown Markdown
	cells    []string
	found    []foundFile
	at       map[string]int // where a file stands in found, by its absolute path

	onlyMarkdown bool   // the files of a directory are not wanted but for these
	passed       string // a Markdown file that was seen, and is no test
}

// find returns the files that the paths stand for, in order, each once: a file is
// taken as it is, a directory is walked for *.t, for the foreign tests and for
// Markdown files that are tests, first
// the files in it and then its folders, both sorted, hidden names left out. A path
// may name a case of a file and a cell: file.t#a[git=2.40]. Whatever is wrong with a
// path, the others are looked at as well, and the error has all of it. The hint is about
// files that may have been meant, where none was found.
func find(ctx context.Context, o *Options) (found []foundFile, hint string, err error) {
	f := &finder{foreign: o.Foreign, markdown: o.Markdown, cells: o.Cells, at: map[string]int{}}
	var errs []error
	for _, p := range o.Paths {
		if err := f.path(ctx, p); err != nil {
			errs = append(errs, err)
		}
		if ctx.Err() != nil {
			return nil, "", context.Cause(ctx)
		}
	}
	if o.All {
		errs = append(errs, f.allMarkdown(ctx))
	}
	if f.passed != "" {
		hint = "; to run Markdown files such as " + f.passed + ", name them, or set [run] markdown"
	}
	return f.found, hint, errors.Join(errs...)
}

// path adds what one path stands for.
func (f *finder) path(ctx context.Context, p string) error {
	test, cell := CutCell(p)
	if cell != "" && !slices.Contains(f.cells, cell) {
		return fmt.Errorf("%s: no test is run in the cell %s", p, cell)
	}
	file, cases := test, ""
	info, err := os.Stat(test)
	// A name may have a # of its own, so what is there wins over what is behind it.
	for at := len(test); errors.Is(err, fs.ErrNotExist); {
		if at = strings.LastIndexByte(test[:at], '#'); at < 0 {
			return &MissingError{p}
		}
		// Only a file has cases.
		if i, ierr := os.Stat(test[:at]); ierr == nil && !i.IsDir() {
			file, cases, info, err = test[:at], test[at+1:], i, nil
		}
	}
	if err != nil {
		return err
	}
	file = filepath.Clean(file)
	path, err := filepath.Abs(file)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return f.walk(ctx, file, path, cell)
	}
	f.add(file, path, part{cases, cell})
	return nil
}

// CutCell takes the cell off the end of a test's address, such as a.t#case[git=2.40].
// A file that has such a name is that file.
func CutCell(address string) (test, cell string) {
	at := strings.LastIndexByte(address, '[')
	if at <= 0 || !strings.HasSuffix(address, "]") || !strings.Contains(address[at:], "=") {
		return address, ""
	}
	if _, err := os.Lstat(address); err == nil {
		return address, ""
	}
	return address[:at], address[at+1 : len(address)-1]
}

// add adds a file, or the part of it that is wanted.
func (f *finder) add(name, path string, wanted part) {
	if strings.HasSuffix(path, name) {
		name = path[len(path)-len(name):] // one string in memory, not two
	}
	i, ok := f.at[path]
	switch {
	case !ok:
		f.at[path] = len(f.found)
		f.found = append(f.found, foundFile{name: name, path: path, foreign: f.kind(name)})
		if wanted != (part{}) { // what most files have is not kept
			f.found[len(f.found)-1].only = []part{wanted}
		}
	default:
		f.found[i].want(wanted)
	}
}

// want adds a part to what was asked for of a file.
func (f *foundFile) want(p part) {
	if f.only == nil {
		f.only = []part{{}}
	}
	if !slices.ContainsFunc(f.only, p.within) {
		f.only = append(slices.DeleteFunc(f.only, func(old part) bool { return old.within(p) }), p)
	}
	if len(f.only) == 1 && f.only[0] == (part{}) {
		f.only = nil
	}
}

// within reports whether another part has all of this one.
func (p part) within(other part) bool {
	return p.cell == other.cell && (p.cases == other.cases || other.cases == "")
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

// walk adds the tests below a directory, which has a name to be shown and an
// absolute path, in a cell.
func (f *finder) walk(ctx context.Context, name, path, cell string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	entries, err := os.ReadDir(name) // sorted
	if err != nil {
		return fmt.Errorf("looking for tests: %w", err)
	}
	if isDirectoryTest(path, entries) {
		if !f.onlyMarkdown {
			f.add(filepath.Join(name, runName), filepath.Join(path, runName), part{cell: cell})
		}
		return nil // all else is its data
	}
	var dirs []string
	for _, e := range entries {
		base := e.Name()
		if strings.HasPrefix(base, ".") {
			continue
		}
		switch {
		case e.IsDir():
			dirs = append(dirs, base)
		case f.isTest(path, base) && !isDir(path, e):
			f.add(filepath.Join(name, base), filepath.Join(path, base), part{cell: cell})
		case f.passed == "" && transcript.IsMarkdown(base):
			f.passed = filepath.Join(name, base)
		}
	}
	for _, base := range dirs {
		if err := f.walk(ctx, filepath.Join(name, base), filepath.Join(path, base), cell); err != nil {
			return err
		}
	}
	return nil
}

// isTest reports whether a file of a directory is a test.
func (f *finder) isTest(dir, base string) bool {
	return !f.onlyMarkdown && (strings.HasSuffix(base, ".t") || f.kind(base) != nil) || f.markdown.Has(filepath.Join(dir, base))
}

// runName is the file of a directory test, which is for dune what NAME.t/run.t is: it
// runs in a copy of its directory, all of which is its own.
const runName = "run.t"

// IsDirectoryTest reports whether the path of a file is that of a directory test.
func IsDirectoryTest(path string) bool {
	return filepath.Base(path) == runName && isTestName(filepath.Base(filepath.Dir(path)))
}

func isTestName(base string) bool { return strings.HasSuffix(base, ".t") && base != ".t" }

// isDirectoryTest reports whether a directory, with an absolute path, is one.
func isDirectoryTest(path string, entries []fs.DirEntry) bool {
	return isTestName(filepath.Base(path)) && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == runName && !isDir(path, e) && !e.IsDir() })
}

// isDir reports whether an entry of a directory is a link to a directory; such
// links are not followed.
func isDir(dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(filepath.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// A Named is a file with its name as it is shown.
type Named struct {
	Name string
	Path string // absolute
}

// Files returns the transcripts that the paths stand for, in order, each once. None of
// them is read. No file at all is no error.
func Files(ctx context.Context, o Options) (files []Named, err error) {
	found, _, err := find(ctx, &o)
	for _, f := range found {
		if f.foreign == nil {
			files = append(files, Named{f.name, f.path})
		}
	}
	return files, err
}
