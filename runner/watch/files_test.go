package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

func writeFiles(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		must(t, os.MkdirAll(filepath.Dir(name), 0o777))
		must(t, os.WriteFile(name, []byte("  $ true\n"), 0o666))
	}
}

func inTestDir(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	writeFiles(t, names...)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// changes feeds a tree with what the system tells of, to the last of it: the
// removal of a directory that was made for that is told last.
func changes(t *testing.T, tree *fileTree, during bool) changedFiles {
	t.Helper()
	last := filepath.Join(t.TempDir(), "last")
	must(t, tree.notify.add(filepath.Dir(last)))
	must(t, os.WriteFile(last, nil, 0o666))
	for {
		select {
		case e := <-tree.notify.events:
			if e.Name == last {
				must(t, tree.notify.remove(filepath.Dir(last)))
				c := tree.take()
				for _, names := range [][]string{c.tests, c.others} {
					for i, name := range names {
						names[i] = filepath.ToSlash(name)
					}
				}
				return c
			}
			tree.note(e, during)
		case err := <-tree.notify.errors:
			t.Fatal(err)
		case <-time.After(time.Minute):
			t.Fatal("the system did not tell of a file")
		}
	}
}

func TestFiles(t *testing.T) {
	for _, test := range []struct {
		name          string
		paths         []string
		ignore        []string
		change        func(t *testing.T)
		tests, others []string
	}{
		{"a test", nil, nil, func(t *testing.T) { writeFiles(t, "a.t") }, []string{"a.t"}, nil},
		{"two tests", nil, nil, func(t *testing.T) { writeFiles(t, "sub/b.t", "a.t") }, []string{"a.t", "sub/b.t"}, nil},
		{"a new test", nil, nil, func(t *testing.T) { writeFiles(t, "new.t") }, []string{"new.t"}, nil},
		{"a test in a new directory", nil, nil, func(t *testing.T) { writeFiles(t, "new/dir/c.t") }, []string{"new/dir/c.t"}, nil},
		{"a directory moved here", nil, nil, func(t *testing.T) {
			from := filepath.Join(t.TempDir(), "from")
			writeFiles(t, filepath.Join(from, "dir", "c.t"), filepath.Join(from, "dir", ".hidden", "d"))
			must(t, os.Rename(from, "to"))
		}, []string{"to/dir/c.t"}, nil},
		{"a directory renamed", nil, nil, func(t *testing.T) { must(t, os.Rename("sub", "sub2")) }, []string{"sub2/b.t", "sub2/deep/c.t"}, []string{"sub", "sub2/run.sh"}},
		{"a script", nil, nil, func(t *testing.T) { writeFiles(t, "run.sh") }, nil, []string{"run.sh"}},
		{"a script in a folder", nil, nil, func(t *testing.T) { writeFiles(t, "sub/run.sh") }, nil, []string{"sub/run.sh"}},
		{"a script and a test", nil, nil, func(t *testing.T) { writeFiles(t, "a.t", "run.sh") }, []string{"a.t"}, []string{"run.sh"}},
		{"a script removed", nil, nil, func(t *testing.T) { must(t, os.Remove("run.sh")) }, nil, []string{"run.sh"}},
		{"saved by renaming", nil, nil, func(t *testing.T) {
			writeFiles(t, "sedAbC123")
			must(t, os.Rename("sedAbC123", "a.t"))
		}, []string{"a.t"}, nil},
		{"saved as vim does", nil, nil, func(t *testing.T) {
			writeFiles(t, ".a.t.swp", "4913")
			must(t, os.Remove("4913"))
			must(t, os.Rename("a.t", "a.t~"))
			writeFiles(t, "a.t")
			must(t, os.Remove("a.t~"))
		}, []string{"a.t"}, nil},
		{"what does not count", nil, []string{"out", "report.xml"}, func(t *testing.T) {
			writeFiles(t, "a.t.err", ".hidden", ".git/x.t", ".git/y", "a.t~", "#a.t#", "out/z", "report.xml", "x.swp")
			must(t, os.Remove("sub/b.t"))
			writeFiles(t, "a.t")
		}, []string{"a.t"}, nil},
		{"a file that was named", []string{"a.t"}, nil, func(t *testing.T) { writeFiles(t, "other.t", "sub/run.sh", "sub2/run.sh", "a.t") }, []string{"a.t", "other.t"}, nil},
		{"beside a file that was named", []string{"sub/b.t"}, nil, func(t *testing.T) { writeFiles(t, "sub/run.sh") }, nil, []string{"sub/run.sh"}},
		{"a directory that was named", []string{"./sub/"}, nil, func(t *testing.T) { writeFiles(t, "a.t", "run.sh", "sub/b.t") }, []string{"sub/b.t"}, nil},
		{"a link to a directory", []string{"link"}, nil, func(t *testing.T) { writeFiles(t, "sub/deep/c.t") }, []string{"link/deep/c.t"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			inTestDir(t, "a.t", "other.t", "run.sh", "sub/b.t", "sub/run.sh", "sub/deep/c.t")
			if err := os.Symlink("sub", "link"); err != nil {
				t.Skip(err)
			}
			scope := Scope{Paths: test.paths, Ignore: test.ignore}
			if scope.Paths == nil {
				scope.Paths = []string{"."}
			}
			tree, err := newFileTree(newNotifier, scope)
			must(t, err)
			defer func() { _ = tree.close() }()
			test.change(t)
			if c := changes(t, tree, false); !slices.Equal(c.tests, test.tests) || !slices.Equal(c.others, test.others) {
				t.Errorf("tests %q and others %q, want %q and %q", c.tests, c.others, test.tests, test.others)
			}
			if c := changes(t, tree, false); len(c.tests)+len(c.others) > 0 {
				t.Errorf("there is more: %q, %q", c.tests, c.others)
			}
		})
	}
}

// TestConfig: the configuration counts wherever it lies, and what lies beside it
// only where that is watched for itself.
func TestConfig(t *testing.T) {
	for _, test := range []struct {
		name   string
		scope  Scope
		write  []string
		others []string
		config []string
	}{
		{"in a watched directory", Scope{Paths: []string{"."}, Config: []string{"dott.toml"}}, []string{"dott.toml"}, nil, []string{"dott.toml"}},
		{"not there yet", Scope{Paths: []string{"."}, Config: []string{"new.toml"}}, []string{"new.toml"}, nil, []string{"new.toml"}},
		{"another file", Scope{Paths: []string{"."}, Config: []string{"dott.toml"}}, []string{"x"}, []string{"x"}, nil},
		{"above", Scope{Paths: []string{"sub"}, Config: []string{"dott.toml"}}, []string{"dott.toml", "x", "y.t"}, nil, []string{"dott.toml"}},
		{"above, by its hidden name", Scope{Paths: []string{"sub"}, Config: []string{".cramrc"}}, []string{".cramrc"}, nil, []string{".cramrc"}},
		{"above, and not touched", Scope{Paths: []string{"sub"}, Config: []string{"dott.toml"}}, []string{"x", "y.t"}, nil, nil},
		{"in a directory that is no more", Scope{Paths: []string{"sub"}, Config: []string{"gone/dott.toml"}}, []string{"sub/x"}, []string{"sub/x"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			inTestDir(t, "dott.toml", "sub/a.t")
			tree, err := newFileTree(newNotifier, test.scope)
			must(t, err)
			defer func() { _ = tree.close() }()
			writeFiles(t, test.write...)
			if c := changes(t, tree, false); !slices.Equal(c.others, test.others) || !slices.Equal(c.config, test.config) || c.tests != nil {
				t.Errorf("%+v", c)
			}
		})
	}
	t.Run("under another name", func(t *testing.T) {
		inTestDir(t, "dott.toml", "sub/a.t")
		here, err := os.Getwd()
		must(t, err)
		tree, err := newFileTree(newNotifier, Scope{Paths: []string{"."}, Config: []string{filepath.Join(here, "dott.toml")}})
		must(t, err)
		defer func() { _ = tree.close() }()
		writeFiles(t, "dott.toml", "x")
		if c := changes(t, tree, false); !slices.Equal(c.config, []string{"dott.toml"}) || !slices.Equal(c.others, []string{"x"}) {
			t.Errorf("%+v", c)
		}
	})
}

func TestDuring(t *testing.T) {
	inTestDir(t, "a.t")
	tree, err := newFileTree(newNotifier, Scope{Paths: []string{"."}})
	must(t, err)
	defer func() { _ = tree.close() }()
	writeFiles(t, "x.db")
	if c := changes(t, tree, true); !c.during {
		t.Errorf("%+v", c)
	}
	writeFiles(t, "x.db")
	if c := changes(t, tree, false); c.during {
		t.Errorf("%+v", c)
	}
}

// TestOverflow: when the system told of less than there was, all counts.
func TestOverflow(t *testing.T) {
	tree, err := newFileTree(newNotifier, Scope{Paths: []string{t.TempDir()}, Config: []string{"dott.toml"}})
	must(t, err)
	defer func() { _ = tree.close() }()
	must(t, tree.lost(fsnotify.ErrEventOverflow))
	if c := tree.take(); !slices.Equal(c.others, []string{"too many files"}) || !slices.Equal(c.config, []string{"dott.toml"}) || c.during {
		t.Errorf("%+v", c)
	}
	if err := tree.lost(fs.ErrPermission); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
}
