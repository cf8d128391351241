package verdicts

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dott/runner/trace"
)

// open returns a store of a project, with a directory that others share.
func open(dir, project string) *Store {
	return Open(Options{Dir: dir, Hashes: filepath.Join(dir, "hashes"), Project: project, Host: "host"})
}

// project makes a folder with a file and a folder that were changed a while ago.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "list"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "data", "hi")
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestHolds: a verdict holds while what was touched is as it was, in any checkout, and not
// after a change of each kind.
func TestHolds(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, dir string){
		"":        func(*testing.T, string) {},
		"content": func(t *testing.T, dir string) { write(t, dir, "data", "ho") },
		"gone":    func(_ *testing.T, dir string) { _ = os.Remove(filepath.Join(dir, "data")) },
		"mode":    func(_ *testing.T, dir string) { _ = os.Chmod(filepath.Join(dir, "data"), 0o755) },
		"listing": func(t *testing.T, dir string) { write(t, dir, "list/new", "") },
		"absent":  func(t *testing.T, dir string) { write(t, dir, "absent", "") },
	} {
		t.Run(name, func(t *testing.T) {
			cache, dir := t.TempDir(), project(t)
			s := open(cache, dir)
			touched := trace.Record{
				{Path: filepath.Join(dir, "absent"), How: trace.Stat | trace.Absent},
				{Path: filepath.Join(dir, "data"), How: trace.Read},
				{Path: filepath.Join(dir, "list"), How: trace.Read},
			}
			later := time.Now().Add(time.Second)
			if why := s.Keep("a.t", Key{1}, Text{}, later, touched, ""); why != "" {
				t.Fatalf("no verdict: %s", why)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			other := project(t)
			change(t, other)
			s = open(cache, other)
			if _, ok := s.Passed("a.t", Key{1}); ok != (name == "") {
				t.Errorf("it holds: %v", ok)
			}
			if _, ok := s.Passed("a.t", Key{2}); ok {
				t.Error("it holds with another key")
			}
			if _, ok := s.Passed("b.t", Key{1}); ok {
				t.Error("it holds for another test")
			}
		})
	}
}

// TestNoVerdict: what cannot be repeated leaves a reason.
func TestNoVerdict(t *testing.T) {
	dir := project(t)
	data := filepath.Join(dir, "data")
	for want, touch := range map[string]trace.Touch{
		"it wrote ./data":                             {Path: data, How: trace.Write},
		"it connected to 127.0.0.1:80":                {Path: "127.0.0.1:80", How: trace.Connect},
		"./data came or went while it ran":            {Path: data, How: trace.Read | trace.Absent},
		"./data changed while it ran, or just before": {Path: data, How: trace.Read},
	} {
		s := open(t.TempDir(), dir)
		if why := s.Keep("a.t", Key{}, Text{}, time.Now().Add(-time.Hour), trace.Record{touch}, ""); why != want {
			t.Errorf("%q, want %q", why, want)
		}
	}
}

// TestDamaged: a file that is cut anywhere, or changed, is as if it were not there.
func TestDamaged(t *testing.T) {
	cache, dir := t.TempDir(), project(t)
	s := open(cache, dir)
	s.Keep("a.t", Key{}, Text{}, time.Now().Add(time.Second), trace.Record{{Path: filepath.Join(dir, "data"), How: trace.Read}}, "")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(cache, "*"+suffix))
	if len(files) != 1 {
		t.Fatal(files)
	}
	text, _ := os.ReadFile(files[0])
	for n := range text {
		changed := append([]byte(nil), text...)
		changed[n] ^= 1
		for _, damaged := range [][]byte{text[:n], changed} {
			if err := os.WriteFile(files[0], damaged, 0o644); err != nil {
				t.Fatal(err)
			}
			if names := open(cache, dir).Tests(); names != nil {
				t.Fatalf("byte %d: %v", n, names)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(magic))
	f.Fuzz(func(_ *testing.T, text []byte) {
		s := open("", "/p")
		if parse(s, text, map[input]int{}) == nil {
			for _, all := range s.old {
				for _, p := range all {
					p.entry()
				}
			}
		}
	})
}
