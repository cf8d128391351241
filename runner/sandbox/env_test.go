package sandbox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	values := map[string]string{"A": "1", "AB": "2", "_c": "$A", "EMPTY": ""}
	for _, test := range []struct{ text, want string }{
		{"", ""}, {"plain", "plain"}, {"$A", "1"}, {"$AB$A", "21"}, {"${A}B", "1B"}, {"$_c", "$A"}, {"<$EMPTY>", "<>"},
		{"$X ${X} $", "$X ${X} $"}, {"$$A", "$1"}, {"${A", "${A"}, {"$1 $(A) ${}", "$1 $(A) ${}"}, {"a$", "a$"},
	} {
		got := Expand(test.text, func(name string) (string, bool) { v, ok := values[name]; return v, ok })
		if got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestSetEnv(t *testing.T) {
	r := newRun(t)
	s, err := r.New("a.t")
	if err != nil {
		t.Fatal(err)
	}
	test := Test{
		Path: "/d/a.t", Case: []string{"x", "y"}, Cell: "git=2", Shell: "/bin/sh", Project: "/p",
		Caller: []string{"PATH=/bin", "A=a", "B=b", "C1=c", "C2=c", "HOME=/home/me", "TZ=X", "USER=me", "EDITOR=vi"},
		Pass:   []string{"A", "C*", "HOME"},
		Unset:  []string{"C2", "TERM"},
		Set: map[string]string{
			"PATH": "/first:$PATH", "ONE": "$TWO!", "TWO": "$A$NONE", "LOOP": "$POOL", "POOL": "x$LOOP", "WHERE": "$CONFIGDIR/x",
		},
		Ports: [][2]string{{"HGPORT", "20000"}},
	}
	env := s.Env(test)
	want := map[string]string{
		"PATH": "/first:/bin", "A": "a", "C1": "c", "HOME": "/home/me", "TZ": "GMT", "USER": "me", "ONE": "a!", "TWO": "a",
		"LOOP": "x", "POOL": "x", "WHERE": "/p/x", "TESTNAME": "a.t#x#y", "TESTCASE": "x#y", "TESTCELL": "git=2", "HGPORT": "20000",
		"TESTTMP": s.Work,
	}
	for name, value := range want {
		if got, ok := Lookup(env, name); !ok || got != value {
			t.Errorf("%s=%q, want %q", name, got, value)
		}
	}
	for _, name := range []string{"B", "C2", "TERM", "EDITOR"} {
		if got, ok := Lookup(env, name); ok {
			t.Errorf("%s=%q is there", name, got)
		}
	}
	seen := map[string]bool{}
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		if seen[name] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
	}
}

func TestWrite(t *testing.T) {
	r := newRun(t)
	s, err := r.New("a.t")
	if err != nil {
		t.Fatal(err)
	}
	test := Test{Path: "/d/a.t", Set: map[string]string{"MINE": "mine"}, Caller: []string{"USER=me"}}
	env := s.Env(test)
	err = s.Write(map[string]string{"$HOME/.rc": "$MINE $USER $TESTDIR", "a/b/c": "deep", "$CRAMTMP/x": ""}, env, &test)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{filepath.Join(s.Home, ".rc"): "mine $USER /d", filepath.Join(s.Work, "a/b/c"): "deep"} {
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"../../x", "/etc/x", "$CRAMTMP", "$NONE/x/../../../../y"} {
		if err := s.Write(map[string]string{name: "x"}, env, &test); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if err := s.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(s.Root); !os.IsNotExist(err) {
		t.Errorf("a sandbox with files in it was kept for another test (%v)", err)
	}
}

// TestShared holds that under one CRAMTMP each test has its own directory.
func TestShared(t *testing.T) {
	r, err := NewRun(t.TempDir(), "/bin/sh", false, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.New("a.t")
	if err != nil {
		t.Fatal(err)
	}
	b, err := r.New("a.t")
	if err != nil {
		t.Fatal(err)
	}
	if a.Root != b.Root || a.Tmp != b.Tmp || a.Work == b.Work {
		t.Errorf("%+v\n%+v", a, b)
	}
	if err := a.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(b.Work); err != nil {
		t.Error("to remove one test's directory took away another's")
	}
	if err := r.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(a.Root); !os.IsNotExist(err) {
		t.Errorf("%s is still there (%v)", a.Root, err)
	}
}
