package report

import (
	"fmt"
	"strings"

	"dott/runner/event"
	"dott/runner/report/trend"
)

// tools writes the filter. The script shows it, since nothing else makes it work.
func (h *HTML) tools(b *strings.Builder) {
	t := &h.tally
	b.WriteString(`<nav hidden>
<input type="search" id="filter" placeholder="Filter by name or text" aria-label="Filter by name or text" autocomplete="off" spellcheck="false">
<div role="group" aria-label="Filter by verdict">
`)
	for _, v := range []struct {
		class, word string
		n           int
	}{
		{"", "all", t.Ran + h.listed},
		{"fail", "failed", t.Failed},
		{"allowed", "failed as they may", t.Allowed},
		{"flaky", "flaky", t.Flaky},
		{"skip", "skipped", t.Skipped},
		{"notrun", "not run", h.listed},
		{"pass", "passed", h.passed()},
	} {
		if v.n > 0 || v.class == "" {
			fmt.Fprintf(b, "<button type=\"button\" data-verdict=\"%s\" aria-pressed=\"%t\" class=\"%s\">%s <b>%d</b></button>\n", v.class, v.class == "", v.class, v.word, v.n)
		}
	}
	b.WriteString("</div>\n</nav>\n")
}

// slowest writes the tests that took the longest.
func (h *HTML) slowest(b *strings.Builder) {
	if len(h.top.slowest) < 2 {
		return
	}
	fmt.Fprintf(b, "<section id=\"slowest\">\n<h2>Slowest</h2>\n<p>%s in %s.</p>\n<ol>\n", seconds4(h.top.seconds), plural(h.top.tests, "test"))
	longest := h.top.slowest[0].seconds
	for _, t := range h.top.slowest {
		width := 0.0
		if longest > 0 {
			width = 100 * t.seconds / longest
		}
		fmt.Fprintf(b, `<li><span class="time">%s</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="%.1f" height="10"/></svg><span class="name">%s</span></li>`+"\n",
			htmlSeconds(t.seconds), width, htmlPath(t.name)+htmlSlowCommands(t))
	}
	b.WriteString("</ol>\n</section>\n")
}

// htmlSlowCommands returns the commands that took most of a slow test's time.
func htmlSlowCommands(t timed) string {
	var b strings.Builder
	for _, c := range t.commands {
		fmt.Fprintf(&b, `<span class="slow"><span class="time">%s</span> <span class="line">:%d</span> $ %s</span>`, htmlSeconds(c.Seconds), c.Line, htmlText(c.Text))
	}
	return b.String()
}

// htmlCommands writes the commands of a test that failed, with what each took where that
// was measured.
func htmlCommands(b *strings.Builder, e event.Event) {
	if len(e.Commands) == 0 {
		return
	}
	took := make(map[int]float64, len(e.Times))
	for _, t := range e.Times {
		took[t.Line] += t.Seconds
	}
	fmt.Fprintf(b, "<details class=\"commands\"><summary>%s</summary><pre>", plural(len(e.Commands), "command"))
	at := failedCommand(e)
	for i, c := range e.Commands {
		time := ""
		if len(e.Times) > 0 {
			time = "         "
			if s, ok := took[c.Line]; ok {
				time = fmt.Sprintf("%9s", seconds4(s))
			}
		}
		line := fmt.Sprintf("%4d%s  $ %s", c.Line, time, htmlText(strings.ReplaceAll(c.Text, "\n", "\n      "+strings.Repeat(" ", len(time))+"> ")))
		if i == at {
			line = "<b>" + line + "</b>"
		}
		b.WriteString(line + "\n")
	}
	b.WriteString("</pre></details>\n")
}

// trends writes how the runs before this one went, where there are two or more.
func (h *HTML) trends(b *strings.Builder, end event.Event) {
	if len(end.Trend) < 2 {
		return
	}
	t := &h.tally
	now := event.Point{Time: h.head.Time, Ran: t.Ran, Failed: t.Failed, Skipped: t.Skipped, Seconds: h.top.seconds}
	if c := end.Coverage; c != nil && c.Fault == "" {
		now.Covered, now.Lines = c.Covered, c.Lines
	}
	points := append(end.Trend[:len(end.Trend):len(end.Trend)], now)
	fmt.Fprintf(b, "<section id=\"trends\">\n<h2>Trends</h2>\n<p>This run and the %d before it that had about as many tests.</p>\n<div>\n%s</div>\n</section>\n",
		len(end.Trend), trend.Draw(points, htmlText, seconds4))
}
