package project

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/runner/config"
	"dott/runner/coverage"
	"dott/runner/covermap"
	"dott/runner/process"
	"dott/runner/state"
	"dott/runner/tooltest"
)

// repositories are how a repository with the files of the working directory is
// made, and what a commit of everything is.
var repositories = map[string]struct{ begin, commit [][]string }{
	"git": {[][]string{{"init", "-q"}}, [][]string{{"add", "-A"}, {"commit", "-qm", "x"}}},
	"hg":  {[][]string{{"init"}}, [][]string{{"addremove", "-q"}, {"commit", "-qm", "x"}}},
}

// each runs a test in a repository of each kind.
func each(t *testing.T, test func(t *testing.T, dir string, commit func())) {
	for vcs := range repositories {
		t.Run(vcs, func(t *testing.T) {
			dir, commit := repository(t, vcs)
			test(t, dir, commit)
		})
	}
}

// repository makes a repository with the files a, b and sub/c in the working
// directory, and returns a function that commits everything.
func repository(t *testing.T, vcs string) (dir string, commit func()) {
	t.Helper()
	tooltest.Need(t, vcs)
	for _, v := range []string{"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "HGUSER"} {
		t.Setenv(v, "test")
	}
	t.Setenv("HGPLAIN", "1")
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	t.Chdir(dir)
	run := func(commands [][]string) {
		t.Helper()
		for _, args := range commands {
			if out, err := exec.Command(vcs, args...).CombinedOutput(); err != nil {
				t.Fatalf("%s %q: %v\n%s", vcs, args, err, out)
			}
		}
	}
	write(t, "a", "b", "sub/c")
	run(repositories[vcs].begin)
	commit = func() { t.Helper(); run(repositories[vcs].commit) }
	commit()
	return dir, commit
}

func write(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		must(t, os.MkdirAll(filepath.Dir(name), 0o777))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
		must(t, err)
		_, err = f.WriteString("more\n")
		must(t, errors.Join(err, f.Close()))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// names returns paths as they are named below a folder, in order.
func names(dir string, paths []string) (names []string) {
	for _, p := range paths {
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			rel = p
		}
		names = append(names, filepath.ToSlash(rel))
	}
	slices.Sort(names)
	return names
}

func TestSince(t *testing.T) {
	each(t, func(t *testing.T, dir string, commit func()) {
		check := func(revision string, changed, gone, untracked []string) {
			t.Helper()
			c, err := NewHistory(filepath.Join(dir, "sub")).Since(t.Context(), revision)
			if err != nil {
				t.Fatal(err)
			}
			for _, list := range []struct {
				what      string
				got, want []string
			}{{"changed", c.Changed, changed}, {"gone", c.Gone, gone}, {"untracked", c.Untracked, untracked}} {
				if got := names(dir, list.got); !slices.Equal(got, list.want) {
					t.Errorf("since %q %s: %q, want %q", revision, list.what, got, list.want)
				}
			}
		}
		first := NewHistory(dir).Revision(t.Context())
		if first == "" {
			t.Fatal("no revision")
		}
		check("", nil, nil, nil)
		write(t, "sub/c", "new 1")
		must(t, os.Remove("b"))
		check("", []string{"new 1", "sub/c"}, []string{"b"}, []string{"new 1"})
		commit()
		check("", nil, nil, nil)
		write(t, "a")
		check("", []string{"a"}, nil, nil)
		check(first, []string{"a", "new 1", "sub/c"}, []string{"b"}, nil)

		h := NewHistory(dir)
		for _, revision := range []string{"nowhere", "--output=x"} {
			if _, err := h.Since(t.Context(), revision); err == nil {
				t.Errorf("%q is a revision", revision)
			}
		}
		ended, cancel := context.WithCancelCause(t.Context())
		cause := errors.New("enough")
		cancel(cause)
		if _, err := h.Since(ended, ""); !errors.Is(err, cause) {
			t.Errorf("error %v", err)
		}
	})
}

func TestChanged(t *testing.T) {
	each(t, func(t *testing.T, dir string, commit func()) {
		must(t, os.Symlink("sub", "link"))
		commit()
		write(t, "sub/c")
		changed, err := Changed(t.Context(), dir, "")
		must(t, err)
		for name, want := range map[string]bool{"a": false, "sub/c": true, "link/c": true, "none": false} {
			if changed(filepath.Join(dir, name)) != want {
				t.Errorf("whether %s changed: %v", name, !want)
			}
		}
	})
}

