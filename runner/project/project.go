// Package project knows the repository around the tests: what git and Mercurial
// say changed, and what the records of coverage are compared with, files,
// revisions and options as they are now.
package project

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"dott/runner/state"
)

// Options say what a run depends on, and what it writes.
type Options struct {
	Dir     string                 // the working directory
	Base    string                 // the folder of the configuration, where its paths begin
	How     string                 // what changes what tests do, besides files: the version, options
	Around  []string               // the files that every test depends on: the configuration, setup
	Foreign []string               // globs of the names of tests, besides those that end in .t
	IsTest  func(path string) bool // reports whether any other file is a test; it may be nil
	// AffectsAll are globs of more files that every test depends on, and AffectsNone
	// of those that none does.
	AffectsAll, AffectsNone []string

	CoverDir string   // where coverage is written
	Reports  []string // the files of the reports
	// IsReport reports whether a file is a report that dott wrote at another time.
	IsReport func(path string) bool
}

// A Project is the files of a project as they are now.
type Project struct {
	Root    string // real: without links to folders in it
	Base    string // of the configuration; real
	History *History

	o    Options
	mu   sync.Mutex
	dirs map[string]string // real ones, by their paths
}

// Open returns the project that o.Dir is in.
func Open(o Options) (*Project, error) {
	p := &Project{o: o, History: NewHistory(o.Dir), dirs: map[string]string{}}
	var err error
	if p.Root, err = filepath.EvalSymlinks(state.Root(o.Dir)); err != nil {
		return nil, fmt.Errorf("the project's folder: %w", err)
	}
	if p.Base, err = filepath.EvalSymlinks(o.Base); err != nil {
		return nil, fmt.Errorf("the configuration's folder: %w", err)
	}
	return p, nil
}

// Real returns the absolute path of a file without links to folders in it. Tests
// are many, and their folders few.
func (p *Project) Real(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	dir := filepath.Dir(abs)
	p.mu.Lock()
	defer p.mu.Unlock()
	real, ok := p.dirs[dir]
	if !ok {
		if real, err = filepath.EvalSymlinks(dir); err != nil {
			real = dir
		}
		p.dirs[dir] = real
	}
	return filepath.Join(real, filepath.Base(abs))
}

// around returns the files that all tests depend on.
func (p *Project) around() []string {
	var paths []string
	for _, path := range p.o.Around {
		if !filepath.IsAbs(path) {
			path = filepath.Join(p.Base, path)
		}
		paths = append(paths, p.Real(path))
	}
	return paths
}

// isTest reports whether a file is a test.
func (p *Project) isTest(path string) bool {
	base := filepath.Base(path)
	if strings.HasSuffix(base, ".t") || p.o.IsTest != nil && p.o.IsTest(path) {
		return true
	}
	for _, glob := range p.o.Foreign {
		if doublestar.MatchUnvalidated(glob, base) {
			return true
		}
	}
	return false
}

// ours returns a function that reports whether a file is one that dott writes: of
// coverage, a report or what a test printed.
func (p *Project) ours() func(path string) bool {
	dir := p.Real(p.o.CoverDir)
	reports := map[string]bool{}
	for _, file := range p.o.Reports {
		reports[p.Real(file)] = true
	}
	return func(path string) bool {
		if reports[path] || path == dir || strings.HasPrefix(path, dir+string(filepath.Separator)) {
			return true
		}
		if test, isErr := strings.CutSuffix(path, ".err"); isErr && (p.isTest(test) || strings.Contains(filepath.Base(test), ".t#")) {
			return true
		}
		return p.o.IsReport != nil && p.o.IsReport(path)
	}
}
