// Package trend draws how the runs before one went, as pictures in a page.
package trend

import (
	"fmt"
	"math"
	"strings"
	"time"

	"dott/runner/event"
)

// A trend is a number of each run, and how it is drawn: bars that stand on zero, or a
// line between the lowest and the highest. It needs no colour: this run is the last one,
// and darker than the others, and each has its value in words.
type trend struct {
	title string
	line  bool
	of    func(event.Point) float64 // NaN is that there is none
	word  func(float64) string
}

// Draw draws the failures, the skips, the time and the coverage of some runs, of which
// the last is the one that the page is about. text makes text HTML, and seconds writes a
// time.
func Draw(points []event.Point, text func(string) string, seconds func(float64) string) string {
	var b strings.Builder
	count := func(f float64) string { return fmt.Sprint(int(f)) }
	for _, tr := range []trend{
		{title: "Failed", of: func(p event.Point) float64 { return float64(p.Failed) }, word: count},
		{title: "Skipped", of: func(p event.Point) float64 { return float64(p.Skipped) }, word: count},
		{title: "Time in tests", of: func(p event.Point) float64 { return p.Seconds }, word: seconds},
		{title: "Coverage", line: true, of: func(p event.Point) float64 {
			if p.Lines == 0 {
				return math.NaN()
			}
			return 100 * float64(p.Covered) / float64(p.Lines)
		}, word: func(f float64) string { return fmt.Sprintf("%.1f %%", math.Floor(10*f)/10) }},
	} {
		tr.draw(&b, points, text)
	}
	return b.String()
}

// The picture is so large; one bar of a run stands beside the other.
const trendWidth, trendHeight = 240.0, 48.0

// draw writes the picture. Runs without a value leave a gap.
func (t *trend) draw(b *strings.Builder, points []event.Point, text func(string) string) {
	low, high, last, n := math.Inf(1), math.Inf(-1), math.NaN(), 0
	for _, p := range points {
		if v := t.of(p); !math.IsNaN(v) {
			low, high, last, n = min(low, v), max(high, v), v, n+1
		}
	}
	if n < 2 {
		return
	}
	from := 0.0
	if t.line {
		from = low
	}
	height := func(v float64) float64 {
		if high <= from {
			return map[bool]float64{true: trendHeight / 2, false: 0}[t.line]
		}
		return (trendHeight-4)*(v-from)/(high-from) + map[bool]float64{true: 2}[t.line]
	}
	fmt.Fprintf(b, "<figure>\n<figcaption>%s <b>%s</b></figcaption>\n", t.title, text(t.word(last)))
	label := fmt.Sprintf("%s in %d runs: between %s and %s, now %s", t.title, n, t.word(low), t.word(high), t.word(last))
	fmt.Fprintf(b, `<svg viewBox="0 0 %.0f %.0f" preserveAspectRatio="none" role="img" aria-label="%s">`, trendWidth, trendHeight, text(label))
	step := trendWidth / float64(len(points))
	path := ""
	for i, p := range points {
		v := t.of(p)
		if math.IsNaN(v) {
			continue
		}
		class, y := "", height(v)
		if i == len(points)-1 {
			class = ` class="now"`
		}
		title := text(p.Time.UTC().Format("2006-01-02 15:04") + ": " + t.word(v))
		if t.line {
			path += fmt.Sprintf(" %.1f,%.1f", step*(float64(i)+.5), trendHeight-y)
		} else {
			y = max(y, 1) // none is to be seen, too
		}
		fmt.Fprintf(b, `<g%s><title>%s</title><rect class="run" x="%.2f" width="%.2f" height="%.0f"/>`, class, title, step*float64(i), step, trendHeight)
		if t.line {
			fmt.Fprintf(b, `<rect x="%.2f" y="%.2f" width="%.2f" height="4"/></g>`, step*(float64(i)+.5)-2, trendHeight-y-2, 4.0)
		} else {
			fmt.Fprintf(b, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f"/></g>`, step*(float64(i)+.1), trendHeight-y, .8*step, y)
		}
	}
	if t.line {
		fmt.Fprintf(b, `<polyline points="%s"/>`, strings.TrimSpace(path))
	}
	between := t.word(from) + " to " + t.word(high)
	fmt.Fprintf(b, "</svg>\n<p><span>%s</span><span>%s</span><span>now</span></p>\n</figure>\n", points[0].Time.UTC().Format(time.DateOnly), text(between))
}
