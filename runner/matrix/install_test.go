//go:build unix

package matrix

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestInstallOnce: of many that want a version at the same time, in one run or in
// several, one builds it; later runs find it.
func TestInstallOnce(t *testing.T) {
	dir, text := upstream(t)
	var wg sync.WaitGroup
	for range 3 {
		m := open(t, dir, text)
		all := cells(t, m, "tool!=v2.0.0-rc1")
		for range 2 {
			wg.Go(func() {
				for _, c := range all {
					p, err := m.Prepare(t.Context(), c)
					if err != nil {
						t.Error(err)
						return
					}
					if out, err := (commands{m}).output(t.Context(), `tool; "$TOOL"`, p.Environ(m.Env)); err != nil || out != strings.Repeat("tool "+c.Versions[0].Name+"\n", 2) {
						t.Errorf("%s: %q, %v", c.Name, out, err)
					}
				}
			})
		}
	}
	wg.Wait()
	if got := read(t, filepath.Join(dir, "built")); len(strings.Fields(got)) != 3 {
		t.Errorf("built: %q", got)
	}
	if got := read(t, filepath.Join(dir, "listed")); got != "asked\nasked\nasked\n" {
		t.Errorf("listed: %q, which is not once a run", got)
	}
	m := open(t, dir, strings.Replace(text, "sh build", "sh ./build", 1))
	if _, err := m.Prepare(t.Context(), cells(t, m, "tool=v2.0.0")[0]); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(dir, "built")); len(strings.Fields(got)) != 4 {
		t.Errorf("built with another recipe: %q", got)
	}
}

// TestInstallFails: the error has the end of what the recipe printed, it holds for
// the run, and nothing counts as installed.
func TestInstallFails(t *testing.T) {
	dir, text := upstream(t)
	m := open(t, dir, text)
	c := cells(t, m, "tool=v2.0.0-rc1")[0]
	for range 2 {
		_, err := m.Prepare(t.Context(), c)
		if err == nil || !strings.Contains(err.Error(), "installing tool v2.0.0-rc1: exit status 3; the end of "+m.Cache+"/installed/tool/v2.0.0-rc1-") ||
			!strings.Contains(err.Error(), "/log:\n  $ sh build v2.0.0-rc1 '"+m.Cache) || !strings.HasSuffix(err.Error(), "\n  no compiler for v2.0.0-rc1") {
			t.Fatal(err)
		}
	}
	if got := read(t, filepath.Join(dir, "built")); got != "v2.0.0-rc1\n" {
		t.Errorf("built: %q", got)
	}
	if i, ok := m.Installation(c.Versions[0]); !ok || i.Complete {
		t.Errorf("%+v, %t", i, ok)
	}
	if left := trees(t, m); len(left) > 0 {
		t.Errorf("%q is left", left)
	}
	// The next run tries again.
	write(t, filepath.Join(dir, "build"), strings.Replace(read(t, filepath.Join(dir, "build")), "exit 3", "true", 1))
	m = open(t, dir, text)
	if _, err := m.Prepare(t.Context(), c); err != nil {
		t.Error(err)
	}
	for recipe, want := range map[string]string{
		"echo done # {dir}":            "the command succeeded and put nothing into {dir}; the end of ",
		"echo much; sleep 60; : {dir}": "it took more than 200ms and was ended; the end of ",
		"no-such-tool {dir}":           "exit status 127; the end of ",
	} {
		m := open(t, dir, "[matrix.x]\nvalues = [\"1\"]\ninstall = \""+recipe+"\"\n")
		m.InstallLimit = 200 * time.Millisecond
		if _, err := m.Prepare(t.Context(), cells(t, m, "x")[0]); err == nil || !strings.Contains(err.Error(), "installing x 1: "+want) {
			t.Errorf("%s: %v", recipe, err)
		}
	}
	m = open(t, dir, text)
	m.Cache = ""
	if _, err := m.Prepare(t.Context(), c); err == nil || !strings.Contains(err.Error(), "set HOME or XDG_CACHE_HOME") {
		t.Errorf("without a cache: %v", err)
	}
}

