// Package metrics is the report for Prometheus: a file that the textfile collector of its
// node exporter reads, in the text format, which is OpenMetrics too. It has a row for each
// test and cell. What takes a test several times, such as --repeat, is one row of it, with
// the worst verdict and the longest time.
package metrics

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"dott/runner/event"
)

// Metrics is the report.
type Metrics struct {
	To func(write func(io.Writer) error) error

	rows  []row
	index map[string]int // by event.Key
	tally event.Tally
}

// A row is a test in a cell.
type row struct {
	test, cell, target string
	verdict            verdict
	seconds            float64
	ended              time.Time
}

// A verdict is a state of the metric, the best one first.
type verdict int

const (
	skipped verdict = iota
	passed
	flaky
	allowed
	failed
	timedOut
)

var verdicts = [...]string{"skipped", "passed", "flaky", "allowed", "failed", "timed_out"}

// Is reports whether a file that begins so is such a report.
func Is(beginning string) bool { return strings.HasPrefix(beginning, first) }

const first = "# HELP dott_run_success "

// Handle takes an event, and writes the report at the last one.
func (m *Metrics) Handle(e event.Event) error {
	_ = m.tally.Handle(e)
	switch {
	case e.Done():
		m.add(e)
	case e.Action == event.Summary:
		return m.To(func(w io.Writer) error { return m.write(w, e) })
	}
	return nil
}

func (m *Metrics) add(e event.Event) {
	r := row{e.Test, e.Cell, cmp.Or(e.OnTarget, target(e.Cell)), verdictOf(e), e.Elapsed, e.Time}
	key := event.Key(e.Test, nil, e.Cell) + "\x00" + e.OnTarget
	if at, ok := m.index[key]; ok {
		old := m.rows[at]
		r.verdict, r.seconds = max(r.verdict, old.verdict), max(r.seconds, old.seconds)
		m.rows[at] = r
		return
	}
	if m.index == nil {
		m.index = map[string]int{}
	}
	m.index[key] = len(m.rows)
	m.rows = append(m.rows, r)
}

func verdictOf(e event.Event) verdict {
	switch {
	case e.Action == event.Skip:
		return skipped
	case e.Action == event.Pass && e.Flaky:
		return flaky
	case e.Action == event.Pass:
		return passed
	case e.Allowed:
		return allowed
	case e.TimedOut:
		return timedOut
	}
	return failed
}

func (m *Metrics) write(to io.Writer, end event.Event) error {
	w := bufio.NewWriter(to)
	success := 0
	if m.tally.ExitStatus() == 0 && end.Reason == "" && m.tally.NotRun == 0 {
		success = 1
	}
	gauge := func(name, help string, value any) {
		head(w, name, help)
		fmt.Fprintf(w, "%s %v\n", name, value)
	}
	gauge("dott_run_success", "Whether all tests of the last run passed or were skipped.", success)
	gauge("dott_run_tests", "Tests in the last run, including skipped ones.", m.tally.Ran)
	gauge("dott_run_failed_tests", "Tests of the last run that failed.", m.tally.Failed)
	gauge("dott_run_skipped_tests", "Tests of the last run that were skipped.", m.tally.Skipped)
	gauge("dott_run_not_run_tests", "Tests that did not run in the last run.", m.tally.NotRun)
	if end.Elapsed > 0 {
		gauge("dott_run_duration_seconds", "How long the last run took.", number(end.Elapsed))
	}
	if !end.Time.IsZero() {
		gauge("dott_run_last_timestamp_seconds", "When the last run ended.", unix(end.Time))
	}
	m.each(w, "dott_test_verdict", "The verdict of a test, as 1: skipped, passed, flaky, allowed (it failed and does not count), failed or timed_out.", func(r row) (string, string) {
		return `,verdict="` + verdicts[r.verdict] + `"`, "1"
	})
	m.each(w, "dott_test_duration_seconds", "How long a test took.", func(r row) (string, string) { return "", number(r.seconds) })
	m.each(w, "dott_test_last_run_timestamp_seconds", "When a test ended.", func(r row) (string, string) { return "", unix(r.ended) })
	fmt.Fprintln(w, "# EOF")
	return w.Flush()
}

func head(w io.Writer, name, help string) {
	fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

func (m *Metrics) each(w io.Writer, name, help string, value func(row) (labels, value string)) {
	if len(m.rows) == 0 {
		return
	}
	head(w, name, help)
	for _, r := range m.rows {
		labels, v := value(r)
		fmt.Fprintf(w, "%s{test=%s,cell=%s,target=%s%s} %s\n", name, quote(r.test), quote(r.cell), quote(r.target), labels, v)
	}
}

// target returns where a test ran by its cell: the version of the axis that is called so, or host.
func target(cell string) string {
	for part := range strings.SplitSeq(cell, ",") {
		if name, value, _ := strings.Cut(part, "="); name == "target" || name == "host" {
			return value
		}
	}
	return ""
}

// quote writes a label's value; a line break and a byte that is no UTF-8 must not be in it.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(s, "\uFFFD")) + `"`
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func unix(t time.Time) string { return number(float64(t.UnixMilli()) / 1000) }
