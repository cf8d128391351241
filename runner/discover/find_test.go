package discover

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dott/runner/config"
)

// write writes files below the working directory, their names separated by
// blanks; _ stands for a blank in a name.
func write(t testing.TB, text, names string) {
	t.Helper()
	for name := range strings.FieldsSeq(names) {
		name = strings.ReplaceAll(name, "_", " ")
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// shown writes what was found: names with slashes, with the cases that were asked
// for in brackets.
func shown(found []foundFile) string {
	var names []string
	for _, f := range found {
		name := strings.ReplaceAll(filepath.ToSlash(f.name), " ", "_")
		if f.only != nil {
			name += "[" + strings.Join(f.only, ",") + "]"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestFind(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "b.t a.t a.txt .hidden.t x.t.err sub/1.t sub/deep/2.t sub.t/3.t .git/4.t A/5.t z/ä_ö.t n/#.t n/a#b.t n/a n/a#b/c.t")
	if err := os.Mkdir("empty", 0o777); err != nil {
		t.Fatal(err)
	}
	abs, err := filepath.Abs("a.t")
	if err != nil {
		t.Fatal(err)
	}
	all := "a.t b.t A/5.t n/#.t n/a#b.t n/a#b/c.t sub/1.t sub/deep/2.t sub.t/3.t z/ä_ö.t"
	for _, test := range []struct{ paths, want string }{
		{".", all},
		{"sub", "sub/1.t sub/deep/2.t"},
		{"./sub//", "sub/1.t sub/deep/2.t"},
		{"sub/deep/../..", all},
		{"b.t a.t", "b.t a.t"},
		{"z . z/ä_ö.t", "z/ä_ö.t " + strings.TrimSuffix(all, " z/ä_ö.t")},
		{"./a.t a.t " + abs, "a.t"},
		{abs + " a.t", filepath.ToSlash(abs)},
		{"a.txt .hidden.t .git", "a.txt .hidden.t .git/4.t"},
		{"empty", ""},

		// What is behind a # is a case, unless it is the name of a file.
		{"a.t#a", "a.t[a]"},
		{"a.t#a#x", "a.t[a#x]"},
		{"a.t#", "a.t"},
		{"n/#.t n/a#b.t", "n/#.t n/a#b.t"},
		{"n/#.t#a n/a#b.t#a#x", "n/#.t[a] n/a#b.t[a#x]"},
		{"n/a#b", "n/a#b/c.t"},
		{"n/a#c", "n/a[c]"},
		{"a.t#a a.t#b a.t#a", "a.t[a,b]"},
		{"a.t#a a.t", "a.t"},
		{"a.t a.t#a", "a.t"},
	} {
		var paths []string
		for p := range strings.FieldsSeq(test.paths) {
			paths = append(paths, strings.ReplaceAll(p, "_", " "))
		}
		found, _, err := find(t.Context(), &Options{Paths: paths})
		if err != nil {
			t.Errorf("%s: %v", test.paths, err)
		}
		for _, f := range found {
			if want, err := filepath.Abs(f.name); err != nil || f.path != want {
				t.Errorf("%s has the path %s, want %s", f.name, f.path, want)
			}
		}
		if got := shown(found); got != test.want {
			t.Errorf("%s: %s, want %s", test.paths, got, test.want)
		}
	}
}

func TestFindForeign(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t test-a.py test-a.t b.py sub/test-b.py sub/test-c.sh")
	foreign := []config.Foreign{{Files: "test-*.{py,t}", Command: "python3"}, {Files: "*.sh", Command: "sh"}}
	found, _, err := find(t.Context(), &Options{Paths: []string{".", "b.py"}, Foreign: foreign})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := shown(found), "a.t test-a.py test-a.t sub/test-b.py sub/test-c.sh b.py"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	kinds := map[string]*config.Foreign{
		"a.t": nil, "test-a.py": &foreign[0], "test-a.t": &foreign[0], "sub/test-b.py": &foreign[0], "sub/test-c.sh": &foreign[1], "b.py": nil,
	}
	for _, f := range found {
		if want := kinds[filepath.ToSlash(f.name)]; f.foreign != want {
			t.Errorf("%s is a test of %+v, want %+v", f.name, f.foreign, want)
		}
	}
}

// TestFindLinks: links to files are tests, a link to a directory is one only where
// it is named, and a link to nothing is a test that cannot be read.
func TestFindLinks(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "tests/z.t tests/sub/1.t")
	if err := os.Mkdir("links", 0o777); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"links/z.t": "../tests/z.t", "links/dir": "../tests", "links/dir.t": "../tests", "links/dangling.t": "nowhere", "links/loop": ".",
	} {
		if err := os.Symlink(filepath.FromSlash(target), name); err != nil {
			if runtime.GOOS == "windows" {
				t.Skipf("links take a privilege: %v", err)
			}
			t.Fatal(err)
		}
	}
	for paths, want := range map[string]string{
		"links":               "links/dangling.t links/z.t",
		"links/dir":           "links/dir/z.t links/dir/sub/1.t",
		"links/dir.t":         "links/dir.t/z.t links/dir.t/sub/1.t",
		"tests/z.t links/z.t": "tests/z.t links/z.t",
	} {
		found, _, err := find(t.Context(), &Options{Paths: strings.Fields(paths)})
		if got := shown(found); got != want || err != nil {
			t.Errorf("%s: %s (%v), want %s", paths, got, err, want)
		}
	}
}

func TestFindMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t sub/b.t")
	paths := []string{"no1", "a.t", "sub/no2", "no#3", "sub#b", "#"}
	_, _, err := find(t.Context(), &Options{Paths: paths})
	if err == nil {
		t.Fatal("no error")
	}
	want := "no such file: no1\nno such file: sub/no2\nno such file: no#3\nno such file: sub#b\nno such file: #"
	if err.Error() != want {
		t.Errorf("%s; want %s", err, want)
	}
	var missing []string
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		if m, ok := errors.AsType[*MissingError](e); ok && errors.Is(e, fs.ErrNotExist) {
			missing = append(missing, m.Path)
		}
	}
	if !slices.Equal(missing, []string{"no1", "sub/no2", "no#3", "sub#b", "#"}) {
		t.Errorf("%q are missing", missing)
	}
}

