package report

import (
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/event"
	"dott/runner/report/judged"
	"dott/runner/report/printable"
	"dott/runner/report/skips"
	"dott/runner/report/workflow"
)

// GitHub is the plain report as a log of GitHub Actions: each failure in a group
// that can be folded, and with an annotation at the line where it is. Behind the
// run comes a summary of the failures in Markdown.
type GitHub struct {
	Plain     event.Handler                          // the report on the screen
	Out       io.Writer                              // where that writes to
	Break     func()                                 // ends the line that it is writing
	Quiet     bool                                   // no diffs: then no groups either
	Workspace string                                 // the root of the repository; "" is not known
	Summary   func(text func(room int) string) error // appends to the summary, which has so much room left; nil is none

	head     event.Event
	tally    event.Tally
	skips    skips.Skips
	judged   judged.Total
	seconds  float64
	failures []string // in Markdown
	known    []string // and those that failed before
	news     news
	size     int
	more     int // failures for which there is no room
}

// Handle writes what one event adds.
func (g *GitHub) Handle(e event.Event) error {
	_ = g.tally.Handle(e)
	g.skips.Add(e)
	switch {
	case e.Action == event.Dott:
		g.head = e
	case e.Done():
		g.seconds += e.Elapsed
		g.news.add(e)
		g.judged.Add(e)
	}
	if e.Known != "" || !failed(e) && !e.Flaky && before(e) == "" {
		err := g.Plain.Handle(e)
		if err == nil && e.Action == event.Summary && e.Coverage != nil && e.Coverage.Changed != nil {
			err = g.write(changedCommands(e.Coverage.Changed))
		}
		if err == nil && e.Action == event.Summary && g.Summary != nil {
			end := e // so that not every event is kept for this function
			err = g.Summary(func(room int) string { return g.markdown(end, room) })
		}
		return err
	}
	title, annotation := printable.Text(e.Test+cellOf(e)+": what was written", ""), ""
	if failed(e) || e.Flaky {
		title, annotation = printable.Text(headline(e), ""), g.annotation(e)
	}
	for _, f := range judged.Weaker(e) {
		annotation += judged.Annotation(g.path(e), f)
	}
	if failed(e) {
		g.note(e)
	}
	g.Break()
	if g.Quiet {
		if err := g.Plain.Handle(e); err != nil {
			return err
		}
		g.Break()
		return g.write(annotation)
	}
	// What a test printed could read as a command to GitHub, so it listens to none
	// until it hears a word that the test cannot know.
	word := fmt.Sprintf("%x", sha256.Sum256([]byte(e.Test+e.Diff+e.Reason)))[:32]
	if err := g.write("::group::" + workflow.Data(title) + "\n::stop-commands::" + word + "\n"); err != nil {
		return err
	}
	if err := g.Plain.Handle(e); err != nil {
		return err
	}
	g.Break()
	return g.write("::" + word + "::\n::endgroup::\n" + annotation)
}

func (g *GitHub) write(s string) error {
	_, err := io.WriteString(g.Out, s)
	return err
}

// annotated is how many lines of a failure an annotation has, at most.
const annotated = 40

// annotation returns the command that shows the failure, or that of the first attempt,
// beside its line.
func (g *GitHub) annotation(e event.Event) string {
	text := printable.Diff(details(e))
	lines := slices.Collect(strings.Lines(text))
	if len(lines) > annotated {
		text = strings.Join(lines[:annotated], "") + "(" + plural(len(lines)-annotated, "more line") + ")\n"
	}
	if len(text) > 16<<10 {
		text = strings.ToValidUTF8(text[:16<<10], "") + "\n(cut)\n"
	}
	text += "to run it again: " + again(g.head.Again, e)
	level := "error"
	switch {
	case e.Flaky:
		level = "notice"
	case e.Allowed:
		level = "warning"
	}
	return workflow.Annotation(level, g.path(e), e.Line, printable.Text(headline(e), ""), text)
}

