package covermap

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

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
	m := record(t, project(t, root), root, "r1", runOf(t, root, tests...))
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
				if affected(key, InRoot(root, key)) && (key != "new.t" || test.want == "*") {
					got = append(got, key)
				}
			}
			slices.Sort(got)
			sorted := strings.Fields(want)
			slices.Sort(sorted)
			if !slices.Equal(got, sorted) || !strings.Contains(why, test.why) || why != "" && test.why == "" {
				t.Errorf("%q %q, want %q %q", got, why, sorted, test.why)
			}
			if !affected("new.t", InRoot(root, "new.t")) || !affected("cmd/a/a.t#case", InRoot(root, "cmd/a/a.t")) {
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
	m := record(t, p, root, "r1", runOf(t, root, tests...))
	for j := range 6 {
		file := fmt.Sprintf("s%d.go", j)
		path := InRoot(root, file)
		if err := os.WriteFile(path, []byte("S"+file[1:]), 0o666); err != nil { // of the same size
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(2*time.Second)); err != nil {
			t.Fatal(err)
		}
		affected, why := m.Affected(t.Context(), question(root))
		for name, used := range ran {
			if want := slices.Contains(used, file); affected(name, InRoot(root, name)) != want || why != "" {
				t.Errorf("%s changed: %s is affected: %v, %s", file, name, !want, why)
			}
		}
		files(t, root, file) // with another time, and as it was
	}
	affected, _ := m.Affected(t.Context(), question(root))
	if affected("t00.t", InRoot(root, "t00.t")) {
		t.Error("files as they were, with other times, are others")
	}
}

// TestOrigin: what differed from the revision when tests were measured, and is the
// same now, has not changed since; and the other way round.
func TestOrigin(t *testing.T) {
	root := t.TempDir()
	files(t, root, "tests/a.t", "x.go", "tests/data", "VERSION", "setup")
	p := project(t, root)
	o := NewOrigin(root, "", "r1", []string{InRoot(root, "VERSION"), InRoot(root, "gone"), InRoot(root, "setup")})
	if err := Record(t.Context(), p, root, o, runOf(t, root, "tests/a.t: x.go 1:1")); err != nil {
		t.Fatal(err)
	}
	m, err := Load(p)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(change func(q *Question)) (bool, string) {
		q := question(root)
		q.All = []string{InRoot(root, "setup")}
		q.SinceRevision = func(context.Context, string) (Changes, error) {
			return Changes{Changed: []string{InRoot(root, "VERSION")}, Gone: []string{InRoot(root, "gone")}}, nil
		}
		change(q)
		affected, why := m.Affected(t.Context(), q)
		return affected("tests/a.t", InRoot(root, "tests/a.t")), why
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
			_ = errors.Join(os.Remove(InRoot(root, "VERSION")), os.Remove(InRoot(root, "gone")))
		}, "VERSION was removed"},
		{"other options", func(q *Question) { files(t, root, "VERSION"); q.How = "x" }, "with other options"},
		{"another configuration", func(q *Question) { q.All = append(q.All, InRoot(root, "x.go")) }, "x.go changed, on which all"},
		{"a configuration that is not there", func(q *Question) { q.All = append(q.All, InRoot(root, "none")) }, ""},
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
	r := &Run{Began: time.Now().Add(time.Hour), Files: names}
	for i := range tests {
		name := fmt.Sprintf("tests/d%02d/t%d.t", i%50, i)
		files(b, root, name)
		test := Test{Key: name, File: InRoot(root, name), Passed: true, Covered: Covered{}}
		for j := range each {
			var lines []int
			for n := range 20 {
				lines = append(lines, 1+n*(1+i%7))
			}
			test.Covered.Add(names[(i/7+j*j)%sources], lines)
		}
		r.Tests = append(r.Tests, test)
	}
	files(b, root, names...)
	p := project(b, root)
	m := record(b, p, root, "r", r)
	b.Run("load", func(b *testing.B) {
		b.ReportMetric(float64(len(m.encode())), "bytes")
		for b.Loop() {
			if _, err := Load(p); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decide", func(b *testing.B) {
		for b.Loop() {
			q := question(root)
			q.Since.Changed = []string{InRoot(root, names[3])}
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
