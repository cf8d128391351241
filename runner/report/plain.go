// Package report makes reports of a stream of events, a file for each kind. A
// report knows events and nothing else; none of them decides a verdict.
package report

import (
	"fmt"
	"io"
	"strings"

	"dott/runner/event"
	"dott/runner/report/grid"
	"dott/runner/report/judged"
	"dott/runner/report/skips"
	"dott/runner/words"
)

// Plain is cram's report: a character for each test, the diffs of those that
// failed, and a line of counts. What cram has no word for goes to Err, so that
// Out reads the same under both.
type Plain struct {
	Out, Err io.Writer
	Quiet    bool // no diffs
	Verbose  bool // a line for each test instead of a character
	Color    bool // mark up the diffs

	command string // that runs tests as this run does, to put their names behind
	tally   event.Tally
	skips   skips.Skips
	judged  judged.Total
	grid    grid.Grid
	notes   []note
	news    news
	stopped string // why the run ended early
	covered *event.Coverage
	midLine bool // characters stand on the line that is being written
}

// Handle writes what one event adds.
func (p *Plain) Handle(e event.Event) error {
	p.count(e)
	switch e.Action {
	case event.Dott:
		if note := p.begin(e); note != "" {
			p.note(note)
		}
	case event.Warning:
		p.note("warning: " + e.Reason)
		return nil
	case event.Summary:
		p.stopped, p.covered = e.Reason, e.Coverage
		return p.Finish()
	}
	if !e.Done() {
		return nil
	}
	var out strings.Builder
	if text := before(e); text != "" && !p.Quiet {
		p.endLine(&out)
		if e.Cell != "" && e.Diff != "" && !p.Verbose {
			out.WriteString("# " + e.Test + cellOf(e) + "\n") // patch takes it for a comment
		}
		out.WriteString(p.diff(e.Diff) + text[len(e.Diff):])
	}
	sign, word := verdict(e)
	if p.Verbose {
		fmt.Fprintf(&out, "%s%s: %s\n", e.Test, cellOf(e), word)
	} else {
		out.WriteString(sign)
		p.midLine = true
	}
	if failed(e) && e.Known == "" && !p.Quiet && e.Diff+e.Reason != "" {
		p.endLine(&out)
		if e.Cell != "" && e.Diff != "" && !p.Verbose {
			out.WriteString("# " + e.Test + cellOf(e) + "\n") // patch takes it for a comment
		}
		out.WriteString(p.diff(e.Diff))
		if e.Reason != "" {
			out.WriteString(ended(e.Reason))
		}
		out.WriteString(serviceLogs(e, plainLogLines, "# ")) // comments, for patch
	}
	p.about(e)
	_, err := io.WriteString(p.Out, out.String())
	return err
}

// count takes notice of an event for the lines behind all tests.
func (p *Plain) count(e event.Event) {
	_ = p.tally.Handle(e)
	p.skips.Add(e)
	p.judged.Add(e)
	if e.Done() && e.Cell != "" {
		sign, _ := verdict(e)
		p.grid.Add(e, sign)
	}
}

// begin takes notice of what the run says about itself, and returns what there
// is to say about that.
func (p *Plain) begin(e event.Event) (note string) {
	p.command, p.grid.Axes = e.Again, e.Axes
	if e.Shard != "" && e.Total == 0 {
		return "shard " + e.Shard + " has none of the tests"
	}
	return ""
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
		if e.Flaky {
			return ".", "passed, flaky"
		}
		if e.Cached != nil {
			return ".", e.Cached.String()
		}
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
		sign := "!"
		if e.Known != "" {
			sign = "k"
		}
		if e.TimedOut {
			return "t", "timed out" + may(e)
		}
		return sign, "error" + may(e)
	}
	if e.Known != "" {
		return "k", "failed" + may(e)
	}
	return "!", "failed" + may(e)
}

// may says of a failure that it does not count, as the matrix has it, or as it is
// known.
func may(e event.Event) string {
	if e.Known != "" {
		return " (known)"
	}
	if e.Allowed {
		return " (allowed)"
	}
	return ""
}

