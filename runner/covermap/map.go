// Package covermap remembers what each test of a project covered, and tells by that
// which tests ran a line, and which tests a change affects.
//
// A [Run] comes in when all its tests have ended: for each test, the lines that it
// ran ([Covered]), and from which [Origin] it was measured. [Record] puts it into the
// project's [Map], a file in the cache, in the place of what was known of the same
// tests. A later run reads the map ([Load]) and asks it: [Map.Covers] is about a line,
// [Map.Affected] about what changed since. How lines are measured is the matter of
// package coverage; nothing here knows a tool.
//
// What it costs: the map is read and written as a whole, in about 20 ms for 10,000
// tests. A question compares each file of the map once with what it was, by size and
// time as a rule.
package covermap

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dott/runner/atomicfile"
	"dott/runner/state"
)

// A Map remembers what each test covered when it was last measured: which lines
// of which files, and what these files were; the same of the test's own file; and
// from which revision and with which options it was measured. It lies in the
// project's cache, and losing it costs no more than running all tests once.
//
// Tests share much: most run the same start of a program. So a file in one of its
// states is kept once, the lines of it that some test ran are kept once for all
// tests that ran just these, and a test is a list of numbers. For 10,000 tests of
// 50 files each that is some 2 MB, read in about 20 ms.
type Map struct {
	origins []Origin
	files   []fileState
	sets    []lineSet
	tests   map[string]testRecord // by key
	known   map[string]bool       // files that can be covered, by name
}

// A Run is what one run measured.
type Run struct {
	Began time.Time
	Files []string // names of all that can be covered
	Tests []Test
}

// A Test is one that was run.
type Test struct {
	Key     string // by which it is known from run to run
	File    string // the absolute path of its file
	Passed  bool
	Covered Covered // nil: nothing arrived
}

// An Origin is what a run was made from, besides what its tests covered.
type Origin struct {
	how      string      // the options that change what tests do
	revision string      // that was checked out; "" is none
	files    []fileState // that differed from it, and those that all tests depend on
}

// NewOrigin returns the origin of a run that is about to begin. The files are
// absolute paths: of those that differ from the revision, and of those that all
// tests depend on; they need not exist.
func NewOrigin(root, how, revision string, files []string) Origin {
	o := Origin{how: how, revision: revision}
	for _, path := range slices.Compact(slices.Sorted(slices.Values(files))) {
		o.files = append(o.files, stateOf(root, NameIn(root, path)))
	}
	return o
}

// lineSet is lines of a file, as pack writes them.
type lineSet struct {
	file  int // in Map.files
	lines string
}

// testRecord is what a test covered.
type testRecord struct {
	passed bool // so that what it covers is all that it does
	origin int  // in Map.origins
	file   int  // in Map.files: its own
	sets   []int
}

func newMap() *Map { return &Map{tests: map[string]testRecord{}, known: map[string]bool{}} }

func mapPath(project *state.Project) string {
	dir := project.Cache("coverage")
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "map")
}

// Load returns the project's map. It is empty where nothing was measured yet,
// and with an error when there is one that cannot be read.
func Load(project *state.Project) (*Map, error) {
	data, err := state.ReadFile(mapPath(project))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return newMap(), nil
	case err == nil:
		var m *Map
		if m, err = parseMap(data); err == nil {
			return m, nil
		}
	}
	return newMap(), fmt.Errorf("the records of coverage in %s: %w; dott --cover makes new ones", mapPath(project), err)
}

// Record puts what a run measured into the project's map: of each test that ran,
// what it covered takes the place of what it covered before. root is what the
// names of the files begin in. A map that cannot be read is replaced.
func Record(ctx context.Context, project *state.Project, root string, o Origin, r *Run) error {
	path := mapPath(project)
	if path == "" {
		return nil
	}
	unlock := state.LockBriefly(ctx, path+".lock")
	defer unlock()
	m, _ := Load(project)
	data := m.with(root, o, r).encode()
	if err := state.Within(func() error {
		return atomicfile.Write(path, 0o600, func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
	}); err != nil {
		return fmt.Errorf("the records of coverage: %w", err)
	}
	return nil
}

// maxOrigins is how many runs a map remembers that measured only some of the
// tests. Each costs a comparison of revisions; tests of older ones have no record.
const maxOrigins = 20

// with returns the map with the results of a run, and without what no test needs
// any more.
func (m *Map) with(root string, o Origin, r *Run) *Map {
	b := newMapBuilder()
	fresh := make(map[string]bool, len(r.Tests))
	for _, t := range r.Tests {
		fresh[t.Key] = true
	}
	// A test that is another by now, or gone, has nothing to remember.
	same := make([]bool, len(m.files))
	looked := make([]bool, len(m.files))
	kept := func(key string, t testRecord) bool {
		if !looked[t.file] {
			looked[t.file], same[t.file] = true, m.files[t.file].same(root)
		}
		return !fresh[key] && same[t.file]
	}
	used := make([]bool, len(m.origins))
	for key, t := range m.tests {
		used[t.origin] = used[t.origin] || kept(key, t)
	}
	room := maxOrigins - 1
	origins := make([]int, len(m.origins)) // where they are now; -1 is nowhere
	for i := len(origins) - 1; i >= 0; i-- {
		origins[i] = -1
		if used[i] && room > 0 {
			room--
			origins[i] = 0
		}
	}
	for i, at := range origins {
		if at == 0 {
			origins[i] = b.origin(m.origins[i])
		}
	}
	for key, t := range m.tests {
		if !kept(key, t) || origins[t.origin] < 0 {
			continue
		}
		record := testRecord{passed: t.passed, origin: origins[t.origin], file: b.file(m.files[t.file])}
		for _, s := range t.sets {
			set := m.sets[s]
			record.sets = append(record.sets, b.set(b.file(m.files[set.file]), set.lines))
		}
		b.m.tests[key] = record
	}
	b.add(root, b.origin(o), r)
	maps.Copy(b.m.known, m.known)
	for _, name := range r.Files {
		b.m.known[name] = true
	}
	for name := range b.m.known {
		if _, err := os.Stat(InRoot(root, name)); errors.Is(err, fs.ErrNotExist) {
			delete(b.m.known, name)
		}
	}
	return b.m
}

// Empty reports whether nothing was measured yet.
func (m *Map) Empty() bool { return len(m.tests) == 0 }

// Covers returns the tests that ran a line of a file, or any, when line is 0, in
// order. known is false if nothing was measured of the file; changed is whether it
// is another by now, so that its lines may be others.
func (m *Map) Covers(root, path string, line int) (tests []string, known, changed bool) {
	name := NameIn(root, path)
	hit := make([]bool, len(m.sets))
	for i, s := range m.sets {
		if m.files[s.file].name != name {
			continue
		}
		known = true
		for first, last := range ranges(s.lines) {
			hit[i] = hit[i] || line == 0 || first <= line && line <= last
		}
		changed = changed || !m.files[s.file].same(root)
	}
	for key, t := range m.tests {
		if slices.ContainsFunc(t.sets, func(s int) bool { return hit[s] }) {
			tests = append(tests, key)
		}
	}
	slices.Sort(tests)
	return tests, known || m.known[name], changed
}
