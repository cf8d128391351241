package history

import (
	"testing"
	"time"

	"dott/runner/event"
)

func TestSlower(t *testing.T) {
	for text, want := range map[string]Slower{
		"1.5x": {1.5, 100 * time.Millisecond}, "2": {2, 100 * time.Millisecond}, "3x+1s": {3, time.Second}, "1x+0s": {1, 0},
	} {
		var s, again Slower
		if err := s.Set(text); err != nil || s != want {
			t.Errorf("%s: %v, %v", text, s, err)
		}
		if err := again.Set(s.String()); err != nil || again != s {
			t.Errorf("%s is shown as %s", text, &s)
		}
	}
	for _, text := range []string{"", "x", "0.9x", "NaNx", "+1s", "2x+", "2x+-1s", "1e9x"} {
		if err := new(Slower).Set(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestPace: a test of too few runs is not judged; of the factor and the amount, the one
// counts that allows more.
func TestPace(t *testing.T) {
	a := Key{"a.t", ""}
	for past, want := range map[string]float64{"....": 0, "!!!!!": 0, ".....": 0.6, ".....ss": 0.6} {
		k := &Keeper{}
		k.History = of(map[Key]string{a: past})
		got, _, _ := k.pace(Slower{2, 100 * time.Millisecond}, event.Event{Test: "a.t"})
		if d := got - want; d > 0.01 || d < -0.01 {
			t.Errorf("%q: %v, want %v", past, got, want)
		}
		if (k.unpaced() != nil) != (want == 0) {
			t.Errorf("%q: %v", past, k.unpaced())
		}
		if got, _, _ := k.pace(Slower{1, time.Minute}, event.Event{Test: "a.t"}); want > 0 && got < 60 {
			t.Errorf("%q: %v", past, got)
		}
	}
}