func TestNoRepository(t *testing.T) {
	dir := t.TempDir()
	if _, err := Changed(t.Context(), dir, ""); err == nil || err.Error() != dir+" is not in a repository of git or Mercurial" {
		t.Errorf("error %v", err)
	}
	if root, vcs := Repository(dir); root != "" || vcs != "" {
		t.Errorf("%s is in %s of %s", dir, root, vcs)
	}
	if r := NewHistory(dir).Revision(t.Context()); r != "" {
		t.Errorf("revision %q", r)
	}
}

// TestOurs: files that dott writes, now or at another time.
func TestOurs(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	t.Chdir(dir)
	p, err := Open(options(dir))
	must(t, err)
	ours := p.ours()
	for name, want := range map[string]bool{
		"now.xml": true, "before.xml": true, "cov/x/y": true, "cov": true, "a.t.err": true, "a.t#case.err": true, "b.sh.err": true,
		"x.err": false, "a.t": false, "src/x": false, "coverage": false,
	} {
		if ours(filepath.Join(dir, name)) != want {
			t.Errorf("whether %s is ours: %v", name, !want)
		}
	}
	for name, want := range map[string]bool{"a.t": true, "x/y.sh": true, "src/x": false} {
		if p.isTest(filepath.Join(dir, name)) != want {
			t.Errorf("whether %s is a test: %v", name, !want)
		}
	}
	if got := names(dir, p.around()); !slices.Equal(got, []string{"dott.toml", "setup.sh"}) {
		t.Errorf("around the tests: %q", got)
	}
}

func options(dir string) Options {
	return Options{
		Dir: dir, Base: dir, CoverDir: "cov", Reports: []string{"now.xml"}, Foreign: []string{"*.sh"},
		Around:   []string{"dott.toml", filepath.Join(dir, "setup.sh")},
		IsReport: func(path string) bool { return filepath.Base(path) == "before.xml" },
	}
}

// TestAffected: what ran a source that changed is affected, and everything by a
// file of which nothing is known; reports are neither.
func TestAffected(t *testing.T) {
	dir, commit := repository(t, "git")
	write(t, "one.t", "two.t", "src/one", "src/two")
	commit()
	cache := t.TempDir()
	records := state.Open(dir, func(name string) string { return map[string]string{"XDG_CACHE_HOME": cache}[name] })
	load := func() (*covermap.Map, error) { return covermap.Load(records) }
	affected := func() string {
		t.Helper()
		p, err := Open(options(dir))
		must(t, err)
		a, err := p.Affected(t.Context(), "", load)
		must(t, errors.Join(err, a.Unread))
		said := a.Why
		for _, name := range []string{"one.t", "two.t"} {
			if a.Test(name, filepath.Join(dir, name)) {
				said += " " + name
			}
		}
		return said
	}
	expect := func(want string) {
		t.Helper()
		if got := affected(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	expect("nothing was traced or measured yet; dott --trace or dott --cover does that one.t two.t")
	measure(t, dir, records, "one", "two")
	expect("")
	write(t, "now.xml", "before.xml", "one.t.err", "cov/x")
	expect("")
	write(t, "src/one")
	expect(" one.t")
	measure(t, dir, records, "one")
	write(t, "two.t")
	expect(" one.t two.t") // src/one differs from the revision that is checked out
	commit()
	measure(t, dir, records, "one", "two")
	expect("")
	write(t, "setup.sh")
	if got := affected(); !strings.HasSuffix(got, " one.t two.t") || !strings.Contains(got, "setup.sh") {
		t.Errorf("%q", got)
	}
}

// measure records that each test ran the source of its name.
func measure(t *testing.T, dir string, records *state.Project, tests ...string) {
	t.Helper()
	p, err := Open(options(dir))
	must(t, err)
	origin, err := p.Origin(t.Context())
	must(t, err)
	supervisor := process.NewSupervisor()
	defer supervisor.Close()
	session, err := coverage.Open(t.Context(), coverage.Options{
		Config: config.Coverage{Tool: "custom", Env: map[string]string{"DATA": "{dir}"}},
		Base:   dir, Root: dir, Dir: filepath.Join(dir, "cov"), Jobs: 1, Supervisor: supervisor,
	})
	must(t, err)
	for _, name := range tests {
		env, ended := session.Begin(t.Context(), coverage.Test{Key: name + ".t", Name: name + ".t", File: filepath.Join(dir, name+".t")})
		must(t, os.WriteFile(filepath.Join(env["DATA"], "x.info"), []byte("SF:"+filepath.Join(dir, "src", name)+"\nDA:1,1\nend_of_record\n"), 0o666))
		ended(true)
	}
	result, err := session.Finish(t.Context())
	must(t, err)
	must(t, covermap.Record(t.Context(), records, p.Root, origin, &result.Run))
}
