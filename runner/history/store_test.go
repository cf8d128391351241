package history

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dott/runner/state"
)

func projectIn(t *testing.T) *state.Project {
	t.Helper()
	cache := t.TempDir()
	return state.Open("/home/me/project", func(name string) string { return map[string]string{"XDG_CACHE_HOME": cache}[name] })
}

func run(id int, name string) *Run {
	return &Run{ID: uint64(id), Began: day(id), Ran: 1, Results: map[Key]Result{{name, ""}: {Passed, 1}}}
}

// TestAtOnce: runs that end at the same moment lose nothing of each other, whether they
// have the same file by its name or by a link.
func TestAtOnce(t *testing.T) {
	p, dir := projectIn(t), t.TempDir()
	file, link := filepath.Join(dir, "history"), filepath.Join(dir, "link")
	for _, err := range []error{os.WriteFile(file, nil, 0o666), os.Symlink(file, link)} {
		if err != nil {
			t.Skip(err)
		}
	}
	var all sync.WaitGroup
	for i := range 30 {
		all.Go(func() {
			s := NewStore(p, []string{file, link}[i%2])
			if err := s.Add(t.Context(), "p", run(i+1, []string{"a.t", "b.t", "c.t"}[i%3])); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	h, err := NewStore(p, file).Load()
	if err != nil || len(h.Runs) != 30 || h.Project != "p" || len(h.names) != 3 {
		t.Errorf("%v: %s", err, told(h))
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
}

// TestAddAppends: a run is written behind the others, whatever the file is: one that was
// named knows its project, and the project's own does not.
func TestAddAppends(t *testing.T) {
	p, named := projectIn(t), filepath.Join(t.TempDir(), "history")
	for _, test := range []struct{ file, project string }{{named, "p"}, {"", ""}} {
		s := NewStore(p, test.file)
		var before os.FileInfo
		for i := range 3 {
			if err := s.Add(t.Context(), test.project, run(i+1, "a.t")); err != nil {
				t.Fatal(err)
			}
			after, err := os.Stat(s.path)
			if err != nil {
				t.Fatal(err)
			}
			if before != nil && !os.SameFile(before, after) {
				t.Errorf("file %q, run %d: another file took its place", test.file, i+1)
			}
			before = after
		}
	}
}

// TestAddAfterDamage: a run that was cut off is lost, and no other.
func TestAddAfterDamage(t *testing.T) {
	p, file := projectIn(t), filepath.Join(t.TempDir(), "history")
	s := NewStore(p, file)
	for i := range 3 {
		if err := s.Add(t.Context(), "p", run(i+1, "a.t")); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(file, info.Size()-3); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Load(); !errors.As(err, new(DamagedError)) {
		t.Errorf("%v", err)
	}
	if err := s.Add(t.Context(), "p", run(4, "b.t")); err != nil {
		t.Fatal(err)
	}
	h, err := s.Load()
	if err != nil || len(h.Runs) != 3 || h.Runs[2].ID != 4 {
		t.Errorf("%v: %s", err, told(h))
	}
}

// TestAddRefused: what is no history of this version stays as it is.
func TestAddRefused(t *testing.T) {
	for _, text := range []string{"dott history 2\nx", "notes\n"} {
		file := filepath.Join(t.TempDir(), "history")
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := NewStore(projectIn(t), file).Add(t.Context(), "p", run(1, "a.t")); err == nil {
			t.Errorf("%q: a run was added", text)
		}
		if now, err := os.ReadFile(file); err != nil || string(now) != text {
			t.Errorf("%q: %q, %v", text, now, err)
		}
	}
	if err := NewStore(state.Open("/p", func(string) string { return "" }), "").Add(t.Context(), "p", run(1, "a.t")); err != nil {
		t.Errorf("without a place: %v", err)
	}
}

// TestOpen: what was named and cannot be used is an error before anything is run.
func TestOpen(t *testing.T) {
	p, dir := projectIn(t), t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	stream := `{"action":"dott","schema":1,"dir":"sub","time":"2026-11-01T08:00:00Z"}` + "\n" + `{"action":"fail","test":"a.t"}` + "\n"
	whole := string((&History{Project: "other"}).plus(run(1, "sub/a.t")).Encode())
	for _, test := range []struct {
		name, file, baseline, tests, want string
	}{
		{"none", "none", "", "a.t", ""},
		{"of this project", write("own", strings.Replace(whole, "other", "whose", 1)), "", "z.t", "damaged"},
		{"of a fork", write("fork", whole), "", "a.t [git=2.44]", ""},
		{"of another project", write("other", whole), "", "z.t", "is the history of other, and has none of the tests of this run"},
		{"no history", write("notes", "notes\n"), "", "a.t", "no history of dott"},
		{"a later one", write("later", "dott history 7\n"), "", "a.t", "a later dott wrote it"},
		{"cut off", write("cut", whole[:len(whole)-2]), "", "a.t", "damaged"},
		{"a folder", dir, "", "a.t", "not a regular file"},
		{"a baseline", "", write("events", stream), "a.t", ""},
		{"a baseline with other names", "", write("events2", stream), "b.t", "has none of the tests of this run"},
		{"no baseline", "", filepath.Join(dir, "gone"), "a.t", "no such file"},
		{"an empty baseline", "", write("empty", ""), "a.t", "no event stream"},
		{"a baseline that is none", "", write("text", "x\n"), "a.t", "not an event of dott"},
	} {
		said := ""
		k, err := Open(Options{
			State: p, File: test.file, Baseline: test.baseline, Names: Names{Dir: "sub"}, Project: func() string { return "whose" },
			Tests: func() ([]string, error) { return []string{test.tests}, nil }, Warn: func(err error) { said += err.Error() },
		})
		if err != nil {
			said += err.Error()
		} else if k.History == nil {
			t.Errorf("%s: no history", test.name)
		}
		if test.want == "" && said != "" || !strings.Contains(said, test.want) {
			t.Errorf("%s: %q, want %q", test.name, said, test.want)
		}
	}
}

func (h *History) plus(r *Run) *History { h.Add(r); return h }
