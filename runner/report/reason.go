package report

import (
	"fmt"
	"slices"
	"strings"

	"dott/runner/event"
	"dott/runner/report/judged"
	"dott/runner/report/printable"
)

// headline returns in one line where and why a test failed.
func headline(e event.Event) string {
	line, what := cause(e)
	return placeAt(e, line) + what
}

// placeAt returns "file.t[git=2.40]:LINE: ", or without the line where there is none, and
// with the section of the document.
func placeAt(e event.Event, line int) string {
	section := ""
	if e.Section != "" {
		section = printable.Text(e.Section, "") + ": "
	}
	if line > 0 {
		return fmt.Sprintf("%s:%d: %s", e.Address(), line, section)
	}
	return e.Address() + ": " + section
}

// complaint says in a few words why a test failed, behind its place.
func complaint(e event.Event) string {
	_, what := cause(e)
	return what
}

// cause takes the place off the reason: it returns the line that the reason is about,
// which may be another than that of the first difference, and what is wrong there.
func cause(e event.Event) (line int, what string) {
	if e.Known != "" {
		known := e.Known
		e.Known = ""
		line, what = cause(e)
		return line, what + "; known failure: " + known
	}
	if e.Reason == "" {
		return e.Line, "the output differs" + unseen(e.Diff)
	}
	first, _, _ := strings.Cut(e.Reason, "\n")
	rest, ok := strings.CutPrefix(first, e.Test+":")
	if !ok {
		return e.Line, first
	}
	if what, ok := strings.CutPrefix(rest, " "); ok {
		return e.Line, what
	}
	if _, err := fmt.Sscanf(rest, "%d: ", &line); err != nil || line <= 0 {
		return e.Line, first
	}
	_, what, _ = strings.Cut(rest, ": ")
	return line, what
}

// unseen says of a diff what nobody sees in it: that lines differ by nothing but
// blanks at their ends.
func unseen(diff string) string {
	var removed, added []string
	differ := false
	same := func() bool {
		equal := slices.Equal(removed, added)
		removed, added = removed[:0], added[:0]
		return equal
	}
	for line := range strings.Lines(diff) {
		switch text := strings.TrimRight(line, " \t\r\n"); {
		case strings.HasPrefix(line, "--- "), strings.HasPrefix(line, "+++ "):
		case strings.HasPrefix(line, "-"):
			differ = true
			removed = append(removed, text[1:])
		case strings.HasPrefix(line, "+"):
			differ = true
			added = append(added, text[1:])
		default:
			if !same() {
				return ""
			}
		}
	}
	if !differ || !same() {
		return ""
	}
	return " only in blanks at the end of lines"
}

// more returns what the reason says behind its first line, such as what the test had
// printed.
func more(e event.Event) string {
	_, rest, _ := strings.Cut(e.Reason, "\n")
	if strings.TrimSpace(rest) == "" {
		return ""
	}
	return ended(rest)
}

// details returns what there is to show of a failure, or of that of a first attempt,
// besides its headline: the diff and what the reason has behind its first line. An error
// is told first, in full, and then what had differed until then.
func details(e event.Event) string {
	diff := e.Diff
	if diff != "" {
		diff = ended(diff)
	}
	switch {
	case e.Flaky:
		return before(e)
	case e.Action == event.Error:
		return ended(e.Reason) + diff
	case diff == "" || more(e) != "":
		return diff + ended(e.Reason)
	}
	return diff
}

// before returns what there is to show of a test that did not fail: what was written
// into its file, or how its first attempt failed.
func before(e event.Event) string {
	switch {
	case failed(e):
		return ""
	case e.Flaky:
		return e.Diff + more(e)
	}
	return e.Diff
}

// serviceLogs returns the ends of the logs of the services that a test had, at most so
// many lines of each, with something in front of each line.
func serviceLogs(e event.Event, most int, sign string) string {
	var b strings.Builder
	for _, l := range e.Logs {
		lines := strings.Split(strings.TrimSuffix(l.Text, "\n"), "\n")
		b.WriteString(sign + "The log of service " + l.Service + " ends with:\n")
		for _, line := range lines[max(0, len(lines)-most):] {
			b.WriteString(sign + "  " + printable.Text(line, "\t") + "\n")
		}
	}
	return b.String()
}

// notFound is what a status line for a command that was not found looks like.
const notFound = "  [127]\n"

// remarks returns what there is to say about a test that is not its failure, in lines.
func remarks(e event.Event) []string {
	lines := judged.Remarks(e)
	if e.Written > 0 && strings.Contains(e.Diff, "\n+"+notFound) {
		lines = append(lines, e.FileName()+": status 127 was written: a command was not found; put it on PATH")
	}
	switch {
	case e.Action != event.Pass || e.Reason == "":
	case e.Flaky:
		first, _, _ := strings.Cut(e.Reason, "\n")
		lines = append(lines, first)
	default:
		lines = append(lines, e.Reason)
	}
	return lines
}
