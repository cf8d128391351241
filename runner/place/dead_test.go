package place

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDead: a new run removes what a dead one left, with the sandboxes beside it,
// and nothing else.
func TestDead(t *testing.T) {
	tmp := t.TempDir()
	start := func(keep bool) (*directories, *box) {
		r, err := newDirectories(tmp, "/bin/sh", false, false, keep, nil)
		if err != nil {
			t.Fatal(err)
		}
		s, err := r.take("a.t")
		if err != nil {
			t.Fatal(err)
		}
		return r, s
	}
	dead, deadBox := start(false)
	if err := os.WriteFile(filepath.Join(deadBox.work, "left"), nil, 0o444); err != nil {
		t.Fatal(err)
	}
	alive, aliveBox := start(false)
	_, keptBox := start(true)
	foreign := filepath.Join(tmp, namePrefix+"foreign")
	if err := os.Mkdir(foreign, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(foreign+"-1", nil, 0o666); err != nil {
		t.Fatal(err)
	}
	// The system ends the locks of what dies.
	if err := dead.lock.Close(); err != nil {
		t.Fatal(err)
	}
	next, _ := start(false)
	for path, there := range map[string]bool{
		dead.dir: false, deadBox.root: false, alive.dir: true, aliveBox.work: true, keptBox.work: true, foreign: true, foreign + "-1": true, next.dir: true,
	} {
		if _, err := os.Lstat(path); (err == nil) != there {
			t.Errorf("%s is there: %v", path, err == nil)
		}
	}
	if err := next.remove(); err != nil {
		t.Error(err)
	}
	if err := alive.remove(); err != nil {
		t.Error(err)
	}
	removeDead(filepath.Join(tmp, "missing")) // nothing, without a word
}
