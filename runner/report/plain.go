// Package report makes reports of a stream of events, a file for each kind. A
// report knows events and nothing else; none of them decides a verdict.
package report

import (
	"fmt"
	"io"
	"strings"

	"dott/runner/event"
)

// Plain is cram's report: a character for each test, the diffs of those that
// failed, and a line of counts. What cram has no word for goes to Err, so that
// Out reads the same under both.
type Plain struct {
	Out, Err io.Writer
	Quiet    bool   // no diffs
	Verbose  bool   // a line for each test instead of a character
	Color    bool   // mark up the diffs
	Command  string // that runs tests as this run does, to put their names behind; "" is dott

	tally   event.Tally
	notes   []string
	midLine bool // characters stand on the line that is being written
}

// Handle writes what one event adds.
func (p *Plain) Handle(e event.Event) error {
	_ = p.tally.Handle(e)
	switch e.Action {
	case event.Warning:
		p.notes = append(p.notes, "warning: "+e.Reason)
		return nil
	case event.Summary:
		return p.Finish()
	}
	if !e.Done() {
		return nil
	}
	var out strings.Builder
	failed := e.Action == event.Fail || e.Action == event.Error
	if !failed && e.Diff != "" && !p.Quiet {
		// What was written into the file comes before the verdict of the run after.
		p.endLine(&out)
		out.WriteString(p.diff(e.Diff))
	}
	sign, word := verdict(e)
	if p.Verbose {
		fmt.Fprintf(&out, "%s: %s\n", e.Test, word)
	} else {
		out.WriteString(sign)
		p.midLine = true
	}
	if failed && !p.Quiet && e.Diff+e.Reason != "" {
		p.endLine(&out)
		out.WriteString(p.diff(e.Diff))
		if e.Reason != "" {
			out.WriteString(ended(e.Reason))
		}
	}
	p.notes = append(p.notes, p.about(e)...)
	_, err := io.WriteString(p.Out, out.String())
	return err
}

// Break ends the line of characters, for somebody else who is about to write.
func (p *Plain) Break() {
	var out strings.Builder
	p.endLine(&out)
	_, _ = io.WriteString(p.Out, out.String())
}

func (p *Plain) endLine(out *strings.Builder) {
	if p.midLine {
		out.WriteString("\n")
		p.midLine = false
	}
}

// verdict returns the character and the words for the end of a test.
func verdict(e event.Event) (sign, word string) {
	switch e.Action {
	case event.Pass:
		return ".", "passed"
	case event.Skip:
		switch {
		case e.Empty:
			return "s", "empty"
		case e.Reason != "":
			return "s", "skipped: " + e.Reason
		}
		return "s", "skipped"
	case event.Error:
		if e.TimedOut {
			return "t", "timed out"
		}
		return "!", "error"
	}
	return "!", "failed"
}

// about returns the lines about a test behind the counts: what was written into the
// file, where it failed, and how to run just this test again.
func (p *Plain) about(e event.Event) []string {
	var lines []string
	switch {
	case e.Written == 1:
		lines = append(lines, e.Test+": 1 change written")
	case e.Written > 1:
		lines = append(lines, fmt.Sprintf("%s: %d changes written", e.Test, e.Written))
	}
	switch e.Action {
	case event.Pass:
		if e.Reason != "" {
			lines = append(lines, e.Reason)
		}
		return lines
	case event.Skip:
		return lines
	}
	where := e.Test
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d", e.Test, e.Line)
	}
	what := "the output differs"
	if e.Reason != "" {
		what = "see above"
		if p.Quiet {
			first, _, _ := strings.Cut(e.Reason, "\n")
			what = strings.TrimPrefix(strings.TrimPrefix(first, where+": "), e.Test+": ")
		}
	}
	again := ShellWord(e.Test)
	if strings.HasPrefix(again, "-") {
		again = "./" + again
	}
	command := p.Command
	if command == "" {
		command = "dott"
	}
	return append(lines, fmt.Sprintf("%s: %s; to run it again: %s %s", where, what, command, again))
}

// Finish writes the counts, and on Err what there is to say about failures. It
// is called by the summary event, and by whoever ends a run early.
func (p *Plain) Finish() error {
	if p.tally.Ran > 0 {
		blank := "\n"
		if p.Verbose {
			blank = ""
		}
		_, err := fmt.Fprintf(p.Out, "%s# Ran %d tests, %d skipped, %d failed.\n", blank, p.tally.Ran, p.tally.Skipped, p.tally.Failed)
		if err != nil {
			return err
		}
	}
	for _, n := range p.notes {
		if _, err := fmt.Fprintln(p.Err, n); err != nil {
			return err
		}
	}
	p.notes = nil
	return nil
}

func ended(s string) string {
	if strings.HasSuffix(s, "\n") {
		return s
	}
	return s + "\n"
}

func (p *Plain) diff(diff string) string {
	if !p.Color {
		return diff
	}
	return Colors(diff)
}

// ShellWord quotes a word for a shell, where it needs it.
func ShellWord(s string) string {
	for _, r := range s {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=#", r) {
			return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
		}
	}
	return s
}
