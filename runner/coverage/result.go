package coverage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dott/runner/atomicfile"
	"dott/runner/covermap"
	"dott/runner/event"
)

// A Result is the coverage of a run.
type Result struct {
	Total Profile
	Run   covermap.Run // what there is to remember of it

	Remarks []string // what is not as it could be, and no reason to fail
}

// Silent returns how many tests were run and left no data.
func (r *Result) Silent() int {
	n := 0
	for _, t := range r.Run.Tests {
		if t.Covered == nil {
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
	r := &Result{Total: s.total, Run: covermap.Run{Began: s.began, Files: s.total.files()}, Remarks: s.notes}
	for _, t := range tests {
		r.Run.Tests = append(r.Run.Tests, covermap.Test{Key: t.Key, File: t.File, Passed: !t.failed, Covered: t.covered})
	}
	switch {
	case r.Silent() == len(tests):
		return nil, fmt.Errorf("no data arrived from any of the tests that were run (%d): %s", len(tests), s.tool.advice())
	case len(r.Total) == 0:
		return nil, fmt.Errorf("data arrived, but of no file below %s that [coverage] exclude leaves; say in [coverage] source where the sources are", s.source)
	}
	return r, reportTotal(s, r.Total)
}

// reportTotal writes the formats that services take.
func reportTotal(s *Session, total Profile) error {
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

// leastFiles is how many files are told of those of which the least was run.
const leastFiles = 10

// Tell puts the total into what the end of the run says.
func (r *Result) Tell(about *event.Coverage) {
	about.Covered, about.Lines = r.Total.Count()
	about.Files, about.Silent = len(r.Total), r.Silent()
	for _, f := range r.Total.Least(leastFiles) {
		about.Least = append(about.Least, event.FileCoverage{File: f.Name, Covered: f.Covered, Lines: f.All})
	}
}
