//go:build unix

package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// never is longer than anything here may take.
const never = 20 * time.Second

// soon runs what must come to an end.
func soon(t *testing.T, name string, act func()) {
	t.Helper()
	done := make(chan bool)
	go func() { act(); close(done) }()
	select {
	case <-done:
	case <-time.After(never):
		t.Fatalf("%s waits", name)
	}
}

// TestPipe: a pipe in the place of a file, or of the lock, is waited for by nobody.
func TestPipe(t *testing.T) {
	for _, name := range []string{"tests", "lock"} {
		p := project(t)
		if err := os.MkdirAll(p.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(p.dir, name)
		if err := unix.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		soon(t, name, func() {
			if got := p.Load(); len(got) != 0 {
				t.Errorf("%v", got)
			}
			save(t, p, map[string]Record{"a.t": {Seconds: 1, Failed: true}})
			if got := p.Load(); !got["a.t"].Failed {
				t.Errorf("%s: a pipe: %v is known", name, got)
			}
			if _, err := ReadFile(path); err == nil && name == "lock" {
				t.Error("a pipe was read")
			}
		})
	}
}

// TestHeldLock: a lock that another has and keeps is waited for a moment, and what
// there is to save is saved.
func TestHeldLock(t *testing.T) {
	p := project(t)
	unlock, err := Lock(t.Context(), filepath.Join(p.dir, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	soon(t, "a held lock", func() { save(t, p, map[string]Record{"a.t": {Seconds: 1, Failed: true}}) })
	if got := p.Load(); !got["a.t"].Failed {
		t.Errorf("%v is known", got)
	}
	// Lock itself waits as long as it may.
	ctx, cancel := context.WithTimeoutCause(t.Context(), 20*time.Millisecond, errors.ErrUnsupported)
	defer cancel()
	if _, err := Lock(ctx, filepath.Join(p.dir, "lock")); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("%v", err)
	}
	unlock()
	unlock, err = Lock(t.Context(), filepath.Join(p.dir, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	unlock()
}

// TestWithin: what does not come back is given up, and its place is not asked
// again.
func TestWithin(t *testing.T) {
	if n, err := within(never, func() (int, error) { return 7, os.ErrExist }); n != 7 || err != os.ErrExist {
		t.Errorf("%d, %v", n, err)
	}
	forever := make(chan bool)
	defer close(forever)
	n, err := within(time.Millisecond, func() (int, error) { <-forever; return 7, nil })
	if n != 0 || err != errSlow {
		t.Errorf("%d, %v", n, err)
	}
	p := project(t)
	save(t, p, map[string]Record{"a.t": {Seconds: 1, Failed: true}})
	p.noted(err)
	if got := p.Load(); len(got) != 0 {
		t.Errorf("%v is known", got)
	}
	if err := p.Save(map[string]Record{"b.t": {}}); err != errSlow {
		t.Errorf("%v", err)
	}
}
