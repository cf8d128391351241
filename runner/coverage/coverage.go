// Package coverage measures what the programs that tests start have run of their
// sources, with the tools that there are for it.
//
// A [Session] is the coverage of one run. Before each test it makes a folder,
// below DIR/data, by cell and test, and tells the test by variables of the
// environment (GOCOVERDIR, GCOV_PREFIX) that data are to go there. When all tests
// have ended, a [tool] reads each folder into a [Profile]; what it reads becomes
// the test's record ([Map]), and the sum of all becomes the total, lcov.info and
// cobertura.xml, whatever the tool. The tool leaves its own merged data and its
// own HTML beside them.
//
// What it costs: for each test a folder and a few links, below 0.1 ms; at the
// end one process of the tool's for each test, on all processors.
package coverage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/google/renameio/v2"

	"dott/runner/config"
	"dott/runner/process"
)

// Options say what is to be measured, and where it goes.
type Options struct {
	Config     config.Coverage
	Base       string   // the folder of the configuration, in which its paths and commands begin
	Root       string   // the project's folder: names of files are relative to it
	Dir        string   // where everything is written
	Env        []string // the caller's environment
	Jobs       int      // tools that run at the same time, at the end
	Supervisor *process.Supervisor
}

// A Test is one that is measured.
type Test struct {
	Key  string // by which it is known from run to run
	Name string // as it is shown
	Cell string // "" is the default one
}

// A Session is the coverage of one run. Begin and the functions that it returns
// may be called by several goroutines at the same time.
type Session struct {
	Options
	source string // the folder whose files count; real
	root   string // Options.Root, real
	tool   tool

	mu     sync.Mutex
	tests  map[string]*measured
	faults []error
}

// measured is a test with its data.
type measured struct {
	Test
	dir     string
	failed  bool    // one of its runs did not pass
	covered Profile // what it ran; nil: nothing arrived
}

// A tool knows one way to measure.
type tool interface {
	// open finds the programs that collect will need.
	open(ctx context.Context, s *Session) error
	// env returns the variables by which a test's data get into dir. $NAME in a
	// value is a variable of the test.
	env(s *Session, t *measured) (map[string]string, error)
	// ended is called when a test has ended.
	ended(s *Session, t *measured) error
	// collect reads what every test covered, and leaves the tool's own files below
	// Dir. It returns lines that are known besides.
	collect(ctx context.Context, s *Session, tests []*measured) (Profile, error)
	// advice says what to do when no data arrived.
	advice() string
}

// tools are the presets by their names.
var tools = map[string]func() tool{
	"go":     func() tool { return &goTool{} },
	"custom": func() tool { return customTool{} },
	"python": func() tool { return &pythonTool{} },
}

// Open begins the coverage of a run. What is there of an earlier one is removed.
func Open(ctx context.Context, o Options) (*Session, error) {
	s := &Session{Options: o, tests: map[string]*measured{}}
	newTool := tools[o.Config.Tool]
	if newTool == nil {
		return nil, errors.New(`--cover: the configuration does not say what measures: add [coverage] with tool = "go", or another of docs/coverage.md`)
	}
	s.tool = newTool()
	var err error
	if s.Dir, err = filepath.Abs(o.Dir); err != nil {
		return nil, fmt.Errorf("--cover-dir: %w", err)
	}
	if s.root, err = filepath.EvalSymlinks(o.Root); err != nil {
		return nil, fmt.Errorf("the project's folder: %w", err)
	}
	source := o.Config.Source
	if !filepath.IsAbs(source) {
		source = filepath.Join(o.Base, source)
	}
	if s.source, err = filepath.EvalSymlinks(source); err != nil {
		return nil, fmt.Errorf("[coverage] source: %w", err)
	}
	if err := s.tool.open(ctx, s); err != nil {
		return nil, fmt.Errorf("--cover: %w", err)
	}
	if err := s.clear(); err != nil {
		return nil, fmt.Errorf("--cover-dir %s: %w", o.Dir, err)
	}
	return s, nil
}

// marker is a file in the folder of the data, which says that the folder is ours
// to be emptied.
const marker = ".dott"

