package report

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"dott/runner/event"
	"dott/runner/report/grid"
	"dott/runner/report/outfile"
	"dott/runner/report/xmlwriter"
)

// JUnit is the report that CI servers read: a suite for each cell of the matrix,
// a test case for each test. There is no standard for it; it follows what
// Surefire writes and Jenkins describes, with the attributes file and line that
// others look for (testdata/junit.xsd).
type JUnit struct {
	To func(write func(io.Writer) error) error // gets the report when it is complete

	head     event.Event
	suites   []*suite
	warnings []string // of the test whose end comes next
	buf      []byte
}

// A suite is the cases of one cell. They are kept aside, for their counts come
// before them.
type suite struct {
	cell                                     string
	is                                       grid.Resolved
	tests, failures, errors, skipped, notRun int
	seconds                                  float64
	cases                                    outfile.Spool
}

// Handle takes one event.
func (j *JUnit) Handle(e event.Event) error {
	switch {
	case e.Action == event.Dott:
		j.head = e
	case e.Action == event.Warning:
		j.warnings = append(j.warnings, e.Reason)
	case e.Done() || e.Action == event.NotRun:
		return j.add(e)
	case e.Action == event.Summary:
		if len(j.suites) == 0 {
			j.suite("")
		}
		end := e // so that not every event is kept for this function
		err := j.To(func(w io.Writer) error { return j.write(w, end) })
		for _, s := range j.suites {
			s.cases.Close()
		}
		return err
	}
	return nil
}

func (j *JUnit) suite(cell string) *suite {
	for _, s := range j.suites {
		if s.cell == cell {
			return s
		}
	}
	s := &suite{cell: cell}
	j.suites = append(j.suites, s)
	return s
}

// add writes a test case to its suite.
func (j *JUnit) add(e event.Event) error {
	s := j.suite(e.Cell)
	s.is.Add(e)
	s.tests++
	s.seconds += e.Elapsed
	file := e.FileName()
	class := path.Dir(file)
	if class == "." {
		class = "(root)" // Jenkins' word for tests without a package
	}
	// The cell is in the name too: GitLab takes tests of one name for one test.
	x := element{xmlwriter.Element{B: j.buf[:0]}}
	x.Open("\n    ", "testcase")
	x.Attr("classname", class)
	x.Attr("name", strings.TrimPrefix(e.Test, path.Dir(file)+"/")+suffix(e))
	x.Attr("file", inRepository(j.head.Dir, e))
	if e.Line > 0 {
		x.Attr("line", strconv.Itoa(e.Line))
	}
	x.Seconds(e.Elapsed)
	start := len(x.B)
	x.B = append(x.B, '>')
	if e.Past != nil {
		x.B = append(x.B, "\n      <properties>"...)
		x.Property("\n        ", "history", e.Past.String())
		x.B = append(x.B, "\n      </properties>"...)
	}
	_, word := verdict(e)
	switch {
	case e.Known != "":
		s.skipped++
		x.result("skipped", word, headline(e), j.failure(e))
	case failed(e) && e.Allowed:
		// There is no word for it, and a failure would fail the job.
		s.skipped++
		x.result("skipped", word, word+": "+headline(e), j.failure(e))
	case e.Action == event.Fail:
		s.failures++
		x.result("failure", word, headline(e), j.failure(e))
	case e.Action == event.Error:
		s.errors++
		x.result("error", word, headline(e), j.failure(e))
	case e.Action == event.Skip:
		s.skipped++
		x.result("skipped", "", e.Reason, "")
	case e.Action == event.NotRun:
		s.skipped++
		s.notRun++
		x.result("skipped", "", notRunReason(e), "")
	case e.Flaky:
		x.flaky(e)
	}
	if out := systemOut(e); out != "" {
		x.Text("\n      ", "system-out", out)
	}
	if len(j.warnings) > 0 {
		x.Text("\n      ", "system-err", "warning: "+strings.Join(j.warnings, "\nwarning: ")+"\n")
	}
	j.warnings = nil
	if len(x.B) == start+1 {
		x.B = append(x.B[:start], "/>"...)
	} else {
		x.B = append(x.B, "\n    </testcase>"...)
	}
	j.buf = x.B
	_, err := s.cases.Write(x.B)
	return err
}

// failure returns the text of a failure.
func (j *JUnit) failure(e event.Event) string {
	return details(e) + "to run it again: " + again(j.head.Again, e) + "\n"
}

func notRunReason(e event.Event) string {
	if e.Reason == "" {
		return "not run"
	}
	return "not run: " + e.Reason
}

// systemOut returns what stands beside a test: its commands, where it failed,
// and what there is to say about one that did not.
func systemOut(e event.Event) string {
	if !failed(e) {
		if e.Cached != nil {
			return e.Cached.String() + "\n"
		}
		if lines := remarks(e); len(lines) > 0 {
			return strings.Join(lines, "\n") + "\n"
		}
		return ""
	}
	logs := serviceLogs(e, len(e.Logs)<<20, "")
	if len(e.Commands) == 0 {
		return logs
	}
	var b strings.Builder
	b.WriteString("The commands of " + name(e) + ":\n")
	at := failedCommand(e)
	for i, c := range e.Commands {
		sign := " "
		if i == at {
			sign = ">"
		}
		text := strings.ReplaceAll(c.Text, "\n", "\n         > ")
		fmt.Fprintf(&b, "%s%5d  $ %s\n", sign, c.Line, text)
	}
	return b.String() + logs
}

