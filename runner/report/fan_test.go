package report

import (
	"errors"
	"slices"
	"testing"

	"dott/runner/event"
)

// TestFan: a handler that fails ends the run and hears no more, and the others hear
// all of it.
func TestFan(t *testing.T) {
	var heard []string
	broken := errors.New("broken")
	handler := func(name string, at int) event.Handler {
		return event.HandlerFunc(func(e event.Event) error {
			heard = append(heard, name)
			if e.Seq == at {
				return errors.Join(broken, errors.New(name))
			}
			return nil
		})
	}
	var cancelled []error
	f := Fan{Cancel: func(err error) { cancelled = append(cancelled, err) }}
	f.Add(handler("a", 2), handler("b", 0))
	f.Add(handler("c", 3))
	for seq := range 4 {
		if err := f.Handle(event.Event{Seq: seq + 1}); err != nil {
			t.Errorf("error %v", err)
		}
	}
	if want := []string{"a", "b", "c", "a", "b", "c", "b", "c", "b"}; !slices.Equal(heard, want) {
		t.Errorf("%q, want %q", heard, want)
	}
	if len(cancelled) != 1 || cancelled[0] != f.Err || f.Err.Error() != "broken\na" {
		t.Errorf("cancelled by %v, error %v", cancelled, f.Err)
	}
	f.Note(nil)
	(&Fan{}).Note(broken) // nothing to cancel
}
