package judge

import (
	"strings"
	"testing"

	"dott/runner/event"
)

func TestForeign(t *testing.T) {
	for _, test := range []struct {
		name, verdict, printed, expected string
		ran                              Ran
		want                             event.Action
		reason, changed                  string
	}{
		{name: "status 0", want: event.Pass},
		{name: "status 0 with output", printed: "whatever\n", want: event.Pass},
		{name: "status 1", printed: "a\nb\n", ran: Ran{Status: 1}, want: event.Fail, reason: "a.t: it ended with status 1\n  a\n  b"},
		{name: "a signal", ran: Ran{Status: -1, Signal: "segmentation fault"}, want: event.Fail, reason: "a.t: it was ended by a signal (segmentation fault)"},
		{name: "timed out", printed: "a\n", ran: Ran{Status: -1, Signal: "killed", Cut: "timed out after 5s", TimedOut: true}, want: event.Error, reason: "a.t: timed out after 5s\n  a"},
		{name: "skipped", printed: "skipped: no python\n", ran: Ran{Status: 80}, want: event.Skip, reason: "no python"},
		{name: "status 80, killed", ran: Ran{Status: 80, Signal: "killed"}, want: event.Fail, reason: "a.t: it was ended by a signal (killed)"},

		{name: "output", verdict: "output", printed: "a\nb\n", expected: "a\nb\n", want: event.Pass},
		{name: "no output", verdict: "output", want: event.Pass},
		{name: "output without an end", verdict: "output", printed: "a", expected: "a", want: event.Pass},
		{name: "output differs", verdict: "output", printed: "a\nc\n", expected: "a\nb\n", want: event.Fail, changed: "-b +c"},
		{name: "output is no pattern", verdict: "output", printed: "abc\n", expected: "a* (glob)\n", want: event.Fail, changed: "-a* (glob) +abc"},
		{name: "output lacks its end", verdict: "output", printed: "a", expected: "a\n", want: event.Fail, changed: "-a +a"},
		{name: "output has an end too much", verdict: "output", printed: "a\n", expected: "a", want: event.Fail, changed: "-a +a"},
		{name: "invalid bytes", verdict: "output", printed: "\xff\n", expected: "a\n", want: event.Fail, changed: "-a +\uFFFD"},
		{name: "output and status", verdict: "output", printed: "a\n", expected: "a\n", ran: Ran{Status: 2}, want: event.Fail, reason: "a.t: it ended with status 2\n  a"},
		{name: "output differs, status", verdict: "output", printed: "c\n", expected: "a\n", ran: Ran{Status: 2}, want: event.Fail, reason: "a.t: it ended with status 2\n  c", changed: "-a +c"},
		{name: "output, skipped", verdict: "output", printed: "c\n", expected: "a\n", ran: Ran{Status: 80}, want: event.Skip},

		{name: "tap", verdict: "tap", printed: "1..2\nok 1\nok 2 - name\n", want: event.Pass},
		{name: "tap, plan at the end", verdict: "tap", printed: "# hello\nok\nok\r\n1..2\r\nokay\n", want: event.Pass},
		{name: "tap, failures", verdict: "tap", printed: "1..3\nnot ok 1 - a\nok 2\nnot ok 3 - \xff\n", want: event.Fail, reason: "a.t: 2 of 3 failed\n  not ok 1 - a\n  not ok 3 - \uFFFD"},
		{name: "tap, many failures", verdict: "tap", printed: strings.Repeat("not ok\n", 30), want: event.Fail, reason: "a.t: 30 of 30 failed" + strings.Repeat("\n  not ok", 20)},
		{name: "tap, to do", verdict: "tap", printed: "1..2\nnot ok 1 # TODO later\nnot ok 2 # skip no net\n", want: event.Pass},
		{name: "tap, no plan", verdict: "tap", printed: "ok 1\n", want: event.Fail, reason: "a.t: it printed no plan (1..N), so that nobody knows whether it came to its end\n  ok 1"},
		{name: "tap, no number", verdict: "tap", printed: "1..x\n1..-1\nok 1\n", want: event.Fail, reason: "a.t: it printed no plan (1..N), so that nobody knows whether it came to its end\n  1..x\n  1..-1\n  ok 1"},
		{name: "tap, too few", verdict: "tap", printed: "1..3\nok 1\n", want: event.Fail, reason: "a.t: it planned 3 tests and ran 1\n  1..3\n  ok 1"},
		{name: "tap, too many", verdict: "tap", printed: "1..0\nok 1\n", want: event.Fail, reason: "a.t: it planned 0 tests and ran 1\n  1..0\n  ok 1"},
		{name: "tap, status", verdict: "tap", printed: "1..1\nok 1\n", ran: Ran{Status: 3}, want: event.Fail, reason: "a.t: it ended with status 3\n  1..1\n  ok 1"},
		{name: "tap, none planned", verdict: "tap", printed: "1..0\n", want: event.Skip},
		{name: "tap, none planned, why", verdict: "tap", printed: "1..0 # SKIP no python\n", want: event.Skip, reason: "no python"},
		{name: "tap, none planned, why, small", verdict: "tap", printed: "1..0 # skip no python\n", want: event.Skip, reason: "no python"},
		{name: "tap, bails out", verdict: "tap", printed: "1..1\nok 1\nBail out! no disk\nnot ok 1\n", want: event.Fail, reason: "a.t: it bailed out: no disk\n  1..1\n  ok 1\n  Bail out! no disk\n  not ok 1"},
		{name: "tap, bails out without a word", verdict: "tap", printed: "Bail out!\n", want: event.Fail, reason: "a.t: it bailed out\n  Bail out!"},
		{name: "tap, nothing", verdict: "tap", want: event.Fail, reason: "a.t: it printed no plan (1..N), so that nobody knows whether it came to its end"},
		{name: "tap, killed", verdict: "tap", printed: "1..1\nok 1\n", ran: Ran{Signal: "killed"}, want: event.Fail, reason: "a.t: it was ended by a signal (killed)\n  1..1\n  ok 1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.ran.Shown = identity
			end := Foreign(t.Context(), ForeignInput{
				About: about, Verdict: test.verdict, Printed: test.printed, Ran: test.ran, Expected: test.expected, Target: "/d/a.t.out",
			})
			if end.Action != test.want || end.Reason != test.reason || end.TimedOut != test.ran.TimedOut || end.Test != "a.t" || end.Cell != "c=1" {
				t.Errorf("%s: %s", end.Action, end.Reason)
			}
			if got := changed(end.Diff); got != test.changed {
				t.Errorf("the diff has %q, want %q", got, test.changed)
			}
			written := test.changed != "" && test.ran.Status == 0
			if (end.Target == "/d/a.t.out") != written || (end.Hash != "") != written || (len(end.Edits) > 0) != (written && !strings.Contains(test.printed, "\xff")) {
				t.Errorf("%+v", end)
			}
			if test.changed != "" && (end.Line == 0 || !strings.HasPrefix(end.Diff, "--- a.t.out\n+++ a.t.out.err\n")) {
				t.Errorf("%d, %s", end.Line, end.Diff)
			}
		})
	}
}

// TestForeignShown: what is expected may have the variables of names.
func TestForeignShown(t *testing.T) {
	printed := "in /tmp/x\n"
	in := ForeignInput{About: about, Verdict: "output", Printed: printed, Expected: "in $CRAMTMP\n", Target: "/d/a.t.out"}
	in.Ran.Shown = Shown(printed, 100, []Name{{Text: "/tmp/x", Variable: "$CRAMTMP"}}, nil)
	if end := Foreign(t.Context(), in); end.Action != event.Pass {
		t.Errorf("%+v", end)
	}
	in.Expected = "in /tmp/x\n"
	if end := Foreign(t.Context(), in); end.Action != event.Pass {
		t.Errorf("%+v", end)
	}
	in.Expected = "out\n"
	if end := Foreign(t.Context(), in); end.Action != event.Fail || changed(end.Diff) != "-out +in $CRAMTMP" || end.Edits[0].New[0] != "in $CRAMTMP\n" {
		t.Errorf("%+v", end)
	}
}
