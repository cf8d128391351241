package covermap

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Changes are the differences between a revision and now, as absolute paths.
type Changes struct {
	Changed   []string // files that are others, or new
	Gone      []string // files that are no more; a renamed one is that and a new one
	Added     []string // those of Changed that are new
	Untracked []string // those of Changed that the version control does not know
}

// A Question is what has to be known to tell which tests a change affects.
type Question struct {
	Root  string  // of the project: the map's names begin there
	How   string  // the options that change what tests do
	Since Changes // the revision that was asked for
	// SinceRevision returns the differences from another one. An error is that
	// nobody knows it any more.
	SinceRevision func(ctx context.Context, revision string) (Changes, error)
	All           []string               // absolute paths of files that every test depends on
	Dir           string                 // of the configuration, in which the globs begin
	AffectsAll    []string               // globs of more of them
	AffectsNone   []string               // and of files that no test depends on
	Test          func(path string) bool // whether a file is a test
	Ours          func(path string) bool // whether dott writes it
}

// Affected returns a function that tells of a test, by its key and its file's
// absolute path, whether a change may have another effect on it than none; and
// why that is every test, if it is.
//
// It errs on the side of running. A test is left out only when all of this holds:
//
//   - There is a record of it, of a run in which it passed at once and left data.
//   - Its file is what it was then, and so is each source that it ran; and none of
//     them differs from the revision that was asked for.
//   - Nothing else has changed that may concern it, neither since that revision nor
//     since the one at which it was measured. That is, for all tests, a file that
//     went away; one that says what the program is built of, or how tests run; a
//     source that no record knows; and any other file that is neither a test nor
//     in a folder with tests or below one. A file that is, concerns the tests there
//     and those that ran a source there, into which it may be compiled. What was
//     built of sources concerns none by itself, prose only the tests there, and a README or the like none.
func (m *Map) Affected(ctx context.Context, q *Question) (affected func(key, file string) bool, why string) {
	all := func(string, string) bool { return true }
	if m.Empty() {
		return all, "nothing was traced or measured yet; dott --trace or dott --cover does that"
	}
	p := m.prober(q)
	since := p.impact(q.Since)
	if since.why != "" {
		return all, since.why
	}
	impacts := make([]impact, len(m.origins))
	some := false
	for i := range m.origins {
		impacts[i] = p.sinceOrigin(ctx, &m.origins[i])
		some = some || impacts[i].why == ""
	}
	if !some {
		return all, impacts[len(impacts)-1].why
	}
	stale := make([]bool, len(m.files))
	for i := range m.files {
		stale[i] = since.changed[m.files[i].name] || !m.files[i].same(q.Root)
	}
	return func(key, file string) bool {
		t, ok := m.tests[key]
		if !ok || !t.passed || len(t.sets) == 0 || stale[t.file] || m.files[t.file].name != NameIn(q.Root, file) {
			return true
		}
		own := &impacts[t.origin]
		if own.why != "" || since.concerns(m, &t) || own.concerns(m, &t) {
			return true
		}
		return slices.ContainsFunc(t.sets, func(s int) bool { return stale[m.sets[s].file] })
	}, ""
}

// An impact is what changes mean, beside the sources that were measured.
type impact struct {
	why     string          // every test is affected; "" is not
	changed map[string]bool // by name
	areas   []area
}

// An area is a folder in which something changed that is neither a source nor a
// test.
type area struct {
	tests   string          // the tests in this folder or below it are concerned
	sources map[string]bool // and those that ran a source in one of these
}

func (i *impact) concerns(m *Map, t *testRecord) bool {
	return slices.ContainsFunc(i.areas, func(a area) bool {
		return within(a.tests, path.Dir(m.files[t.file].name)) ||
			slices.ContainsFunc(t.sets, func(s int) bool { return a.sources[path.Dir(m.files[m.sets[s].file].name)] })
	})
}

// within reports whether a folder is another, or below it; both are names.
func within(folder, dir string) bool {
	return folder == dir || folder == "." && !path.IsAbs(dir) || strings.HasPrefix(dir, folder+"/")
}