// TestFindUnreadable: what cannot be looked at is an error that says what it is
// and where. The names are too long for the system: unlike a mode, that keeps the
// superuser out as well.
func TestFindUnreadable(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "", "a.t")
	long := strings.Repeat("x", 200)
	at, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		if err := at.Mkdir(long, 0o777); err != nil {
			t.Fatal(err)
		}
		below, err := at.OpenRoot(long)
		at.Close()
		if err != nil {
			t.Fatal(err)
		}
		at = below
	}
	at.Close()
	tooLong := strings.Repeat("y", 5000)
	if runtime.GOOS != "windows" { // where Go makes long paths work
		_, _, err = find(t.Context(), &Options{Paths: []string{long, "a.t", tooLong, "no"}})
		if err == nil {
			t.Fatal("no error")
		}
		lines := strings.Split(err.Error(), "\n")
		if len(lines) != 3 || !strings.HasPrefix(lines[0], "looking for tests: open "+long) ||
			!strings.HasPrefix(lines[1], "stat "+tooLong) || lines[2] != "no such file: no" {
			t.Errorf("%v", err)
		}
	}
	f := &finder{at: map[string]int{}}
	if err := f.walk(t.Context(), "a.t", filepath.Join(dir, "a.t")); err == nil || !strings.HasPrefix(err.Error(), "looking for tests: ") {
		t.Errorf("a file as a directory: %v", err)
	}
}

func TestFindCancelled(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t")
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	cancel(why)
	for _, path := range []string{".", "a.t"} {
		if found, _, err := find(ctx, &Options{Paths: []string{path}}); found != nil || !errors.Is(err, why) {
			t.Errorf("%s: %v, %v", path, found, err)
		}
	}
}

// TestFindDirectoryTests: a directory NAME.t with a file run.t is one test, and nothing
// else in it is.
func TestFindDirectoryTests(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "a.t b.t/run.t b.t/other.t b.t/sub/c.t b.t/d.md e.t/f.t e.t/run.t/g.t h/run.t .t/run.t")
	for paths, want := range map[string]string{
		".":         "a.t b.t/run.t e.t/f.t e.t/run.t/g.t h/run.t",
		"b.t":       "b.t/run.t",
		"b.t/":      "b.t/run.t",
		"b.t/run.t": "b.t/run.t",
		"b.t/sub":   "b.t/sub/c.t",
		".t":        ".t/run.t",
	} {
		found, _, err := find(t.Context(), &Options{Paths: strings.Fields(paths), Markdown: Markdown{Globs: []string{"**/*.md"}}, All: true})
		if got := shown(found); got != want || err != nil {
			t.Errorf("%s: %s (%v), want %s", paths, got, err, want)
		}
	}
	for path, want := range map[string]bool{"/b.t/run.t": true, "/b.t/other.t": false, "/h/run.t": false, "/.t/run.t": false} {
		if got := IsDirectoryTest(filepath.FromSlash(path)); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

// TestFindMarkdown: of Markdown files, those are tests that are named or that a glob
// matches.
func TestFindMarkdown(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "", "README.md docs/a.md docs/b.MD docs/c.markdown docs/d.txt docs/.hidden/e.md t/f.t t/g.md")
	for _, test := range []struct {
		paths, globs string
		all          bool
		want         string
	}{
		{".", "", false, "t/f.t"},
		{". README.md", "", false, "t/f.t README.md"},
		{".", "README.md", false, "README.md t/f.t"},
		{"t", "README.md docs/**", true, "t/f.t README.md docs/a.md docs/b.MD docs/c.markdown"},
		{"t", "docs/*.md t/*.md", true, "t/f.t t/g.md docs/a.md"},
		{"docs", "docs/*.md", false, "docs/a.md"},
	} {
		found, _, err := find(t.Context(), &Options{Paths: strings.Fields(test.paths), Markdown: Markdown{Globs: strings.Fields(test.globs)}, All: test.all})
		if got := shown(found); got != test.want || err != nil {
			t.Errorf("%s, %s: %s (%v), want %s", test.paths, test.globs, got, err, test.want)
		}
	}
	_, hint, _ := find(t.Context(), &Options{Paths: []string{"docs"}})
	if !strings.Contains(hint, "docs/a.md") {
		t.Errorf("the hint is %q", hint)
	}
}
