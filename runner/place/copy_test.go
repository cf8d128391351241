package place

import (
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
	for name, mode := range map[string]os.FileMode{
		"run.t": 0o644, "run.t.err": 0o644, "run.t#a.err": 0o644, "other.err": 0o600, "sub/run.t.err": 0o644, "sub/deep/program": 0o755, "sub/deep/read-only": 0o444,
	} {
		must(os.WriteFile(filepath.Join(from, name), []byte(name), 0o600))
		must(os.Chmod(filepath.Join(from, name), mode))
	}
	if runtime.GOOS != "windows" {
		must(os.Symlink("sub/deep", filepath.Join(from, "link")))
		must(os.Symlink("nowhere", filepath.Join(from, "dangling")))
		must(os.Chmod(filepath.Join(from, "sub"), 0o750))
	}
	must(copyInto(to, from, "run.t"))
	for name, mode := range map[string]os.FileMode{
		"run.t": 0o644, "other.err": 0o600, "sub/run.t.err": 0o644, "sub/deep/program": 0o755, "sub/deep/read-only": 0o444,
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
	for _, name := range []string{"run.t.err", "run.t#a.err"} {
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
	if info, err := os.Stat(filepath.Join(to, "sub")); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("sub has the mode %v, %v", info.Mode(), err)
	}
}