// path returns the path of a test's file in the repository.
func (g *GitHub) path(e event.Event) string {
	if g.Workspace != "" && g.head.Dir == "" {
		if rel, err := filepath.Rel(g.Workspace, e.File); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return inRepository(g.head.Dir, e)
}

// summaryLimit is how much GitHub takes as the summary of a step. One that is
// longer is not shown at all.
const summaryLimit = 1 << 20

// note keeps a failure for the summary, while there is room.
func (g *GitHub) note(e event.Event) {
	if g.Summary == nil {
		return
	}
	text := printable.Diff(details(e))
	const longest = 64 << 10
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "\n(cut)\n"
	}
	line, what := cause(e)
	text += "\nto run it again: " + printable.Text(again(g.head.Again, e), "")
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	past := ""
	if e.Past != nil {
		past = "<b>" + escapeHTML(printable.Text(e.Past.String(), "")) + "</b>: "
	}
	md := fmt.Sprintf("<details><summary><code>%s</code> %s%s</summary>\n\n%sdiff\n%s\n%s\n\n</details>\n\n",
		escapeHTML(printable.Text(strings.TrimSuffix(strings.TrimSpace(placeAt(e, line)), ":"), "")), past, escapeHTML(printable.Text(what, "")), fence, text, fence)
	if g.size+len(md) > summaryLimit {
		g.more++
		return
	}
	if e.Past.Known() {
		g.known = append(g.known, md)
	} else {
		g.failures = append(g.failures, md)
	}
	g.size += len(md)
}

// longestRun returns how often c stands in a row, at most.
func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// markdown returns the summary of the run, with as many failures as there is
// room for.
func (g *GitHub) markdown(end event.Event, room int) string {
	if room < 320 {
		return "" // not even the counts
	}
	t := &g.tally
	var b strings.Builder
	verdict := "passed"
	switch {
	case t.Failed > 0:
		verdict = fmt.Sprintf("%d of %d failed", t.Failed, t.Ran)
		if count := g.news.count(); count != "" {
			verdict += ", " + count
		}
	case t.NotRun > 0:
		verdict = "not finished"
	case t.SkipsFail():
		verdict = plural(t.Skipped, "test") + " skipped, which --fail-on-skip does not allow"
	case t.Ran > 0 && t.Skipped == t.Ran:
		verdict = "nothing was tested"
	}
	fmt.Fprintf(&b, "### dott: %s\n\n", verdict)
	b.WriteString("| passed | failed | skipped | flaky | not run | time in tests |\n|--:|--:|--:|--:|--:|--:|\n")
	fmt.Fprintf(&b, "| %d | %d | %d | %d | %d | %.1f s |\n\n", t.Ran-t.Failed-t.Allowed-t.Skipped, t.Failed, t.Skipped, t.Flaky, t.NotRun, g.seconds)
	if t.Cached > 0 {
		fmt.Fprintf(&b, "%s of them cached: not run, since nothing that they touch has changed.\n\n", plural(t.Cached, "test"))
	}
	if n := t.Allowed - t.Known; n > 0 {
		fmt.Fprintf(&b, "%s in a cell that may fail.\n\n", plural(n, "failure"))
	}
	if t.Known > 0 {
		fmt.Fprintf(&b, "%s that is known and does not count.\n\n", plural(t.Known, "failure"))
	}
	if s := g.judged.String(); s != "" {
		b.WriteString(s + ".\n\n")
	}
	for _, sentence := range g.skips.Sentences() {
		b.WriteString(escapeHTML(printable.Text(sentence, "")) + ".\n\n")
	}
	if end.NotRun > 0 || end.Reason != "" {
		b.WriteString(escapeHTML(printable.Text(earlyEnd(end), "")) + ".\n\n")
	}
	if c := end.Coverage; c != nil && !c.Several {
		b.WriteString("Coverage: " + escapeHTML(printable.Text(coverageTotal(c), "")) + ".\n\n")
	}
	if c := end.Coverage; c != nil && c.Changed != nil {
		b.WriteString("Coverage of " + escapeHTML(printable.Text(changedTotal(c.Changed), "")) + ".\n\n")
		for _, l := range changedLines(c.Changed) {
			b.WriteString("- " + escapeHTML(printable.Text(l, "")) + "\n")
		}
		b.WriteString("\n")
	}
	if mended := g.news.fixed(); mended != "" {
		b.WriteString("Fixed:\n")
		for line := range strings.Lines(mended) {
			b.WriteString("- " + escapeHTML(printable.Text(line, "\n")))
		}
		b.WriteString("\n")
	}
	left := g.more
	failures := append(g.failures, g.known...)
	for i, f := range failures {
		if b.Len()+len(f) > room-200 {
			left += len(failures) - i
			break
		}
		b.WriteString(f)
	}
	if left > 0 {
		fmt.Fprintf(&b, "Not shown, for GitHub takes no longer summary, but in the log: %s.\n", plural(left, "more failure"))
	}
	return b.String()
}
