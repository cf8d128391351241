package place

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dott/runner/process"
)

// newStarter returns a place that can start commands.
func newStarter(t *testing.T, o Options) *Local {
	t.Helper()
	o.Supervisor = process.NewSupervisor()
	t.Cleanup(o.Supervisor.Close)
	if o.Env == nil {
		o.Env = []string{"PATH=" + os.Getenv("PATH")}
	}
	return newLocal(t, o)
}

// start runs a command in a sandbox to its end.
func start(t *testing.T, s Sandbox, c Command) (process.Result, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if c.Env == nil {
		c.Env = s.Env()
	}
	p, err := s.Start(ctx, c)
	if err != nil {
		return process.Result{}, err
	}
	return p.Wait()
}

// TestLocalOpen: each test has directories, ports and a script of its own, and
// what one gave back is the next one's.
func TestLocalOpen(t *testing.T) {
	l := newLocal(t, Options{Ports: 3})
	a, b := open(t, l, Test{Path: "/d/a.t"}), open(t, l, Test{Path: "/d/a.t", Cases: []string{"x"}})
	if a.root == b.root || a.Script() == b.Script() || filepath.Base(a.work) != "a.t" || filepath.Base(b.work) != "a.t-x" {
		t.Errorf("%s and %s, %s and %s", a.work, b.work, a.Script(), b.Script())
	}
	if len(a.variables) != 3 || slices.ContainsFunc(a.variables, func(v [2]string) bool { return slices.Contains(b.variables, v) }) {
		t.Errorf("the ports are %v and %v", a.variables, b.variables)
	}
	work, ports := b.work, b.variables
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	c := open(t, l, Test{Path: "/d/a.t", Cases: []string{"x"}})
	if c.work != work || !slices.Equal(c.variables, ports) {
		t.Errorf("the next test has %s and %v, not %s and %v", c.work, c.variables, work, ports)
	}
}

// TestLocalCloseTwice: who closes a sandbox again does not take it from the test
// that has it now.
func TestLocalCloseTwice(t *testing.T) {
	l := newLocal(t, Options{Ports: 1})
	a := open(t, l, Test{Path: "/d/a.t"})
	if err := errors.Join(a.Close(), a.Close()); err != nil {
		t.Error(err)
	}
	b := open(t, l, Test{Path: "/d/b.t"})
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	c := open(t, l, Test{Path: "/d/c.t"})
	if b.root == c.root || slices.Equal(b.variables, c.variables) {
		t.Errorf("two tests have %s and %v", b.root, b.variables)
	}
	if err := errors.Join(l.Close(), l.Close()); err != nil {
		t.Error(err)
	}
}

// TestLocalPorts: a probe leases none, and when the place is closed, anybody can
// have them.
func TestLocalPorts(t *testing.T) {
	l := newLocal(t, Options{Ports: 2})
	probe := open(t, l, Test{Path: "/d/a.t", Probe: true})
	expectValues(t, values(t, probe.Env()), nil, []string{"PORT", "PORT1"})
	if filepath.Base(probe.work) != "probe" || probe.ports != nil {
		t.Errorf("a probe has %s and %v", probe.work, probe.ports)
	}
	s := open(t, l, Test{Path: "/d/a.t"})
	leased := s.ports.leases[0].port
	if other, err := tryLease(leased); err != nil || other != nil {
		t.Errorf("port %d can be had (%v)", leased, err)
	}
	if err := errors.Join(probe.Close(), s.Close(), l.Close()); err != nil {
		t.Fatal(err)
	}
	other, err := tryLease(leased)
	if err != nil || other == nil {
		t.Fatalf("port %d cannot be had again (%v)", leased, err)
	}
	other.release()
}

func TestLocalNames(t *testing.T) {
	l := newLocal(t, Options{Ports: 2})
	s := open(t, l, Test{Path: "/d/a.t"})
	want := []Name{
		{s.work, "$TESTTMP", false}, {s.root, "$CRAMTMP", false},
		{s.variables[0][1], "$PORT", true}, {s.variables[1][1], "$PORT1", true},
	}
	if got := s.Names(); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestLocalKeep(t *testing.T) {
	l := newLocal(t, Options{Keep: true})
	s := open(t, l, Test{Path: "/d/a.t"})
	name := filepath.Join(s.work, "left")
	if err := os.WriteFile(name, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), s.Close(), l.Close()); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(name); err != nil || !strings.HasPrefix(name, l.Dir()+string(filepath.Separator)) {
		t.Errorf("%s is not kept in %s (%v)", name, l.Dir(), err)
	}
}

