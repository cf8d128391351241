package report

import (
	"fmt"
	"strings"

	"dott/runner/event"
	"dott/runner/report/trend"
)

// bar draws the shares of the verdicts. It is a picture, for the policy of the
// page forbids styles in elements.
func (h *HTML) bar(b *strings.Builder) {
	t := &h.tally
	total := t.Ran + t.NotRun
	if total == 0 {
		return
	}
	b.WriteString(`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="shares of the verdicts">`)
	x := 0.0
	for _, part := range []struct {
		class string
		n     int
	}{{"fail", t.Failed}, {"allowed", t.Allowed}, {"flaky", t.Flaky}, {"pass", h.passed()}, {"skip", t.Skipped}, {"notrun", t.NotRun}} {
		if part.n == 0 {
			continue
		}
		width := 1000 * float64(part.n) / float64(total)
		fmt.Fprintf(b, `<rect class="%s" x="%.2f" width="%.2f" height="10"/>`, part.class, x, width)
		x += width
	}
	b.WriteString("</svg>\n")
}

// about writes the line with what is known of the run.
func (h *HTML) about(b *strings.Builder, end event.Event) {
	var parts []string
	add := func(format string, a ...any) { parts = append(parts, htmlText(fmt.Sprintf(format, a...))) }
	if !h.head.Time.IsZero() {
		t := h.head.Time.UTC()
		parts = append(parts, fmt.Sprintf(`<time datetime="%s">%s</time>`, t.Format("2006-01-02T15:04:05Z"), t.Format("2006-01-02 15:04:05 UTC")))
	}
	if end.Elapsed > 0 {
		add("took %s", seconds4(end.Elapsed))
	}
	if h.head.Host != "" {
		add("on %s", h.head.Host)
	}
	if h.head.Shell != "" {
		add("%s", h.head.Shell)
	}
	if h.head.Shard != "" {
		add("shard %s", h.head.Shard)
	}
	if h.head.Seed > 0 {
		add("seed %d", h.head.Seed)
	}
	if h.timedOut > 0 {
		add("%d timed out", h.timedOut)
	}
	for _, cell := range h.inOrder() {
		if is := h.cells[cell]; len(*is) > 0 {
			add("%s%s", cell, is.Behind())
		}
	}
	if c := end.Coverage; c != nil && c.Fault == "" && !c.Several {
		add("coverage %s", percent(c.Covered, c.Lines))
	}
	fmt.Fprintf(b, "<p class=\"about\">%s</p>\n", strings.Join(parts, " <span aria-hidden=\"true\">·</span> "))
}

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
		{"allowed", h.allowed(), t.Allowed},
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

// allowed says why failures do not count.
func (h *HTML) allowed() string {
	switch h.tally.Known {
	case 0:
		return "failed (allowed)"
	case h.tally.Allowed:
		return "failed (known)"
	}
	return "failed (allowed or known)"
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
