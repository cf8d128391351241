package coverage

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Changes are what is known of the difference between a revision and now.
type Changes struct {
	Root    string   // of the project: the map's names begin there; real
	Changed []string // absolute paths of files that were changed or added
	Gone    []string // and of those that were removed, or renamed
	All     []string // absolute paths of files that every test depends on
	Globs   []string // and globs of them, relative to Dir
	Dir     string   // the configuration's folder; real
	Test    func(path string) bool
}

// Affected returns a function that tells of a test, by its key and its file's
// absolute path, whether a change may have another effect on it than none; and
// why that is every test, if it is.
//
// It errs on the side of running. A test is left out only when all of this holds:
// there is a record of it, of a run in which it passed; each file in the record is
// what it was then, byte for byte, and none of them is among the changes; nothing
// changed beside the test or below its folder that is no source; and nothing
// changed that may concern all tests. That is a file that went away, that says
// what the program is built of or that the configuration names, and a source that
// no record knows, for it is new.
func (m *Map) Affected(c Changes) (affected func(key, file string) bool, why string) {
	if why := m.everything(c); why != "" {
		return func(string, string) bool { return true }, why
	}
	changed := make(map[string]bool, len(c.Changed))
	folders := map[string]bool{} // in which something changed that tests may use
	for _, path := range c.Changed {
		changed[path] = true
		if !m.known[c.name(path)] && !(c.Test != nil && c.Test(path)) {
			folders[filepath.Dir(path)] = true
		}
	}
	stale := make([]bool, len(m.files))
	for i, f := range m.files {
		stale[i] = changed[inRoot(c.Root, f.name)] || !f.same(c.Root)
	}
	return func(key, file string) bool {
		t, ok := m.tests[key]
		if !ok || !t.passed || len(t.sets) == 0 || changed[file] || nearby(folders, filepath.Dir(file)) {
			return true
		}
		return slices.ContainsFunc(t.sets, func(s int) bool { return stale[m.sets[s].file] })
	}, ""
}

// nearby reports whether one of the folders is dir, above or below it.
func nearby(folders map[string]bool, dir string) bool {
	for d := dir; ; d = filepath.Dir(d) {
		if folders[d] && d == dir {
			return true
		}
		if d == filepath.Dir(d) {
			break
		}
	}
	for f := range folders {
		if rel, err := filepath.Rel(dir, f); err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	return false
}

// name returns the map's name of a file.
func (c *Changes) name(path string) string {
	if rel, err := filepath.Rel(c.Root, path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return filepath.ToSlash(path)
}

// building are base names of files that say what a program is built of.
var building = []string{
	"go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt",
	"package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "tsconfig.json",
	"pyproject.toml", "setup.py", "setup.cfg", "requirements*.txt", "poetry.lock", "uv.lock", "Pipfile", "Pipfile.lock",
	"Cargo.toml", "Cargo.lock", "build.rs", "Package.swift", "Package.resolved",
	"Makefile", "makefile", "GNUmakefile", "*.mk", "*.am", "CMakeLists.txt", "*.cmake", "configure.ac", "configure.in", "meson.build", "*.gyp",
	"dott.toml", ".cramrc", "conanfile.*", "flake.lock", "flake.nix", "Dockerfile",
}

// everything returns why every test is affected, or "".
func (m *Map) everything(c Changes) string {
	if m.Empty() {
		return "nothing was measured yet; dott --cover does that"
	}
	if len(c.Gone) > 0 {
		return c.name(c.Gone[0]) + " was removed or renamed"
	}
	sources := map[string]bool{}
	for name := range m.known {
		sources[path.Ext(name)] = true
	}
	for _, family := range families {
		if slices.ContainsFunc(family, func(e string) bool { return sources[e] }) {
			for _, e := range family {
				sources[e] = true
			}
		}
	}
	for _, file := range c.Changed {
		name, base := c.name(file), filepath.Base(file)
		matches := func(g string) bool { return doublestar.MatchUnvalidated(g, base) }
		rel, err := filepath.Rel(c.Dir, file)
		rel = filepath.ToSlash(rel)
		switch {
		case slices.Contains(c.All, file), slices.ContainsFunc(building, matches):
			return name + " changed"
		case err == nil && slices.ContainsFunc(c.Globs, func(g string) bool { return doublestar.MatchUnvalidated(g, rel) }):
			return name + " changed, which [coverage] affects-all names"
		case sources[path.Ext(name)] && path.Ext(name) != "" && !m.known[name] && !strings.HasSuffix(name, "_test.go"):
			return name + " is a source that no test was measured with"
		}
	}
	return ""
}

// families are endings of files that are compiled into each other.
var families = [][]string{
	{".c", ".h", ".cc", ".hh", ".cpp", ".hpp", ".cxx", ".hxx", ".inc", ".inl", ".ipp", ".s", ".S", ".m", ".mm", ".y", ".l"},
	{".go", ".s", ".S"},
	{".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx", ".json", ".node"},
	{".py", ".pyx", ".pyi"},
}
