// Package monitor is the report that a monitoring system takes from a plugin: Nagios,
// Icinga, Checkmk, Sensu. It follows the guidelines of the Monitoring Plugins project: one
// line of text with performance data behind a bar, details below, and an exit status.
//
// Events come in by [Monitor.Handle]; [Monitor.Output] makes the whole when the run is over,
// in whatever way.
package monitor

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dott/runner/event"
)

// The exit statuses of a plugin.
const (
	OK = iota
	Warning
	Critical
	Unknown
)

var states = [...]string{"OK", "WARNING", "CRITICAL", "UNKNOWN"}

// Limit is how many bytes of output Nagios reads at least.
const Limit = 4 << 10

// A Monitor makes the output.
type Monitor struct {
	WarnTime time.Duration // a run that takes longer is a warning; 0 is that none is

	tally   event.Tally
	details strings.Builder
	first   string // the first test that failed
	unsure  string // the first test that was flaky
}

// Handle takes an event.
func (m *Monitor) Handle(e event.Event) error {
	_ = m.tally.Handle(e)
	switch {
	case (e.Action == event.Fail || e.Action == event.Error) && !e.Allowed:
		at := e.Address()
		if e.Line > 0 {
			at = fmt.Sprintf("%s:%d", at, e.Line)
		}
		if m.first == "" {
			m.first = at
		}
		m.detail("%s: %s", at, why(e, at))
		if e.Diff != "" {
			m.detail("%s", strings.TrimRight(e.Diff, "\n"))
		}
	case e.Flaky:
		if m.unsure == "" {
			m.unsure = e.Address()
		}
		m.detail("%s: flaky: it passed after a failure", e.Address())
	}
	return nil
}

// why returns the reason of a failure, without the place that stands in front of it.
func why(e event.Event, at string) string {
	switch reason := strings.TrimPrefix(e.Reason, at+": "); {
	case reason != "":
		return reason
	case e.TimedOut:
		return "timed out"
	}
	return "the output differs"
}

// detail adds to the details, as far as anybody will read them.
func (m *Monitor) detail(format string, a ...any) {
	if m.details.Len() < 2*Limit {
		fmt.Fprintf(&m.details, format+"\n", a...)
	}
}

// Output returns what is printed and the exit status of a run that took so long. fault is
// why there is no verdict, where there is none.
func (m *Monitor) Output(took time.Duration, fault string) (text string, status int) {
	status, says := m.verdict(took, fault)
	line := "DOTT " + states[status] + " - " + clean(says, false)
	if m.tally.Ran > 0 {
		warn := ""
		if m.WarnTime > 0 {
			warn = ";" + fmt.Sprint(m.WarnTime.Seconds())
		}
		line += fmt.Sprintf(" | tests=%d failed=%d skipped=%d time=%.3fs%s", m.tally.Ran, m.tally.Failed, m.tally.Skipped, took.Seconds(), warn)
	}
	details := clean(m.details.String(), true)
	if _, rest, ok := strings.Cut(fault, "\n"); ok && status == Unknown {
		details = clean(rest, true) + "\n" + details
	}
	return cut(strings.TrimRight(line+"\n"+details, "\n")) + "\n", status
}

func (m *Monitor) verdict(took time.Duration, fault string) (status int, says string) {
	t := &m.tally
	counts := count(t.Ran-t.Skipped, "test") + " passed"
	if t.Skipped > 0 {
		counts += fmt.Sprintf(", %d skipped", t.Skipped)
	}
	if t.Allowed > 0 {
		counts = fmt.Sprintf("%s of %d passed", count(t.Ran-t.Skipped-t.Allowed, "test"), t.Ran)
	}
	fault, _, _ = strings.Cut(fault, "\n")
	switch {
	case t.Failed > 0:
		says := fmt.Sprintf("%d of %s failed: %s", t.Failed, count(t.Ran+t.NotRun, "test"), m.first)
		if t.Failed > 1 {
			says += fmt.Sprintf(" and %d more", t.Failed-1)
		}
		return Critical, says
	case fault != "":
		return Unknown, fault
	case t.SkipsFail():
		return Critical, fmt.Sprintf("%d of %s skipped", t.Skipped, count(t.Ran, "test"))
	case t.ExitStatus() == 1:
		return Critical, orElse(t.Coverage.Complaint(), "the tests cover too little")
	case t.Ran == 0:
		return Unknown, "no test was run"
	case t.Ran == t.Skipped:
		return Unknown, fmt.Sprintf("nothing was tested: %s skipped", count(t.Skipped, "test"))
	case t.NotRun > 0:
		return Unknown, fmt.Sprintf("%s of %d not run", count(t.NotRun, "test"), t.Ran+t.NotRun)
	case t.Flaky > 0:
		says := m.unsure
		if t.Flaky > 1 {
			says += fmt.Sprintf(" and %d more", t.Flaky-1)
		}
		return Warning, counts + ", flaky: " + says
	case m.WarnTime > 0 && took > m.WarnTime:
		return Warning, fmt.Sprintf("%s, in %.3fs, more than %s", counts, took.Seconds(), m.WarnTime)
	}
	return OK, counts
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// clean leaves nothing in a text that a terminal or a monitoring system would take for more
// than text: a bar begins performance data, in the details too.
func clean(s string, lines bool) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '|':
			return '¦'
		case r == '\n' && lines:
			return r
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r == utf8.RuneError || !unicode.IsPrint(r):
			return '?'
		}
		return r
	}, s)
}

// cut shortens a text to what is read, at the end of a line where there is one.
func cut(s string) string {
	const tail = "\n[cut]"
	if len(s) < Limit {
		return s
	}
	s = s[:Limit-len(tail)-1]
	if i := strings.LastIndexByte(s, '\n'); i > Limit/2 {
		s = s[:i]
	}
	return strings.ToValidUTF8(s, "") + tail
}