func trees(t *testing.T, m *Matrix) []string {
	found, err := fs.Glob(os.DirFS(m.Cache), "installed/*/*/tree-*")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const slow = "[matrix.x]\nvalues = [\"1\"]\ninstall = \"echo a >{dir}/a; echo begun; while test ! -e go -a -e \\\"$PWD\\\"; do sleep 0.02; done; echo b >{dir}/b\"\n"

// TestInstallCancelled: what is interrupted leaves no tree, and one who waits for
// the lock can be interrupted as well.
func TestInstallCancelled(t *testing.T) {
	dir := t.TempDir()
	m, other := open(t, dir, slow), open(t, dir, slow)
	c := cells(t, m, "x")[0]
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, m := range []*Matrix{m, other} {
		wg.Go(func() {
			if _, err := m.Prepare(ctx, c); !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	wait(t, func() bool { return len(trees(t, m)) == 1 })
	cancel()
	wg.Wait()
	if i, _ := m.Installation(c.Versions[0]); i.Complete || len(trees(t, m)) > 0 {
		t.Errorf("%+v, %q", i, trees(t, m))
	}
}

func wait(t *testing.T, until func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !until(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited for nothing")
		}
	}
}

// TestInstallKilled: a process that is killed in an install leaves its lock free
// and nothing that counts; what its recipe writes later goes to a tree of its own.
func TestInstallKilled(t *testing.T) {
	if dir := os.Getenv("DOTT_TEST_INSTALL"); dir != "" {
		m := open(t, dir, slow)
		_, err := m.Prepare(t.Context(), cells(t, m, "x")[0])
		t.Fatal("installed", err)
	}
	dir := t.TempDir()
	m := open(t, dir, slow)
	c := cells(t, m, "x")[0]
	cmd := exec.Command(os.Args[0], "-test.run=^TestInstallKilled$")
	cmd.Env = append(os.Environ(), "DOTT_TEST_INSTALL="+dir, "TMPDIR="+t.TempDir()) // which it cannot remove itself
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = bufio.NewReader(out).WriteTo(os.Stderr) }()
	begun := func() bool {
		found, _ := fs.Glob(os.DirFS(m.Cache), "installed/x/*/tree-*/a")
		return len(found) == 1
	}
	wait(t, begun)
	first := trees(t, m)[0]
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if i, _ := m.Installation(c.Versions[0]); i.Complete {
		t.Errorf("%+v is complete", i)
	}
	write(t, filepath.Join(dir, "go"), "")
	if _, err := m.Prepare(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	i, _ := m.Installation(c.Versions[0])
	left := trees(t, m)
	if !i.Complete || i.Bytes != 4 || len(left) != 1 || left[0] == first {
		t.Errorf("%+v, %q after %q", i, left, first)
	}
}

// TestInstallBroken: an entry whose tree or marker was damaged is built again.
func TestInstallBroken(t *testing.T) {
	dir, text := upstream(t)
	for n, damage := range []func(entry, tree string) error{
		func(_, tree string) error { return os.RemoveAll(tree) },
		func(entry, _ string) error { return os.Remove(filepath.Join(entry, "complete")) },
		func(entry, _ string) error {
			return os.WriteFile(filepath.Join(entry, "complete"), []byte("{\"tree\":"), 0o600)
		},
		func(entry, _ string) error {
			return os.WriteFile(filepath.Join(entry, "complete"), []byte(`{"tree":"../.."}`), 0o600)
		},
	} {
		m := open(t, dir, text)
		c := cells(t, m, "tool=v1.9.0")[0]
		if _, err := m.Prepare(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		i, _ := m.Installation(c.Versions[0])
		if err := damage(i.Dir, filepath.Join(m.Cache, trees(t, m)[0])); err != nil {
			t.Fatal(err)
		}
		m = open(t, dir, text)
		p, err := m.Prepare(t.Context(), c)
		if err != nil {
			t.Fatal(n, err)
		}
		if out, err := (commands{m}).output(t.Context(), "tool", p.Environ(m.Env)); err != nil || out != "tool v1.9.0\n" {
			t.Errorf("%d: %q, %v", n, out, err)
		}
	}
}

// TestPrune: what is not wanted any more goes, and so does what killed attempts
// left.
func TestPrune(t *testing.T) {
	dir, text := upstream(t)
	m := open(t, dir, text)
	for _, c := range cells(t, m, "tool!=v2.0.0-rc1") {
		if _, err := m.Prepare(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = m.Prepare(t.Context(), cells(t, m, "tool=v2.0.0-rc1")[0])
	kept, _ := m.Installation(cells(t, m, "tool=v2.0.0")[0].Versions[0])
	write(t, filepath.Join(kept.Dir, "tree-killed", "x"), "x")
	readOnly := filepath.Join(m.Cache, "installed", "gone", "3-x", "tree-1", "ro")
	write(t, filepath.Join(readOnly, "f"), "x")
	if err := os.Chmod(readOnly, 0o500); err != nil {
		t.Fatal(err)
	}
	m = open(t, dir, strings.Replace(text, "all, v2.0.0-rc1", "latest 1", 1))
	removed, err := m.Prune(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range removed {
		if r.Bytes == 0 {
			t.Errorf("%+v had nothing in it", r)
		}
		names = append(names, r.String())
	}
	if got := strings.Join(names, " "); got != "gone=3 tool=v1.9.0 tool=v1.10.0 tool=v2.0.0-rc1" {
		t.Errorf("removed %s", got)
	}
	if left := trees(t, m); len(left) != 1 || left[0] == "tree-killed" {
		t.Errorf("%q is left", left)
	}
	if i, _ := m.Installation(cells(t, m, "all")[0].Versions[0]); !i.Complete || i.Name != "v2.0.0" {
		t.Errorf("%+v", i)
	}
	if removed, err := m.Prune(t.Context()); len(removed) > 0 || err != nil {
		t.Errorf("once more: %v, %v", removed, err)
	}
	// An axis whose versions are not known keeps them.
	m = open(t, dir, strings.Replace(text, "echo asked >>listed; cat published", "false", 1))
	if removed, err := m.Prune(t.Context()); len(removed) > 0 || err == nil || !strings.Contains(err.Error(), "nothing of axis tool is removed") {
		t.Errorf("without a list: %v, %v", removed, err)
	}
	m = open(t, dir, "")
	if removed, err := m.Prune(t.Context()); len(removed) != 1 || err != nil {
		t.Errorf("without an axis: %v, %v", removed, err)
	}
}
