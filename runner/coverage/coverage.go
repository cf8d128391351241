// Package coverage measures what the programs that tests start have run of their
// sources, with the tools that there are for it.
//
// A [Session] is the coverage of one run. Before each test it makes a folder,
// below DIR/data, by cell and test, and tells the test by variables of the
// environment (GOCOVERDIR, GCOV_PREFIX) that data are to go there. When all tests
// have ended, a [tool] reads each folder into a [Profile], which becomes a part
// of the total and, packed, the test's record ([Map]). The total is written as
// lcov.info and cobertura.xml, whatever the tool; that leaves its own merged data
// and its own HTML beside them.
//
// What it costs: for each test a folder and a few links, about 0.1 ms; at the
// end one process of the tool's for each test, on all processors. The profiles of
// as many tests are in memory as are read at the same time.
package coverage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/runner/atomicfile"
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
	File string // the absolute path of its file
	Cell string // "" is the default one
}

// A Session is the coverage of one run. Begin and the functions that it returns
// may be called by several goroutines at the same time.
type Session struct {
	Options
	source string // the folder whose files count; real, as are the next two
	root   string // Options.Root
	base   string // Options.Base
	tool   tool

	began time.Time
	total Profile
	names sync.Map // of files, by their paths: see name

	mu     sync.Mutex
	tests  map[string]*measured
	faults []error
	notes  []string
	more   int // faults that are not among them
}

// measured is a test with its data.
type measured struct {
	Test
	dir     string
	failed  bool              // one of its runs did not pass
	covered map[string]string // the lines that it ran, by file, as Lines.pack writes them; nil: nothing arrived
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
	// collect hands what each test covered to Session.arrived, and leaves the tool's
	// own files below Dir. It returns lines that are known besides.
	collect(ctx context.Context, s *Session, tests []*measured) (Profile, error)
	// advice says what to do when no data arrived.
	advice() string
}

// tools are the presets by their names.
var tools = map[string]func() tool{
	"go":     func() tool { return &goTool{} },
	"custom": func() tool { return customTool{} },
	"python": func() tool { return &pythonTool{} },
	"gcov":   func() tool { return &gcovTool{} },
	"llvm":   func() tool { return &llvmTool{} },
	"node":   func() tool { return &nodeTool{} },
}