// failedCommand returns the index of the command that the line of a failure
// belongs to, or -1.
func failedCommand(e event.Event) int {
	at := -1
	for i, c := range e.Commands {
		if c.Line <= e.Line {
			at = i
		}
	}
	return at
}

func (j *JUnit) write(w io.Writer, end event.Event) error {
	slices.SortStableFunc(j.suites, func(a, b *suite) int { return event.CompareCells(j.head.Axes, a.cell, b.cell) })
	var all suite
	for _, s := range j.suites {
		all.tests += s.tests
		all.failures += s.failures
		all.errors += s.errors
		all.seconds += s.seconds
	}
	x := element{xmlwriter.Element{B: j.buf[:0]}}
	x.B = append(x.B, `<?xml version="1.0" encoding="UTF-8"?>`...)
	x.Open("\n", "testsuites")
	x.Attr("name", "dott")
	x.counts(&all)
	x.B = append(x.B, '>')
	for n, s := range j.suites {
		x.Open("\n  ", "testsuite")
		x.Attr("name", j.suiteName(s))
		x.Attr("id", strconv.Itoa(n))
		x.counts(s)
		x.Attr("skipped", strconv.Itoa(s.skipped))
		if !j.head.Time.IsZero() {
			x.Attr("timestamp", j.head.Time.UTC().Format("2006-01-02T15:04:05Z"))
		}
		if j.head.Host != "" {
			x.Attr("hostname", j.head.Host)
		}
		x.B = append(x.B, '>')
		j.properties(&x, s, end.Coverage)
		if _, err := w.Write(x.B); err != nil {
			return err
		}
		if err := s.cases.CopyTo(w); err != nil {
			return err
		}
		x.B = x.B[:0]
		if s == j.suites[len(j.suites)-1] && (end.NotRun > 0 || end.Reason != "") {
			x.Text("\n    ", "system-err", earlyEnd(end)+"\n")
		}
		x.B = append(x.B, "\n  </testsuite>"...)
	}
	x.B = append(x.B, "\n</testsuites>\n"...)
	_, err := w.Write(x.B)
	return err
}

// earlyEnd says how many tests a run did not come to, and why.
func earlyEnd(end event.Event) string {
	s := fmt.Sprintf("%d tests were not run", end.NotRun)
	if end.NotRun == 1 {
		s = "1 test was not run"
	}
	if end.Reason != "" {
		s += ": " + end.Reason
	}
	return s
}

func (j *JUnit) suiteName(s *suite) string {
	if s.cell == "" {
		return "dott"
	}
	return "dott " + s.cell
}

// properties writes what is known of a suite; what was covered is of all suites.
func (j *JUnit) properties(x *element, s *suite, c *event.Coverage) {
	x.Open("\n    ", "properties")
	x.B = append(x.B, '>')
	property := func(name, value string) {
		if value != "" {
			x.Property("\n      ", name, value)
		}
	}
	property("version", j.head.Version)
	property("shell", j.head.Shell)
	property("cell", s.cell)
	property("resolved", s.is.String())
	property("shard", j.head.Shard)
	if j.head.Seed > 0 {
		property("seed", strconv.FormatUint(j.head.Seed, 10))
	}
	if s.notRun > 0 {
		property("not-run", strconv.Itoa(s.notRun))
	}
	switch {
	case c == nil:
	case c.Fault != "":
		property("coverage-fault", c.Fault)
	case !c.Several:
		property("coverage", strings.TrimSuffix(percent(c.Covered, c.Lines), " %"))
		property("coverage-covered", strconv.Itoa(c.Covered))
		property("coverage-lines", strconv.Itoa(c.Lines))
	}
	if c != nil && c.Changed != nil {
		covered, lines := c.Changed.Count()
		property("coverage-changed", strings.TrimSuffix(percent(covered, lines), " %"))
		property("coverage-changed-covered", strconv.Itoa(covered))
		property("coverage-changed-lines", strconv.Itoa(lines))
	}
	if bytes.HasSuffix(x.B, []byte("<properties>")) {
		x.B = append(x.B[:len(x.B)-1], "/>"...)
		return
	}
	x.B = append(x.B, "\n    </properties>"...)
}

// An element is XML of this report that is being written.
type element struct{ xmlwriter.Element }

func (x *element) counts(s *suite) {
	x.Attr("tests", strconv.Itoa(s.tests))
	x.Attr("failures", strconv.Itoa(s.failures))
	x.Attr("errors", strconv.Itoa(s.errors))
	x.Seconds(s.seconds)
}

// result writes what a test case has instead of having passed.
func (x *element) result(name, kind, message, text string) {
	x.Open("\n      ", name)
	if kind != "" {
		x.Attr("type", kind)
	}
	if message != "" {
		x.Attr("message", message)
	}
	if text == "" {
		x.B = append(x.B, "/>"...)
		return
	}
	x.B = append(xmlwriter.Append(append(x.B, '>'), text, false), "</"+name+">"...)
}

// flaky writes how the first attempt failed of a test that passed then, as Surefire
// does: in an element of its own.
func (x *element) flaky(e event.Event) {
	x.Open("\n      ", "flakyFailure")
	x.Attr("type", "flaky")
	first := e
	first.Reason = strings.TrimSuffix(more(e), "\n")
	x.Attr("message", complaint(first))
	text := before(e)
	if text == "" {
		x.B = append(x.B, "/>"...)
		return
	}
	x.B = append(x.B, '>')
	x.Text("", "stackTrace", text)
	x.B = append(x.B, "</flakyFailure>"...)
}

func isJUnit(beginning string) bool {
	return strings.HasPrefix(beginning, "<?xml") && strings.Contains(beginning, "<testsuite") // cram's file is one suite
}
