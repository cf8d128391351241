package covermap

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dott/runner/state"
)

// files writes files whose text is their name.
func files(t testing.TB, root string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := InRoot(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(name), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
}

// runOf makes a run of lines such as `a.t: x.go 1:1 2:0`; a ! behind the name
// is a test that failed, and a test without a file left no data.
func runOf(t testing.TB, root string, lines ...string) *Run {
	t.Helper()
	r := &Run{Began: time.Now().Add(time.Hour)}
	for _, line := range lines {
		key, words, _ := strings.Cut(line, ":")
		name, failed := strings.CutSuffix(key, "!")
		file, _, _ := strings.Cut(name, "#")
		file, _, _ = strings.Cut(file, " [")
		r.Tests = append(r.Tests, Test{Key: name, File: InRoot(root, file), Passed: !failed, Covered: coveredOf(t, words)})
		for word := range strings.FieldsSeq(words) {
			if !strings.Contains(word, ":") && !slices.Contains(r.Files, word) {
				r.Files = append(r.Files, word)
			}
		}
	}
	return r
}

// coveredOf reads what a test covered: `x.go 1:1 2:0`. It is nil without a file.
func coveredOf(t testing.TB, words string) Covered {
	t.Helper()
	var c Covered
	file := ""
	for word := range strings.FieldsSeq(words) {
		line, count, ok := strings.Cut(word, ":")
		if !ok {
			file = word
			if c == nil {
				c = Covered{}
			}
			continue
		}
		n, err := strconv.Atoi(line)
		if err != nil {
			t.Fatalf("%q: %v", word, err)
		}
		if count != "0" {
			c.Add(file, []int{n})
		}
	}
	return c
}

func project(t testing.TB, root string) *state.Project {
	cache := t.TempDir()
	return state.Open(root, func(name string) string { return map[string]string{"XDG_CACHE_HOME": cache}[name] })
}

// record is Record and Load, without a fault.
func record(t testing.TB, p *state.Project, root, revision string, r *Run) *Map {
	t.Helper()
	if err := Record(t.Context(), p, root, NewOrigin(root, "", revision, nil), r); err != nil {
		t.Fatal(err)
	}
	m, err := Load(p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// covers are the tests that a map has for a file.
func covers(m *Map, root, name string, line int) string {
	tests, _, _ := m.Covers(root, InRoot(root, name), line)
	return strings.Join(tests, " ")
}

func TestRecord(t *testing.T) {
	root := t.TempDir()
	files(t, root, "a.t", "b.t", "c.t", "d.t", "x.go", "y.go")
	p := project(t, root)
	m := record(t, p, root, "r1", runOf(t, root, "a.t: x.go 1:1 2:0 3:1 4:1 y.go 1:0", "b.t#k: x.go 1:1 y.go 1:1", "b.t [v=1]!: y.go 1:1", "c.t:"))
	for _, test := range []struct {
		file string
		line int
		want string
	}{
		{"x.go", 0, "a.t b.t#k"}, {"x.go", 1, "a.t b.t#k"}, {"x.go", 2, ""}, {"x.go", 3, "a.t"}, {"x.go", 4, "a.t"}, {"x.go", 5, ""},
		{"y.go", 0, "b.t [v=1] b.t#k"}, {"y.go", 1, "b.t [v=1] b.t#k"}, {"z.go", 0, ""}, {"a.t", 0, ""},
	} {
		if got := covers(m, root, test.file, test.line); got != test.want {
			t.Errorf("%s:%d: %q, want %q", test.file, test.line, got, test.want)
		}
	}
	if _, known, _ := m.Covers(root, InRoot(root, "a.t"), 0); known {
		t.Error("a test is taken for a source")
	}

	// What runs again replaces what it was; what does not, stays, but for a test that
	// is another or gone.
	m = record(t, p, root, "r2", runOf(t, root, "a.t: y.go 1:1"))
	if got := covers(m, root, "x.go", 0) + "|" + covers(m, root, "y.go", 0); got != "b.t#k|a.t b.t [v=1] b.t#k" {
		t.Error(got)
	}
	if err := os.WriteFile(InRoot(root, "b.t"), []byte("another"), 0o666); err != nil {
		t.Fatal(err)
	}
	m = record(t, p, root, "r2", runOf(t, root, "c.t: y.go 1:1"))
	if got := covers(m, root, "x.go", 0) + "|" + covers(m, root, "y.go", 0); got != "|a.t c.t" {
		t.Error(got)
	}
	if len(m.origins) != 1 || len(m.sets) != 1 {
		t.Errorf("the map keeps what no test needs: %d origins, %d sets", len(m.origins), len(m.sets))
	}

	// A source that is gone is not known any more.
	if err := os.Remove(InRoot(root, "x.go")); err != nil {
		t.Fatal(err)
	}
	if m = record(t, p, root, "r2", runOf(t, root, "c.t: y.go 1:1")); m.known["x.go"] || !m.known["y.go"] {
		t.Errorf("%v", m.known)
	}
}

// TestRecordDuringChange: of a file that changed while the tests ran, nobody knows
// what was measured.
func TestRecordDuringChange(t *testing.T) {
	root := t.TempDir()
	files(t, root, "a.t", "x.go")
	r := runOf(t, root, "a.t: x.go 1:1")
	r.Began = time.Now().Add(-time.Hour)
	m := record(t, project(t, root), root, "r", r)
	if affected, why := m.Affected(t.Context(), question(root)); why != "" || !affected("a.t", InRoot(root, "a.t")) {
		t.Errorf("not affected, %s", why)
	}
}

// TestOriginsEnd: of many runs that had some of the tests, the last ones count.
func TestOriginsEnd(t *testing.T) {
	root := t.TempDir()
	files(t, root, "x.go")
	p := project(t, root)
	var m *Map
	const more = 3
	for i := range maxOrigins + more {
		name := fmt.Sprintf("%02d.t", i)
		files(t, root, name)
		m = record(t, p, root, fmt.Sprint("r", i), runOf(t, root, name+": x.go 1:1"))
	}
	var revisions []string
	for _, o := range m.origins {
		revisions = append(revisions, o.revision)
	}
	if len(m.origins) != maxOrigins || revisions[0] != fmt.Sprint("r", more) || len(m.tests) != maxOrigins || covers(m, root, "x.go", 0)[:4] != "03.t" {
		t.Errorf("%d tests, of %q", len(m.tests), revisions)
	}
}
