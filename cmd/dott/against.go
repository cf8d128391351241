package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/cmd/dott/options"

	"dott/matcher/weakened"
	"dott/runner/against"
	"dott/runner/discover"
)

// comparing is a comparison of tests with what they were at a revision.
type comparing struct {
	revision, deny string
	github, json   bool
}

// judge prints where tests check less than at the revision.
func (c *comparing) judge(ctx context.Context, a *app, set *options.Settings) error {
	switch {
	case c.revision == "":
		return options.Errorf("lint: --deny %s judges a change; name its revision with --against", c.deny)
	case c.deny != "" && c.deny != "weakened":
		return options.Errorf("lint: --deny must be weakened, not %q", c.deny)
	}
	s, err := a.begin(set)
	if err != nil {
		return err
	}
	files, err := against.Compare(ctx, against.Options{Dir: s.here, Revision: c.revision, Format: formats(s), IsTest: testsBelow(set, s.here)})
	if err != nil {
		return fmt.Errorf("--against: %w", err)
	}
	err = written(a.stdout, func(w io.Writer) {
		switch {
		case c.json:
			_ = against.WriteJSON(w, files)
		default:
			_ = against.WriteText(w, files)
			if c.github {
				_ = against.WriteGitHub(w, files, a.getenv("GITHUB_WORKSPACE"))
			}
		}
	})
	if err == nil && c.deny != "" && against.Worst(files) == weakened.Weakened {
		err = exitStatus(1)
	}
	return err
}

// testsBelow returns what tells the tests among the files of a repository, as far as they
// are below the paths that are run.
func testsBelow(set *options.Settings, here string) func(path string) bool {
	real := func(path string) string {
		if !filepath.IsAbs(path) {
			path = filepath.Join(here, path)
		}
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			return resolved
		}
		return filepath.Clean(path)
	}
	var roots []string
	for _, p := range set.Paths {
		roots = append(roots, real(p))
	}
	markdown := discover.Markdown{Dir: set.Config.Dir, Globs: set.Config.Run.Markdown}
	return func(path string) bool {
		if slices.Contains(roots, path) {
			return true
		}
		if !strings.HasSuffix(path, ".t") && !markdown.Has(path) {
			return false
		}
		return slices.ContainsFunc(roots, func(root string) bool {
			if info, err := os.Stat(root); err == nil && !info.IsDir() {
				return false
			}
			rel, err := filepath.Rel(root, path)
			return err == nil && filepath.IsLocal(rel)
		})
	}
}
