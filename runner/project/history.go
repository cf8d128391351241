package project

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dott/runner/covermap"
	"dott/runner/process"
)

// A History is the repository that a folder is in. It asks each thing once, and is
// for one goroutine.
type History struct {
	dir, root, vcs string
	untracked      func(ctx context.Context) ([]string, error) // asked for once
	known          map[string]covermap.Changes                 // by revision
}

// NewHistory returns the history of the repository that dir is in. That there is
// none, its methods say.
func NewHistory(dir string) *History {
	h := &History{dir: dir, known: map[string]covermap.Changes{}}
	h.root, h.vcs = Repository(dir)
	var names []string
	var err error
	asked := false
	h.untracked = func(ctx context.Context) ([]string, error) {
		if !asked {
			asked = true
			names, err = h.list(ctx, "ls-files", "--others", "--exclude-standard", "-z")
		}
		return names, err
	}
	return h
}

// Root returns the root of the repository, or the folder where there is none.
func (h *History) Root() string {
	if h.root == "" {
		return h.dir
	}
	return h.root
}

// list runs the program of the repository, and returns the names that it prints.
func (h *History) list(ctx context.Context, args ...string) (names []string, err error) {
	out, err := process.Output(ctx, h.root, h.vcs, args...)
	for name := range strings.SplitSeq(out, "\x00") {
		if name != "" {
			names = append(names, name)
		}
	}
	return names, err
}

// Since finds what changed since a revision, in the whole repository. Without one
// it is the one that is checked out.
func (h *History) Since(ctx context.Context, rev string) (covermap.Changes, error) {
	if strings.HasPrefix(rev, "-") { // to the tool it would be an option
		return covermap.Changes{}, fmt.Errorf("%q is not a revision", rev)
	}
	if c, ok := h.known[rev]; ok {
		return c, nil
	}
	var c covermap.Changes
	var err error
	add := func(to *[]string, name string) {
		*to = append(*to, filepath.Join(h.root, filepath.FromSlash(name)))
	}
	switch h.vcs {
	case "git":
		from := rev
		if from == "" {
			from = "HEAD"
		}
		var fields, untracked []string
		var unlisted error
		var both sync.WaitGroup
		both.Go(func() { untracked, unlisted = h.untracked(ctx) })
		fields, err = h.list(ctx, "diff", "--name-status", "-z", "--no-renames", from, "--")
		both.Wait()
		for pair := range slices.Chunk(fields, 2) {
			switch {
			case len(pair) < 2:
			case pair[0] == "D":
				add(&c.Gone, pair[1])
			default:
				add(&c.Changed, pair[1])
				if pair[0] == "A" {
					add(&c.Added, pair[1])
				}
			}
		}
		if err == nil {
			err = unlisted
		}
		for _, name := range untracked {
			add(&c.Changed, name)
			add(&c.Added, name)
			add(&c.Untracked, name)
		}
	case "hg":
		from := rev
		if from == "" {
			from = "."
		}
		var lines []string
		lines, err = h.list(ctx, "status", "--rev", from, "--modified", "--added", "--removed", "--deleted", "--unknown", "--print0")
		for _, line := range lines {
			switch sign, name, _ := strings.Cut(line, " "); sign {
			case "R", "!":
				add(&c.Gone, name)
			default:
				add(&c.Changed, name)
				if sign == "?" || sign == "A" {
					add(&c.Added, name)
				}
				if sign == "?" {
					add(&c.Untracked, name)
				}
			}
		}
	default:
		err = fmt.Errorf("%s is not in a repository of git or Mercurial", h.dir)
	}
	if err != nil {
		return covermap.Changes{}, err
	}
	h.known[rev] = c
	return c, nil
}

// Revision returns the one that is checked out, in full; "" is that there is none,
// as before the first commit.
func (h *History) Revision(ctx context.Context) string {
	var out string
	var err error
	switch h.vcs {
	case "git":
		out, err = process.Output(ctx, h.root, h.vcs, "rev-parse", "--verify", "--quiet", "HEAD")
	case "hg":
		out, err = process.Output(ctx, h.root, h.vcs, "log", "--rev", ".", "--template", "{node}")
	}
	if err != nil {
		return ""
	}
	return strings.TrimSpace(out)
}

// Repository returns the root of the repository that dir is in, and its kind.
func Repository(dir string) (root, vcs string) {
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

// Name returns by what the repository is known to others: where it comes from, without
// how it is fetched, or the name of its folder.
func (h *History) Name(ctx context.Context) string {
	var out string
	switch h.vcs {
	case "git":
		out, _ = process.Output(ctx, h.root, h.vcs, "config", "--get", "remote.origin.url")
	case "hg":
		out, _ = process.Output(ctx, h.root, h.vcs, "paths", "default")
	}
	return nameOf(strings.TrimSpace(out), h.Root())
}

// nameOf makes of https://me:secret@host/a/b.git, ssh://git@host:22/a/b and
// git@host:a/b the same name, host/a/b.
func nameOf(origin, dir string) string {
	_, rest, isURL := strings.Cut(origin, "://")
	if !isURL {
		host, path, ok := strings.Cut(origin, ":")
		if !ok || strings.ContainsAny(host, `/\`) || len(host) < 2 { // a folder
			return filepath.Base(dir)
		}
		rest = host + "/" + path
	}
	host, path, _ := strings.Cut(rest, "/")
	host = host[strings.LastIndexByte(host, '@')+1:]
	host, _, _ = strings.Cut(host, ":")
	name := strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	if host == "" || name == "" {
		return filepath.Base(dir)
	}
	return host + "/" + name
}

// Was returns the text of a file at a revision; without one it is the one that is checked
// out. It is false where there was no such file.
func (h *History) Was(ctx context.Context, rev, path string) (text string, ok bool) {
	rel, err := filepath.Rel(h.root, path)
	if err != nil || strings.HasPrefix(rev, "-") {
		return "", false
	}
	rel = filepath.ToSlash(rel)
	switch h.vcs {
	case "git":
		if rev == "" {
			rev = "HEAD"
		}
		text, err = process.Output(ctx, h.root, h.vcs, "show", "--no-textconv", rev+":"+rel)
	case "hg":
		if rev == "" {
			rev = "."
		}
		text, err = process.Output(ctx, h.root, h.vcs, "cat", "--rev", rev, "path:"+rel)
	default:
		return "", false
	}
	return text, err == nil
}

// WasFolder returns a function that reports whether a folder was there at a revision;
// without one it is the one that is checked out. Of Mercurial that is not known: then
// none was.
func (h *History) WasFolder(ctx context.Context, rev string) func(dir string) bool {
	return func(dir string) bool {
		if rel, err := filepath.Rel(h.root, dir); err != nil || rel == "." || strings.HasPrefix(rel, "..") {
			return true
		}
		_, was := h.Was(ctx, rev, dir)
		return was
	}
}

// Unheld returns the files below the root that the repository does not hold, whether they
// are ignored or not. A folder of which it holds nothing ends in a slash, and stands for
// all that is in it.
func (h *History) Unheld(ctx context.Context) (names []string, err error) {
	switch h.vcs {
	case "git":
		return h.list(ctx, "ls-files", "--others", "--directory", "-z")
	case "hg":
		return h.list(ctx, "status", "--unknown", "--ignored", "--no-status", "--print0")
	}
	return nil, nil
}
