package coverage

import (
	"context"
	_ "embed" // what runs in Python
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/process"
)

//go:embed python/data.py
var pythonData string

// pythonRead is data.py's answer about tests: files are numbered, and a test is a
// list of such numbers with the lines it ran.
type pythonRead struct {
	Files      []string
	Statements [][]int
	Tests      [][]pythonRan
}

type pythonRan struct {
	file  int
	lines []int
}

func (r *pythonRan) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&r.file, &r.lines})
}

// read reads the data of all tests into their profiles. A process reads a good
// many tests: it takes longer to start than to read one.
func (p *pythonTool) read(ctx context.Context, s *Session, tests []*measured, files [][]string) (*pythonRead, error) {
	const many = 100
	n := max(1, min(s.Jobs, len(tests)/many))
	parts := make([]pythonRead, n)
	var heads []*measured
	for i := range n {
		heads = append(heads, tests[len(tests)*i/n])
	}
	err := s.each(ctx, heads, func(ctx context.Context, t *measured) error {
		i := slices.Index(heads, t)
		from, to := len(tests)*i/n, len(tests)*(i+1)/n
		return p.ask(ctx, s, "read", map[string]any{
			"source": s.source, "sources": i == 0, "omit": pythonOmit(p, s), "quiet": pythonQuiet, "tests": files[from:to],
		}, &parts[i])
	})
	if err != nil {
		return nil, err
	}
	all := &pythonRead{}
	for i, part := range parts {
		from := len(tests) * i / n
		if len(part.Statements) != len(part.Files) || len(part.Tests) != len(tests)*(i+1)/n-from {
			return nil, errors.New("coverage.py's answer has other tests than the question")
		}
		for k, ran := range part.Tests {
			covered := Profile{}
			for _, r := range ran {
				if name := s.name(part.Files[r.file]); name != "" {
					for _, line := range r.lines {
						covered.add(name, line, 1)
					}
				}
			}
			s.arrived(tests[from+k], covered)
		}
		all.Files, all.Statements = append(all.Files, part.Files...), append(all.Statements, part.Statements...)
	}
	return all, nil
}

// publish leaves coverage.py's own data, of each cell and of all, and its reports.
func (p *pythonTool) publish(ctx context.Context, s *Session, cells map[string][]string, files []string) error {
	own, err := s.own("python")
	if err != nil {
		return err
	}
	html, err := s.own("html")
	if err != nil {
		return err
	}
	var merge [][2]any
	for _, cell := range slices.Sorted(maps.Keys(cells)) {
		merge = append(merge, [2]any{filepath.Join(own, cell, ".coverage"), cells[cell]})
	}
	err = p.ask(ctx, s, "publish", map[string]any{
		"cells": merge, "all": filepath.Join(own, ".coverage"), "files": files, "omit": pythonOmit(p, s), "quiet": pythonQuiet,
		"html": html, "xml": filepath.Join(own, "coverage.xml"), "lcov": filepath.Join(own, "lcov.info"),
	}, &struct{}{})
	if err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	return nil
}

// ask puts a question to data.py.
func (p *pythonTool) ask(ctx context.Context, s *Session, verb string, question, answer any) error {
	dir, err := os.MkdirTemp("", "dott-cover-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	asked, answered := filepath.Join(dir, "asked"), filepath.Join(dir, "answered")
	text, err := json.Marshal(question)
	if err != nil {
		return err
	}
	if err := os.WriteFile(asked, text, 0o600); err != nil {
		return err
	}
	if _, err := process.Output(ctx, s.Base, p.python, "-c", pythonData, verb, asked, answered); err != nil {
		// The command is long; what it said is what counts.
		_, said, ok := strings.Cut(err.Error(), answered+": ")
		if !ok {
			return err
		}
		return errors.New(said)
	}
	if text, err = os.ReadFile(answered); err != nil {
		return fmt.Errorf("coverage.py's answer: %w", err)
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("coverage.py's answer: %w", err)
	}
	return nil
}