// A prober judges changed files.
type prober struct {
	*Question
	m           *Map
	endings     map[string]bool // of sources
	testFolders map[string]bool
	folders     map[string]bool // that have sources
	untracked   map[string]bool // paths
}

func (m *Map) prober(q *Question) *prober {
	p := &prober{q, m, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, path := range q.Since.Untracked {
		p.untracked[path] = true
	}
	for name := range m.known {
		p.endings[path.Ext(name)] = true
		p.folders[path.Dir(name)] = true
	}
	for _, family := range families {
		if slices.ContainsFunc(family, func(e string) bool { return p.endings[e] }) {
			for _, e := range family {
				p.endings[e] = true
			}
		}
	}
	delete(p.endings, "")
	for _, t := range m.tests {
		p.testFolders[path.Dir(m.files[t.file].name)] = true
	}
	return p
}

// sinceOrigin judges what changed since tests were measured.
func (p *prober) sinceOrigin(ctx context.Context, o *Origin) impact {
	if o.how != p.How {
		return impact{why: "the tests were measured with other options"}
	}
	if o.revision == "" {
		return impact{why: "the tests were measured outside of a repository"}
	}
	c, err := p.SinceRevision(ctx, o.revision)
	if err != nil {
		return impact{why: fmt.Sprintf("the tests were measured at revision %.12s, and what changed since is not known: %v", o.revision, err)}
	}
	// What differed then and is the same now has not changed since.
	then := make(map[string]bool, len(o.files))
	var since Changes
	for i := range o.files {
		f := &o.files[i]
		then[f.name] = true
		switch file := InRoot(p.Root, f.name); {
		case f.same(p.Root):
		case stateOf(p.Root, f.name).size < 0:
			since.Gone = append(since.Gone, file)
		default:
			since.Changed = append(since.Changed, file)
		}
	}
	known := func(file string) bool { return then[NameIn(p.Root, file)] }
	since.Changed = append(since.Changed, slices.DeleteFunc(slices.Clone(c.Changed), known)...)
	since.Gone = append(since.Gone, slices.DeleteFunc(slices.Clone(c.Gone), known)...)
	for _, file := range p.All {
		if !known(file) && stateOf(p.Root, NameIn(p.Root, file)).size >= 0 {
			since.Changed = append(since.Changed, file) // it was not asked for then
		}
	}
	return p.impact(since)
}

// building are base names of files that say what a program is built of.
var building = []string{
	"go.mod", "go.sum", "go.work", "go.work.sum", "modules.txt",
	"package.json", "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "tsconfig*.json", ".npmrc", ".nvmrc",
	"pyproject.toml", "setup.py", "setup.cfg", "requirements*.txt", "constraints*.txt", "poetry.lock", "pdm.lock", "uv.lock", "Pipfile", "Pipfile.lock", ".python-version", ".coveragerc", "tox.ini",
	"Cargo.toml", "Cargo.lock", "build.rs", "rust-toolchain", "rust-toolchain.toml", "Package.swift", "Package.resolved",
	"[Mm]akefile*", "GNUmakefile", "*.mk", "*.am", "CMakeLists.txt", "*.cmake", "configure", "configure.ac", "configure.in", "meson.build", "meson_options.txt", "*.gyp", "*.gypi", "BUILD", "BUILD.bazel", "WORKSPACE", "MODULE.bazel", "*.bzl",
	"dott.toml", ".cramrc", "conanfile.*", "vcpkg.json", "flake.lock", "flake.nix", "Dockerfile*", ".tool-versions",
}

// forPeople are base names of files that no program reads, and no test.
var forPeople = []string{
	"README*", "LICENSE*", "LICENCE*", "COPYING*", "NOTICE*", "AUTHORS*", "CONTRIBUTORS*", "CONTRIBUTING*", "CHANGELOG*", "TODO*",
	".gitignore", ".gitattributes", ".hgignore", ".hgtags", ".mailmap", ".editorconfig",
}

// prose are those of files that only a test reads, if it is for that.
var prose = []string{"*.md", "*.rst", "*.adoc"}

// built reports whether a file is a program, a library or other product of
// sources, in whose place the sources count.
func built(path string) bool {
	switch filepath.Ext(path) {
	case ".a", ".gcda", ".gcno", ".o", ".obj", ".profdata", ".profraw", ".pyc":
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [4]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return false
	}
	switch string(head[:]) {
	case "\x7fELF", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe": // the last five: macOS
		return true
	}
	return strings.HasPrefix(string(head[:]), "MZ")
}

// families are endings of files that are compiled into each other.
var families = [][]string{
	{".c", ".h", ".cc", ".hh", ".cpp", ".hpp", ".cxx", ".hxx", ".inc", ".inl", ".ipp", ".s", ".S", ".m", ".mm", ".y", ".l", ".def", ".rs", ".swift"},
	{".go", ".s", ".S", ".c", ".h"},
	{".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx", ".json", ".node"},
	{".py", ".pyx", ".pxd", ".pyi", ".so"},
}

// impact judges changed files.
func (p *prober) impact(c Changes) impact {
	i := impact{changed: make(map[string]bool, len(c.Changed))}
	everything := func(format, name string) impact { return impact{why: fmt.Sprintf(format, name)} }
	areas := map[string]area{}
	for _, file := range c.Gone {
		name := NameIn(p.Root, file)
		if slices.Contains(p.All, file) || !p.Test(file) && !p.harmless(file) && (p.m.known[name] || !p.foreign(name)) {
			return everything("%s was removed or renamed", name)
		}
	}
	for _, file := range c.Changed {
		name := NameIn(p.Root, file)
		i.changed[name] = true
		if slices.Contains(p.All, file) || p.matches(p.AffectsAll, file) {
			return everything("%s changed, on which all tests depend", name)
		}
		if p.m.known[name] || p.Test(file) || p.harmless(file) || p.foreign(name) || p.untracked[file] && built(file) {
			continue
		}
		base := path.Base(name)
		if MatchesAny(forPeople, base) {
			continue
		}
		if MatchesAny(prose, base) {
			if a, ok := p.area(path.Dir(name)); ok {
				areas[path.Dir(name)] = area{tests: a.tests}
			}
			continue
		}
		switch {
		case strings.HasSuffix(name, "_test.go"):
			continue // no program has it
		case slices.ContainsFunc(building, func(g string) bool { return doublestar.MatchUnvalidated(g, base) }):
			return everything("%s changed, on which all tests depend", name)
		case p.endings[path.Ext(name)]:
			return everything("%s is a source that was not there when tests were measured, or that none of them can run ([coverage] affects-none is for such)", name)
		}
		a, ok := p.area(path.Dir(name))
		if !ok {
			return everything("%s changed, and there is no telling which tests use it ([coverage] affects-none is for files that none does)", name)
		}
		areas[path.Dir(name)] = a
	}
	i.areas = slices.Collect(maps.Values(areas))
	return i
}

// area returns what a file concerns that is in a folder; it is false where no
// folder upward has tests.
func (p *prober) area(dir string) (area, bool) {
	a := area{sources: map[string]bool{}}
	for {
		if p.folders[dir] {
			a.sources[dir] = true
		}
		if p.testFolders[dir] {
			a.tests = dir
			return a, true
		}
		up := path.Dir(dir)
		if up == dir {
			return area{}, false
		}
		dir = up
	}
}

// harmless reports whether no test depends on a file.
func (p *prober) harmless(file string) bool {
	return p.Ours(file) || p.matches(p.AffectsNone, file)
}

// foreign reports whether a file is outside of the project, and beside none of
// its sources nor above it.
func (p *prober) foreign(name string) bool {
	dir := path.Dir(name)
	return path.IsAbs(name) && !p.folders[dir] && !within(dir, filepath.ToSlash(p.Root))
}

// matches reports whether one of the configuration's globs matches a file, or a
// folder above it.
func (p *prober) matches(globs []string, file string) bool {
	rel, err := filepath.Rel(p.Dir, file)
	if err != nil {
		return false
	}
	return MatchesAny(globs, filepath.ToSlash(rel))
}
