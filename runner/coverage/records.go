package coverage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/renameio/v2"

	"dott/runner/state"
)

// A Map remembers what each test covered when it was last measured: which lines
// of which files, and what these files were. It lies in the project's cache.
//
// Tests share much: most run the same start of a program. So a file in one of its
// states is kept once, the lines of it that some test ran are kept once for all
// tests that ran just these, and a test is a list of numbers. For 10,000 tests of
// 50 files each that is some 700 KB, read in about 10 ms.
type Map struct {
	files []fileState
	sets  []lineSet
	tests map[string]testRecord // by key
	known map[string]bool       // files that can be covered, by name
}

// fileState is a file as it was.
type fileState struct {
	name string
	size int64
	time int64 // of its last change, in ns
	sum  [sumSize]byte
}

const sumSize = 16 // bytes of SHA-256, enough to tell what is not made to deceive

// lineSet is lines of a file.
type lineSet struct {
	file  int    // in Map.files
	lines string // ranges: for each, varints of the distance from the last and of the length
}

// testRecord is what a test covered.
type testRecord struct {
	passed bool // so that what it covers is all that it does
	sets   []int
}

const mapHeader = "dott coverage 1\n"

func mapPath(project *state.Project) string {
	dir := project.Cache("coverage")
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "map")
}

// LoadMap returns the project's map; one that is not there, or that cannot be
// read, is empty.
func LoadMap(project *state.Project) *Map {
	m := &Map{tests: map[string]testRecord{}, known: map[string]bool{}}
	data, err := os.ReadFile(mapPath(project))
	if err != nil {
		return m
	}
	if read, err := parseMap(data); err == nil {
		return read
	}
	return m
}

// Record puts what a run measured into the project's map: of each test that ran,
// what it covered takes the place of what it covered before. root is what the
// names of the files begin in.
func Record(ctx context.Context, project *state.Project, root string, r *Result) error {
	path := mapPath(project)
	if path == "" {
		return nil
	}
	unlock, err := state.Lock(ctx, path+".lock")
	if err != nil {
		return fmt.Errorf("the coverage map: %w", err)
	}
	defer unlock()
	m := LoadMap(project).with(root, r)
	if err := renameio.WriteFile(path, m.encode(), 0o600); err != nil {
		return fmt.Errorf("the coverage map: %w", err)
	}
	return nil
}

