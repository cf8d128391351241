package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"dott/runner/event"
)

// TestNews: what earlier runs make of failures is said in plain output once it says more
// than that tests were run again; then new ones come first.
func TestNews(t *testing.T) {
	is := func(past event.Past) *event.Past { return &past }
	day := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name   string
		events []event.Event
		want   string
	}{
		{"nothing known", []event.Event{{Action: event.Fail, Test: "a.t"}}, "a.t: the output differs\n"},
		{"run again", []event.Event{
			{Action: event.Fail, Test: "a.t", Past: is(event.Past{Is: event.Since, Runs: 2, Began: day})},
			{Action: event.Fail, Test: "b.t", Past: is(event.Past{Is: event.New})},
			{Action: event.Pass, Test: "c.t", Past: is(event.Past{Is: event.Fixed, Runs: 1, Began: day})},
		}, "a.t: the output differs\nb.t: the output differs\n"},
		{"a new one", []event.Event{
			{Action: event.Warning, Reason: "first"},
			{Action: event.Fail, Test: "a.t", Past: is(event.Past{Is: event.Since, Runs: 2, Began: day, First: "git=2.44"})},
			{Action: event.Pass, Test: "b.t", Reason: "b.t: said"},
			{Action: event.Fail, Test: "c.t", Past: is(event.Past{Is: event.New, Runs: 1})},
			{Action: event.Fail, Test: "d.t", Past: is(event.Past{Is: event.Unsteady, Failed: 3, Runs: 40})},
			{Action: event.Fail, Test: "e.t"},
			{Action: event.Pass, Test: "f.t", Past: is(event.Past{Is: event.Fixed, Runs: 1, Began: day})},
		}, "warning: first\nc.t: new: the output differs\nb.t: said\ne.t: the output differs\n" +
			"a.t: since 2 runs (2026-11-02, first with git=2.44): the output differs\nd.t: flaky (3 of 40): the output differs\nf.t: fixed after 1 run (2026-11-02)\n"},
		{"of a history that was named", []event.Event{
			{Action: event.Fail, Test: "a.t", Past: is(event.Past{Is: event.New, Asked: true})},
		}, "a.t: new: the output differs\n"},
		{"a failure that may be", []event.Event{
			{Action: event.Fail, Test: "a.t", Allowed: true, Past: is(event.Past{Is: event.New, Runs: 1})},
		}, "a.t: new: the output differs\n"},
	} {
		var out, errs bytes.Buffer
		p := &Plain{Out: &out, Err: &errs, Quiet: true}
		for _, e := range append(test.events, event.Event{Action: event.Summary}) {
			if err := p.Handle(e); err != nil {
				t.Fatal(err)
			}
		}
		var got strings.Builder
		for line := range strings.Lines(errs.String()) {
			text, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "; to run it again")
			got.WriteString(text + "\n")
		}
		if got.String() != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.name, &got, test.want)
		}
	}
}

// TestNewsOfMany: not more is said than one wants to read.
func TestNewsOfMany(t *testing.T) {
	var n news
	n.add(event.Event{Action: event.Fail, Test: "old.t", Past: &event.Past{Is: event.Since, Runs: 9}})
	for i := range 50 {
		n.add(event.Event{Action: event.Fail, Test: fmt.Sprintf("%d.t", i), Line: 3, Past: &event.Past{Is: event.New, Runs: 1}})
		n.add(event.Event{Action: event.Pass, Test: fmt.Sprintf("p%d.t", i), Past: &event.Past{Is: event.Fixed, Runs: 1}})
	}
	text := n.closing()
	if !strings.HasPrefix(text, "# New: 0.t:3, 1.t:3, ") || !strings.Contains(text, "19.t:3 and 30 more\n") || !strings.HasSuffix(text, "and 30 more are fixed\n") {
		t.Errorf("%s", text)
	}
	if n.count() != "50 of them new" {
		t.Errorf("%s", n.count())
	}
}
