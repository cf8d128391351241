package accept

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dott/matcher/weakened"
	"dott/runner/event"
	"dott/runner/report/judged"
	"dott/runner/words"
)

// Command returns the command that accepts a change.
func Command(name string, line int) string {
	return fmt.Sprintf("dott accept %s", words.Quote(fmt.Sprintf("%s:%d", name, line)))
}

// Ended notes the end of a test of the file that was run again, with what was written.
func (r *Result) Ended(e event.Event, again string) {
	if j := e.Judged; j != nil {
		r.Accepted, r.Findings = j.Same+j.Changed+j.Weakened, j.Findings
		switch {
		case j.Weakened > 0:
			r.Judgement = weakened.Weakened
		case j.Changed > 0:
			r.Judgement = weakened.Changed
		}
		r.Denied, r.Refused = j.Denied, j.Refused
	}
	switch {
	case e.Action == event.Pass && r.Verdict == "":
		r.Verdict = "passed"
	case e.Action == event.Fail || e.Action == event.Error:
		r.Verdict = "failed"
		if again == "" {
			again = "dott"
		}
		reason, _, _ := strings.Cut(e.Reason, "\n")
		if reason == "" {
			reason = fmt.Sprintf("%s:%d: the output differs", e.Address(), max(1, e.Line))
		}
		r.Tests = append(r.Tests, reason+"; to run it again: "+again+" "+words.Quote(e.Address()))
	case e.Action == event.Skip && r.Verdict == "":
		r.Verdict = "skipped"
	}
}

// OK reports whether something was written and the tests of the file pass.
func (r *Result) OK() bool { return r.Accepted > 0 && r.Reason == "" && r.Verdict == "passed" }

// Write tells of the result in lines.
func (r *Result) Write(w io.Writer) {
	if r.Reason != "" {
		fmt.Fprintln(w, r.Reason)
	}
	if r.Accepted > 0 {
		fmt.Fprintf(w, "%s: %s accepted (%s)\n", r.File, words.Count(r.Accepted, "change"), r.Judgement)
	}
	about := event.Event{Test: r.File, Judged: &event.Judged{Findings: r.Findings, Refused: r.Refused}}
	for _, s := range judged.Remarks(about) {
		fmt.Fprintln(w, s)
	}
	if r.Verdict == "passed" || r.Verdict == "skipped" {
		fmt.Fprintf(w, "%s: %s\n", r.File, r.Verdict)
	}
	for _, t := range r.Tests {
		fmt.Fprintln(w, t)
	}
}

// WriteJSON tells of the result in a line of JSON.
func (r *Result) WriteJSON(w io.Writer) error { return json.NewEncoder(w).Encode(r) }

// A Listed is a change that can be accepted, for programs.
type Listed struct {
	Test    string `json:"test"`
	Line    int    `json:"line"`
	Command string `json:"command,omitempty"`
	Diff    string `json:"diff,omitempty"`
	Accept  string `json:"accept"`
	Again   string `json:"again"`
}
