package discover

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"dott/matcher/transcript"
)

// Markdown says which Markdown files are tests, besides those that are named. The
// zero value is none.
type Markdown struct {
	Dir   string   // where the globs begin, absolute; "" is the working directory
	Globs []string // such as docs/**/*.md
}

// Has reports whether a file is one of them, by its absolute path.
func (m Markdown) Has(path string) bool {
	if len(m.Globs) == 0 || !transcript.IsMarkdown(path) {
		return false
	}
	rel, err := filepath.Rel(m.dir(), path)
	if err != nil {
		return false
	}
	for _, glob := range m.Globs {
		if doublestar.MatchUnvalidated(glob, filepath.ToSlash(rel)) {
			return true
		}
	}
	return false
}

func (m Markdown) dir() string {
	if m.Dir != "" {
		return m.Dir
	}
	dir, err := os.Getwd()
	if err != nil {
		return "."
	}
	return dir
}

// markdown adds all Markdown files that are tests. Of a path that is no glob, there
// has to be a file.
func (f *finder) allMarkdown(ctx context.Context) error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	for _, glob := range f.markdown.Globs {
		base, pattern := doublestar.SplitPattern(glob)
		path := filepath.Join(f.markdown.dir(), filepath.FromSlash(base))
		name := path
		if rel, err := filepath.Rel(here, path); err == nil {
			name = rel
		}
		if !strings.ContainsAny(pattern, `*?[{\\`) {
			if err := f.path(ctx, filepath.Join(name, pattern)); err != nil {
				return err
			}
			continue
		}
		f.onlyMarkdown = true
		err := f.walk(ctx, name, path)
		f.onlyMarkdown = false
		if err != nil {
			return err
		}
	}
	return nil
}
