//go:build unix

package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dott/runner/config"
	"dott/runner/process"
	"dott/runner/service/copytree"
)

// tree describes all that is in a directory.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text := ""
		switch {
		case info.Mode().IsRegular():
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = string(b)
		case info.Mode().Type() == fs.ModeSymlink:
			if text, err = os.Readlink(path); err != nil {
				return err
			}
		}
		rel, _ := filepath.Rel(dir, path)
		all = append(all, fmt.Sprintf("%s %v %q", rel, info.Mode(), text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// data makes a directory with files of all kinds.
func data(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	var errs []error
	for _, d := range []string{"", "a", "a/b", "closed"} {
		errs = append(errs, os.Mkdir(filepath.Join(dir, d), 0o750))
	}
	for n := range 30 {
		name := filepath.Join(dir, []string{"", "a", "a/b", "closed"}[n%4], fmt.Sprint("f", n))
		errs = append(errs, os.WriteFile(name, []byte(strings.Repeat(fmt.Sprint(n), n*n)), []fs.FileMode{0o600, 0o644, 0o400}[n%3]))
	}
	errs = append(errs, os.Symlink("a/b", filepath.Join(dir, "link")), os.Chmod(filepath.Join(dir, "closed"), 0o550), syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.RemoveTree(dir) })
	return dir
}

func TestCopyTree(t *testing.T) {
	from := data(t)
	to := filepath.Join(t.TempDir(), "to")
	bytes, err := copytree.Copy(t.Context(), from, to)
	if err != nil || bytes == 0 {
		t.Fatal(bytes, err)
	}
	if err := os.Remove(filepath.Join(from, "pipe")); err != nil { // which is not copied
		t.Fatal(err)
	}
	if got, want := tree(t, to), tree(t, from); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if _, err := copytree.Copy(t.Context(), from, to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto a full one: %v", err)
	}
	if _, err := copytree.Copy(t.Context(), filepath.Join(from, "none"), filepath.Join(to, "x")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of none: %v", err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.ErrUnsupported)
	if _, err := copytree.Copy(ctx, from, filepath.Join(t.TempDir(), "to")); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("interrupted: %v", err)
	}
}

// TestReplicas: whatever was done to a copy, it becomes one again.
func TestReplicas(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells when a file was changed")
	}
	from, dir := data(t), t.TempDir()
	if err := os.Remove(filepath.Join(from, "pipe")); err != nil {
		t.Fatal(err)
	}
	want, r := tree(t, from), &replicas{}
	to := filepath.Join(dir, "0")
	if _, err := copytree.Copy(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	r.made(to)
	for n := range 40 {
		for range rand.IntN(8) {
			spoil(to, rand.IntN(30))
		}
		r.give("key", to, filepath.Join(dir, "used"))
		if to = filepath.Join(dir, fmt.Sprint(n+1)); os.Mkdir(to, 0o700) != nil {
			t.Fatal("no room")
		}
		ok, err := r.take(t.Context(), "key", from, to)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		if got := tree(t, to); got != want {
			t.Fatalf("%d: %s\nwant\n%s", n, got, want)
		}
	}
	if ok, err := r.take(t.Context(), "key", from, to); ok || err != nil {
		t.Errorf("one that is in use: %v, %v", ok, err)
	}
	t.Cleanup(func() { _ = process.RemoveTree(dir) })
}

// spoil does something to a directory, as far as that is possible.
func spoil(dir string, n int) {
	name := filepath.Join(dir, []string{"", "a", "a/b", "closed"}[n%4], fmt.Sprint("f", n))
	switch rand.IntN(9) {
	case 0:
		_ = os.Remove(name)
	case 1:
		_ = os.Chmod(name, 0o666)
	case 2:
		_ = os.WriteFile(name+"-new", []byte("x"), 0o666)
	case 3:
		_ = process.RemoveTree(filepath.Join(dir, "a"))
	case 4:
		_ = errors.Join(os.Remove(filepath.Join(dir, "link")), os.Mkdir(filepath.Join(dir, "link"), 0o777))
	case 5:
		_ = os.Chmod(filepath.Join(dir, "closed"), 0o777)
	case 6:
		_ = os.Rename(name, filepath.Join(dir, "moved"))
	case 7: // the same size, and the time of writing set back
		if info, err := os.Stat(name); err == nil {
			_ = os.WriteFile(name, []byte(strings.Repeat("x", int(info.Size()))), 0o666)
			_ = os.Chtimes(name, info.ModTime(), info.ModTime())
		}
	case 8:
		_ = errors.Join(os.Remove(name), os.Mkdir(name, 0o777))
	}
}

func TestStore(t *testing.T) {
	supervisor := process.NewSupervisor()
	defer supervisor.Close()
	s := store{dir: filepath.Join(t.TempDir(), "services"), supervisor: supervisor}
	r := &recipe{name: "db", service: config.Service{Keep: pointer(time.Hour)}}
	if all, err := s.list(); err != nil || len(all) != 0 || s.has("db-1") {
		t.Errorf("%v, %v", all, err)
	}
	from := data(t)
	if err := s.save(t.Context(), r, "db-1", filepath.Join(from, "none")); err == nil || !strings.HasPrefix(err.Error(), "writing the snapshot: ") {
		t.Error(err)
	}
	left := filepath.Join(s.dir, newPrefix+"db-1-left")
	if err := os.MkdirAll(filepath.Join(left, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if all, err := s.list(); err != nil || len(all) != 0 || s.has("db-1") {
		t.Errorf("what is half counts: %v, %v", all, err)
	}
	if err := s.save(t.Context(), r, "db-1", from); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Error("what was left is there still")
	}
	all, err := s.list()
	if err != nil || len(all) != 1 || all[0].Service != "db" || all[0].Key != "db-1" || all[0].Bytes == 0 || all[0].Keep != time.Hour || !s.has("db-1") {
		t.Errorf("%+v, %v", all, err)
	}
	if err := s.remove(t.Context(), "db-1"); err != nil || s.has("db-1") {
		t.Error(err)
	}
	if err := s.remove(t.Context(), "db-1"); err == nil {
		t.Error("it is removed twice")
	}
}

func TestProgram(t *testing.T) {
	for command, want := range map[string]string{
		"redis-server --port 1": "redis-server", "exec redis-server": "redis-server", "\n  exec ./x y\nz": "./x", "exec": "exec",
		"A=b x": "", "$X y": "", "": "", "if x; then": "", "cd x && y": "", "(x)": "", "'x y'": "",
	} {
		if got := program(command); got != want {
			t.Errorf("%q: %q, want %q", command, got, want)
		}
	}
}

func TestEndOf(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if text, cut := endOf(path, 0); text != "" || cut {
		t.Errorf("no file: %q", text)
	}
	long := strings.Repeat("a line of a log\n", 10000) + "the \xff end"
	if err := os.WriteFile(path, []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	text, cut := endOf(path, 0)
	if !cut || len(text) > logLimit+2 || !strings.HasPrefix(text, "a line of a log\n") || !strings.HasSuffix(text, "\nthe \uFFFD end") {
		t.Errorf("%d, %v, %q", len(text), cut, text[:20])
	}
	if text, cut := endOf(path, int64(len(long)-9)); text != "the \uFFFD end" || cut {
		t.Errorf("%q", text)
	}
}

func TestInCell(t *testing.T) {
	s := inCell(config.Service{
		Command: "x {pg} ${pg} {other}", Image: "postgres:{pg}", Inputs: []string{"{pg}.sql"}, Env: map[string]string{"A": "{pg}"},
		Prepare: config.Prepare{Running: "{pg}"},
	}, map[string]string{"pg": "15"})
	if s.Command != "x 15 ${pg} {other}" || s.Image != "postgres:15" || s.Inputs[0] != "15.sql" || s.Env["A"] != "15" || s.Prepare.Running != "15" {
		t.Errorf("%+v", s)
	}
	services := New(Options{Config: config.Config{Matrix: config.Matrix{Axes: map[string]config.Axis{"pg": {Values: []string{"14", "15"}}, "x": {}}}}})
	for cell, want := range map[string]string{"": "14", "pg=15": "15", "a=1,pg=15,z=2": "15"} {
		if got := services.versions(cell)["pg"]; got != want {
			t.Errorf("%s: %s", cell, got)
		}
	}
}

// FuzzLogProbe: a text is found however it arrives.
func FuzzLogProbe(f *testing.F) {
	f.Add("starting\nready to accept\n", 3)
	f.Add("ready", 1)
	f.Fuzz(func(t *testing.T, text string, step int) {
		if step <= 0 || len(text) > 1000 {
			return
		}
		i := &instance{recipe: &recipe{service: config.Service{ReadyLog: "(?m)^ready"}}, logPath: filepath.Join(t.TempDir(), "log")}
		p := (&starter{&Services{}}).probes(i)[0]
		file, err := os.Create(i.logPath)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		found := false
		for part := range slices.Chunk([]byte(text), step) {
			if _, err := file.Write(part); err != nil {
				t.Fatal(err)
			}
			found = p(t.Context()) == nil || found
		}
		if want := strings.HasPrefix(text, "ready") || strings.Contains(text, "\nready"); found != want {
			t.Errorf("found: %v", found)
		}
	})
}
