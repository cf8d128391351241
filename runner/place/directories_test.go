package place

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func newTemp(t *testing.T) *directories {
	t.Helper()
	r, err := newDirectories(t.TempDir(), "/bin/sh", false, false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.remove(); err != nil {
			t.Error(err)
		}
		if _, err := os.Lstat(r.dir); !os.IsNotExist(err) {
			t.Errorf("%s is still there (%v)", r.dir, err)
		}
	})
	return r
}

// contents lists what is in a directory, with modes.
func contents(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, info.Mode().String()+" "+name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestNewDirectories(t *testing.T) {
	if _, err := newDirectories(filepath.Join(t.TempDir(), "missing"), "/bin/sh", false, false, false, nil); !errors.Is(err, os.ErrNotExist) || !strings.HasPrefix(err.Error(), "the temporary directory: ") {
		t.Error(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := newDirectories(file, "/bin/sh", false, false, false, nil); err == nil || !strings.HasPrefix(err.Error(), "making the temporary directory: ") {
		t.Error(err)
	}
	real := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	r, err := newDirectories(link, "/bin/sh", false, false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := filepath.EvalSymlinks(real); filepath.Dir(r.dir) != want {
		t.Errorf("%s is not in %s", r.dir, want)
	}
	if err := r.remove(); err != nil {
		t.Error(err)
	}
}

// TestSystemsPlace: who names no place gets the system's.
func TestSystemsPlace(t *testing.T) {
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", tmp)
	t.Setenv("TMP", tmp)
	r, err := newDirectories("", "/bin/sh", false, false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(r.dir) != tmp {
		t.Errorf("%s is not in %s", r.dir, tmp)
	}
	if err := r.remove(); err != nil {
		t.Error(err)
	}
}

// TestNameTooLong: a test whose directory cannot have its name is an error, from a sandbox
// that is made as from one that is handed on, and leaves nothing to the next.
func TestNameTooLong(t *testing.T) {
	r := newTemp(t)
	for range 2 {
		if _, err := r.take(strings.Repeat("long", 100) + ".t"); err == nil || !strings.HasPrefix(err.Error(), "making the test's directories: ") {
			t.Error(err)
		}
		if left, err := filepath.Glob(r.dir + "-*"); len(left) > 0 || err != nil {
			t.Errorf("left: %q %v", left, err)
		}
		s, err := r.take("a.t")
		if err != nil {
			t.Fatal(err)
		}
		if err := s.remove(); err != nil {
			t.Error(err)
		}
	}
}

func TestNewNames(t *testing.T) {
	r := newTemp(t)
	seen := map[string]bool{}
	for _, base := range []string{"a.t", "a.t", "home", "tmp", "größe 1.t"} {
		s, err := r.take(base)
		if err != nil {
			t.Fatal(err)
		}
		if seen[s.root] || seen[s.script] {
			t.Errorf("%s is in use", s.root)
		}
		seen[s.root], seen[s.script] = true, true
		if want := filepath.Join(s.root, base); s.work != want && s.work != want+"-1" {
			t.Errorf("%s works in %s", base, s.work)
		}
		if n := len(contents(t, s.root)); n != 4 {
			t.Errorf("%s has %q", base, contents(t, s.root))
		}
		if strings.HasPrefix(s.script, s.root+string(filepath.Separator)) {
			t.Errorf("the script %s is where the test can see it", s.script)
		}
	}
}

// TestRemove: whatever a test does to its directories, they go, and the next
// test finds its own as fresh as the first did.
func TestRemove(t *testing.T) { testRemove(t, true) }

// TestRemoveUnwatched: also where the kernel does not tell what changed.
func TestRemoveUnwatched(t *testing.T) { testRemove(t, false) }

func testRemove(t *testing.T, watched bool) {
	for name, do := range map[string]func(s *box) error{
		"nothing":      func(s *box) error { return nil },
		"a file":       func(s *box) error { return os.WriteFile(filepath.Join(s.work, "x"), nil, 0o444) },
		"in home":      func(s *box) error { return os.WriteFile(filepath.Join(s.home, ".rc"), nil, 0o666) },
		"in tmp":       func(s *box) error { return os.MkdirAll(filepath.Join(s.tmp, "a", "b"), 0o777) },
		"in the root":  func(s *box) error { return os.WriteFile(filepath.Join(s.root, "x"), nil, 0o666) },
		"home closed":  func(s *box) error { return os.Chmod(s.home, 0) },
		"work closed":  func(s *box) error { return os.Chmod(s.work, 0) },
		"root closed":  func(s *box) error { return os.Chmod(s.root, 0) },
		"root changed": func(s *box) error { return os.Chmod(s.root, 0o711) },
		"home gone":    func(s *box) error { return os.Remove(s.home) },
		"work gone":    func(s *box) error { return os.Remove(s.work) },
		"all gone":     func(s *box) error { return os.RemoveAll(s.root) },
		"closed inside": func(s *box) error {
			dir := filepath.Join(s.work, "a", "b")
			err := os.MkdirAll(dir, 0o777)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, "x"), nil, 0)
			}
			if err == nil {
				err = os.Chmod(dir, 0)
			}
			if err == nil {
				err = os.Chmod(filepath.Dir(dir), 0o100)
			}
			return err
		},
		"home is a link": func(s *box) error {
			if err := os.Remove(s.home); err != nil {
				return err
			}
			return os.Symlink(s.tmp, s.home)
		},
		"home is a file": func(s *box) error {
			if err := os.Remove(s.home); err != nil {
				return err
			}
			return os.WriteFile(s.home, nil, 0o666)
		},
		"a link to elsewhere": func(s *box) error { return os.Symlink(os.TempDir(), filepath.Join(s.work, "link")) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newTemp(t)
			s, err := r.take("a.t")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(s.script, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if !watched {
				s.changes.close()
				s.changes = nil
			}
			fresh := contents(t, s.root)
			if err := do(s); err != nil {
				t.Fatal(err)
			}
			work := s.work
			if err := s.remove(); err != nil {
				t.Fatal(err)
			}
			// One that was left as it was found is kept for the next test.
			if kept := len(r.free) > 0; kept != (name == "nothing") {
				t.Errorf("kept: %v", kept)
			} else if !kept {
				for _, path := range []string{work, s.script} {
					if _, err := os.Lstat(path); !os.IsNotExist(err) {
						t.Errorf("%s is still there (%v)", path, err)
					}
				}
			}
			next, err := r.take("a.t")
			if err != nil {
				t.Fatal(err)
			}
			if got := contents(t, next.root); !slices.Equal(got, fresh) {
				t.Errorf("the next test finds %q, want %q", got, fresh)
			}
		})
	}
}

// TestReuse: a sandbox that is handed on has the next test's name and commands,
// and nothing of the test before.
func TestReuse(t *testing.T) {
	r := newTemp(t)
	root := ""
	for i, base := range []string{"a.t", "b.t", "b.t", "home", "tmp", "c.t"} {
		s, err := r.take(base)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 && s.root != root {
			t.Errorf("%s: another place, %s, not %s", base, s.root, root)
		}
		root = s.root
		script := strings.Repeat("echo "+base+"\n", 10-i)
		if err := s.writeScript(script, "/bin/sh"); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(s.script); err != nil || string(got) != script {
			t.Errorf("%s: the script is %q (%v)", base, got, err)
		}
		names := contents(t, s.root)
		if len(names) != 4 || !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, " "+filepath.Base(s.work)) }) {
			t.Errorf("%s: the test finds %q", base, names)
		}
		if err := s.remove(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestScriptChanged: a test that got hold of its script leaves it to nobody.
func TestScriptChanged(t *testing.T) {
	for name, do := range map[string]func(script string) error{
		"removed":  os.Remove,
		"mode":     func(script string) error { return os.Chmod(script, 0o666) },
		"replaced": func(script string) error { return errors.Join(os.Remove(script), os.WriteFile(script, nil, 0o600)) },
		"folder":   func(script string) error { return os.RemoveAll(filepath.Dir(script)) },
	} {
		r := newTemp(t)
		s, err := r.take("a.t")
		if err != nil {
			t.Fatal(err)
		}
		if err := do(s.script); err != nil {
			t.Fatal(err)
		}
		if err := s.remove(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		next, err := r.take("a.t")
		if err != nil {
			t.Fatal(err)
		}
		if next.script == s.script {
			t.Errorf("%s: the next test gets the same script", name)
		}
	}
}

// TestShared holds that under one CRAMTMP each test has its own directory.
func TestShared(t *testing.T) {
	r, err := newDirectories(t.TempDir(), "/bin/sh", false, true, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.take("a.t")
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.take("a.t")
	if err != nil {
		t.Fatal(err)
	}
	if a.root != b.root || a.tmp != b.tmp || a.work == b.work {
		t.Errorf("%+v\n%+v", a, b)
	}
	if err := a.remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(b.work); err != nil {
		t.Error("to remove one test's directory took away another's")
	}
	if err := r.remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(a.root); !os.IsNotExist(err) {
		t.Errorf("%s is still there (%v)", a.root, err)
	}
}

// TestMadeAnew: what a test leaves in a directory that the test before it had removed
// and made again is not there for the next.
func TestMadeAnew(t *testing.T) {
	r := newTemp(t)
	for round := range 3 {
		s, err := r.take("a.t")
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range []string{s.work, s.home, s.tmp} {
			if names := contents(t, dir); len(names) > 1 { // it lists itself
				t.Errorf("round %d: %s has %q", round, dir, names)
			}
			if round == 0 {
				err = errors.Join(err, os.Remove(dir), os.Mkdir(dir, 0o777))
			} else {
				err = errors.Join(err, os.WriteFile(filepath.Join(dir, "left"), nil, 0o666))
			}
		}
		if err := errors.Join(err, s.remove()); err != nil {
			t.Fatal(err)
		}
	}
}
