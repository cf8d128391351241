package report

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/event"
	"dott/runner/tooltest"
)

// tapOf returns the report of some events.
func tapOf(t testing.TB, events ...event.Event) string {
	t.Helper()
	var b strings.Builder
	tap := &TAP{Out: &b}
	for _, e := range events {
		if err := tap.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestProve: Perl's own harness takes the reports for what they are, and reads
// what is known of a failure.
func TestProve(t *testing.T) {
	prove := tooltest.Find(t, "prove")
	dott := event.Event{Action: event.Dott}
	odd := event.Event{Action: event.Fail, Test: " x # y\\z\n\x00\xff.t", Diff: "--- x\n+++ y\n@@ -1 +1 @@\n \n-  a\n+  ...\n", Reason: "\n\nx", Line: 3, Command: "a \"b\": c\x1b"}
	for _, test := range []struct {
		name   string
		events []event.Event
		want   string // in what prove prints
		status int
	}{
		{"passed", []event.Event{dott, pass, skip, empty, warning, pass, summary}, "All tests successful.\nFiles=1, Tests=4", 0},
		{"none", []event.Event{dott, summary}, "Result: NOTESTS", 0},
		{"failed", []event.Event{dott, pass, fail, early, late, broken, summary}, "Failed tests:  2-5\n", 1},
		{"odd", []event.Event{dott, odd, pass, summary}, "Failed test:  1\n", 1},
		{"stopped", []event.Event{dott, pass, {Action: event.NotRun, Test: "n.t", Reason: "interrupt"}, {Action: event.Summary, NotRun: 1, Reason: "interrupt"}}, "Bailout called.  Further testing stopped:  1 test was not run: interrupt", 255},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "report.tap")
			text := tapOf(t, test.events...)
			if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(prove, "-e", "cat", file)
			cmd.Env = append(os.Environ(), "LC_ALL=C")
			out, err := cmd.CombinedOutput()
			if status := cmd.ProcessState.ExitCode(); status != test.status || !strings.Contains(string(out), test.want) || strings.Contains(string(out), "Parse errors") {
				t.Errorf("%v\n%s\n%s", err, out, text)
			}
		})
	}
}
