package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func newRun(t *testing.T) *Run {
	t.Helper()
	r, err := NewRun(t.TempDir(), "/bin/sh", false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Remove(); err != nil {
			t.Error(err)
		}
		if _, err := os.Lstat(r.Dir); !os.IsNotExist(err) {
			t.Errorf("%s is still there (%v)", r.Dir, err)
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

func TestNewRun(t *testing.T) {
	if _, err := NewRun(filepath.Join(t.TempDir(), "missing"), "/bin/sh", false, false, nil); err == nil {
		t.Error("a run in a directory that is not there")
	}
	real := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	r, err := NewRun(link, "/bin/sh", false, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := filepath.EvalSymlinks(real); filepath.Dir(r.Dir) != want {
		t.Errorf("%s is not in %s", r.Dir, want)
	}
	if err := r.Remove(); err != nil {
		t.Error(err)
	}
}

func TestNewNames(t *testing.T) {
	r := newRun(t)
	seen := map[string]bool{}
	for _, base := range []string{"a.t", "a.t", "home", "tmp", "größe 1.t"} {
		s, err := r.New(base)
		if err != nil {
			t.Fatal(err)
		}
		if seen[s.Root] || seen[s.Script] {
			t.Errorf("%s is in use", s.Root)
		}
		seen[s.Root], seen[s.Script] = true, true
		if want := filepath.Join(s.Root, base); s.Work != want && s.Work != want+"-1" {
			t.Errorf("%s works in %s", base, s.Work)
		}
		if n := len(contents(t, s.Root)); n != 4 {
			t.Errorf("%s has %q", base, contents(t, s.Root))
		}
		if strings.HasPrefix(s.Script, s.Root+string(filepath.Separator)) {
			t.Errorf("the script %s is where the test can see it", s.Script)
		}
	}
}

// TestRemove: whatever a test does to its directories, they go, and the next
// test finds its own as fresh as the first did.
func TestRemove(t *testing.T) {
	for name, do := range map[string]func(s *Sandbox) error{
		"nothing":      func(s *Sandbox) error { return nil },
		"a file":       func(s *Sandbox) error { return os.WriteFile(filepath.Join(s.Work, "x"), nil, 0o444) },
		"in home":      func(s *Sandbox) error { return os.WriteFile(filepath.Join(s.Home, ".rc"), nil, 0o666) },
		"in tmp":       func(s *Sandbox) error { return os.MkdirAll(filepath.Join(s.Tmp, "a", "b"), 0o777) },
		"in the root":  func(s *Sandbox) error { return os.WriteFile(filepath.Join(s.Root, "x"), nil, 0o666) },
		"home closed":  func(s *Sandbox) error { return os.Chmod(s.Home, 0) },
		"work closed":  func(s *Sandbox) error { return os.Chmod(s.Work, 0) },
		"root closed":  func(s *Sandbox) error { return os.Chmod(s.Root, 0) },
		"root changed": func(s *Sandbox) error { return os.Chmod(s.Root, 0o711) },
		"home gone":    func(s *Sandbox) error { return os.Remove(s.Home) },
		"work gone":    func(s *Sandbox) error { return os.Remove(s.Work) },
		"all gone":     func(s *Sandbox) error { return os.RemoveAll(s.Root) },
		"closed inside": func(s *Sandbox) error {
			dir := filepath.Join(s.Work, "a", "b")
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
		"home is a link": func(s *Sandbox) error {
			if err := os.Remove(s.Home); err != nil {
				return err
			}
			return os.Symlink(s.Tmp, s.Home)
		},
		"home is a file": func(s *Sandbox) error {
			if err := os.Remove(s.Home); err != nil {
				return err
			}
			return os.WriteFile(s.Home, nil, 0o666)
		},
		"a link to elsewhere": func(s *Sandbox) error { return os.Symlink(os.TempDir(), filepath.Join(s.Work, "link")) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRun(t)
			s, err := r.New("a.t")
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(s.Script, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			fresh := contents(t, s.Root)
			if err := do(s); err != nil {
				t.Fatal(err)
			}
			work := s.Work
			if err := s.Remove(); err != nil {
				t.Fatal(err)
			}
			// One that was left as it was found is kept for the next test.
			if kept := len(r.free) > 0; kept != (name == "nothing") {
				t.Errorf("kept: %v", kept)
			} else if !kept {
				for _, path := range []string{work, s.Script} {
					if _, err := os.Lstat(path); !os.IsNotExist(err) {
						t.Errorf("%s is still there (%v)", path, err)
					}
				}
			}
			next, err := r.New("a.t")
			if err != nil {
				t.Fatal(err)
			}
			if got := contents(t, next.Root); !slices.Equal(got, fresh) {
				t.Errorf("the next test finds %q, want %q", got, fresh)
			}
		})
	}
}

func TestEnv(t *testing.T) {
	r := newRun(t)
	s, err := r.New("a.t")
	if err != nil {
		t.Fatal(err)
	}
	caller := []string{
		"PATH=/bin", "MINE=1", "HOME=/me", "LANG=de", "LC_CTYPE=de", "TZ=CET", "XDG_CONFIG_HOME=/x", "EDITOR=vi",
		"PAGER=less", "TESTTMP=/outer", "TMPDIR=/t", "CDPATH=/", "EMPTY=", "odd",
	}
	both := map[string]string{
		"PATH": "/bin", "MINE": "1", "EMPTY": "", "TESTDIR": "/d", "TESTFILE": "a.t", "TESTNAME": "a.t", "TESTTMP": s.Work,
		"CRAMTMP": s.Root, "TMPDIR": s.Tmp, "TEMP": s.Tmp, "TMP": s.Tmp, "TESTSHELL": "/bin/zsh", "PWD": s.Work,
	}
	for _, test := range []struct {
		preserve bool
		want     map[string]string
		absent   []string
	}{
		{false, map[string]string{
			"HOME": s.Home, "LANG": "C", "LC_ALL": "C", "LANGUAGE": "C", "TZ": "GMT", "COLUMNS": "80", "TERM": "dumb",
			"CDPATH": "", "GREP_OPTIONS": "",
		}, []string{"LC_CTYPE", "XDG_CONFIG_HOME", "EDITOR", "PAGER"}},
		{true, map[string]string{
			"HOME": "/me", "LANG": "de", "LC_CTYPE": "de", "TZ": "CET", "XDG_CONFIG_HOME": "/x", "EDITOR": "vi", "CDPATH": "/",
		}, []string{"COLUMNS", "TERM"}},
	} {
		got := map[string]string{}
		for _, kv := range s.Env(Test{Path: "/d/a.t", Shell: "/bin/zsh", Preserve: test.preserve, Caller: caller}) {
			name, value, _ := strings.Cut(kv, "=")
			if _, twice := got[name]; twice {
				t.Errorf("%s is there twice", name)
			}
			got[name] = value
		}
		for _, want := range []map[string]string{both, test.want} {
			for name, value := range want {
				if v, ok := got[name]; !ok || v != value {
					t.Errorf("preserve %v: %s is %q, want %q", test.preserve, name, v, value)
				}
			}
		}
		for _, name := range test.absent {
			if v, ok := got[name]; ok {
				t.Errorf("preserve %v: %s is %q, want it unset", test.preserve, name, v)
			}
		}
	}
}

// TestReuse: a sandbox that is handed on has the next test's name and commands,
// and nothing of the test before.
func TestReuse(t *testing.T) {
	r := newRun(t)
	root := ""
	for i, base := range []string{"a.t", "b.t", "b.t", "home", "tmp", "c.t"} {
		s, err := r.New(base)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 && s.Root != root {
			t.Errorf("%s: another place, %s, not %s", base, s.Root, root)
		}
		root = s.Root
		script := strings.Repeat("echo "+base+"\n", 10-i)
		if err := s.WriteScript(script, "/bin/sh"); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(s.Script); err != nil || string(got) != script {
			t.Errorf("%s: the script is %q (%v)", base, got, err)
		}
		names := contents(t, s.Root)
		if len(names) != 4 || !slices.ContainsFunc(names, func(n string) bool { return strings.HasSuffix(n, " "+filepath.Base(s.Work)) }) {
			t.Errorf("%s: the test finds %q", base, names)
		}
		if err := s.Remove(); err != nil {
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
		r := newRun(t)
		s, err := r.New("a.t")
		if err != nil {
			t.Fatal(err)
		}
		if err := do(s.Script); err != nil {
			t.Fatal(err)
		}
		if err := s.Remove(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		next, err := r.New("a.t")
		if err != nil {
			t.Fatal(err)
		}
		if next.Script == s.Script {
			t.Errorf("%s: the next test gets the same script", name)
		}
	}
}
