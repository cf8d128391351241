package report

import (
	"strings"
	"testing"

	"dott/runner/event"
)

// TestHeadline: a headline has one place, which is that of the reason where that has
// one.
func TestHeadline(t *testing.T) {
	for _, test := range []struct {
		event event.Event
		want  string
	}{
		{event.Event{Test: "a.t", Line: 2}, "a.t:2: the output differs"},
		{event.Event{Test: "a.t"}, "a.t: the output differs"},
		{event.Event{Test: "a.t", Line: 2, Reason: "a.t:2: bad\nmore"}, "a.t:2: bad"},
		{event.Event{Test: "a.t", Line: 2, Reason: "a.t:3: bad"}, "a.t:3: bad"},
		{event.Event{Test: "a.t", Reason: "a.t:3: bad"}, "a.t:3: bad"},
		{event.Event{Test: "a.t", Line: 2, Reason: "a.t: bad"}, "a.t:2: bad"},
		{event.Event{Test: "a.t", Reason: "a.t: bad: very"}, "a.t: bad: very"},
		{event.Event{Test: "a.t", Line: 2, Reason: "bad"}, "a.t:2: bad"},
		{event.Event{Test: "a.t", Line: 2, Reason: "a.tx:3: bad"}, "a.t:2: a.tx:3: bad"},
		{event.Event{Test: "a.t", Line: 2, Reason: "a.t:x: bad"}, "a.t:2: a.t:x: bad"},
		{event.Event{Test: "a.t#x", Case: []string{"x"}, Line: 2, Reason: "a.t#x:7: bad", Cell: "git=2"}, "a.t#x[git=2]:7: bad"},
	} {
		if got := headline(test.event); got != test.want {
			t.Errorf("%s at %d: %q is %q, want %q", test.event.Test, test.event.Line, test.event.Reason, got, test.want)
		}
	}
}

// TestErrorWithDiff: every report shows both, what ended a test and what had differed
// until then.
func TestErrorWithDiff(t *testing.T) {
	both := event.Event{
		Action: event.Error, Test: "a.t", File: "/a.t", Line: 4, TimedOut: true, Command: "sleep 9", Diff: diff,
		Reason: "a.t:4: timed out after 5s; while running: sleep 9",
	}
	flaky := both
	flaky.Action, flaky.Flaky, flaky.TimedOut, flaky.Attempt = event.Pass, true, false, 2
	flaky.Reason = "a.t: flaky: it failed at first and passed at attempt 2\n" + both.Reason
	written := event.Event{Action: event.Pass, Test: "a.t", File: "/a.t", Written: 1, Diff: diff}
	for _, test := range []struct {
		name  string
		event event.Event
		want  []string
		not   string // of reports that do not have it
	}{
		{"error", both, []string{"timed out after 5s", "- a", "+ b"}, ""},
		{"flaky", flaky, []string{"timed out after 5s", "- a", "+ b", "flaky"}, ""},
		{"written", written, []string{"- a", "+ b"}, "junit tap"},
	} {
		stream := event.Append(nil, &event.Event{Action: event.Dott, Schema: event.Schema})
		stream = event.Append(stream, &test.event)
		stream = event.Append(stream, &event.Event{Action: event.Summary})
		for name, text := range goldens(t, stream) {
			kind := strings.TrimSuffix(strings.NewReplacer("report.html", "html", "report.tap", "tap", ".xml", "", ".jsonl", "").Replace(name), ".out")
			if strings.Contains("slowest verbose plain.stderr github.md", kind) || strings.Contains(test.not, kind) {
				continue
			}
			text = strings.NewReplacer("<mark>", "", "</mark>", "").Replace(text)
			for _, want := range test.want {
				if want == "flaky" && kind == "plain" {
					continue // it is on standard error
				}
				if !strings.Contains(text, want) {
					t.Errorf("%s of %s has no %q:\n%s", kind, test.name, want, text)
				}
			}
		}
		var out strings.Builder
		l := NewLive(&Plain{Out: &out, Err: &out}, func() int { return 80 })
		for _, e := range []event.Event{{Action: event.Dott}, test.event, {Action: event.Summary}} {
			if err := l.Handle(e); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range test.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("the terminal has of %s no %q:\n%s", test.name, want, &out)
			}
		}
	}
}
