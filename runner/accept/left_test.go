package accept

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/state"
)

func plain(string) transcript.Format { return transcript.Format{Indent: 2} }

// left returns what a keeper keeps of tests that print a line of so many bytes each.
func left(t *testing.T, here string, sizes ...int) (all []*Left) {
	t.Helper()
	k := &Keeper{Dir: t.TempDir(), Here: here, Format: plain}
	for i, size := range sizes {
		name := fmt.Sprintf("%02d.t", i)
		text := "  $ a\n  b\n"
		file := filepath.Join(here, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := k.Handle(event.Event{
			Action: event.Fail, Test: name, File: file, Hash: transcript.For(file, plain("")).Parse(text).Hash(),
			Edits: []matcher.Edit{{Start: 1, End: 2, New: []string{strings.Repeat("x", size)}}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	return slices.Collect(maps.Values(k.fresh))
}

// written is what is read again of what was written.
func written(t *testing.T, all []*Left) []*Left {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, all); err != nil {
		t.Fatal(err)
	}
	again, err := read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// TestKeeperLarge: of what is too much to keep it is known that it was there.
func TestKeeperLarge(t *testing.T) {
	here := t.TempDir()
	files := Files(written(t, left(t, here, 1000, mostBytes+1000, 1000)), here)
	if len(files) != 3 {
		t.Fatalf("%d files are known, not 3", len(files))
	}
	for i, f := range files {
		err := f.Moved(plain)
		if i == 1 {
			if want := "01.t: the changes of its last run were too much to keep; to accept them: dott -i 01.t"; err == nil || err.Error() != want {
				t.Errorf("%v, want %s", err, want)
			}
		} else if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

// TestWriteLarge: so is of what several runs kept.
func TestWriteLarge(t *testing.T) {
	all := append(left(t, t.TempDir(), mostBytes*3/4), left(t, t.TempDir(), mostBytes*3/4)...)
	if all = written(t, all); len(all) != 2 || all[0].Large || !all[1].Large || len(all[1].event) > 1000 {
		t.Errorf("%d are left", len(all))
	}
}

// TestUpdateUnread: what cannot be read stays as it is.
func TestUpdateUnread(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "left"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := Update(dir, func([]*Left) []*Left { t.Error("called"); return nil }); err == nil {
		t.Error("no error")
	}
}

// TestRejectWaits: what is left is not changed while a run that ends writes it.
func TestRejectWaits(t *testing.T) {
	dir := t.TempDir()
	here := t.TempDir()
	all := left(t, here, 1000)
	if err := Update(dir, func([]*Left) []*Left { return all }); err != nil {
		t.Fatal(err)
	}
	files, err := Select(Files(all, here), nil, here, plain)
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := state.Lock(t.Context(), leftLock(dir))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s := Store{Dir: dir, Format: plain}
	if n, err := s.Reject(ctx, files); err == nil || n != 0 {
		t.Errorf("%d rejected (%v) while a run wrote", n, err)
	}
	unlock()
	if n, err := s.Reject(t.Context(), files); err != nil || n != 1 {
		t.Errorf("%d rejected (%v)", n, err)
	}
}
