package runner

import (
	"os"
	"strings"
	"testing"

	"dott/runner/event"
)

// TestPaced: a test fails that takes too long in two runs, and not in one of two.
func TestPaced(t *testing.T) {
	write(t, map[string]string{
		"slow.t":   "  $ echo x >>$TESTDIR/slow; sleep 0.05\n",
		"once.t":   "  $ test -e $TESTDIR/once || { >$TESTDIR/once; sleep 2; }\n",
		"fast.t":   "  $ echo x >>$TESTDIR/fast\n",
		"fails.t":  "  $ echo x >>$TESTDIR/fails; echo wrong\n",
		"breaks.t": "  $ echo x >>$TESTDIR/breaks; test $(wc -l <$TESTDIR/breaks) = 1\n",
	})
	o := Options{Discover: DiscoverOptions{Paths: []string{"."}}}
	o.Test.Pace = func(about event.Event) (float64, float64, int) {
		limit := map[string]float64{"slow.t": 0.01, "once.t": 1.8, "fast.t": 60, "breaks.t": 1e-9}[about.Test]
		return limit, 0.001, 7
	}
	got := ends(t, o)
	for name, want := range map[string]event.Action{"slow.t": event.Fail, "once.t": event.Pass, "fast.t": event.Pass, "fails.t": event.Fail, "breaks.t": event.Fail} {
		if got[name].Action != want {
			t.Errorf("%s: %s, want %s: %s", name, got[name].Action, want, got[name].Reason)
		}
	}
	if r := got["slow.t"].Reason; !strings.Contains(r, "by its last 7 runs; --slower allows 0.01 s") || len(got["slow.t"].Commands) != 1 {
		t.Errorf("%q, %v", r, got["slow.t"].Commands)
	}
	for name, want := range map[string]string{"slow": "x\nx\n", "fast": "x\n", "fails": "x\n", "breaks": "x\nx\n"} {
		if text, err := os.ReadFile(name); err != nil || string(text) != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
