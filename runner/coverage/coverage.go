// Package coverage measures what the programs that tests start have run of their
// sources, with the tools that there are for it.
//
// A [Session] is the coverage of one run. Before each test it makes a folder,
// below DIR/data, by cell and test, and tells the test by variables of the
// environment (GOCOVERDIR, GCOV_PREFIX) that data are to go there. When all tests
// have ended, a [tool] reads each folder into a [Profile], which becomes a part
// of the total and, packed, a test of the [covermap.Run] that is to be remembered.
// The total is written as lcov.info and cobertura.xml, whatever the tool; that leaves
// its own merged data and its own HTML beside them.
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
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/runner/config"
	"dott/runner/covermap"
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
	failed  bool             // one of its runs did not pass
	covered covermap.Covered // nil: nothing arrived
}

// Open begins the coverage of a run. What is there of an earlier one is removed.
func Open(ctx context.Context, o Options) (*Session, error) {
	s := &Session{Options: o, tests: map[string]*measured{}, began: time.Now(), total: Profile{}}
	newTool := tools[o.Config.Tool]
	if newTool == nil {
		return nil, errors.New(`--cover: no coverage tool is configured: add [coverage] with tool = "go", or another of docs/coverage.md`)
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
