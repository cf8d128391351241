package session

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/dependence"
	"dott/runner/project"
	"dott/runner/state"
	"dott/runner/verdicts"
)

// A Seen is what the traces of a project's tests tell of what they depend on.
type Seen struct {
	Traced int // tests of which there is a trace
	Found  []dependence.Finding
}

// Dependences finds what the tests of a session depend on that others may not have.
func Dependences(ctx context.Context, s *Session) (*Seen, error) {
	store := OpenVerdicts(s.State, s.Here, s.Set.Run.CacheDir)
	p, err := s.project()
	if err != nil {
		return nil, err
	}
	_, vcs := project.Repository(s.Here)
	unheld, err := p.History.Unheld(ctx)
	if err != nil {
		fmt.Fprintf(s.App.Stderr, "warning: which files the repository holds is not known: %v\n", err)
	}
	o := dependence.Options{
		Project: p.Root, Home: s.App.Getenv("HOME"), Temp: []string{os.TempDir(), "/tmp", "/var/tmp", s.Set.Run.Tmpdir},
		Known: []string{filepath.Dir(s.State.Cache("verdicts"))}, Own: map[string]bool{}, Held: vcs != "" && err == nil,
		Zone: s.Set.Run.PreserveEnv || slices.Contains(s.Set.Config.Env.Pass, "TZ"),
	}
	for _, name := range unheld {
		if rel, err := filepath.Rel(p.Root, filepath.Join(p.History.Root(), filepath.FromSlash(name))); err == nil {
			rel = filepath.ToSlash(rel)
			if strings.HasSuffix(name, "/") {
				rel += "/"
			}
			o.Own[rel] = true
		}
	}
	var deps []verdicts.Deps
	seen := &Seen{}
	for _, test := range store.Tests() {
		if isThere(p.Root, test) {
			d := store.Deps(test)
			d.Test = state.Address(test)
			deps = append(deps, d)
		}
	}
	seen.Traced, seen.Found = len(deps), dependence.Find(o, deps)
	return seen, nil
}

// isThere reports whether a test's file still is.
func isThere(root, test string) bool {
	for i := range len(test) + 1 {
		if (i == len(test) || test[i] == '#' || strings.HasPrefix(test[i:], " [")) && exists(filepath.Join(root, filepath.FromSlash(test[:i]))) {
			return true
		}
	}
	return false
}

// Write writes it for a person.
func (s *Seen) Write(w io.Writer) {
	tests := "1 traced test depends"
	if s.Traced != 1 {
		tests = fmt.Sprintf("%d traced tests depend", s.Traced)
	}
	switch {
	case s.Traced == 0:
		fmt.Fprintln(w, "\nNo test was traced here. After dott --trace, this shows what your tests depend on.")
	case len(s.Found) == 0:
		fmt.Fprintf(w, "\n%s on nothing that only this machine has.\n", tests)
	default:
		fmt.Fprintf(w, "\n%s on these things, which other machines may not have:\n", tests)
		dependence.Write(w, s.Found)
	}
}
