package discover

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/config"
)

func TestTests(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "  $ true\n", "a.t")
	write(t, "#testcases a b\n#testcases x y\n  $ true\n", "f.t")
	write(t, "#testcases a b\n#testcases a\n", "broken.t")
	write(t, "#testcases a b\n", "g.py")
	foreign := []config.Foreign{{Files: "*.py", Command: "python3"}}
	for _, test := range []struct {
		paths, cells, want string
		format             transcript.Format
	}{
		{paths: ".", want: "a.t broken.t f.t#a#x f.t#a#y f.t#b#x f.t#b#y g.py"},
		{paths: ".", format: transcript.Format{Plain: true}, want: "a.t broken.t f.t g.py"},
		{paths: "f.t#a", want: "f.t#a#x f.t#a#y"},
		{paths: "f.t#y", want: "f.t#a#y f.t#b#y"},
		{paths: "f.t#b#x", want: "f.t#b#x"},
		{paths: "f.t#x#b f.t#a#y", want: "f.t#a#y f.t#b#x"}, // as they stand in the file
		{paths: "f.t#a f.t", want: "f.t#a#x f.t#a#y f.t#b#x f.t#b#y"},
		{paths: "a.t", cells: "go=1.25 go=1.26", want: "a.t@go=1.25 a.t@go=1.26"},
		{paths: "f.t#a a.t", cells: "- x", want: "f.t#a#x f.t#a#x@x f.t#a#y f.t#a#y@x a.t a.t@x"},
		{paths: "g.py", cells: "x", want: "g.py@x"},
	} {
		o := Options{Paths: strings.Fields(test.paths), Format: test.format, Foreign: foreign}
		for cell := range strings.FieldsSeq(test.cells) {
			o.Cells = append(o.Cells, strings.TrimPrefix(cell, "-"))
		}
		tests, _, err := Tests(t.Context(), o)
		if got := names(tests); got != test.want || err != nil {
			t.Errorf("%s: %s (%v), want %s", test.paths, got, err, test.want)
		}
		for _, one := range tests {
			if (one.File.Foreign != nil) != (filepath.Ext(one.Path) == ".py") {
				t.Errorf("%s: the kind of test is %+v", one.Name, one.File.Foreign)
			}
		}
	}
}

func TestKey(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "#testcases a b\n", "f.t")
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	tests, _, err := Tests(t.Context(), Options{Paths: []string{"f.t#b"}, Cells: []string{"go=1.26"}})
	if err != nil || len(tests) != 1 {
		t.Fatalf("%v, %v", tests, err)
	}
	if got, want := tests[0].Key(), filepath.Join(dir, "f.t")+"#b [go=1.26]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got := tests[0].fileName(); got != "f.t" {
		t.Errorf("the file's name is %s", got)
	}
}

func TestCases(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "#testcases a b\n#testcases x y\n", "f.t")
	write(t, "", "g.t")
	tests, _, err := Tests(t.Context(), Options{Paths: []string{"f.t#a#x", "g.t"}})
	if err != nil || len(tests) != 2 {
		t.Fatalf("%v, %v", tests, err)
	}
	f, g := &tests[0], &tests[1]
	if got := f.File.AllCases(); !slices.Equal(got, []string{"a", "x", "y", "b"}) {
		t.Errorf("the cases are %v", got)
	}
	if got := g.File.AllCases(); got != nil {
		t.Errorf("a file without cases has %v", got)
	}
	for _, test := range []struct {
		of             *Test
		name           string
		present, known bool
	}{
		{f, "a", true, true}, {f, "x", true, true}, {f, "b", false, true}, {f, "y", false, true}, {f, "z", false, false}, {g, "a", false, false}, {&Test{}, "a", false, false},
	} {
		if present, known := test.of.HasCase(test.name); present != test.present || known != test.known {
			t.Errorf("%s, %s: %v, %v", test.of.Name, test.name, present, known)
		}
	}
}

// TestTestsErrors: nothing to run, and cases that a file has not.
func TestTestsErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t g.py")
	write(t, "#testcases one two\n#testcases x y\n", "f.t")
	write(t, "\n#testcases a b\n#testcases a\n", "broken.t")
	for _, dir := range []string{"empty", "dir.t"} {
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		paths, want string
		none        bool
	}{
		{"empty dir.t", "no tests found in empty, dir.t (a test is a file whose name ends in .t)", true},
		{"a.t f.t", "no tests found: of 2 tests in a.t, f.t, none failed in the last run", true},
		{"no.t empty", "no such file: no.t", false},
		{"f.t#three", `f.t has no case "three"; its cases are one#x, one#y, two#x, two#y`, false},
		{"f.t#one f.t#one#two", `f.t has no case "one#two"; its cases are one#x, one#y, two#x, two#y`, false},
		{"a.t#one", "a.t has no cases, so there is no a.t#one", false},
		{"g.py#one", "g.py has no cases, so there is no g.py#one", false},
		{"broken.t#a", `broken.t:3: #testcases names the case "a" once more`, false},
	} {
		o := Options{Paths: strings.Fields(test.paths), Foreign: []config.Foreign{{Files: "*.py"}}, Choice: Choice{Only: basesOf()}}
		_, _, err := Tests(t.Context(), o)
		if err == nil || err.Error() != test.want || errors.Is(err, ErrNoTests) != test.none {
			t.Errorf("%s: %v, want %s", test.paths, err, test.want)
		}
	}
}

// TestCancelled: a run that is cancelled says why, also while files are read.
func TestCancelled(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t b.t")
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	o := Options{Paths: []string{"."}, Choice: Choice{Changed: func(context.Context) (func(string) bool, error) {
		cancel(why)
		return basesOf("a.t"), nil
	}}}
	if tests, _, err := Tests(ctx, o); tests != nil || !errors.Is(err, why) {
		t.Errorf("%v, %v", tests, err)
	}
}

// TestManyFiles: however many files are read at the same time, each test is there
// once, in order.
func TestManyFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	var want []string
	for i := range 300 {
		name := fmt.Sprintf("%03d.t", i)
		if i%100 == 7 {
			write(t, "#testcases a b\n", name)
			want = append(want, name+"#a", name+"#b")
		} else {
			write(t, "", name)
			want = append(want, name)
		}
	}
	for _, jobs := range []int{0, 1, 3, 50} {
		tests, _, err := Tests(t.Context(), Options{Paths: []string{"."}, Jobs: jobs})
		if got := names(tests); got != strings.Join(want, " ") || err != nil {
			t.Errorf("%d jobs: %v, %s", jobs, err, got)
		}
	}
}

// BenchmarkTests finds 100,000 files, and tells what each test costs in memory
// while the run goes on.
func BenchmarkTests(b *testing.B) {
	const files = 100_000
	b.Chdir(b.TempDir())
	for n := range files / 1000 {
		dir := fmt.Sprintf("tests/%03d", n)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			b.Fatal(err)
		}
		for k := range 1000 {
			if err := os.WriteFile(fmt.Sprintf("%s/test-%03d.t", dir, k), []byte("  $ echo a\n  a\n"), 0o666); err != nil {
				b.Fatal(err)
			}
		}
	}
	live := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := live()
	var tests []Test
	for b.Loop() {
		var err error
		if tests, _, err = Tests(b.Context(), Options{Paths: []string{"tests"}, Jobs: 2}); err != nil || len(tests) != files {
			b.Fatal(len(tests), err)
		}
	}
	b.ReportMetric(float64(live()-before)/files, "live-B/test")
	runtime.KeepAlive(tests)
}
