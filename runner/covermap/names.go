package covermap

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// InRoot returns the path of a file by its name: with slashes, and relative to the
// root if the file is below that.
func InRoot(root, name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(root, name)
}

// NameIn returns the name of a file by its path.
func NameIn(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return filepath.ToSlash(path)
}

// MatchesAny reports whether one of the globs matches a name, or a folder above it.
func MatchesAny(globs []string, name string) bool {
	return slices.ContainsFunc(globs, func(g string) bool {
		g = strings.TrimSuffix(g, "/")
		return doublestar.MatchUnvalidated(g, name) || doublestar.MatchUnvalidated(g+"/**", name)
	})
}
