package report

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dott/runner/event"
)

// writes keeps each write by itself.
type writes struct {
	mu   sync.Mutex
	each []string
}

func (w *writes) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.each = append(w.each, string(p))
	return len(p), nil
}

// TestJSON: an event can be read a moment later, whether another follows or not,
// and what is written is whole lines.
func TestJSON(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &writes{}
		j := NewJSON(w)
		send := func(e event.Event) {
			if err := j.Handle(e); err != nil {
				t.Fatal(err)
			}
		}
		lines := func() int {
			w.mu.Lock()
			defer w.mu.Unlock()
			text := strings.Join(w.each, "")
			for _, piece := range w.each {
				if !strings.HasSuffix(piece, "}\n") {
					t.Errorf("half a line: %q", piece)
				}
			}
			return strings.Count(text, "\n")
		}
		send(event.Event{Action: event.Dott})
		send(start("a.t", 0))
		if n := lines(); n != 0 {
			t.Errorf("%d lines at once", n)
		}
		time.Sleep(jsonDelay)
		synctest.Wait()
		if n := lines(); n != 2 || len(w.each) != 1 {
			t.Errorf("%d lines a moment later, in %d writes", n, len(w.each))
		}
		send(pass)
		time.Sleep(jsonDelay)
		synctest.Wait()
		if n := lines(); n != 3 {
			t.Errorf("%d lines", n)
		}
		for range 10_000 {
			send(pass)
		}
		if n := lines(); n < 9_000 {
			t.Errorf("%d lines of many", n)
		}
		send(summary)
		if n := lines(); n != 10_004 {
			t.Errorf("%d lines at the end", n)
		}
	})
}

// TestJSONLost: a write that failed between events is the error of the next one.
func TestJSONLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := NewJSON(full{})
		if err := j.Handle(pass); err != nil {
			t.Fatal(err)
		}
		time.Sleep(jsonDelay)
		synctest.Wait()
		if err := j.Handle(pass); !errors.Is(err, errFull) {
			t.Errorf("error %v", err)
		}
	})
}