// TestLocalNoPlace: where nothing can be made, that is an error, and ports are
// given back.
func TestLocalNoPlace(t *testing.T) {
	if _, err := NewLocal(Options{TmpDir: filepath.Join(t.TempDir(), "missing"), Shell: "/bin/sh"}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	l := newLocal(t, Options{Ports: 1})
	if err := os.RemoveAll(l.Dir()); err != nil {
		t.Fatal(err)
	}
	_, err := l.Open(t.Context(), Test{Path: "/d/a.t"})
	if err == nil || !strings.HasPrefix(err.Error(), "making the test's directories: ") || len(l.ports) != 1 {
		t.Errorf("%v, and %d ports were given back", err, len(l.ports))
	}
}

func TestLocalStart(t *testing.T) {
	l := newStarter(t, Options{})
	other := t.TempDir()
	if real, err := filepath.EvalSymlinks(other); err == nil {
		other = real
	}
	for name, test := range map[string]struct {
		command Command
		want    string // WORK and SCRIPT stand for the paths
		status  int
	}{
		"a command":         {Command{Path: "/bin/sh", Args: []string{"-c", `pwd; echo "$0 $1"; exit 3`, "a", "b"}}, "WORK\na b\n", 3},
		"elsewhere":         {Command{Path: "/bin/sh", Args: []string{"-c", "pwd"}, Dir: other}, other + "\n", 0},
		"a script":          {Command{Path: "/bin/sh", Script: `echo "$0 $#"; cat; pwd` + "\n"}, "SCRIPT 0\nWORK\n", 0},
		"a script, options": {Command{Path: "/bin/sh", Args: []string{"-e"}, Script: "false\necho not this\n"}, "", 1},
		"on stdin":          {Command{Path: "/bin/sh", Script: "echo $0 $#; exit 4\n", OnStdin: true}, "/bin/sh 0\n", 4},
		"both streams":      {Command{Path: "/bin/sh", Script: "echo a; echo b >&2; echo c\n"}, "a\nb\nc\n", 0},
		"its environment":   {Command{Path: "/bin/sh", Script: "echo $MINE $TESTFILE\n", Env: []string{"MINE=1"}}, "1\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, l, Test{Path: "/d/a.t"})
			var out bytes.Buffer
			test.command.Output = &out
			result, err := start(t, s, test.command)
			want := strings.NewReplacer("WORK", s.work, "SCRIPT", s.Script()).Replace(test.want)
			if err != nil || result.Status != test.status || out.String() != want {
				t.Errorf("%+v, %v, printed %q, want %q", result, err, out.String(), want)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestLocalScripts: a second script takes the place of the first, and has the name
// of the shell that runs it.
func TestLocalScripts(t *testing.T) {
	l := newStarter(t, Options{Shell: "/bin/sh"})
	s := open(t, l, Test{Path: "/d/a.t"})
	mine := filepath.Join(t.TempDir(), "myshell")
	if err := os.Symlink("/bin/sh", mine); err != nil {
		t.Skip(err)
	}
	for _, shell := range []string{"/bin/sh", mine} {
		var out bytes.Buffer
		if _, err := start(t, s, Command{Path: shell, Script: "echo $0\n", Output: &out}); err != nil || strings.TrimSpace(out.String()) != s.Script() {
			t.Errorf("%q, not %s (%v)", out.String(), s.Script(), err)
		}
		if filepath.Base(s.Script()) != filepath.Base(shell) {
			t.Errorf("the script is %s", s.Script())
		}
	}
}

func TestLocalStartFails(t *testing.T) {
	l := newStarter(t, Options{})
	s := open(t, l, Test{Path: "/d/a.t"})
	for _, onStdin := range []bool{false, true} {
		if _, err := start(t, s, Command{Path: "/nowhere/sh", Script: "true\n", OnStdin: onStdin, Output: new(bytes.Buffer)}); !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
	}
	if err := os.RemoveAll(filepath.Dir(s.Script())); err != nil {
		t.Fatal(err)
	}
	if _, err := start(t, s, Command{Path: "/bin/sh", Script: "true\n", OnStdin: true, Output: new(bytes.Buffer)}); err == nil {
		t.Error("a script that is not there was run")
	}
	if _, err := start(t, s, Command{Path: "/bin/other", Script: "true\n", Output: new(bytes.Buffer)}); err == nil || !strings.HasPrefix(err.Error(), "writing the script: ") {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// A watcher makes a file when it first sees a text.
type watcher struct {
	bytes.Buffer
	text, name string
	err        error
}

func (w *watcher) Write(p []byte) (int, error) {
	n, _ := w.Buffer.Write(p)
	if strings.Contains(w.String(), w.text) {
		w.text, w.err = "\x00", os.WriteFile(w.name, nil, 0o666)
	}
	return n, w.err
}

// TestLocalStreams: what a command prints is seen before it ends. It does not end
// before that.
func TestLocalStreams(t *testing.T) {
	l := newStarter(t, Options{})
	s := open(t, l, Test{Path: "/d/a.t"})
	w := &watcher{text: "first\n", name: filepath.Join(s.work, "seen")}
	result, err := start(t, s, Command{
		Path: "/bin/sh", Script: "echo first\nwhile ! test -e seen; do sleep 0.01; done\necho second\n", Output: w,
	})
	if err != nil || result.Status != 0 || w.String() != "first\nsecond\n" {
		t.Errorf("%+v, %v, printed %q", result, err, w.String())
	}
}

// TestLocalToFile: a file gets the output without us, and stderr can have its own.
func TestLocalToFile(t *testing.T) {
	l := newStarter(t, Options{})
	s := open(t, l, Test{Path: "/d/a.t"})
	dir := t.TempDir()
	create := func(name string) *os.File {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	out, stderr := create("out"), create("err")
	if _, err := start(t, s, Command{Path: "/bin/sh", Script: "echo a; echo b >&2\n", Output: out, Stderr: stderr}); err != nil {
		t.Fatal(err)
	}
	for f, want := range map[*os.File]string{out: "a\n", stderr: "b\n"} {
		if got, err := os.ReadFile(f.Name()); err != nil || string(got) != want {
			t.Errorf("%s has %q (%v)", f.Name(), got, err)
		}
	}
}

// TestLocalEnds: a command that prints too much, or whose time is over, is ended
// with what it started, and the error says why.
func TestLocalEnds(t *testing.T) {
	l := newStarter(t, Options{})
	t.Run("limit", func(t *testing.T) {
		s := open(t, l, Test{Path: "/d/a.t"})
		spool := &Spool{Dir: t.TempDir(), Limit: 1000}
		defer spool.Close()
		_, err := start(t, s, Command{Path: "/bin/sh", Script: "while :; do echo 0123456789; done\n", Output: spool})
		if limit, ok := errors.AsType[LimitError](err); !ok || limit.Limit != 1000 {
			t.Error(err)
		}
		if text, err := spool.Text(); err != nil || text != strings.Repeat("0123456789\n", 91)[:1000] {
			t.Errorf("%q (%v)", text, err)
		}
	})
	t.Run("time", func(t *testing.T) {
		s := open(t, l, Test{Path: "/d/a.t"})
		over := errors.New("over")
		ctx, cancel := context.WithCancelCause(t.Context())
		w := &watcher{text: "ready\n", name: filepath.Join(s.work, "seen")}
		stop := &canceller{w, func() { cancel(over) }}
		p, err := s.Start(ctx, Command{Path: "/bin/sh", Script: "sleep 1000 & echo ready; wait\n", Env: s.Env(), Output: stop})
		if err == nil {
			_, err = p.Wait()
		}
		if !errors.Is(err, over) {
			t.Error(err)
		}
	})
	t.Run("before", func(t *testing.T) {
		s := open(t, l, Test{Path: "/d/a.t"})
		over := errors.New("over")
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(over)
		p, err := s.Start(ctx, Command{Path: "/bin/sh", Script: "echo a >made\n", Env: s.Env(), Output: new(bytes.Buffer)})
		if err == nil {
			_, err = p.Wait()
		}
		if !errors.Is(err, over) {
			t.Error(err)
		}
	})
}

// A canceller calls a function when something was written.
type canceller struct {
	*watcher
	cancel func()
}

func (c *canceller) Write(p []byte) (int, error) {
	defer c.cancel()
	return c.watcher.Write(p)
}

func TestLocalHasProgram(t *testing.T) {
	l := newLocal(t, Options{})
	s := open(t, l, Test{Path: "/d/a.t"})
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mytool"), []byte("#!/bin/sh\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	env := []string{"PATH=/nowhere", "PATH=/nowhere" + string(filepath.ListSeparator) + dir}
	if !s.HasProgram("mytool", env) || s.HasProgram("othertool", env) || s.HasProgram("mytool", nil) {
		t.Error("a program is looked for elsewhere than on the PATH that is given")
	}
}

// TestLocalShellName: a shell is called what the links of its path lead to, and a file is
// where it was.
func TestLocalShellName(t *testing.T) {
	l := newLocal(t, Options{})
	s := open(t, l, Test{Path: "/d/a.t"})
	dir := t.TempDir()
	real, link := filepath.Join(dir, "dash"), filepath.Join(dir, "sh")
	if err := os.WriteFile(real, nil, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for path, want := range map[string]string{real: "dash", link: "dash", filepath.Join(dir, "ksh"): "ksh"} {
			if got := s.ShellName(path); got != want {
				t.Errorf("%s is called %s", path, got)
			}
		}
	}
	if there, err := s.Bring(real); there != real || err != nil {
		t.Errorf("%s is at %s, %v", real, there, err)
	}
}
