package report

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"dott/runner/event"
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
	tests, failures, errors, skipped, notRun int
	seconds                                  float64
	cases                                    spool
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
			s.cases.close()
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
	s.tests++
	s.seconds += e.Elapsed
	file := testFile(e)
	class := path.Dir(file)
	if class == "." {
		class = "(root)" // Jenkins' word for tests without a package
	}
	// The cell is in the name too: GitLab takes tests of one name for one test.
	x := element{j.buf[:0]}
	x.open("\n    ", "testcase")
	x.attr("classname", class)
	x.attr("name", strings.TrimPrefix(e.Test, path.Dir(file)+"/")+suffix(e))
	x.attr("file", inRepository(j.head.Dir, e))
	if e.Line > 0 {
		x.attr("line", strconv.Itoa(e.Line))
	}
	x.seconds(e.Elapsed)
	start := len(x.b)
	x.b = append(x.b, '>')
	_, word := verdict(e)
	switch {
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
		x.text("\n      ", "system-out", out)
	}
	if len(j.warnings) > 0 {
		x.text("\n      ", "system-err", "warning: "+strings.Join(j.warnings, "\nwarning: ")+"\n")
	}
	j.warnings = nil
	if len(x.b) == start+1 {
		x.b = append(x.b[:start], "/>"...)
	} else {
		x.b = append(x.b, "\n    </testcase>"...)
	}
	j.buf = x.b
	_, err := s.cases.Write(x.b)
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
	var all suite
	for _, s := range j.suites {
		all.tests += s.tests
		all.failures += s.failures
		all.errors += s.errors
		all.seconds += s.seconds
	}
	x := element{j.buf[:0]}
	x.b = append(x.b, `<?xml version="1.0" encoding="UTF-8"?>`...)
	x.open("\n", "testsuites")
	x.attr("name", "dott")
	x.counts(&all)
	x.b = append(x.b, '>')
	for n, s := range j.suites {
		x.open("\n  ", "testsuite")
		x.attr("name", j.suiteName(s))
		x.attr("id", strconv.Itoa(n))
		x.counts(s)
		x.attr("skipped", strconv.Itoa(s.skipped))
		if !j.head.Time.IsZero() {
			x.attr("timestamp", j.head.Time.UTC().Format("2006-01-02T15:04:05Z"))
		}
		if j.head.Host != "" {
			x.attr("hostname", j.head.Host)
		}
		x.b = append(x.b, '>')
		j.properties(&x, s, end.Coverage)
		if _, err := w.Write(x.b); err != nil {
			return err
		}
		if err := s.cases.copyTo(w); err != nil {
			return err
		}
		x.b = x.b[:0]
		if s == j.suites[len(j.suites)-1] && (end.NotRun > 0 || end.Reason != "") {
			x.text("\n    ", "system-err", earlyEnd(end)+"\n")
		}
		x.b = append(x.b, "\n  </testsuite>"...)
	}
	x.b = append(x.b, "\n</testsuites>\n"...)
	_, err := w.Write(x.b)
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
	x.open("\n    ", "properties")
	x.b = append(x.b, '>')
	property := func(name, value string) {
		if value == "" {
			return
		}
		x.open("\n      ", "property")
		x.attr("name", name)
		x.attr("value", value)
		x.b = append(x.b, "/>"...)
	}
	property("version", j.head.Version)
	property("shell", j.head.Shell)
	property("cell", s.cell)
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
	default:
		property("coverage", strings.TrimSuffix(percent(c.Covered, c.Lines), " %"))
		property("coverage-covered", strconv.Itoa(c.Covered))
		property("coverage-lines", strconv.Itoa(c.Lines))
	}
	if bytes.HasSuffix(x.b, []byte("<properties>")) {
		x.b = append(x.b[:len(x.b)-1], "/>"...)
		return
	}
	x.b = append(x.b, "\n    </properties>"...)
}

// An element is XML that is being written. What it writes is well-formed
// whatever the strings hold.
type element struct{ b []byte }

func (x *element) open(indent, name string) {
	x.b = append(append(append(x.b, indent...), '<'), name...)
}

func (x *element) attr(name, value string) {
	x.b = append(append(append(x.b, ' '), name...), `="`...)
	x.b = append(appendXML(x.b, value, true), '"')
}

func (x *element) seconds(s float64) {
	x.b = append(strconv.AppendFloat(append(x.b, ` time="`...), s, 'f', 3, 64), '"')
}

func (x *element) counts(s *suite) {
	x.attr("tests", strconv.Itoa(s.tests))
	x.attr("failures", strconv.Itoa(s.failures))
	x.attr("errors", strconv.Itoa(s.errors))
	x.seconds(s.seconds)
}

// result writes what a test case has instead of having passed.
func (x *element) result(name, kind, message, text string) {
	x.open("\n      ", name)
	if kind != "" {
		x.attr("type", kind)
	}
	if message != "" {
		x.attr("message", message)
	}
	if text == "" {
		x.b = append(x.b, "/>"...)
		return
	}
	x.b = append(appendXML(append(x.b, '>'), text, false), "</"+name+">"...)
}

// flaky writes how the first attempt failed of a test that passed then, as Surefire
// does: in an element of its own.
func (x *element) flaky(e event.Event) {
	x.open("\n      ", "flakyFailure")
	x.attr("type", "flaky")
	first := e
	first.Reason = strings.TrimSuffix(more(e), "\n")
	x.attr("message", complaint(first))
	text := before(e)
	if text == "" {
		x.b = append(x.b, "/>"...)
		return
	}
	x.b = append(x.b, '>')
	x.text("", "stackTrace", text)
	x.b = append(x.b, "</flakyFailure>"...)
}

func (x *element) text(indent, name, text string) {
	x.open(indent, name)
	x.b = append(appendXML(append(x.b, '>'), text, false), "</"+name+">"...)
}

// appendXML appends text, with what XML 1.0 cannot hold written as \xHH: most
// control characters, and bytes that are not UTF-8.
func appendXML(b []byte, s string, attr bool) []byte {
	plain := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && n == 1:
				b = fmt.Appendf(append(b, s[plain:i]...), `\x%02x`, c)
			case r == 0xFFFE || r == 0xFFFF:
				b = fmt.Appendf(append(b, s[plain:i]...), `\u%04x`, r)
			default:
				i += n
				continue
			}
			i += n
			plain = i
			continue
		}
		escape := ""
		switch {
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '"' && attr:
			escape = "&quot;"
		case c == '\n' && attr:
			escape = "&#10;"
		case c == '\t' && attr:
			escape = "&#9;"
		case c == '\r':
			escape = "&#13;"
		case c < ' ' && c != '\n' && c != '\t':
			escape = fmt.Sprintf(`\x%02x`, c)
		}
		if escape != "" {
			b = append(append(b, s[plain:i]...), escape...)
			plain = i + 1
		}
		i++
	}
	return append(b, s[plain:]...)
}

func isJUnit(beginning string) bool {
	return strings.HasPrefix(beginning, "<?xml") && strings.Contains(beginning, "<testsuites")
}
