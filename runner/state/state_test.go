package state

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"dott/runner/event"
)

func project(t *testing.T) *Project {
	t.Helper()
	cache := t.TempDir()
	return Open("/home/me/project", func(name string) string { return map[string]string{"XDG_CACHE_HOME": cache}[name] })
}

func save(t *testing.T, p *Project, records map[string]Record) {
	t.Helper()
	if err := p.Save(records); err != nil {
		t.Fatal(err)
	}
}

func TestSaveMerges(t *testing.T) {
	p := project(t)
	if got := p.Load(); len(got) != 0 {
		t.Errorf("a new project knows %v", got)
	}
	save(t, p, map[string]Record{"a.t": {Seconds: 0.5, Failed: true}, "b c.t": {Seconds: 0, Failed: false}, "größe.t": {Seconds: 1e4, Failed: true}})
	save(t, p, map[string]Record{"a.t": {Seconds: 0.25, Failed: false}, "new\nline.t": {Seconds: 1, Failed: true}})
	save(t, p, nil)
	want := map[string]Record{"a.t": {Seconds: 0.25, Failed: false}, "b c.t": {Seconds: 0, Failed: false}, "größe.t": {Seconds: 1e4, Failed: true}}
	if got := p.Load(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if left, _ := filepath.Glob(filepath.Join(p.dir, "tests-*")); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
}

// TestSaveAtOnce: runs that end at the same moment lose nothing of each other,
// and one that looks meanwhile sees a whole file.
func TestSaveAtOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no lock")
	}
	p := project(t)
	save(t, p, map[string]Record{"first.t": {Seconds: 1, Failed: true}})
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			other := &Project{root: p.root, dir: p.dir}
			for j := range 20 {
				if err := other.Save(map[string]Record{fmt.Sprintf("%d-%d.t", i, j): {Seconds: float64(j), Failed: true}}); err != nil {
					t.Error(err)
				}
				if !other.Load()["first.t"].Failed {
					t.Error("the first record is not there")
				}
			}
		})
	}
	wg.Wait()
	if got := len(p.Load()); got != 81 {
		t.Errorf("%d records", got)
	}
}

