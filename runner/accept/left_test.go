package accept

import (
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

// keep has a keeper see the ends of tests that print a line of so many bytes each.
func keep(t *testing.T, dir string, sizes ...int) []*File {
	t.Helper()
	here := t.TempDir()
	k := &Keeper{Dir: dir, Here: here, Format: plain}
	ends := []event.Event{{Action: event.Dott, Again: "dott"}}
	for i, size := range sizes {
		name := fmt.Sprintf("%02d.t", i)
		text := "  $ a\n  b\n"
		file := filepath.Join(here, name)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, event.Event{
			Action: event.Fail, Test: name, File: file, Hash: transcript.For(file, plain("")).Parse(text).Hash(),
			Edits: []matcher.Edit{{Start: 1, End: 2, New: []string{strings.Repeat("x", size)}}},
		})
	}
	for _, e := range ends {
		if err := k.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	// As at the end of a run, which on a busy machine keeps nothing.
	if err := Update(dir, func(all []*Left) []*Left { return slices.AppendSeq(all, maps.Values(k.fresh)) }); err != nil {
		t.Fatal(err)
	}
	all, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files(all, here)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestKeeperLarge: of what is too much to keep it is known that it was there.
func TestKeeperLarge(t *testing.T) {
	dir := t.TempDir()
	files := keep(t, dir, 1000, mostBytes+1000, 1000)
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
	if info, err := os.Stat(filepath.Join(dir, "left")); err != nil || info.Size() > 1<<20 {
		t.Errorf("%v, %v", info, err)
	}
}

// TestUpdateLarge: so is of what several runs kept.
func TestUpdateLarge(t *testing.T) {
	dir := t.TempDir()
	keep(t, dir, mostBytes*3/4)
	keep(t, dir, mostBytes*3/4)
	all, err := Load(dir)
	if err != nil || len(all) != 2 || all[0].Large || !all[1].Large {
		t.Errorf("%d are left (%v)", len(all), err)
	}
}

// TestRejectWaits: what is left is not changed while a run that ends writes it.
func TestRejectWaits(t *testing.T) {
	dir := t.TempDir()
	files, err := Select(keep(t, dir, 1000), nil, "", plain)
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
