package covermap

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

const mapHeader = "dott coverage 1\n"

// encode writes the map: a header, then numbers as varints and strings behind
// their lengths; a sum of all ends it.
func (m *Map) encode() []byte {
	b := []byte(mapHeader)
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	text := func(s string) { number(len(s)); b = append(b, s...) }
	files := func(all []fileState) {
		number(len(all))
		for _, f := range all {
			text(f.name)
			b = binary.AppendVarint(b, f.size)
			b = binary.AppendVarint(b, f.time)
			b = append(b, f.sum[:]...)
		}
	}
	number(len(m.origins))
	for _, o := range m.origins {
		text(o.how)
		text(o.revision)
		files(o.files)
	}
	files(m.files)
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
		number(t.origin)
		number(t.file)
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

var (
	errMap     = errors.New("they are broken")
	errVersion = errors.New("they are of another version of dott")
)

// parseMap reads what encode wrote.
func parseMap(data []byte) (m *Map, err error) {
	end := len(data) - sha256.Size
	if bytes.HasPrefix(data, []byte(mapHeader[:len(mapHeader)-2])) && !bytes.HasPrefix(data, []byte(mapHeader)) {
		return nil, errVersion
	}
	if end < len(mapHeader) || string(data[:len(mapHeader)]) != mapHeader || sha256.Sum256(data[:end]) != [sha256.Size]byte(data[end:]) {
		return nil, errMap
	}
	return parseBody(data[len(mapHeader):end])
}

// parseBody reads what is between the header and the sum.
func parseBody(body []byte) (m *Map, err error) {
	r := &mapReader{body, false}
	m = &Map{}
	m.origins = make([]Origin, r.count(3))
	for i := range m.origins {
		m.origins[i] = Origin{r.text(), r.text(), r.files()}
	}
	m.files = r.files()
	m.sets = make([]lineSet, r.count(2))
	for i := range m.sets {
		m.sets[i] = lineSet{r.index(len(m.files)), r.text()}
	}
	n := r.count(5)
	m.tests = make(map[string]testRecord, n)
	for range n {
		key := r.text()
		t := testRecord{passed: r.number() == 1, origin: r.index(len(m.origins)), file: r.index(len(m.files))}
		t.sets = make([]int, r.count(1))
		last := 0
		for i := range t.sets {
			last += r.index(len(m.sets) - last)
			t.sets[i] = last
		}
		m.tests[key] = t
	}
	n = r.count(1)
	m.known = make(map[string]bool, n)
	for range n {
		m.known[r.text()] = true
	}
	if r.bad || len(r.b) > 0 {
		return nil, errMap
	}
	return m, nil
}

// files reads what files of encode wrote.
func (r *mapReader) files() []fileState {
	all := make([]fileState, r.count(3+sumSize))
	for i := range all {
		f := &all[i]
		f.name, f.size, f.time = r.text(), r.signed(), r.signed()
		copy(f.sum[:], r.bytes(sumSize))
	}
	return all
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

// count reads how many of something follow, each of so many bytes at least: not
// more are made room for than there can be.
func (r *mapReader) count(each int) int {
	n := r.number()
	if n > len(r.b)/each {
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

func (r *mapReader) text() string { return string(r.bytes(r.count(1))) }
