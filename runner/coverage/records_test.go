package coverage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dott/runner/state"
)

// files writes files whose text is their name.
func files(t testing.TB, root string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := inRoot(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(name), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
}

// resultOf makes a result of lines such as `a.t: x.go 1:1 2:0`; a ! behind the name
// is a test that failed, and a test without a file left no data.
func resultOf(t testing.TB, root string, lines ...string) *Result {
	t.Helper()
	r := &Result{Total: Profile{}, Began: time.Now().Add(time.Hour)}
	for _, line := range lines {
		key, words, _ := strings.Cut(line, ":")
		name, failed := strings.CutSuffix(key, "!")
		file, _, _ := strings.Cut(name, "#")
		file, _, _ = strings.Cut(file, " [")
		test := TestResult{Test: Test{Key: name, Name: name, File: inRoot(root, file)}, Passed: !failed}
		if p := profileOf(t, words); len(p) > 0 {
			test.covered = map[string]string{}
			for file, l := range p {
				if packed := l.pack(); packed != "" {
					test.covered[file] = packed
				}
			}
			r.Total.Add(p)
		}
		r.Tests = append(r.Tests, test)
	}
	return r
}

func project(t testing.TB, root string) *state.Project {
	cache := t.TempDir()
	return state.Open(root, func(name string) string { return map[string]string{"XDG_CACHE_HOME": cache}[name] })
}

// record is Record and LoadMap, without a fault.
func record(t testing.TB, p *state.Project, root, revision string, r *Result) *Map {
	t.Helper()
	if err := Record(t.Context(), p, root, NewOrigin(root, "", revision, nil), r); err != nil {
		t.Fatal(err)
	}
	m, err := LoadMap(p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// covers are the tests that a map has for a file.
func covers(m *Map, root, name string, line int) string {
	tests, _, _ := m.Covers(root, inRoot(root, name), line)
	return strings.Join(tests, " ")
}

func TestRecord(t *testing.T) {
	root := t.TempDir()
	files(t, root, "a.t", "b.t", "c.t", "d.t", "x.go", "y.go")
	p := project(t, root)
	m := record(t, p, root, "r1", resultOf(t, root, "a.t: x.go 1:1 2:0 3:1 4:1 y.go 1:0", "b.t#k: x.go 1:1 y.go 1:1", "b.t [v=1]!: y.go 1:1", "c.t:"))
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
	if _, known, _ := m.Covers(root, inRoot(root, "a.t"), 0); known {
		t.Error("a test is taken for a source")
	}

	// What runs again replaces what it was; what does not, stays, but for a test that
	// is another or gone.
	m = record(t, p, root, "r2", resultOf(t, root, "a.t: y.go 1:1"))
	if got := covers(m, root, "x.go", 0) + "|" + covers(m, root, "y.go", 0); got != "b.t#k|a.t b.t [v=1] b.t#k" {
		t.Error(got)
	}
	if err := os.WriteFile(inRoot(root, "b.t"), []byte("another"), 0o666); err != nil {
		t.Fatal(err)
	}
	m = record(t, p, root, "r2", resultOf(t, root, "c.t: y.go 1:1"))
	if got := covers(m, root, "x.go", 0) + "|" + covers(m, root, "y.go", 0); got != "|a.t c.t" {
		t.Error(got)
	}
	if len(m.origins) != 1 || len(m.sets) != 1 {
		t.Errorf("the map keeps what no test needs: %d origins, %d sets", len(m.origins), len(m.sets))
	}

	// A source that is gone is not known any more.
	if err := os.Remove(inRoot(root, "x.go")); err != nil {
		t.Fatal(err)
	}
	if m = record(t, p, root, "r2", resultOf(t, root, "c.t: y.go 1:1")); m.known["x.go"] || !m.known["y.go"] {
		t.Errorf("%v", m.known)
	}
}

// TestRecordDuringChange: of a file that changed while the tests ran, nobody knows
// what was measured.
func TestRecordDuringChange(t *testing.T) {
	root := t.TempDir()
	files(t, root, "a.t", "x.go")
	r := resultOf(t, root, "a.t: x.go 1:1")
	r.Began = time.Now().Add(-time.Hour)
	m := record(t, project(t, root), root, "r", r)
	if affected, why := m.Affected(t.Context(), question(root)); why != "" || !affected("a.t", inRoot(root, "a.t")) {
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
		m = record(t, p, root, fmt.Sprint("r", i), resultOf(t, root, name+": x.go 1:1"))
	}
	var revisions []string
	for _, o := range m.origins {
		revisions = append(revisions, o.revision)
	}
	if len(m.origins) != maxOrigins || revisions[0] != fmt.Sprint("r", more) || len(m.tests) != maxOrigins || covers(m, root, "x.go", 0)[:4] != "03.t" {
		t.Errorf("%d tests, of %q", len(m.tests), revisions)
	}
}

// sample is a map with something of everything.
func sample(t testing.TB) *Map {
	root := t.TempDir()
	files(t, root, "a.t", "b.t", "x.go")
	o := NewOrigin(root, "how\xff", "r1", []string{inRoot(root, "x.go"), inRoot(root, "gone")})
	m := newMap().with(root, o, resultOf(t, root, "a.t: x.go 1:1 2:0 3:1 y.go 1:1", "b.t#k [v=1]!: x.go 1:1"))
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

// question asks what is affected where nothing changed, and tests end in .t.
func question(root string) *Question {
	return &Question{
		Root: root, Dir: root,
		SinceRevision: func(_ context.Context, rev string) (Changes, error) { return Changes{}, nil },
		Test:          func(path string) bool { return strings.HasSuffix(path, ".t") },
		Ours:          func(path string) bool { return strings.HasSuffix(path, ".err") },
	}
}

func TestAffected(t *testing.T) {
	root := filepath.Join(t.TempDir(), "mono", "project")
	var tests []string
	for _, line := range []string{
		"cmd/a/a.t: cmd/a/main.go 1:1 lib/x.go 1:1", "cmd/b/b.t: cmd/b/main.go 1:1 lib/x.go 1:0 ../shared/s.go 1:1",
		"tests/c.t: cmd/a/main.go 1:1", "tests/deep/d.t: lib/x.go 1:1", "tests/failed.t!: lib/y.go 1:1", "tests/none.t:",
	} {
		line = strings.ReplaceAll(line, "../", filepath.ToSlash(filepath.Dir(root))+"/")
		tests = append(tests, line)
		key, words, _ := strings.Cut(line, ":")
		files(t, root, strings.TrimSuffix(key, "!"))
		for word := range strings.FieldsSeq(words) {
			if strings.HasSuffix(word, ".go") {
				files(t, root, word)
			}
		}
	}
	m := record(t, project(t, root), root, "r1", resultOf(t, root, tests...))
	const always = "tests/failed.t tests/none.t "
	for _, test := range []struct {
		name, changed, gone string
		want                string // besides always
		why                 string
	}{
		{"nothing", "", "", "", ""},
		{"a source", "lib/x.go", "", "cmd/a/a.t tests/deep/d.t", ""},
		{"a source that only a test that failed ran", "lib/y.go", "", "", ""},
		{"a source outside", "../shared/s.go", "", "cmd/b/b.t", ""},
		{"a test", "tests/c.t", "", "tests/c.t", ""},
		{"data in a folder with tests", "tests/x.json", "", "tests/c.t tests/deep/d.t", ""},
		{"data below one", "tests/data/more/x", "", "tests/c.t tests/deep/d.t", ""},
		{"data in a folder of fewer tests", "tests/deep/x", "", "tests/deep/d.t", ""},
		{"data beside tests and a source: it may be compiled in", "cmd/a/page.html", "", "cmd/a/a.t tests/c.t", ""},
		{"the same below", "cmd/a/html/page.html", "", "cmd/a/a.t tests/c.t", ""},
		{"two of them", "cmd/a/page.html tests/deep/x", "", "cmd/a/a.t tests/c.t tests/deep/d.t", ""},
		{"data beside a source without tests", "lib/page.html", "", "*", "lib/page.html changed, and there is no telling"},
		{"data elsewhere", "VERSION", "", "*", "VERSION changed, and there is no telling"},
		{"prose", "README.md lib/notes.rst tests/LICENSE", "", "", ""},
		{"prose in a folder with tests", "tests/deep/data.md", "", "tests/deep/d.t", ""},
		{"what dott writes", "tests/c.t.err", "", "", ""},
		{"tests of Go", "lib/x_test.go lib/new_test.go", "", "", ""},
		{"a new source", "lib/new.go", "", "*", "lib/new.go is a source"},
		{"a new source of the family", "lib/fast.s", "", "*", "lib/fast.s is a source"},
		{"a new source beside one outside", "../shared/new.go", "", "*", "is a source"},
		{"a new source of another project", "../other/new.go", "", "", ""},
		{"a lock file", "sub/go.sum", "", "*", "sub/go.sum changed, on which all"},
		{"a lock file of another project", "../other/go.sum", "", "", ""},
		{"one that stands above", "../go.work", "", "*", "go.work changed, on which all"},
		{"a makefile", "Makefile.inc", "", "*", "Makefile.inc changed, on which all"},
		{"the setup", "tests/setup.sh", "", "*", "tests/setup.sh changed, on which all"},
		{"affects-all", "assets/x/y", "", "*", "assets/x/y changed, on which all"},
		{"affects-none", "docs/a.md docs/deep/new.go NEWS", "", "", ""},
		{"a source is one, whatever affects-none says", "lib/x.go", "", "cmd/a/a.t tests/deep/d.t", ""},
		{"a source that is gone", "", "lib/x.go", "*", "lib/x.go was removed"},
		{"another file that is gone", "", "VERSION", "*", "VERSION was removed"},
		{"a test that is gone", "", "tests/old.t", "", ""},
		{"a setup that is gone", "", "tests/setup.sh", "*", "tests/setup.sh was removed"},
		{"gone, with affects-none", "", "docs/a.md", "", ""},
		{"gone elsewhere", "", "../other/x.go", "", ""},
	} {
		paths := func(words string) (paths []string) {
			for word := range strings.FieldsSeq(words) {
				paths = append(paths, filepath.Join(root, word))
			}
			return paths
		}
		check := func(q *Question) {
			t.Helper()
			q.All = paths("tests/setup.sh")
			q.AffectsAll, q.AffectsNone = []string{"assets"}, []string{"docs/**", "NEWS"}
			affected, why := m.Affected(t.Context(), q)
			want := always + test.want
			if test.want == "*" {
				want = always + "cmd/a/a.t cmd/b/b.t tests/c.t tests/deep/d.t new.t"
			}
			var got []string
			for _, line := range append(tests, "new.t:") {
				key, _, _ := strings.Cut(strings.ReplaceAll(line, "!", ""), ":")
				if affected(key, inRoot(root, key)) && (key != "new.t" || test.want == "*") {
					got = append(got, key)
				}
			}
			slices.Sort(got)
			sorted := strings.Fields(want)
			slices.Sort(sorted)
			if !slices.Equal(got, sorted) || !strings.Contains(why, test.why) || why != "" && test.why == "" {
				t.Errorf("%q %q, want %q %q", got, why, sorted, test.why)
			}
			if !affected("new.t", inRoot(root, "new.t")) || !affected("cmd/a/a.t#case", inRoot(root, "cmd/a/a.t")) {
				t.Error("a test without a record is not affected")
			}
		}
		t.Run(test.name, func(t *testing.T) {
			c := Changes{Changed: paths(test.changed), Gone: paths(test.gone)}
			// Changes since the revision that was asked for.
			q := question(root)
			q.Since = c
			check(q)
			// And since that of the records. What was measured in it is known by its bytes,
			// so that for sources nothing depends on revisions.
			if strings.HasSuffix(test.changed, "x.go") || strings.HasSuffix(test.changed, "s.go") || strings.HasSuffix(test.changed, "c.t") {
				return
			}
			q = question(root)
			q.SinceRevision = func(context.Context, string) (Changes, error) { return c, nil }
			check(q)
		})
	}
}

// TestAffectedNeverTooFew compares the answer with a plain, slow one, for changes
// of the files' bytes that no revision tells of.
func TestAffectedNeverTooFew(t *testing.T) {
	root := t.TempDir()
	var tests []string
	ran := map[string][]string{}
	for i := range 30 {
		name := fmt.Sprintf("t%02d.t", i)
		line := name + ":"
		for j := range 6 {
			if i%(j+2) == 0 {
				file := fmt.Sprintf("s%d.go", j)
				line += " " + file + " 1:1"
				ran[name] = append(ran[name], file)
				files(t, root, file)
			}
		}
		files(t, root, name)
		tests = append(tests, line)
	}
	p := project(t, root)
	m := record(t, p, root, "r1", resultOf(t, root, tests...))
	for j := range 6 {
		file := fmt.Sprintf("s%d.go", j)
		path := inRoot(root, file)
		if err := os.WriteFile(path, []byte("S"+file[1:]), 0o666); err != nil { // of the same size
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(2*time.Second)); err != nil {
			t.Fatal(err)
		}
		affected, why := m.Affected(t.Context(), question(root))
		for name, used := range ran {
			if want := slices.Contains(used, file); affected(name, inRoot(root, name)) != want || why != "" {
				t.Errorf("%s changed: %s is affected: %v, %s", file, name, !want, why)
			}
		}
		files(t, root, file) // with another time, and as it was
	}
	affected, _ := m.Affected(t.Context(), question(root))
	if affected("t00.t", inRoot(root, "t00.t")) {
		t.Error("files as they were, with other times, are others")
	}
}

// TestOrigin: what differed from the revision when tests were measured, and is the
// same now, has not changed since; and the other way round.
func TestOrigin(t *testing.T) {
	root := t.TempDir()
	files(t, root, "tests/a.t", "x.go", "tests/data", "VERSION", "setup")
	p := project(t, root)
	o := NewOrigin(root, "", "r1", []string{inRoot(root, "VERSION"), inRoot(root, "gone"), inRoot(root, "setup")})
	if err := Record(t.Context(), p, root, o, resultOf(t, root, "tests/a.t: x.go 1:1")); err != nil {
		t.Fatal(err)
	}
	m, err := LoadMap(p)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(change func(q *Question)) (bool, string) {
		q := question(root)
		q.All = []string{inRoot(root, "setup")}
		q.SinceRevision = func(context.Context, string) (Changes, error) {
			return Changes{Changed: []string{inRoot(root, "VERSION")}, Gone: []string{inRoot(root, "gone")}}, nil
		}
		change(q)
		affected, why := m.Affected(t.Context(), q)
		return affected("tests/a.t", inRoot(root, "tests/a.t")), why
	}
	for _, test := range []struct {
		name   string
		change func(q *Question)
		why    string
	}{
		{"as it was", func(*Question) {}, ""},
		{"VERSION was changed once more", func(*Question) { files(t, root, "VERSION/../VERSION") }, "VERSION changed"},
		{"gone is back", func(*Question) { files(t, root, "VERSION", "gone") }, "gone changed"},
		{"VERSION is gone", func(*Question) {
			_ = errors.Join(os.Remove(inRoot(root, "VERSION")), os.Remove(inRoot(root, "gone")))
		}, "VERSION was removed"},
		{"other options", func(q *Question) { files(t, root, "VERSION"); q.How = "x" }, "with other options"},
		{"another configuration", func(q *Question) { q.All = append(q.All, inRoot(root, "x.go")) }, "x.go changed, on which all"},
		{"a configuration that is not there", func(q *Question) { q.All = append(q.All, inRoot(root, "none")) }, ""},
		{"an unknown revision", func(q *Question) {
			q.SinceRevision = func(context.Context, string) (Changes, error) { return Changes{}, errors.New("bad object") }
		}, "bad object"},
	} {
		if got, why := ask(test.change); got != (test.why != "") || !strings.Contains(why, test.why) {
			t.Errorf("%s: %v %q", test.name, got, why)
		}
	}
}

// BenchmarkAffected: 10,000 tests that ran 50 of 2,000 sources each.
func BenchmarkAffected(b *testing.B) {
	root := b.TempDir()
	const tests, sources, each = 10_000, 2_000, 50
	var names []string
	for i := range sources {
		names = append(names, fmt.Sprintf("src/p%02d/f%d.go", i%40, i))
	}
	r := &Result{Total: Profile{}, Began: time.Now().Add(time.Hour)}
	for i := range tests {
		name := fmt.Sprintf("tests/d%02d/t%d.t", i%50, i)
		files(b, root, name)
		test := TestResult{Test: Test{Key: name, Name: name, File: inRoot(root, name)}, Passed: true, covered: map[string]string{}}
		for j := range each {
			lines := Lines{}
			for n := range 20 {
				lines[1+n*(1+i%7)] = 1
			}
			test.covered[names[(i/7+j*j)%sources]] = lines.pack()
		}
		r.Tests = append(r.Tests, test)
	}
	files(b, root, names...)
	for _, name := range names {
		r.Total[name] = Lines{1: 1}
	}
	p := project(b, root)
	m := record(b, p, root, "r", r)
	b.Run("load", func(b *testing.B) {
		b.ReportMetric(float64(len(m.encode())), "bytes")
		for b.Loop() {
			if _, err := LoadMap(p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decide", func(b *testing.B) {
		for b.Loop() {
			q := question(root)
			q.Since.Changed = []string{inRoot(root, names[3])}
			affected, why := m.Affected(b.Context(), q)
			n := 0
			for _, t := range r.Tests {
				if affected(t.Key, t.File) {
					n++
				}
			}
			if why != "" || n == 0 || n > tests/2 {
				b.Fatal(why, n)
			}
			b.ReportMetric(float64(n), "affected")
		}
	})
	b.Run("record", func(b *testing.B) {
		for b.Loop() {
			record(b, p, root, "r", r)
		}
	})
}
