package discover

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"dott/matcher/transcript"
)

// TestParse: a file of several tests is parsed once, and forgotten with the last
// of them; one of a single test is not kept at all.
func TestParse(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "#testcases a b\n  $ echo 1\n", "f.t")
	write(t, "  $ echo 1\n", "g.t")
	tests, _, err := Tests(t.Context(), Options{Paths: []string{"."}})
	if err != nil || len(tests) != 3 || tests[0].File != tests[1].File {
		t.Fatalf("%v, %v", tests, err)
	}
	parse := func(f *File) *transcript.Transcript {
		t.Helper()
		parsed, err := f.Parse(transcript.Format{})
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	f, g := tests[0].File, tests[2].File
	f.Use()
	f.Use()
	first := parse(f)
	if first.String() != "#testcases a b\n  $ echo 1\n" {
		t.Errorf("%q", first)
	}
	if parse(f) != first {
		t.Error("the second test parses the file again")
	}
	f.Release()
	if parse(f) != first {
		t.Error("the file is forgotten before its last test has ended")
	}
	f.Release()
	if f.shared.parsed != nil {
		t.Error("the file is not forgotten")
	}
	// The next round.
	f.Use()
	if parse(f) == first || f.shared.parsed != nil {
		t.Error("a file that one test needs is kept")
	}
	f.Release()

	g.Use()
	g.Use()
	if once := parse(g); parse(g) == once {
		t.Error("a file of one test is kept")
	}
	g.Release()
	g.Release()
}

// TestParseTogether: tests that begin at the same time get the same.
func TestParseTogether(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "  $ echo 1\n", "f.t")
	var cells []string
	for n := range 20 {
		cells = append(cells, fmt.Sprint("x=", n))
	}
	tests, _, err := Tests(t.Context(), Options{Paths: []string{"f.t"}, Cells: cells})
	if err != nil {
		t.Fatal(err)
	}
	parsed := make([]*transcript.Transcript, len(tests))
	for i := range tests {
		tests[i].File.Use()
	}
	var all sync.WaitGroup
	for i, one := range tests {
		all.Go(func() { parsed[i], _ = one.File.Parse(transcript.Format{}) })
	}
	all.Wait()
	for i := range parsed {
		if parsed[i] == nil || parsed[i] != parsed[0] {
			t.Errorf("%s has another transcript", tests[i].Cell)
		}
	}
}

// TestParseError: what cannot be read is tried anew by each test.
func TestParseError(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "  $ true\n", "f.t")
	tests, _, err := Tests(t.Context(), Options{Paths: []string{"f.t"}, Cells: []string{"a=1", "a=2"}})
	if err != nil {
		t.Fatal(err)
	}
	f := tests[0].File
	f.Use()
	f.Use()
	if err := os.Remove("f.t"); err != nil {
		t.Fatal(err)
	}
	if parsed, err := f.Parse(transcript.Format{}); err == nil || parsed != nil {
		t.Errorf("%v, %v", parsed, err)
	}
	write(t, "  $ true\n", "f.t")
	if parsed, err := f.Parse(transcript.Format{}); err != nil || parsed == nil {
		t.Errorf("%v, %v", parsed, err)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "text", "f.t")
	if data, err := ReadFile("f.t"); string(data) != "text" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := ReadFile(dir); err == nil || err.Error() != "not a regular file" {
		t.Errorf("a directory: %v", err)
	}
	_, want := os.Stat(filepath.Join(dir, "none"))
	if _, err := ReadFile(filepath.Join(dir, "none")); err == nil || err.Error() != want.(*os.PathError).Err.Error() {
		t.Errorf("a file that is not there: %v", err)
	}
}
