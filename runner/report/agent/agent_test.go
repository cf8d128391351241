package agent

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"dott/matcher"
	"dott/runner/event"
)

func failure(test string, lines int) event.Event {
	var diff strings.Builder
	fmt.Fprintf(&diff, "--- %s\n+++ %s.err\n@@ -1,%d +1,%d @@\n   $ cmd\n", test, test, lines+1, lines+1)
	for i := range lines {
		fmt.Fprintf(&diff, "-  old %d\n", i)
	}
	for i := range lines {
		fmt.Fprintf(&diff, "+  new %d\n", i)
	}
	return event.Event{
		Action: event.Fail, Test: test, Line: 2, Diff: diff.String(), Edits: []matcher.Edit{{Start: 1, End: 2}},
		Commands: []event.Command{{Line: 1, Text: "cmd"}},
	}
}

func reported(t *testing.T, form string, events ...event.Event) string {
	t.Helper()
	var out strings.Builder
	r := &Report{Out: &out, Form: form}
	for _, e := range append(events, event.Event{Action: event.Summary}) {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

func TestText(t *testing.T) {
	const want = `dott: 1 failed, 1 passed, 0 skipped (0.00 s)

FAIL a b.t:2
  $ cmd
expected:
  old 0
actual:
  new 0
run again: dott 'a b.t'
accept: dott accept 'a b.t'
`
	if got := reported(t, Text, failure("a b.t", 1), event.Event{Action: event.Pass, Test: "b.t"}); got != want {
		t.Errorf("it is\n%s", got)
	}
}

// TestBounded: however much fails, the totals come first and the lines are few.
func TestBounded(t *testing.T) {
	for _, n := range []int{0, 1, 2, 10, 30, 100, 1000} {
		for _, lines := range []int{1, 30, 1000} {
			var events []event.Event
			for i := range n {
				events = append(events, failure(fmt.Sprintf("t%d.t", i), lines))
			}
			got := reported(t, Text, events...)
			if c := strings.Count(got, "\n"); c > MaxLines || !strings.HasPrefix(got, fmt.Sprintf("dott: %d failed", n)) {
				t.Errorf("%d failures of %d lines are told in %d lines:\n%s", n, lines, c, got)
			}
			if n <= 10 {
				for i := range n {
					if !strings.Contains(got, fmt.Sprintf("run again: dott t%d.t\naccept: dott accept t%d.t\n", i, i)) {
						t.Errorf("%d failures of %d lines: %d is not told:\n%s", n, lines, i, got)
					}
				}
			}
		}
	}
}

func TestJSON(t *testing.T) {
	var got struct {
		Failed   int
		Failures []Failure
	}
	text := reported(t, JSON, failure("a.t", 1))
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	d := got.Failures[0].Differences[0]
	if got.Failed != 1 || d.Line != 2 || d.Command != "cmd" || d.Expected[0] != "old 0" || d.Actual[0] != "new 0" || d.Accept != "dott accept a.t:2" {
		t.Error(text)
	}
}

func FuzzDifferences(f *testing.F) {
	f.Add("--- a\n+++ b\n@@ -1,2 +1,2 @@\n   $ x\n-  a\n+  b\n")
	f.Add("@@ -0,0 +1 @@\n+x\n@@ -")
	f.Fuzz(func(t *testing.T, diff string) {
		for _, d := range differences(event.Event{Test: "a.t", Diff: diff}) {
			if len(d.Expected)+len(d.Actual) == 0 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
