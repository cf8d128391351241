package place

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestCopyInto: a copy has the files with their modes, links as links, and nothing that
// an earlier run of the test left.
func TestCopyInto(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Join(from, "sub", "deep"), 0o777))
	must(os.MkdirAll(filepath.Join(from, "run.t.d"), 0o777))
	must(os.MkdirAll(filepath.Join(from, "closed"), 0o777))
	for name, mode := range map[string]os.FileMode{
		"run.t": 0o644, "run.t.err": 0o644, "run.t#a.err": 0o644, "run.t [db=1].err": 0o644, "run.t#a [db=1].err": 0o644,
		"run.t.d/a.err": 0o644, "run.test.err": 0o644, "closed/a": 0o600, "other.err": 0o600, "sub/run.t.err": 0o644, "sub/deep/program": 0o755, "sub/deep/read-only": 0o444,
	} {
		must(os.WriteFile(filepath.Join(from, name), []byte(name), 0o600))
		must(os.Chmod(filepath.Join(from, name), mode))
	}
	if runtime.GOOS != "windows" {
		must(os.Symlink("sub/deep", filepath.Join(from, "link")))
		must(os.Symlink("nowhere", filepath.Join(from, "dangling")))
		must(os.Chmod(filepath.Join(from, "sub"), 0o750))
		must(os.Chmod(filepath.Join(from, "closed"), 0o500))
		t.Cleanup(func() { _ = os.Chmod(filepath.Join(from, "closed"), 0o700) })
	}
	must(copyInto(to, from, "run.t"))
	for name, mode := range map[string]os.FileMode{
		"run.t": 0o644, "run.t.d/a.err": 0o644, "run.test.err": 0o644, "closed/a": 0o600, "other.err": 0o600, "sub/run.t.err": 0o644, "sub/deep/program": 0o755, "sub/deep/read-only": 0o444,
	} {
		info, err := os.Lstat(filepath.Join(to, name))
		must(err)
		if runtime.GOOS != "windows" && info.Mode() != mode {
			t.Errorf("%s has the mode %v, want %v", name, info.Mode(), mode)
		}
		if data, err := os.ReadFile(filepath.Join(to, name)); string(data) != name || err != nil {
			t.Errorf("%s has %q, %v", name, data, err)
		}
	}
	for _, name := range []string{"run.t.err", "run.t#a.err", "run.t [db=1].err", "run.t#a [db=1].err"} {
		if _, err := os.Lstat(filepath.Join(to, name)); !os.IsNotExist(err) {
			t.Errorf("%s was copied", name)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]string{"link": "sub/deep", "dangling": "nowhere"} {
		if got, err := os.Readlink(filepath.Join(to, name)); got != want || err != nil {
			t.Errorf("%s leads to %q, %v", name, got, err)
		}
	}
	for name, mode := range map[string]os.FileMode{"sub": 0o750, "closed": 0o700} { // the test may write in each
		if info, err := os.Stat(filepath.Join(to, name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has the mode %v, %v", name, info.Mode(), err)
		}
	}
}

// TestLocalCopy: a test that runs in a copy has it in its directory, alone; what cannot be
// copied is named, and nothing is left of the copy.
func TestLocalCopy(t *testing.T) {
	from := t.TempDir()
	if err := os.WriteFile(filepath.Join(from, "data"), []byte("original"), 0o666); err != nil {
		t.Fatal(err)
	}
	l := newLocal(t, Options{Ports: 1})
	test := Test{Path: filepath.Join(from, "run.t"), Copy: true}
	a := open(t, l, test)
	if err := os.WriteFile(filepath.Join(a.work, "data"), []byte("changed"), 0o666); err != nil {
		t.Fatal(err)
	}
	b := open(t, l, test)
	for name, want := range map[string]string{filepath.Join(b.work, "data"): "original", filepath.Join(from, "data"): "original"} {
		if got, err := os.ReadFile(name); string(got) != want || err != nil {
			t.Errorf("%s has %q, %v", name, got, err)
		}
	}
	if err := errors.Join(a.Close(), b.Close()); err != nil {
		t.Error(err)
	}

	socket, err := net.Listen("unix", filepath.Join(from, "s"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Open(t.Context(), test)
	if want := "copying the test's directory: " + filepath.Join(from, "s") + " is neither a file nor a directory"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if err := socket.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(from); err != nil {
		t.Fatal(err)
	}
	if _, err = l.Open(t.Context(), test); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if len(l.ports) != 2 {
		t.Errorf("%d ports of the two were given back", len(l.ports))
	}
}
