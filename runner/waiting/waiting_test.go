package waiting

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dott/matcher"
	"dott/runner/event"
)

// fullEnd is an end of about a megabyte, with what belongs to it.
func fullEnd(n int) []event.Event {
	return []event.Event{
		{Action: event.Warning, Test: fmt.Sprint(n), Reason: "a\xff\n"},
		{
			Action: event.Fail, Test: fmt.Sprint(n), File: "/x", Cell: "a=1", Case: []string{"y"}, Elapsed: 1.25, Line: n, Diff: strings.Repeat("d\xfe", 1<<18),
			Edits: []matcher.Edit{{Start: 1, End: 2, New: []string{strings.Repeat("e\\", 1<<18)}}}, Hash: "h", Attempt: 2,
		},
	}
}

// TestWaiting: however many ends wait, they take no more memory, and come back as they
// were.
func TestWaiting(t *testing.T) {
	dir := t.TempDir()
	w := Ends{Dir: dir}
	for round := range 2 {
		const many = 60
		for n := 1; n < many; n++ {
			w.Put(n, fullEnd(n))
			w.Put(many+n, []event.Event{{Action: event.Pass, Test: "small"}})
		}
		if w.size > waitingMemory+many*waitingLarge || w.onDisk < many/2 || w.file == nil {
			t.Errorf("%d bytes in memory, %d ends on disk", w.size, w.onDisk)
		}
		if w.Take(0) != nil {
			t.Error("there is an end that nobody put there")
		}
		for n := 1; n < many; n++ {
			if d := cmp.Diff(fullEnd(n), w.Take(n)); d != "" {
				t.Fatalf("round %d, end %d:\n%.2000s", round, n, d)
			}
			if small := w.Take(many + n); len(small) != 1 || small[0].Test != "small" {
				t.Errorf("%+v", small)
			}
		}
		if w.size != 0 || w.onDisk != 0 || w.at != 0 || len(w.ends) != 0 {
			t.Errorf("%d bytes, %d ends on disk, %d bytes there, %d ends", w.size, w.onDisk, w.at, len(w.ends))
		}
	}
	w.Close()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestWaitingNoDisk: where there is no place on disk, they wait in memory; what cannot
// be read again is an error of its test.
func TestWaitingNoDisk(t *testing.T) {
	w := Ends{Dir: "/nonexistent/dott"}
	for n := range 30 {
		w.Put(n, fullEnd(n))
	}
	if w.onDisk > 0 || cmp.Diff(fullEnd(29), w.Take(29)) != "" {
		t.Errorf("%d ends on disk", w.onDisk)
	}
	w = Ends{Dir: t.TempDir()}
	for n := range 30 {
		w.Put(n, fullEnd(n))
	}
	_ = w.file.Close()
	if got := w.Take(29); len(got) != 1 || got[0].Action != event.Error || got[0].Test != "29" || !strings.HasPrefix(got[0].Reason, "29: its verdict was kept on disk and cannot be read: ") {
		t.Errorf("%+v", got)
	}
}
