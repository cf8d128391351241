package coverage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"dott/runner/covermap"
)

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

// own makes a folder below Dir.
func (s *Session) own(name string) (string, error) {
	dir := filepath.Join(s.Dir, name)
	return dir, os.MkdirAll(dir, 0o777)
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
	covered := make(covermap.Covered, len(p))
	for file, lines := range p {
		covered.Add(file, lines.ran())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total.Add(p)
	if t.covered == nil {
		t.covered = covered
		return
	}
	t.covered.Merge(covered)
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
