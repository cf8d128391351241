package place

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"dott/runner/process"
)

// TestLease: leased ports are nobody else's until they are released, and can be listened
// on.
func TestLease(t *testing.T) {
	a, err := NewLease(3)
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewLease(2)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Release()
	seen := map[int]bool{}
	for _, port := range append(a.Numbers(), b.Numbers()...) {
		if seen[port] {
			t.Errorf("port %d is leased twice", port)
		}
		seen[port] = true
		if other, err := tryLease(port); other != nil || err != nil {
			t.Errorf("port %d can be had (%v)", port, err)
		}
		l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
		if err != nil {
			t.Error(err)
			continue
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(seen) != 5 {
		t.Errorf("leased %v and %v", a.Numbers(), b.Numbers())
	}
	ports := a.Numbers()
	a.Release()
	a.Release()
	if left := a.Numbers(); len(left) > 0 {
		t.Errorf("%v after the release", left)
	}
	for _, port := range ports {
		other, err := tryLease(port)
		if err != nil || other == nil {
			t.Errorf("port %d cannot be had again (%v)", port, err)
			continue
		}
		other.release()
	}
	if none, err := NewLease(0); err != nil || len(none.Numbers()) > 0 {
		t.Errorf("%v, %v", none, err)
	}
}

// TestDirectory: it is there until it is closed, with all that was put into it, or stays
// where it is to be kept.
func TestDirectory(t *testing.T) {
	supervisor := process.NewSupervisor()
	t.Cleanup(supervisor.Close)
	parent, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, keep := range []bool{false, true} {
		d, err := NewDirectory(parent, keep, supervisor)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Dir(d.Path()) != parent {
			t.Errorf("%s is not in %s", d.Path(), parent)
		}
		file := filepath.Join(d.Path(), "sub", "x")
		if err := errors.Join(os.Mkdir(filepath.Dir(file), 0o777), os.WriteFile(file, nil, 0o444), d.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(file); (err == nil) != keep {
			t.Errorf("keep %v: %v", keep, err)
		}
	}
	if _, err := NewDirectory(filepath.Join(parent, "missing"), false, supervisor); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
