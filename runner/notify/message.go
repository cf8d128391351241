package notify

import (
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"time"

	"dott/runner/words"
)

// Schema is the version of a message.
const Schema = 1

// A Message is what the command gets, as JSON.
type Message struct {
	Schema  int       `json:"schema"`
	ID      string    `json:"id"`      // the same in each attempt, and another in each message
	Attempt int       `json:"attempt"` // from 1; above that, an earlier one may have come through
	On      string    `json:"on"`      // what is told: "change", "failure" or "always"
	Time    time.Time `json:"time"`    // of the end of the run
	Version string    `json:"version"` // of dott
	Host    string    `json:"host"`
	Project string    `json:"project"`
	Verdict string    `json:"verdict"` // of the run: "passed", "failed" or "error"
	Error   string    `json:"error,omitempty"`
	Subject string    `json:"subject"` // a line for people
	Text    string    `json:"text"`    // all of it for people
	Ran     int       `json:"ran"`     // tests, the skipped ones included
	Failed  int       `json:"failed"`
	Skipped int       `json:"skipped"`
	Seconds float64   `json:"seconds"`
	Tests   []Change  `json:"tests"`          // that are concerned
	More    int       `json:"more,omitempty"` // concerned tests that are left out
}

// A Change is a test that is concerned. What concerns the run as a whole has no name.
type Change struct {
	Test     string   `json:"test"`
	Cell     string   `json:"cell,omitempty"`
	Target   string   `json:"target,omitempty"`  // that it ran on
	Address  string   `json:"address,omitempty"` // by which dott runs it again
	Is       string   `json:"is"`                // "passed", "failed" or "skipped"
	Was      string   `json:"was"`               // what was told of it before
	Runs     int      `json:"runs"`              // in how many runs in a row it has been so
	FirstBad []string `json:"first_bad,omitempty"`
	Resolved string   `json:"resolved,omitempty"` // what the versions of the cell stood for that move
	Line     int      `json:"line,omitempty"`
	Command  string   `json:"command,omitempty"`
	Reason   string   `json:"reason,omitempty"`
	Diff     string   `json:"diff,omitempty"`
}

// What a message has at most.
const (
	testsLimit = 200
	diffsLimit = 20
	textLimit  = 32 << 10
)

func (n *Notifier) message(r *Run, fault string, concerned []Change) Message {
	m := Message{
		Schema: Schema, ID: rand.Text(), On: n.o.On, Time: r.end, Version: r.head.Version, Host: r.head.Host, Project: n.o.Project,
		Verdict: passed, Error: fault, Ran: r.tally.Ran, Failed: r.tally.Failed, Skipped: r.tally.Skipped, Tests: []Change{},
	}
	if m.Time.IsZero() {
		m.Time = time.Now()
	}
	if m.Host == "" {
		m.Host, _ = os.Hostname()
	}
	if !r.head.Time.IsZero() {
		m.Seconds = m.Time.Sub(r.head.Time).Seconds()
	}
	switch {
	case fault != "":
		m.Verdict = "error"
	case r.tally.ExitStatus() != 0:
		m.Verdict = failed
	}
	m.Subject = subject(&m, concerned)
	diffs := 0
	for _, c := range concerned {
		if len(m.Tests) == testsLimit {
			break
		}
		if c.Diff != "" {
			if diffs++; diffs > diffsLimit {
				c.Diff = ""
			}
		}
		m.Tests = append(m.Tests, c)
	}
	m.More = len(concerned) - len(m.Tests)
	m.Text = text(&m)
	return m
}

func subject(m *Message, concerned []Change) string {
	var broke, fail, mended, skip int
	for _, c := range concerned {
		switch {
		case c.Test == "":
		case c.Is == failed && c.Was != failed:
			broke++
		case c.Is == failed:
			fail++
		case c.Is == passed && c.Was == failed:
			mended++
		case c.Is == skipped:
			skip++
		}
	}
	says := join(subjectPart(broke, "began to fail", "began to fail"), subjectPart(fail, "still fails", "still fail"),
		subjectPart(mended, "passes again", "pass again"), subjectPart(skip, "is skipped now", "are skipped now"))
	if m.Error != "" {
		line, _, _ := strings.Cut(m.Error, "\n")
		says = join("the run could not be done: "+line, says)
	}
	switch {
	case says != "":
	case len(concerned) > 0 && concerned[0].Test == "":
		says = "the run can be done again"
	case m.Verdict == passed:
		says = words.Count(m.Ran-m.Skipped, "test") + " passed"
		if len(concerned) > 0 {
			says = join(subjectPart(len(concerned), "runs again", "run again"), says)
		}
	default:
		says = fmt.Sprintf("%d of %s failed", m.Failed, words.Count(m.Ran, "test"))
	}
	return oneLine(m.Project + ": " + says)
}

func text(m *Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", m.Subject)
	if m.Error != "" {
		fmt.Fprintf(&b, "%s\n\n", m.Error)
	}
	for _, c := range m.Tests {
		if c.Test == "" {
			continue
		}
		b.WriteString(c.Address)
		if c.Target != "" && c.Cell == "" {
			fmt.Fprintf(&b, " on %s", c.Target)
		}
		fmt.Fprintf(&b, ": %s", c.Is)
		if c.Is == failed && c.Was == failed {
			fmt.Fprintf(&b, ", as in %s before", words.Count(max(1, c.Runs-1), "run"))
		}
		if len(c.FirstBad) > 0 {
			fmt.Fprintf(&b, ", first with %s", strings.Join(c.FirstBad, " and "))
		}
		if c.Resolved != "" {
			fmt.Fprintf(&b, " (%s)", c.Resolved)
		}
		if c.Is != passed && c.Reason != "" {
			fmt.Fprintf(&b, ": %s", strings.TrimPrefix(c.Reason, fmt.Sprintf("%s:%d: ", c.Address, c.Line)))
		}
		b.WriteByte('\n')
	}
	if m.More > 0 {
		fmt.Fprintf(&b, "and %d more\n", m.More)
	}
	fmt.Fprintf(&b, "\n%s, %d skipped, %d failed; on %s, %s, dott %s\n", words.Count(m.Ran, "test"), m.Skipped, m.Failed, m.Host, m.Time.UTC().Format(time.RFC3339), m.Version)
	for _, c := range m.Tests {
		if c.Diff != "" && b.Len() < textLimit {
			fmt.Fprintf(&b, "\n%s", c.Diff)
		}
	}
	return cutText(b.String(), textLimit)
}

// cutText shortens a text at the end of a line.
func cutText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	s = s[:limit]
	if i := strings.LastIndexByte(s, '\n'); i > 0 {
		s = s[:i]
	}
	return strings.ToValidUTF8(s, "") + "\n[cut]\n"
}

func oneLine(s string) string { return cutText(strings.Join(strings.Fields(s), " "), 500) }
