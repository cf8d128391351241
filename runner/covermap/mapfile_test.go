package covermap

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
)

// sample is a map with something of everything.
func sample(t testing.TB) *Map {
	root := t.TempDir()
	files(t, root, "a.t", "b.t", "x.go")
	o := NewOrigin(root, "how\xff", "r1", []string{InRoot(root, "x.go"), InRoot(root, "gone")})
	m := newMap().with(root, o, runOf(t, root, "a.t: x.go 1:1 2:0 3:1 y.go 1:1", "b.t#k [v=1]!: x.go 1:1"))
	m.known["\xff\x00\n"] = true
	return m
}

func TestMapFile(t *testing.T) {
	m := sample(t)
	data := m.encode()
	back, err := parseMap(data)
	if err != nil || !reflect.DeepEqual(back, m) || !bytes.Equal(back.encode(), data) {
		t.Fatalf("%v\n%+v\n%+v", err, back, m)
	}
	for i := range data {
		if _, err := parseMap(data[:i]); err == nil {
			t.Errorf("the first %d bytes of %d are a map", i, len(data))
		}
		broken := slices.Clone(data)
		broken[i] ^= 4
		if _, err := parseMap(broken); err == nil {
			t.Errorf("a map with another byte %d is a map", i)
		}
	}
	if _, err := parseMap([]byte("dott coverage 2\n")); err != errVersion {
		t.Errorf("another version: %v", err)
	}
	if _, err := parseMap(append(data, 0)); err == nil {
		t.Error("a map with more behind it is a map")
	}
}

// FuzzMap: of any bytes, with whatever sum, a map is made whose numbers are in
// range, or an error; and the map is written as one that is the same.
func FuzzMap(f *testing.F) {
	data := sample(f).encode()
	f.Add(data[len(mapHeader) : len(data)-32])
	f.Add(newMap().encode()[len(mapHeader):][:5])
	f.Add([]byte{0, 0, 0, 1, 1, 'a', 1, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := parseBody(body)
		if err != nil {
			return
		}
		for _, record := range m.tests {
			for _, s := range record.sets {
				_ = m.files[m.sets[s].file]
			}
			_, _ = m.files[record.file], m.origins[record.origin]
		}
		_, _, _ = m.Covers("/nowhere", "/nowhere/x", 7)
		back, err := parseMap(m.encode())
		if err != nil || !reflect.DeepEqual(back, m) {
			t.Fatalf("%v\n%+v\n%+v", err, back, m)
		}
	})
}