// clear makes the folder of the data, empty. A folder that is not dott's is left
// alone.
func (s *Session) clear() error {
	if _, err := os.Stat(s.Dir); errors.Is(err, os.ErrNotExist) {
		if err := os.MkdirAll(s.Dir, 0o777); err != nil {
			return err
		}
		// Nobody wants it under version control.
		if err := os.WriteFile(filepath.Join(s.Dir, ".gitignore"), []byte("*\n"), 0o666); err != nil {
			return err
		}
	}
	for _, name := range []string{"data", "html", s.Config.Tool} {
		dir := filepath.Join(s.Dir, name)
		entries, err := os.ReadDir(dir)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		if len(entries) > 0 {
			if _, err := os.Stat(filepath.Join(dir, marker)); err != nil {
				return fmt.Errorf("%s has files that are not dott's; name another folder, or remove it", dir)
			}
			if err := os.RemoveAll(dir); err != nil {
				return err
			}
		}
	}
	for _, name := range []string{"lcov.info", "cobertura.xml"} {
		if err := os.Remove(filepath.Join(s.Dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	_, err := s.own("data")
	return err
}

// own makes a folder below Dir that a later run may empty.
func (s *Session) own(name string) (string, error) {
	dir := filepath.Join(s.Dir, name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	return dir, os.WriteFile(filepath.Join(dir, marker), nil, 0o666)
}

// Begin is called before a test runs. It returns variables for it, in whose
// values $NAME is one that it has already, and the function to call when it has
// ended. What goes wrong is said by Finish: a test's verdict is its own.
func (s *Session) Begin(t Test) (env map[string]string, end func(passed bool)) {
	s.mu.Lock()
	m := s.tests[t.Key]
	if m == nil {
		m = &measured{Test: t, dir: s.place(t)}
		s.tests[t.Key] = m
	}
	s.mu.Unlock()
	err := os.MkdirAll(m.dir, 0o777)
	if err == nil {
		env, err = s.tool.env(s, m)
	}
	s.note(err)
	return env, func(passed bool) {
		s.note(s.tool.ended(s, m))
		s.mu.Lock()
		m.failed = m.failed || !passed
		s.mu.Unlock()
	}
}

// place is the folder of a test's data. Its name is for people; the sum makes it
// the test's own.
func (s *Session) place(t Test) string {
	sum := sha256.Sum256([]byte(t.Key))
	name := strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r < ' ' {
			return '-'
		}
		return r
	}, t.Name)
	cell := t.Cell
	if cell == "" {
		cell = "default"
	}
	return filepath.Join(s.Dir, "data", cell, name[max(0, len(name)-100):]+"-"+hex.EncodeToString(sum[:4]))
}

// note keeps the first few errors.
func (s *Session) note(err error) {
	if err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) < 5 {
		s.faults = append(s.faults, err)
	}
}

// A Result is the coverage of a run.
type Result struct {
	Total Profile
	Tests []TestResult
	Files []string // that were written, below Dir
}

// A TestResult is what one test covered.
type TestResult struct {
	Test
	Passed  bool
	Covered Profile // nil: no data arrived
}

// Finish reads all data, when all tests have ended, and writes the reports. The
// error is about what was not measured: a total without it would be wrong.
func (s *Session) Finish(ctx context.Context) (*Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.faults) > 0 {
		return nil, fmt.Errorf("coverage: %w", errors.Join(s.faults...))
	}
	var tests []*measured
	for _, t := range s.tests {
		tests = append(tests, t)
	}
	slices.SortFunc(tests, func(a, b *measured) int { return strings.Compare(a.Key, b.Key) })
	known, err := s.tool.collect(ctx, s, tests)
	if err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	r := &Result{Total: Profile{}}
	s.keep(known)
	r.Total.Add(known)
	arrived := false
	for _, t := range tests {
		s.keep(t.covered)
		arrived = arrived || t.covered != nil
		r.Total.Add(t.covered)
		r.Tests = append(r.Tests, TestResult{t.Test, !t.failed, t.covered})
	}
	switch {
	case len(tests) == 0:
		return r, nil
	case !arrived:
		return nil, fmt.Errorf("coverage: no data arrived from any of the %d tests that ran: %s", len(tests), s.tool.advice())
	case len(r.Total) == 0:
		return nil, fmt.Errorf("coverage: data arrived, but of no file below %s; say in [coverage] source where the sources are", s.source)
	}
	if err := s.report(r); err != nil {
		return nil, fmt.Errorf("coverage: %w", err)
	}
	return r, nil
}

// report writes the formats that services take.
func (s *Session) report(r *Result) error {
	for name, write := range map[string]func(f *renameio.PendingFile) error{
		"lcov.info":     func(f *renameio.PendingFile) error { return writeLCOV(f, r.Total) },
		"cobertura.xml": func(f *renameio.PendingFile) error { return writeCobertura(f, r.Total, s.root, time.Now()) },
	} {
		path := filepath.Join(s.Dir, name)
		f, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o666))
		if err != nil {
			return fmt.Errorf("writing %s: %w", path, err)
		}
		if err := errors.Join(write(f), f.CloseAtomicallyReplace()); err != nil {
			return fmt.Errorf("writing %s: %w", path, err)
		}
		r.Files = append(r.Files, path)
	}
	for _, name := range []string{filepath.Join("html", "index.html"), s.Config.Tool} {
		path := filepath.Join(s.Dir, name)
		if _, err := os.Stat(path); err == nil {
			r.Files = append(r.Files, path)
		}
	}
	slices.Sort(r.Files)
	return nil
}

// name returns the name of a file by its path, "" if it is not below the folder
// whose files count.
func (s *Session) name(path string) string {
	if !filepath.IsAbs(path) {
		path = filepath.Join(s.source, path)
	}
	path = filepath.Clean(path)
	if rel, err := filepath.Rel(s.source, path); err != nil || !filepath.IsLocal(rel) {
		real, err := filepath.EvalSymlinks(path)
		if err != nil {
			return ""
		}
		if rel, err := filepath.Rel(s.source, real); err != nil || !filepath.IsLocal(rel) {
			return ""
		}
		path = real
	}
	if rel, err := filepath.Rel(s.root, path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return filepath.ToSlash(path)
}

// keep leaves only those files in a profile that are not excluded.
func (s *Session) keep(p Profile) {
	for file := range p {
		if slices.ContainsFunc(s.Config.Exclude, func(g string) bool {
			g = strings.TrimSuffix(g, "/")
			return doublestar.MatchUnvalidated(g, file) || doublestar.MatchUnvalidated(g+"/**", file)
		}) {
			delete(p, file)
		}
	}
}

// each calls do for all tests, Jobs at a time, and returns the first error.
func (s *Session) each(ctx context.Context, tests []*measured, do func(ctx context.Context, t *measured) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan *measured)
	var all sync.WaitGroup
	for range max(1, s.Jobs) {
		all.Go(func() {
			for t := range next {
				if ctx.Err() != nil {
					continue
				}
				if err := do(ctx, t); err != nil {
					cancel(fmt.Errorf("the data of %s: %w", t.Name, err))
				}
			}
		})
	}
	for _, t := range tests {
		next <- t
	}
	close(next)
	all.Wait()
	return context.Cause(ctx)
}
