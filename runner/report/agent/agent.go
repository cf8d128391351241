// Package agent reports a run to a program that reads text, such as a coding agent: the
// totals first, then each failure with what was expected and what came, and the commands
// that run it again and accept it, all of it in a number of lines that is bounded.
package agent

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dott/runner/event"
	"dott/runner/report/judged"
	"dott/runner/words"
)

// MaxLines is how many lines are written at most.
const MaxLines = 200

// Forms are the forms of the report.
const (
	Text = "text"
	JSON = "json"
)

// Detected reports whether a program that runs others for a language model says so in the
// environment.
func Detected(getenv func(string) string) bool {
	for _, name := range []string{"AI_AGENT", "CLAUDECODE", "CODEX_SANDBOX", "CURSOR_AGENT", "GEMINI_CLI", "OPENCODE"} {
		if v := getenv(name); v != "" && v != "0" && v != "false" {
			return true
		}
	}
	return false
}

// A Report collects what failed, and writes when the run has ended.
type Report struct {
	Out   io.Writer
	Form  string
	Quiet bool // the totals alone

	again    string
	tally    event.Tally
	judged   judged.Total
	failures []Failure
	notes    []string // warnings, and what was written
	seconds  float64
	stopped  string
	written  bool
}

// A Failure is a test that failed.
type Failure struct {
	Test        string       `json:"test"`
	Line        int          `json:"line,omitempty"`
	Reason      string       `json:"reason,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
	LeftOut     int          `json:"left_out,omitempty"` // differences
	Again       string       `json:"again"`
	Accept      string       `json:"accept,omitempty"` // all of them
}

// A Difference is a place where output differs.
type Difference struct {
	Line     int      `json:"line"`
	Command  string   `json:"command,omitempty"`
	Expected []string `json:"expected"`
	Actual   []string `json:"actual"`
	Accept   string   `json:"accept"`
}

// Handle collects one event.
func (r *Report) Handle(e event.Event) error {
	_ = r.tally.Handle(e)
	switch {
	case e.Action == event.Dott:
		r.again = e.Again
	case e.Action == event.Warning:
		r.notes = append(r.notes, "warning: "+e.Reason)
	case e.Action == event.Summary:
		r.stopped = e.Reason
		r.notes = append(r.judged.Sentences(), r.notes...)
		return r.Finish()
	case (e.Action == event.Fail || e.Action == event.Error) && !e.Allowed:
		r.failures = append(r.failures, r.failure(e))
	}
	if e.Done() {
		r.seconds += e.Elapsed
		r.notes = append(r.notes, judged.Remarks(e)...)
		r.judged.Add(e)
	}
	return nil
}

// most is how many differences of one test are kept.
const most = 20

func (r *Report) failure(e event.Event) Failure {
	again := r.again
	if again == "" {
		again = "dott"
	}
	address := e.Address()
	f := Failure{Test: address, Line: e.Line, Reason: strings.TrimSpace(e.Reason), Again: again + " " + words.Quote(address)}
	if r.Form != JSON && len(r.failures) >= MaxLines {
		return f // there is no room for more than its name
	}
	f.Differences = differences(e)
	if len(f.Differences) > most {
		f.LeftOut = len(f.Differences) - most
		f.Differences = f.Differences[:most]
	}
	if e.Action == event.Fail && len(e.Edits) > 0 {
		f.Accept = "dott accept " + words.Quote(address)
		if f.Line == 0 && len(f.Differences) > 0 {
			f.Line = f.Differences[0].Line
		}
	} else {
		for i := range f.Differences {
			f.Differences[i].Accept = ""
		}
	}
	return f
}

// differences reads the diff of a test.
func differences(e event.Event) (all []Difference) {
	line := 0
	open := false
	for text := range strings.Lines(e.Diff) {
		text = strings.TrimSuffix(text, "\n")
		switch {
		case strings.HasPrefix(text, "@@ "):
			var from int
			if _, err := fmt.Sscanf(text, "@@ -%d", &from); err == nil {
				line, open = from, false
				if strings.HasPrefix(text, fmt.Sprintf("@@ -%d,0 ", from)) {
					line++
				}
			}
		case line == 0: // the names of the files
		case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "+"):
			if !open {
				all = append(all, Difference{Line: line, Command: commandAt(e, line), Expected: []string{}, Actual: []string{}})
				d := &all[len(all)-1]
				d.Accept = "dott accept " + words.Quote(fmt.Sprintf("%s:%d", e.Address(), line))
				open = true
			}
			d := &all[len(all)-1]
			if shown := strings.TrimPrefix(text[1:], "  "); text[0] == '-' {
				d.Expected = append(d.Expected, shown)
				line++
			} else {
				d.Actual = append(d.Actual, shown)
			}
		case strings.HasPrefix(text, " ") || text == "":
			open = false
			line++
		}
	}
	return all
}

// commandAt returns the command whose output a line is.
func commandAt(e event.Event, line int) string {
	text := ""
	for _, c := range e.Commands {
		if c.Line < line || c.Line == line && text == "" {
			text = c.Text
		}
	}
	if text == "" && line == e.Line {
		text = e.Command
	}
	return text
}

// Finish writes the report. It is called by the summary event, and by whoever ends a run
// early.
func (r *Report) Finish() error {
	if r.written {
		return nil
	}
	r.written = true
	if r.Quiet {
		r.failures = nil
	}
	if r.Form == JSON {
		return json.NewEncoder(r.Out).Encode(struct {
			Ran      int       `json:"ran"`
			Passed   int       `json:"passed"`
			Failed   int       `json:"failed"`
			Skipped  int       `json:"skipped"`
			Known    int       `json:"known_failures,omitempty"`
			NotRun   int       `json:"not_run,omitempty"`
			Seconds  float64   `json:"seconds"`
			Stopped  string    `json:"stopped,omitempty"`
			Notes    []string  `json:"notes,omitempty"`
			Failures []Failure `json:"failures"`
		}{
			r.tally.Ran, r.passed(), r.tally.Failed, r.tally.Skipped, r.tally.Allowed, r.tally.NotRun, r.seconds, r.stopped,
			r.notes, append([]Failure{}, r.failures...),
		})
	}
	_, err := io.WriteString(r.Out, r.text())
	return err
}

func (r *Report) passed() int {
	return r.tally.Ran - r.tally.Failed - r.tally.Skipped - r.tally.Allowed
}
