package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	oldText   = "  $ echo a\n"
	newText   = "  $ echo a\n  a\n"
	savedText = "The user's own words.\n\n  $ echo b\n"
)

// An editor saves a file in steps, one after another. The last one closes what is
// open, and may be empty.
type editor struct {
	name  string
	steps []func(e *save) error
}

// A save is one that is being done.
type save struct {
	path, text string
	file       *os.File
}

func (s *save) open(flag int) func() error {
	return func() (err error) {
		s.file, err = os.OpenFile(s.path, flag, 0o644)
		return err
	}
}

func opens(flag int) func(*save) error { return func(s *save) error { return s.open(flag)() } }

func writes(s *save) error {
	if err := s.file.Truncate(0); err != nil {
		return err
	}
	_, err := s.file.WriteString(s.text)
	return err
}

func closes(s *save) error { return s.file.Close() }

func writesbeside(s *save) error { return os.WriteFile(s.path+"~new", []byte(s.text), 0o644) }

func renamesOver(s *save) error { return os.Rename(s.path+"~new", s.path) }

func movesAway(s *save) error { return os.Rename(s.path, s.path+"~") }

func removesBackup(s *save) error { return os.Remove(s.path + "~") }

var editors = []editor{
	{"in place", []func(*save) error{opens(os.O_WRONLY | os.O_CREATE | os.O_TRUNC), writes, closes}},
	{"in place, emptied late", []func(*save) error{opens(os.O_RDWR), writes, closes}},
	{"renamed over", []func(*save) error{writesbeside, renamesOver}},
	{"moved away and made anew", []func(*save) error{movesAway, opens(os.O_WRONLY | os.O_CREATE | os.O_TRUNC), writes, closes, removesBackup}},
}

// all does what is left of a save.
func (e editor) all(path, text string) error {
	s := &save{path: path, text: text}
	for _, step := range e.steps {
		if err := step(s); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return nil
}

// checkSaved: whatever became of the update, what was saved is what is there, and
// nothing else is left.
func checkSaved(t *testing.T, path string, err error) {
	t.Helper()
	checkFile(t, path, savedText)
	if err != nil && !errors.Is(err, ErrChanged) && !errors.Is(err, errBusy) && !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the update says: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("something was left: %v", left)
	}
}

// steps is how often a replacement calls its step when nobody comes between.
func steps(t *testing.T, r replacement) int {
	n := 0
	r.step = func() { n++ }
	write(t, r.path, r.was)
	if err := r.do(); err != nil {
		t.Fatal(err)
	}
	checkFile(t, r.path, r.text)
	return n
}

func checkFile(t *testing.T, path, want string) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || string(data) != want {
		t.Errorf("%s is %q (%v), want %q", path, data, err, want)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestSaveAtEachStep: an editor begins its save between any two steps of an
// update, and does the rest of it any number of steps later. It may have to wait
// for us, so it is on its own.
func TestSaveAtEachStep(t *testing.T) {
	for _, leases := range []bool{true, false} {
		r := replacement{was: oldText, text: newText, patience: 20 * time.Millisecond, noLeases: !leases}
		r.path = filepath.Join(t.TempDir(), "f.t")
		n := steps(t, r)
		if n < 6 {
			t.Fatalf("there are only %d steps", n)
		}
		for _, e := range editors {
			for first := range n {
				for pace := range 3 { // our steps to one of the editor's; 0 is all at once
					if !leases && pace > 0 && strings.HasPrefix(e.name, "in place, emptied late") {
						continue // of a file that was only opened, nothing tells without leases
					}
					t.Run(fmt.Sprintf("%s, leases %v, step %d, pace %d", e.name, leases, first, pace), func(t *testing.T) {
						t.Parallel()
						saveBetween(t, r, e, first, pace)
					})
				}
			}
		}
	}
}

func saveBetween(t *testing.T, r replacement, e editor, first, pace int) {
	r.path = filepath.Join(t.TempDir(), "f.t")
	write(t, r.path, r.was)
	allowed, finished := make(chan bool, 100), make(chan error, 1)
	did := make(chan bool, 100)
	go func() {
		s := &save{path: r.path, text: savedText}
		for _, step := range e.steps {
			<-allowed
			if err := step(s); err != nil {
				finished <- err
				return
			}
			did <- true
		}
		finished <- nil
	}()
	at := 0
	r.step = func() {
		steps := 0
		switch {
		case at < first:
		case pace == 0 && at == first:
			steps = len(e.steps)
		case pace > 0 && (at-first)%pace == 0:
			steps = 1
		}
		at++
		for range steps {
			allowed <- true
			select {
			case <-did:
			case <-time.After(5 * time.Millisecond): // it waits for us, or has nothing to do any more
			}
		}
	}
	err := r.do()
	for range e.steps {
		allowed <- true
	}
	if err := <-finished; err != nil {
		t.Fatal(err)
	}
	checkSaved(t, r.path, err)
}

// TestSaves lets editors save while files are replaced, at moments that nobody
// arranged: at any time, or as soon as the draft is seen. DOTT_SAVES says how
// often.
func TestSaves(t *testing.T) {
	rounds := 100
	if n, err := strconv.Atoi(os.Getenv("DOTT_SAVES")); err == nil {
		rounds = n
	}
	path := filepath.Join(t.TempDir(), "f.t")
	r := replacement{path: path, was: oldText, text: newText, patience: time.Second}
	steps(t, r)
	start := time.Now()
	for range 10 {
		write(t, path, r.was)
		if err := r.do(); err != nil {
			t.Fatal(err)
		}
	}
	whole := time.Since(start) / 10
	came := map[string]int{} // how the updates ended
	for round := range 2 * rounds {
		write(t, path, r.was)
		e := editors[rand.IntN(len(editors))]
		var wg sync.WaitGroup
		var saved error
		done := make(chan bool)
		wg.Go(func() {
			if round%2 == 0 {
				time.Sleep(time.Duration(rand.Int64N(int64(whole))))
			} else {
				for seen := false; !seen; {
					entries, _ := os.ReadDir(filepath.Dir(path))
					select {
					case <-done:
						seen = true
					default:
						seen = len(entries) > 1
					}
				}
				time.Sleep(time.Duration(rand.Int64N(int64(whole))))
			}
			saved = e.all(path, savedText)
		})
		err := r.do()
		close(done)
		wg.Wait()
		if saved != nil {
			t.Fatal(saved)
		}
		came[fmt.Sprint(err)]++
		checkSaved(t, path, err)
		if t.Failed() {
			t.Fatalf("round %d: %s: %v", round, e.name, err)
		}
	}
	t.Log(came)
}

// BenchmarkReplace is what one file costs; the disk takes most of it.
func BenchmarkReplace(b *testing.B) {
	path := filepath.Join(b.TempDir(), "f.t")
	if err := os.WriteFile(path, []byte(oldText), 0o644); err != nil {
		b.Fatal(err)
	}
	was, is := oldText, newText
	for b.Loop() {
		if err := Replace(path, was, is); err != nil {
			b.Fatal(err)
		}
		was, is = is, was
	}
}
