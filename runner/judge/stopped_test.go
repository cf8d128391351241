package judge

import (
	"context"
	"dott/matcher/transcript"
	"dott/runner/event"
	"errors"
	"strings"
	"testing"
)

// TestStopped: a comparison that is ended early is an error at the command whose
// output it was; what is there to the letter is not compared.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("timed out after 5s"))
	tr := transcript.Format{}.Parse(file("$ x¦a¦$ y¦b+ (re+)¦$ z"))
	many, long := strings.Repeat("b;", 3000), strings.Repeat("b;", 4001)
	for _, test := range []struct {
		printed string
		cut     string
		want    event.Action
		reason  string
		line    int
	}{
		{"[0]|a;[0]|b+ (re+);[0]|[0]", "", event.Pass, "", 0},
		{"[0]|a;[0]|" + many + "[0]|[1]", "", event.Error, "a.t:3: timed out after 5s while its output was compared", 3},
		{"[0]|a;[0]|" + long + "[0]|[0]", "", event.Error, "a.t:3: timed out after 5s while its output was compared", 3},
		{"[0]|a;[0]|" + many + "[0]|", "timed out after 5s", event.Error, "a.t:5: timed out after 5s; while running: z", 5},
	} {
		o := pieces(t, tr, test.printed)
		end, _ := Transcript(ctx, Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity, Cut: test.cut}, Holds: holds, limits: &limits{bytes: 100_000, lines: 4_000, line: 1_000, release: 1_000}})
		if end.Action != test.want || end.Reason != test.reason || end.Line != test.line || end.Edits != nil || end.Diff != "" {
			t.Errorf("%.40s: %s at %d: %s\n%s", test.printed, end.Action, end.Line, end.Reason, end.Diff)
		}
	}
	end := Foreign(ctx, ForeignInput{About: about, Verdict: "output", Printed: strings.Repeat("a\n", 3000) + "b\n", Expected: strings.Repeat("a\n", 3000) + "c\n", Ran: Ran{Shown: identity}})
	if end.Action != event.Error || end.Reason != "a.t: timed out after 5s while its output was compared" || end.Edits != nil {
		t.Errorf("%s: %s", end.Action, end.Reason)
	}
}
