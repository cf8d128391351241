package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/bmatcuk/doublestar/v4"

	"dott/runner/coverage"
	"dott/runner/state"
)

// A project is what records of coverage are compared with: files, revisions and
// options as they are now.
type project struct {
	o       *options
	root    string // real
	base    string // of the configuration; real
	history *history

	mu   sync.Mutex
	dirs map[string]string // real ones, by their paths
}

func newProject(o *options, here string) (*project, error) {
	p := &project{o: o, history: newHistory(here), dirs: map[string]string{}}
	var err error
	if p.root, err = filepath.EvalSymlinks(state.Root(here)); err != nil {
		return nil, fmt.Errorf("the project's folder: %w", err)
	}
	if p.base, err = filepath.EvalSymlinks(o.base(here)); err != nil {
		return nil, fmt.Errorf("the configuration's folder: %w", err)
	}
	return p, nil
}

// real returns the absolute path of a file without links to folders in it. Tests
// are many, and their folders few.
func (p *project) real(path string) string {
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

// how are the options that change what tests do, besides those in the file.
func (p *project) how() string {
	o := p.o
	return fmt.Sprintf("%s %q %q %v %v %q", version(), o.shell, o.shellOpts, o.indent, o.preserveEnv, o.compat.value)
}

// all returns the files that all tests depend on: the configuration, and what
// stands around each test.
func (p *project) all() []string {
	c := p.o.settings
	var paths []string
	add := func(path string) {
		if !filepath.IsAbs(path) {
			path = filepath.Join(p.base, path)
		}
		paths = append(paths, p.real(path))
	}
	if c.Path != "" {
		add(c.Path)
	}
	around := []*string{c.Run.Setup, c.Run.Teardown}
	for _, o := range c.Override {
		around = append(around, o.Setup, o.Teardown)
	}
	for _, path := range around {
		if path != nil && *path != "" {
			add(*path)
		}
	}
	return paths
}

// origin returns what a run that begins now is made from.
func (p *project) origin(ctx context.Context) (coverage.Origin, error) {
	files := p.all()
	revision := p.history.revision(ctx)
	if revision != "" {
		c, err := p.history.since(ctx, "")
		if err != nil {
			return coverage.Origin{}, fmt.Errorf("--cover: %w", err)
		}
		files = slices.DeleteFunc(slices.Concat(files, c.Changed, c.Gone), p.ours())
	}
	return coverage.NewOrigin(p.root, p.how(), revision, files), nil
}

// isTest reports whether a file is a test.
func (p *project) isTest(path string) bool {
	base := filepath.Base(path)
	if strings.HasSuffix(base, ".t") {
		return true
	}
	for _, f := range p.o.settings.Foreign {
		if doublestar.MatchUnvalidated(f.Files, base) {
			return true
		}
	}
	return false
}

// ours returns a function that reports whether a file is one that dott writes: of
// coverage, a report or what a test printed.
func (p *project) ours() func(path string) bool {
	o := p.o
	dir := p.real(o.coverDir)
	reports := map[string]bool{}
	for _, file := range o.reportFiles() {
		reports[p.real(file)] = true
	}
	return func(path string) bool {
		if reports[path] || path == dir || strings.HasPrefix(path, dir+string(filepath.Separator)) {
			return true
		}
		test, isErr := strings.CutSuffix(path, ".err")
		test, _, _ = strings.Cut(test, ".t#")
		return isErr && (p.isTest(test) || p.isTest(test+".t"))
	}
}

// affectedSince returns a function that finds the tests that the changes since a
// revision concern, by the records of coverage.
func affectedSince(o *options, here, rev string, stderr io.Writer) func(ctx context.Context) (func(key, file string) bool, error) {
	return func(ctx context.Context) (func(key, file string) bool, error) {
		p, err := newProject(o, here)
		if err != nil {
			return nil, err
		}
		var m *coverage.Map
		var unread error
		var both sync.WaitGroup
		both.Go(func() { m, unread = coverage.LoadMap(o.project) })
		since, err := p.history.since(ctx, rev)
		both.Wait()
		if err != nil {
			return nil, fmt.Errorf("--affected: %w", err)
		}
		if rev == "" { // so that tests measured at this one need no second comparison
			p.history.known[p.history.revision(ctx)] = since
		}
		if unread != nil {
			fmt.Fprintf(stderr, "warning: %v\n", unread)
		}
		affected, why := m.Affected(ctx, &coverage.Question{
			Root: p.root, How: p.how(), Since: since, SinceRevision: p.history.since,
			All: p.all(), Dir: p.base, AffectsAll: o.settings.Coverage.AffectsAll, AffectsNone: o.settings.Coverage.AffectsNone,
			Test: p.isTest, Ours: p.ours(),
		})
		if why != "" && unread == nil {
			fmt.Fprintf(stderr, "all tests are affected: %s\n", why)
		}
		return func(key, file string) bool { return affected(o.project.Name(key), p.real(file)) }, nil
	}
}

// parseLine reads the number of a line.
func parseLine(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 30)
	if err == nil && n == 0 {
		err = strconv.ErrRange
	}
	return int(n), err
}
