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
	Quiet    bool // no diffs
	Verbose  bool // a line for each test instead of a character
	Color    bool // mark up the diffs

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
	sign, word := verdict(e)
	var out strings.Builder
	if p.Verbose {
		fmt.Fprintf(&out, "%s: %s\n", e.Test, word)
	} else {
		out.WriteString(sign)
		p.midLine = true
	}
	failed := e.Action == event.Fail || e.Action == event.Error
	if failed && !p.Quiet && e.Diff+e.Reason != "" {
		if p.midLine {
			out.WriteString("\n")
			p.midLine = false
		}
		out.WriteString(p.diff(e.Diff))
		if e.Reason != "" {
			out.WriteString(ended(e.Reason))
		}
	}
	if failed {
		p.notes = append(p.notes, note(e, p.Quiet))
	}
	_, err := io.WriteString(p.Out, out.String())
	return err
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

// note is the line about a failure behind the counts: where it is, and how to
// run just this test again.
func note(e event.Event, withReason bool) string {
	where := e.Test
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d", e.Test, e.Line)
	}
	what := "the output differs"
	if e.Reason != "" {
		what = "see above"
		if withReason {
			first, _, _ := strings.Cut(e.Reason, "\n")
			what = strings.TrimPrefix(strings.TrimPrefix(first, where+": "), e.Test+": ")
		}
	}
	return fmt.Sprintf("%s: %s; to run it again: dott %s", where, what, shellWord(e.Test))
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

// diff returns a unified diff, with colours if they are wanted.
func (p *Plain) diff(diff string) string {
	if !p.Color {
		return diff
	}
	const bold, red, green, cyan, reset = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[0m"
	var b strings.Builder
	n := 0
	for line := range strings.Lines(diff) {
		n++
		color := ""
		switch {
		case n <= 2:
			color = bold
		case line[0] == '@':
			color = cyan
		case line[0] == '-':
			color = red
		case line[0] == '+':
			color = green
		default:
			b.WriteString(line)
			continue
		}
		text := strings.TrimSuffix(line, "\n")
		b.WriteString(color + text + reset + line[len(text):])
	}
	return b.String()
}

// shellWord quotes a word for a shell, where it needs it.
func shellWord(s string) string {
	for _, r := range s {
		if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:,@%=#", r) {
			return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
		}
	}
	return s
}