// A note is a line behind the counts. Of a failure it has three parts, of which the
// middle one is what earlier runs make of it.
type note struct {
	text, past, rest string
	failure          bool
	known            bool // it failed before
}

func (p *Plain) note(text string) { p.notes = append(p.notes, note{text: text}) }

// about notes what there is to say about a test behind the counts: what was written
// into the file, where it failed, and how to run just this test again.
func (p *Plain) about(e event.Event) {
	for _, r := range remarks(e) {
		p.note(r)
	}
	p.news.add(e)
	if !failed(e) {
		return
	}
	if e.Known != "" {
		p.note(headline(e))
		return
	}
	line, what := e.Line, "see above"
	if e.Reason == "" || p.Quiet {
		line, what = cause(e)
	}
	p.notes = append(p.notes, note{
		placeAt(e, line), was(e), fmt.Sprintf("%s; to run it again: %s", what, again(p.command, e)), true, e.Past.Known(),
	})
}

func failed(e event.Event) bool { return e.Action == event.Fail || e.Action == event.Error }

func cellOf(e event.Event) string {
	return event.Address("", e.Cell)
}

// again returns the command that runs just this test, where command runs tests
// as the run did.
func again(command string, e event.Event) string {
	test := words.Quote(e.Address())
	if strings.HasPrefix(test, "-") {
		test = "./" + test
	}
	if command == "" {
		command = "dott"
	}
	return command + " " + test
}

// Finish writes the counts, and on Err what there is to say about failures. It
// is called by the summary event, and by whoever ends a run early.
func (p *Plain) Finish() error {
	if counts := p.counts(""); counts != "" {
		if !p.Verbose {
			counts = "\n" + counts
		}
		if _, err := io.WriteString(p.Out, counts); err != nil {
			return err
		}
	}
	for _, s := range p.last() {
		p.note(s)
	}
	if p.news.telling {
		newFirst(p.notes)
	}
	for _, n := range p.notes {
		if !p.news.telling {
			n.past = ""
		}
		if _, err := fmt.Fprintln(p.Err, n.text+n.past+n.rest); err != nil {
			return err
		}
	}
	p.notes = nil
	_, err := io.WriteString(p.Err, p.news.fixed())
	return err
}

// last returns what there is to say about all tests together, once: about those that were
// skipped, and about what was written.
func (p *Plain) last() []string {
	all := p.skips.Sentences()
	if why := p.skips.Reasons(); why != "" && !p.Verbose {
		all = append(all, why)
	}
	all = append(all, p.judged.Sentences()...)
	p.skips, p.judged = skips.Skips{}, judged.Total{}
	return all
}

// counts returns the last lines of the report, if there is anything to count. took
// is what it says of the time.
func (p *Plain) counts(took string) string {
	t := &p.tally
	if t.Ran == 0 && t.NotRun == 0 {
		return ""
	}
	s := p.grid.String() + fmt.Sprintf("# Ran %d tests, %d skipped, %d failed", t.Ran, t.Skipped, t.Failed)
	if n := t.Allowed - t.Known; n > 0 {
		s += fmt.Sprintf(", %d failed (allowed)", n)
	}
	if t.Known > 0 {
		s += fmt.Sprintf(", %d failed (known)", t.Known)
	}
	if t.Flaky > 0 {
		s += fmt.Sprintf(", %d flaky", t.Flaky)
	}
	if t.Cached > 0 {
		s += fmt.Sprintf(", %d cached", t.Cached)
	}
	s += took + ".\n"
	why := ""
	if p.stopped != "" {
		why = ": " + p.stopped
	}
	switch {
	case t.NotRun == 1:
		s += "# 1 test was not run" + why + "\n"
	case t.NotRun > 1:
		s += fmt.Sprintf("# %d tests were not run%s\n", t.NotRun, why)
	}
	if t.SkipsFail() {
		s += "# --fail-on-skip: " + plural(t.Skipped, "test") + " skipped\n"
	}
	return s + coverageCounts(p.covered, p.Quiet)
}

// plainLogLines is how many lines of a service's log are shown.
const plainLogLines = 10

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
