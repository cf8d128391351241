package report

import (
	"fmt"
	"strings"

	"dott/runner/event"
	"dott/runner/report/trend"
)

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