// with returns the map with the results of a run, and without what no test needs
// any more.
func (m *Map) with(root string, r *Result) *Map {
	b := newMapBuilder()
	fresh := make(map[string]bool, len(r.Tests))
	for _, t := range r.Tests {
		fresh[t.Key] = true
	}
	for key, t := range m.tests {
		if fresh[key] {
			continue
		}
		record := testRecord{passed: t.passed}
		for _, s := range t.sets {
			set := m.sets[s]
			record.sets = append(record.sets, b.set(b.file(m.files[set.file]), set.lines))
		}
		b.m.tests[key] = record
	}
	states := map[string]int{}
	for _, t := range r.Tests {
		if len(t.Covered) == 0 {
			continue // nothing is known of it
		}
		record := testRecord{passed: t.Passed}
		for _, name := range t.Covered.files() {
			lines := t.Covered[name].encode()
			if lines == "" {
				continue
			}
			at, ok := states[name]
			if !ok {
				at = b.file(stateOf(root, name))
				states[name] = at
			}
			record.sets = append(record.sets, b.set(at, lines))
		}
		b.m.tests[t.Key] = record
	}
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
	return &mapBuilder{&Map{tests: map[string]testRecord{}, known: map[string]bool{}}, map[fileState]int{}, map[lineSet]int{}}
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

// encode writes the lines that were run as ranges.
func (l Lines) encode() string {
	var b []byte
	last, start, end := 0, 0, 0
	flush := func() {
		if start > 0 {
			b = binary.AppendUvarint(b, uint64(start-last))
			b = binary.AppendUvarint(b, uint64(end-start))
			last = end
		}
	}
	for _, n := range l.numbers() {
		switch {
		case l[n] == 0:
		case n == end+1 && start > 0:
			end = n
		default:
			flush()
			start, end = n, n
		}
	}
	flush()
	return string(b)
}

// has reports whether a line is one of the set.
func (s lineSet) has(line int) bool {
	b, at := []byte(s.lines), 0
	for len(b) > 0 {
		distance, n := binary.Uvarint(b)
		length, k := binary.Uvarint(b[max(0, n):])
		if n <= 0 || k <= 0 {
			return false
		}
		b = b[n+k:]
		start := at + int(distance)
		at = start + int(length)
		if start <= line && line <= at {
			return true
		}
	}
	return false
}

func inRoot(root, name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(root, name)
}

// stateOf returns a file as it is now; of one that cannot be read, all is zero.
func stateOf(root, name string) fileState {
	s := fileState{name: name}
	info, err := os.Stat(inRoot(root, name))
	if err != nil {
		return s
	}
	if sum, err := sumOf(inRoot(root, name)); err == nil {
		s.size, s.time, s.sum = info.Size(), info.ModTime().UnixNano(), sum
	}
	return s
}

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
func (f fileState) same(root string) bool {
	if f.sum == [sumSize]byte{} {
		return false
	}
	path := inRoot(root, f.name)
	info, err := os.Stat(path)
	if err != nil || info.Size() != f.size {
		return false
	}
	if info.ModTime().UnixNano() == f.time {
		return true
	}
	sum, err := sumOf(path)
	return err == nil && sum == f.sum
}

// encode writes the map: a header, then numbers as varints and strings behind
// their lengths; a sum of all ends it.
func (m *Map) encode() []byte {
	b := []byte(mapHeader)
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	text := func(s string) { number(len(s)); b = append(b, s...) }
	number(len(m.files))
	for _, f := range m.files {
		text(f.name)
		b = binary.AppendVarint(b, f.size)
		b = binary.AppendVarint(b, f.time)
		b = append(b, f.sum[:]...)
	}
	number(len(m.sets))
	for _, s := range m.sets {
		number(s.file)
		text(s.lines)
	}
	number(len(m.tests))
	for _, key := range slices.Sorted(maps.Keys(m.tests)) {
		t := m.tests[key]
		text(key)
		passed := 0
		if t.passed {
			passed = 1
		}
		number(passed)
		number(len(t.sets))
		last := 0
		for _, s := range slices.Sorted(slices.Values(t.sets)) {
			number(s - last)
			last = s
		}
	}
	number(len(m.known))
	for _, name := range slices.Sorted(maps.Keys(m.known)) {
		text(name)
	}
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

var errMap = errors.New("not a coverage map that this dott reads")

// parseMap reads what encode wrote.
func parseMap(data []byte) (m *Map, err error) {
	end := len(data) - sha256.Size
	if end < len(mapHeader) || string(data[:len(mapHeader)]) != mapHeader || sha256.Sum256(data[:end]) != [sha256.Size]byte(data[end:]) {
		return nil, errMap
	}
	r := &mapReader{data[len(mapHeader):end], false}
	m = &Map{}
	m.files = make([]fileState, r.count())
	for i := range m.files {
		f := &m.files[i]
		f.name, f.size, f.time = r.text(), r.signed(), r.signed()
		copy(f.sum[:], r.bytes(sumSize))
	}
	m.sets = make([]lineSet, r.count())
	for i := range m.sets {
		m.sets[i] = lineSet{r.index(len(m.files)), r.text()}
	}
	n := r.count()
	m.tests = make(map[string]testRecord, n)
	for range n {
		key := r.text()
		t := testRecord{passed: r.number() == 1}
		t.sets = make([]int, r.count())
		last := 0
		for i := range t.sets {
			last += r.number()
			if last >= len(m.sets) {
				return nil, errMap
			}
			t.sets[i] = last
		}
		m.tests[key] = t
	}
	n = r.count()
	m.known = make(map[string]bool, n)
	for range n {
		m.known[r.text()] = true
	}
	if r.bad || len(r.b) > 0 {
		return nil, errMap
	}
	return m, nil
}

// A mapReader reads what is left of a map; behind an error it reads zeros.
type mapReader struct {
	b   []byte
	bad bool
}

func (r *mapReader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<40 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *mapReader) signed() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return v
}

// count reads how many of something follow: each has a byte at least.
func (r *mapReader) count() int {
	n := r.number()
	if n > len(r.b) {
		r.b, r.bad = nil, true
		return 0
	}
	return n
}

func (r *mapReader) index(below int) int {
	n := r.number()
	if n >= below {
		r.b, r.bad = nil, true
		return 0
	}
	return n
}

func (r *mapReader) bytes(n int) []byte {
	if n > len(r.b) {
		r.b, r.bad = nil, true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *mapReader) text() string { return string(r.bytes(r.count())) }

// Covers writes the tests that ran a line of a file, or any, when line is 0, in
// order. known is false if the map has no such file.
func (m *Map) Covers(w io.Writer, name string, line int) (known bool, err error) {
	hit := make([]bool, len(m.sets))
	for i, s := range m.sets {
		if m.files[s.file].name == name {
			known = true
			hit[i] = line == 0 || s.has(line)
		}
	}
	b := bufio.NewWriter(w)
	for _, key := range slices.Sorted(maps.Keys(m.tests)) {
		if slices.ContainsFunc(m.tests[key].sets, func(s int) bool { return hit[s] }) {
			fmt.Fprintln(b, key)
		}
	}
	return known || m.known[name], b.Flush()
}

// Empty reports whether nothing was measured yet.
func (m *Map) Empty() bool { return len(m.tests) == 0 }
