package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dott/runner/process"
)

// changedSince returns a function that finds the files that changed since a
// revision of git or Mercurial, those not committed and not tracked included.
// Without a revision it is the one that is checked out.
func changedSince(dir, rev string) func(ctx context.Context) (func(string) bool, error) {
	return func(ctx context.Context) (func(string) bool, error) {
		if strings.HasPrefix(rev, "-") { // to the tool it would be an option
			return nil, fmt.Errorf("--changed: %q is not a revision", rev)
		}
		root, vcs := repository(dir)
		var names []string
		list := func(args ...string) error {
			out, err := process.Output(ctx, root, vcs, args...)
			for name := range strings.SplitSeq(out, "\x00") {
				if name != "" {
					names = append(names, name)
				}
			}
			return err
		}
		var err error
		switch vcs {
		case "git":
			if rev == "" {
				rev = "HEAD"
			}
			err = errors.Join(
				list("diff", "--name-only", "-z", "--no-renames", rev, "--"),
				list("ls-files", "--others", "--exclude-standard", "-z"))
		case "hg":
			if rev == "" {
				rev = "."
			}
			err = list("status", "--rev", rev, "--modified", "--added", "--unknown", "--no-status", "--print0")
		default:
			err = fmt.Errorf("%s is not in a repository of git or Mercurial", dir)
		}
		if err != nil {
			return nil, fmt.Errorf("--changed: %w", err)
		}
		changed := map[string]bool{}
		for _, name := range names {
			changed[filepath.Join(root, filepath.FromSlash(name))] = true
		}
		return func(path string) bool {
			if real, err := filepath.EvalSymlinks(path); err == nil && changed[real] {
				return true
			}
			return changed[path]
		}, nil
	}
}

// repository returns the root of the repository that dir is in, and its kind.
func repository(dir string) (root, vcs string) {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	for ; ; dir = filepath.Dir(dir) {
		for _, kind := range []string{"git", "hg"} {
			if _, err := os.Lstat(filepath.Join(dir, "."+kind)); err == nil {
				return dir, kind
			}
		}
		if dir == filepath.Dir(dir) {
			return "", ""
		}
	}
}