// Open begins the coverage of a run. What is there of an earlier one is removed.
func Open(ctx context.Context, o Options) (*Session, error) {
	s := &Session{Options: o, tests: map[string]*measured{}, began: time.Now(), total: Profile{}}
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
	if s.base, err = filepath.EvalSymlinks(o.Base); err != nil {
		return nil, fmt.Errorf("the configuration's folder: %w", err)
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

// marker is a file in a folder which says that dott may empty it.
const marker = ".dott"

// clear makes the folder of the data, and removes what is there of an earlier run.
// A folder that is not dott's is left alone.
func (s *Session) clear() error {
	entries, err := os.ReadDir(s.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(s.Dir, marker)); err != nil {
			return errors.New("it has files that are not dott's; name another folder, or remove it")
		}
		for _, name := range append(slices.Collect(maps.Keys(tools)), "data", "html", "lcov.info", "cobertura.xml") {
			if err := os.RemoveAll(filepath.Join(s.Dir, name)); err != nil {
				return err
			}
		}
	}
	if _, err := s.own("data"); err != nil {
		return err
	}
	for name, text := range map[string]string{
		marker:       "",    // to be there as long as anything else is
		".gitignore": "*\n", // nobody wants it under version control
	} {
		if err := os.WriteFile(filepath.Join(s.Dir, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// own makes a folder below Dir.
func (s *Session) own(name string) (string, error) {
	dir := filepath.Join(s.Dir, name)
	return dir, os.MkdirAll(dir, 0o777)
}

// Begin is called before a test runs. It returns variables for it, in whose
// values $NAME is one that it has already, and the function to call when it has
// ended. What goes wrong is said by Finish: a test's verdict is its own.
func (s *Session) Begin(ctx context.Context, t Test) (env map[string]string, end func(passed bool)) {
	s.mu.Lock()
	m := s.tests[t.Key]
	if m == nil {
		m = &measured{Test: t, dir: s.place(t)}
		s.tests[t.Key] = m
	}
	s.mu.Unlock()
	err := os.Mkdir(m.dir, 0o777)
	if err != nil {
		err = os.MkdirAll(m.dir, 0o777) // the first of its cell, or not the first attempt
	}
	if err == nil {
		err = s.command(ctx, "before", s.Config.Before, m)
	}
	if err == nil {
		env, err = s.tool.env(s, m)
	}
	s.note(err)
	return env, func(passed bool) {
		err := s.tool.ended(s, m)
		if err == nil {
			err = s.command(ctx, "after", s.Config.After, m)
		}
		s.note(err)
		s.mu.Lock()
		m.failed = m.failed || !passed
		s.mu.Unlock()
	}
}

// place is the folder of a test's data. Its name is for people; the sum makes it
// the test's own.
func (s *Session) place(t Test) string {
	sum := sha256.Sum256([]byte(t.Key))
	cell := "default"
	if t.Cell != "" {
		cell = fileName(t.Cell)
	}
	name := fileName(t.Name)
	return filepath.Join(s.Dir, "data", cell, name[max(0, len(name)-100):]+"-"+hex.EncodeToString(sum[:4]))
}

// fileName makes of a text one that can be a file's name on any system, and that
// is no list of them.
func fileName(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:,<>"|?*`, r) {
			return '-'
		}
		return r
	}, text)
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
	} else {
		s.more++
	}
}

// remark is for a tool that has something to say that is no reason to fail.
func (s *Session) remark(format string, a ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.notes = append(s.notes, fmt.Sprintf(format, a...))
}

// arrived takes what a test covered: all that can be covered, as far as the tool
// tells, with counts of 0. It may be called at the same time for several tests,
// and more than once for one. The profile is the session's from then on.
func (s *Session) arrived(t *measured, p Profile) {
	s.keep(p)
	packed := make(map[string]string, len(p))
	for file, lines := range p {
		if text := lines.pack(); text != "" {
			packed[file] = text
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total.Add(p)
	if t.covered == nil {
		t.covered = packed
		return
	}
	for file, text := range packed {
		lines := unpack(t.covered[file])
		for n := range unpack(text) {
			lines[n] = 1
		}
		t.covered[file] = lines.pack()
	}
}

// A Result is the coverage of a run.
type Result struct {
	Total Profile
	Tests []TestResult
	Began time.Time

	Remarks []string // what is not as it could be, and no reason to fail
}

// A TestResult is what one test covered.
type TestResult struct {
	Test
	Passed  bool
	covered map[string]string // as in measured
}

// Silent returns how many tests were run and left no data.
func (r *Result) Silent() int {
	n := 0
	for _, t := range r.Tests {
		if t.covered == nil {
			n++
		}
	}
	return n
}

// Finish reads all data, when all tests have ended, and writes the reports. The
// error is about what was not measured: a total without it would be wrong.
func (s *Session) Finish(ctx context.Context) (*Result, error) {
	if s.more > 0 {
		s.faults = append(s.faults, fmt.Errorf("and so for %d more", s.more))
	}
	if len(s.faults) > 0 {
		return nil, errors.Join(s.faults...)
	}
	tests := slices.SortedFunc(maps.Values(s.tests), func(a, b *measured) int { return strings.Compare(a.Key, b.Key) })
	if len(tests) == 0 {
		return &Result{}, nil
	}
	known, err := s.tool.collect(ctx, s, tests)
	if err != nil {
		return nil, err
	}
	s.keep(known)
	s.total.Add(known)
	r := &Result{Total: s.total, Began: s.began, Remarks: s.notes}
	for _, t := range tests {
		r.Tests = append(r.Tests, TestResult{t.Test, !t.failed, t.covered})
	}
	switch {
	case r.Silent() == len(tests):
		return nil, fmt.Errorf("no data arrived from any of the tests that were run (%d): %s", len(tests), s.tool.advice())
	case len(r.Total) == 0:
		return nil, fmt.Errorf("data arrived, but of no file below %s that [coverage] exclude leaves; say in [coverage] source where the sources are", s.source)
	}
	return r, s.report(r.Total)
}

// report writes the formats that services take.
func (s *Session) report(total Profile) error {
	for name, write := range map[string]func(io.Writer) error{
		"lcov.info":     func(w io.Writer) error { return writeLCOV(w, total) },
		"cobertura.xml": func(w io.Writer) error { return writeCobertura(w, total, s.root, time.Now()) },
	} {
		path := filepath.Join(s.Dir, name)
		if err := atomicfile.Write(path, 0o666, write); err != nil {
			return fmt.Errorf("writing %s: %w", path, err)
		}
	}
	return nil
}

// name returns the name of a file by its path, "" if it is not below the folder
// whose files count. A path may be relative to the configuration's folder, or to
// the one whose files count.
func (s *Session) name(path string) string {
	if name, ok := s.names.Load(path); ok { // every test has the same ones
		return name.(string)
	}
	name := s.findName(path)
	s.names.Store(path, name)
	return name
}

func (s *Session) findName(path string) string {
	if !filepath.IsAbs(path) {
		inSource := filepath.Join(s.source, path)
		path = filepath.Join(s.base, path)
		if _, err := os.Lstat(path); err != nil {
			if _, err := os.Lstat(inSource); err == nil {
				path = inSource
			}
		}
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
		rel, err := filepath.Rel(s.base, inRoot(s.root, file))
		if err == nil && matchesAny(s.Config.Exclude, filepath.ToSlash(rel)) {
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
