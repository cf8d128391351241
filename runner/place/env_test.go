package place

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/environment"
)

// newLocal returns a place that is closed behind the test, and leaves nothing.
func newLocal(t *testing.T, o Options) *Local {
	t.Helper()
	o.TmpDir = t.TempDir()
	if o.Shell == "" {
		o.Shell = "/bin/sh"
	}
	l, err := NewLocal(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if left, err := os.ReadDir(o.TmpDir); err != nil || len(left) > 0 && !o.Keep {
			t.Errorf("%v is left (%v)", left, err)
		}
	})
	return l
}

// open opens a sandbox.
func open(t *testing.T, l *Local, test Test) *sandbox {
	t.Helper()
	s, err := l.Open(t.Context(), test)
	if err != nil {
		t.Fatal(err)
	}
	return s.(*sandbox)
}

// values returns the variables of an environment, none of which is there twice.
func values(t *testing.T, env []string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		if _, twice := all[name]; twice {
			t.Errorf("%s is there twice", name)
		}
		all[name] = value
	}
	return all
}

func expectValues(t *testing.T, got, want map[string]string, absent []string) {
	t.Helper()
	for name, value := range want {
		if v, ok := got[name]; !ok || v != value {
			t.Errorf("%s is %q, want %q", name, v, value)
		}
	}
	for _, name := range absent {
		if v, ok := got[name]; ok {
			t.Errorf("%s is %q, want it unset", name, v)
		}
	}
}

func TestEnv(t *testing.T) {
	caller := []string{
		"PATH=/bin", "MINE=1", "HOME=/me", "LANG=de", "LC_CTYPE=de", "TZ=CET", "XDG_CONFIG_HOME=/x", "EDITOR=vi",
		"PAGER=less", "TESTTMP=/outer", "TMPDIR=/t", "CDPATH=/", "EMPTY=", "odd",
	}
	for name, test := range map[string]struct {
		preserve bool
		want     map[string]string
		absent   []string
	}{
		"reset": {false, map[string]string{
			"LANG": "C", "LC_ALL": "C", "LANGUAGE": "C", "TZ": "GMT", "COLUMNS": "80", "TERM": "dumb", "CDPATH": "", "GREP_OPTIONS": "",
		}, []string{"LC_CTYPE", "XDG_CONFIG_HOME", "EDITOR", "PAGER"}},
		"preserved": {true, map[string]string{
			"HOME": "/me", "LANG": "de", "LC_CTYPE": "de", "TZ": "CET", "XDG_CONFIG_HOME": "/x", "EDITOR": "vi", "CDPATH": "/",
		}, []string{"COLUMNS", "TERM"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLocal(t, Options{Env: caller, Preserve: test.preserve})
			s := open(t, l, Test{Path: "/d/a.t", Shell: "/bin/zsh"})
			got := values(t, s.Env())
			expectValues(t, got, map[string]string{
				"PATH": "/bin", "MINE": "1", "EMPTY": "", "TESTDIR": "/d", "TESTFILE": "a.t", "TESTNAME": "a.t", "TESTTMP": s.work,
				"CRAMTMP": s.root, "TMPDIR": s.tmp, "TEMP": s.tmp, "TMP": s.tmp, "TESTSHELL": "/bin/zsh", "PWD": s.work,
			}, nil)
			expectValues(t, got, test.want, test.absent)
			if !test.preserve {
				expectValues(t, got, map[string]string{"HOME": s.home}, nil)
			}
		})
	}
}

func TestEnvSet(t *testing.T) {
	l := newLocal(t, Options{
		Project: "/p", Ports: 2, PortPrefix: "HGPORT",
		Env:   []string{"PATH=/bin", "A=a", "B=b", "C1=c", "C2=c", "HOME=/home/me", "TZ=X", "USER=me", "EDITOR=vi"},
		Pass:  []string{"A", "C*", "HOME"},
		Unset: []string{"C2", "TERM"},
	})
	s := open(t, l, Test{
		Path: "/d/a.t", Cases: []string{"x", "y"}, Cell: "git=2", Shell: "/bin/sh",
		Set: map[string]string{
			"PATH": "/first:$PATH", "ONE": "$TWO!", "TWO": "$A$NONE", "LOOP": "$POOL", "POOL": "x$LOOP", "WHERE": "$CONFIGDIR/x",
			"URL": "http://localhost:$HGPORT1",
		},
	})
	got := values(t, s.Env())
	expectValues(t, got, map[string]string{
		"PATH": "/first:/bin", "A": "a", "C1": "c", "HOME": "/home/me", "TZ": "GMT", "USER": "me", "ONE": "a!", "TWO": "a",
		"LOOP": "x", "POOL": "x", "WHERE": "/p/x", "TESTNAME": "a.t#x#y", "TESTCASE": "x#y", "TESTCELL": "git=2",
		"TESTTMP": s.work, "URL": "http://localhost:" + got["HGPORT1"],
	}, []string{"B", "C2", "TERM", "EDITOR", "PORT"})
	if !strings.HasSuffix(s.work, "a.t-x-y") {
		t.Errorf("the test works in %s", s.work)
	}
}

func TestPut(t *testing.T) {
	l := newLocal(t, Options{Env: []string{"USER=me"}, Ports: 1})
	s := open(t, l, Test{Path: "/d/a.t", Set: map[string]string{"MINE": "mine"}})
	env := s.Env()
	port, _ := environment.Lookup(env, "PORT")
	err := s.Put(map[string]string{"$HOME/.rc": "$MINE $USER $TESTDIR ${PORT}", "a/b/c": "deep", "$CRAMTMP/x": ""}, env)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		filepath.Join(s.home, ".rc"): "mine $USER /d " + port, filepath.Join(s.work, "a/b/c"): "deep", filepath.Join(s.root, "x"): "",
	} {
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"../../x", "/etc/x", "$CRAMTMP", "$NONE/x/../../../../y", s.root + "-other/x"} {
		err := s.Put(map[string]string{name: "x"}, env)
		if err == nil || !strings.HasPrefix(err.Error(), "writing "+name+": it is outside of the test's directories") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"a", "a/b/c/d"} { // a directory, and below a file
		if err := s.Put(map[string]string{name: "x"}, env); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(s.root); !os.IsNotExist(err) {
		t.Errorf("a sandbox with files in it was kept for another test (%v)", err)
	}
}