// TestLoadCorrupt: of a broken file what can be read is taken, and the next Save
// makes a whole one of it.
func TestLoadCorrupt(t *testing.T) {
	for text, want := range map[string]int{
		"":                             0,
		"\n":                           0,
		"dott state 1":                 0,
		"dott state 2\n1 failed a.t\n": 0,
		"\x00\xff\x00":                 0,
		"dott state 1\n1 failed a.t\n": 1,
		"dott state 1\nx failed a.t\n\n1\n1 failed\n1 failed b.t\n":        1,
		"dott state 1\n1 failed a.t\n2 passed b":                           1,
		"dott state 1\n" + strings.Repeat("y", 1<<20) + "\n1 failed a.t\n": 1,
	} {
		p := project(t)
		if err := os.MkdirAll(p.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(p.dir, "tests"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := p.Load(); len(got) != want {
			t.Errorf("%.60q: %v", text, got)
		}
		save(t, p, map[string]Record{"z.t": {Seconds: 1, Failed: true}})
		if got := p.Load(); len(got) != want+1 || !got["z.t"].Failed {
			t.Errorf("%.60q: after a new run %v", text, got)
		}
	}
}

// TestSaveRefused: where nothing can be kept, Save says why and leaves nothing.
func TestSaveRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	p := Open("/p", func(string) string { return file })
	if err := p.Save(map[string]Record{"a.t": {}}); err == nil {
		t.Error("saved below a file")
	}
	p = project(t)
	if err := os.MkdirAll(filepath.Join(p.dir, "tests", "x"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := p.Save(map[string]Record{"a.t": {}}); err == nil {
		t.Error("saved over a folder")
	}
	if left, _ := filepath.Glob(filepath.Join(p.dir, "tests-*")); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
	if got := p.Load(); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestOpen(t *testing.T) {
	open := func(root string, env map[string]string) string {
		return Open(root, func(name string) string { return env[name] }).dir
	}
	if got := open("/p", nil); got != "" {
		t.Errorf("without an environment: %s", got)
	}
	if got := open("/p", map[string]string{"HOME": "here", "XDG_CACHE_HOME": "there"}); got != "" {
		t.Errorf("with relative places: %s", got)
	}
	if runtime.GOOS == "linux" {
		home := t.TempDir()
		if got := open("/x/p", map[string]string{"HOME": home}); !strings.HasPrefix(got, home+"/.cache/dott/p-") {
			t.Errorf("with a home: %s", got)
		}
	}
	env := map[string]string{"XDG_CACHE_HOME": t.TempDir()}
	if open("/a/p", env) == open("/b/p", env) {
		t.Error("two projects of one name have one place")
	}
	p := &Project{root: "/p"}
	if err := p.Save(map[string]Record{"a.t": {}}); err != nil || len(p.Load()) != 0 {
		t.Errorf("without a place: %v", err)
	}
}

func TestRoot(t *testing.T) {
	top := t.TempDir()
	for _, d := range []string{"repo/.git", "repo/sub/deep", "repo/sub/conf", "none"} {
		if err := os.MkdirAll(filepath.Join(top, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(top, "repo/sub/conf/dott.toml"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{
		"repo": "repo", "repo/sub/deep": "repo", "repo/sub/conf": "repo/sub/conf", "none": "none",
	} {
		if got := Root(filepath.Join(top, dir)); got != filepath.Join(top, want) {
			t.Errorf("%s: %s, want %s", dir, got, want)
		}
	}
}

// TestRecorder: the ends of tests are kept, and nothing else is. A test that ran
// more than once has failed if one of its runs did.
func TestRecorder(t *testing.T) {
	p := project(t)
	r := &Recorder{Project: p}
	file := func(name string) string { return p.root + "/" + name }
	for _, e := range []event.Event{
		{Action: event.Dott}, {Action: event.Start, File: file("a.t")},
		{Action: event.Pass, File: file("a.t"), Elapsed: 1}, {Action: event.Fail, File: file("b.t"), Elapsed: 2},
		{Action: event.Error, File: file("c.t"), Elapsed: 3}, {Action: event.Skip, File: file("d.t")},
		{Action: event.Pass, File: file("e.t"), Elapsed: 4, Flaky: true},
		{Action: event.Fail, File: file("f.t"), Attempt: 1}, {Action: event.Pass, File: file("f.t"), Attempt: 2},
		{Action: event.Summary},
	} {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	got := p.Load()
	for name, want := range map[string]Record{"a.t": {Seconds: 1, Failed: false}, "b.t": {Seconds: 2, Failed: true}, "c.t": {Seconds: 3, Failed: true}, "e.t": {Seconds: 4, Failed: false}} {
		if got[name] != want {
			t.Errorf("%s: %v, want %v", name, got[name], want)
		}
	}
	if got["d.t"] != (Record{Skipped: true}) || len(got) != 6 {
		t.Errorf("%v", got)
	}
	// What is known of when it ran stays, when it is skipped; a failure that is known is
	// nothing to run again.
	r = &Recorder{Project: p}
	for _, e := range []event.Event{
		{Action: event.Skip, File: file("a.t")}, {Action: event.Skip, File: file("b.t")}, {Action: event.Fail, File: file("c.t"), Elapsed: 5, Known: "issue 12", Allowed: true},
		{Action: event.Pass, File: file("d.t"), Elapsed: 6}, {Action: event.Skip, File: file("d.t")}, {Action: event.Summary},
	} {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	got = p.Load()
	for name, want := range map[string]Record{"a.t": {1, false, true}, "b.t": {2, true, true}, "c.t": {Seconds: 5}, "d.t": {Seconds: 6}} {
		if got[name] != want {
			t.Errorf("%s: %v, want %v", name, got[name], want)
		}
	}
	if !got["f.t"].Failed {
		t.Error("f.t failed in one of its runs, and that is not known")
	}
}

// TestFailedCells: the cells are those of tests that failed, each once.
func TestFailedCells(t *testing.T) {
	p := project(t)
	r := &Recorder{Project: p}
	for _, e := range []event.Event{
		{Action: event.Fail, File: p.root + "/a.t", Cell: "git=2.40,python=3.11"},
		{Action: event.Error, File: p.root + "/b.t", Case: []string{"x"}, Cell: "git=2.40,python=3.11"},
		{Action: event.Pass, File: p.root + "/a.t", Cell: "git=2.43"},
		{Action: event.Fail, File: p.root + "/c.t", Cell: "git=2.30"},
		{Action: event.Summary},
	} {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.FailedCells(); !slices.Equal(got, []string{"git=2.30", "git=2.40,python=3.11"}) {
		t.Errorf("%q", got)
	}
	save(t, p, map[string]Record{"odd [name]": {Seconds: 0, Failed: true}, "d.t": {Seconds: 0, Failed: true}, "c.t [git=2.30]": {Seconds: 0, Failed: false}})
	if got := p.FailedCells(); !slices.Equal(got, []string{"", "git=2.40,python=3.11"}) {
		t.Errorf("%q", got)
	}
}
