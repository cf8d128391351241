package coverage

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

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
		o.files = append(o.files, stateOf(root, nameIn(root, path)))
	}
	return o
}

// fileState is a file as it was.
type fileState struct {
	name string
	size int64 // -1: there was none
	time int64 // of its last change, in ns
	sum  [sumSize]byte
}

const sumSize = 16 // bytes of SHA-256, enough to tell what is not made to deceive

// lineSet is lines of a file, as Lines.pack writes them.
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

// LoadMap returns the project's map. It is empty where nothing was measured yet,
// and with an error when there is one that cannot be read.
func LoadMap(project *state.Project) (*Map, error) {
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
func Record(ctx context.Context, project *state.Project, root string, o Origin, r *Result) error {
	path := mapPath(project)
	if path == "" {
		return nil
	}
	unlock := state.LockBriefly(ctx, path+".lock")
	defer unlock()
	m, _ := LoadMap(project)
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
func (m *Map) with(root string, o Origin, r *Result) *Map {
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
	for name := range r.Total {
		b.m.known[name] = true
	}
	for name := range b.m.known {
		if _, err := os.Stat(inRoot(root, name)); errors.Is(err, fs.ErrNotExist) {
			delete(b.m.known, name)
		}
	}
	return b.m
}

// A mapBuilder makes a map in which nothing stands twice.
type mapBuilder struct {
	m     *Map
	files map[fileState]int
	sets  map[lineSet]int
}

func newMapBuilder() *mapBuilder {
	return &mapBuilder{newMap(), map[fileState]int{}, map[lineSet]int{}}
}

// add adds the tests of a run.
func (b *mapBuilder) add(root string, origin int, r *Result) {
	states := map[string]int{}
	file := func(name string) int {
		at, ok := states[name]
		if !ok {
			f := stateOf(root, name)
			if f.time > r.Began.UnixNano() {
				// It changed during the run: nobody knows what was measured.
				f.sum = [sumSize]byte{}
			}
			at = b.file(f)
			states[name] = at
		}
		return at
	}
	for _, t := range r.Tests {
		if len(t.covered) == 0 {
			continue // nothing is known of it
		}
		record := testRecord{passed: t.Passed, origin: origin, file: file(nameIn(root, t.File))}
		for _, name := range slices.Sorted(maps.Keys(t.covered)) {
			record.sets = append(record.sets, b.set(file(name), t.covered[name]))
		}
		b.m.tests[t.Key] = record
	}
}

func (b *mapBuilder) origin(o Origin) int {
	for i, other := range b.m.origins {
		if other.how == o.how && other.revision == o.revision && slices.Equal(other.files, o.files) {
			return i
		}
	}
	b.m.origins = append(b.m.origins, o)
	return len(b.m.origins) - 1
}

func (b *mapBuilder) file(f fileState) int {
	i, ok := b.files[f]
	if !ok {
		i = len(b.m.files)
		b.files[f] = i
		b.m.files = append(b.m.files, f)
	}
	return i
}

func (b *mapBuilder) set(file int, lines string) int {
	s := lineSet{file, lines}
	i, ok := b.sets[s]
	if !ok {
		i = len(b.m.sets)
		b.sets[s] = i
		b.m.sets = append(b.m.sets, s)
	}
	return i
}

func inRoot(root, name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(root, name)
}

// nameIn returns the name of a file: relative to the root, if it is below that,
// and with slashes.
func nameIn(root, path string) string {
	if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
		path = rel
	}
	return filepath.ToSlash(path)
}

// stateOf returns a file as it is now. One that cannot be read, or is very large,
// has no sum, and is never the same.
func stateOf(root, name string) fileState {
	s := fileState{name: name}
	path := inRoot(root, name)
	info, err := os.Stat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			s.size = -1
		}
		return s
	}
	s.size, s.time = info.Size(), info.ModTime().UnixNano()
	if s.size > maxSummed {
		return s
	}
	if sum, err := sumOf(path); err == nil {
		s.sum = sum
	}
	return s
}

// maxSummed is the size of the largest file that is read: nobody shall wait for an
// image of a disk that lies about.
const maxSummed = 64 << 20

func sumOf(path string) (sum [sumSize]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	copy(sum[:], h.Sum(nil))
	return sum, nil
}

// same reports whether a file still is what it was. One of the same size and time
// is not read.
func (f *fileState) same(root string) bool {
	path := inRoot(root, f.name)
	info, err := os.Stat(path)
	if f.size < 0 {
		return errors.Is(err, fs.ErrNotExist)
	}
	if err != nil || f.sum == [sumSize]byte{} || info.Size() != f.size {
		return false
	}
	if info.ModTime().UnixNano() == f.time {
		return true
	}
	sum, err := sumOf(path)
	return err == nil && sum == f.sum
}

// Empty reports whether nothing was measured yet.
func (m *Map) Empty() bool { return len(m.tests) == 0 }

// Covers returns the tests that ran a line of a file, or any, when line is 0, in
// order. known is false if nothing was measured of the file; changed is whether it
// is another by now, so that its lines may be others.
func (m *Map) Covers(root, path string, line int) (tests []string, known, changed bool) {
	name := nameIn(root, path)
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
