// Package xunit is the report of a run in the form of cram's xUnit file: one suite named
// cram, with a test case for each file. It is for CI servers that know tests by these
// names. Events are folded into test cases as they come, and the file is written at the
// summary, for the counts stand at its head.
package xunit

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"dott/runner/event"
	"dott/runner/report/xmlwriter"
)

// Report is the report. To gets it when it is complete.
type Report struct {
	To func(write func(io.Writer) error) error

	start                  time.Time
	host                   string
	tests, failed, skipped int
	cases                  bytes.Buffer
}

// Handle takes one event.
func (r *Report) Handle(e event.Event) error {
	switch {
	case e.Action == event.Dott:
		r.start, r.host = e.Time, e.Host
	case e.Done():
		r.add(e)
	case e.Action == event.Summary:
		elapsed := e.Elapsed
		return r.To(func(w io.Writer) error { return r.write(w, elapsed) })
	}
	return nil
}

// add writes a test case.
func (r *Report) add(e event.Event) {
	r.tests++
	name := e.Test + event.Address("", e.Cell)
	fmt.Fprintf(&r.cases, "  <testcase classname=%s\n            name=%s\n            time=\"%.6f\"", attr(name), attr(path.Base(name)), e.Elapsed)
	switch {
	case e.Action == event.Skip:
		r.skipped++
		r.cases.WriteString(">\n    <skipped/>\n  </testcase>\n")
	case (e.Action == event.Fail || e.Action == event.Error) && e.Known == "" && !e.Allowed:
		r.failed++
		text := e.Diff
		if e.Reason != "" {
			text += e.Reason + "\n"
		}
		fmt.Fprintf(&r.cases, ">\n    <failure>%s</failure>\n  </testcase>\n", cdata(text))
	default:
		r.cases.WriteString("/>\n")
	}
}

func (r *Report) write(w io.Writer, elapsed float64) error {
	if elapsed == 0 && !r.start.IsZero() {
		elapsed = time.Since(r.start).Seconds()
	}
	const gap = "\n           "
	_, err := fmt.Fprintf(w, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuite name=\"cram\"%stests=\"%d\"%sfailures=\"%d\"%sskipped=\"%d\"%stimestamp=%s%shostname=%s%stime=\"%.6f\">\n%s</testsuite>\n",
		gap, r.tests, gap, r.failed, gap, r.skipped, gap, attr(r.start.Local().Format("2006-01-02T15:04:05-07:00")), gap, attr(r.host), gap, elapsed, r.cases.Bytes())
	return err
}

func attr(text string) string { return `"` + string(xmlwriter.Append(nil, text, true)) + `"` }

// cdata returns a text as it stands, but for what XML cannot hold.
func cdata(text string) string {
	text = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xFFFE || c == 0xFFFF {
			return utf8.RuneError
		}
		return c
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
}
