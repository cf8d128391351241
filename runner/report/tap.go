package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dott/runner/event"
	"dott/runner/report/printable"
)

// TAP writes the Test Anything Protocol, version 14, as it goes: a point for
// each test, and for each that failed what is known as YAML. It calls itself 13,
// as which 14 may be read: Perl's prove refuses a version that it does not know,
// and before Perl 5.40 it did not know 14.
type TAP struct {
	Out io.Writer

	head event.Event
	n    int
}

// Handle writes what one event adds.
func (t *TAP) Handle(e event.Event) error {
	var b strings.Builder
	switch {
	case e.Action == event.Dott:
		t.head = e
		b.WriteString("TAP version 13\n")
	case e.Action == event.Warning:
		b.WriteString("# warning: " + tapLine(e.Reason) + "\n")
	case e.Done() || e.Action == event.NotRun:
		t.point(&b, e)
	case e.Action == event.Summary:
		fmt.Fprintf(&b, "1..%d\n", t.n)
		if e.Coverage != nil {
			b.WriteString("# coverage: " + tapLine(coverageTotal(e.Coverage)) + "\n")
		}
		if e.NotRun > 0 {
			b.WriteString("Bail out! " + tapLine(earlyEnd(e)) + "\n")
		}
	default:
		return nil
	}
	_, err := io.WriteString(t.Out, b.String())
	return err
}

// point writes one test.
func (t *TAP) point(b *strings.Builder, e event.Event) {
	t.n++
	ok := "ok"
	if failed(e) {
		ok = "not ok"
	}
	b.WriteString(ok + " " + strconv.Itoa(t.n) + " - " + tapLine(name(e)))
	switch e.Action {
	case event.Fail, event.Error:
		switch {
		case e.Known != "":
			b.WriteString(" # TODO " + tapLine(e.Known))
		case e.Allowed:
			b.WriteString(" # TODO its cell may fail")
		}
	case event.Skip:
		b.WriteString(" # SKIP " + tapLine(e.Reason))
	case event.NotRun:
		b.WriteString(" # SKIP " + tapLine(notRunReason(e)))
	case event.Pass:
		b.WriteString(" # time=" + strconv.FormatFloat(1000*e.Elapsed, 'f', 3, 64) + "ms")
	}
	b.WriteString("\n")
	if failed(e) || e.Flaky {
		t.diagnostics(b, e)
	}
	for _, line := range remarks(e) {
		b.WriteString("# " + tapLine(line) + "\n")
	}
}

// diagnostics writes what is known of a failure, or of that of a first attempt, as YAML. Its strings in quotes
// are those of JSON, which YAML has taken over.
func (t *TAP) diagnostics(b *strings.Builder, e event.Event) {
	line := func(key, value string) { fmt.Fprintf(b, "  %s: %s\n", key, value) }
	_, word := verdict(e)
	b.WriteString("  ---\n")
	line("message", yamlString(complaint(e)))
	line("severity", yamlString(word))
	line("duration_ms", fmt.Sprintf("%.3f", 1000*e.Elapsed))
	b.WriteString("  at:\n")
	line("  file", yamlString(inRepository(t.head.Dir, e)))
	if e.Line > 0 {
		line("  line", fmt.Sprint(e.Line))
	}
	if e.Cell != "" {
		line("cell", yamlString(e.Cell))
	}
	if e.Command != "" {
		line("command", yamlString(e.Command))
	}
	if text := details(e); text != "" {
		if text = printable.Diff(text); strings.HasPrefix(text, " ") {
			line("details", yamlString(text)) // in a block, the blanks would be taken for indentation
		} else {
			line("details", "|")
			for l := range strings.Lines(text) {
				b.WriteString("    " + ended(l))
			}
		}
	}
	line("again", yamlString(again(t.head.Again, e)))
	b.WriteString("  ...\n")
}

var tapEscapes = strings.NewReplacer(`\`, `\\`, "#", `\#`)

// tapLine makes a text harmless in a line of TAP.
func tapLine(s string) string {
	return tapEscapes.Replace(printable.Text(strings.TrimRight(s, "\n"), ""))
}

// yamlString writes a text as one line of YAML.
func yamlString(s string) string {
	text, _ := json.Marshal(printable.Text(s, "\n\t")) // a string can always be marshalled
	return string(text)
}

func isTAP(beginning string) bool { return strings.HasPrefix(beginning, "TAP version ") }
