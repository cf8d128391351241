package trend

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dott/runner/event"
)

// TestDraw: each picture is well-formed, stays in its frame, and says in words what it
// shows; a run without a value leaves a gap.
func TestDraw(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, 1+n, 8, 0, 0, 0, time.UTC) }
	point := func(n, failed, covered, lines int) event.Point {
		return event.Point{Time: day(n), Ran: 9, Failed: failed, Seconds: float64(failed) / 2, Covered: covered, Lines: lines}
	}
	for name, points := range map[string][]event.Point{
		"some":        {point(0, 0, 10, 100), point(1, 4, 0, 0), point(2, 2, 20, 100)},
		"all alike":   {point(0, 0, 50, 100), point(1, 0, 50, 100)},
		"one covered": {point(0, 1, 0, 0), point(1, 2, 50, 100)},
		"one":         {point(0, 1, 1, 2)},
		"none":        nil,
	} {
		text := Draw(points, func(s string) string { return strings.ReplaceAll(s, "&", "&amp;") }, func(s float64) string { return fmt.Sprint(s, " s") })
		d := xml.NewDecoder(strings.NewReader("<x>" + text + "</x>"))
		pictures, bars := 0, 0
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, text)
			}
			e, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			switch e.Name.Local {
			case "svg":
				pictures++
			case "rect":
				bars++
				var y, height float64
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "y":
						_, _ = fmt.Sscan(a.Value, &y)
					case "height":
						_, _ = fmt.Sscan(a.Value, &height)
					}
				}
				if y < 0 || y+height > trendHeight+0.01 {
					t.Errorf("%s: a bar from %v to %v", name, y, y+height)
				}
			}
		}
		want := map[string][2]int{"some": {4, 22}, "all alike": {4, 16}, "one covered": {3, 12}}[name]
		if pictures != want[0] || bars != want[1] {
			t.Errorf("%s: %d pictures with %d bars, want %v\n%s", name, pictures, bars, want, text)
		}
	}
	text := Draw([]event.Point{point(0, 0, 10, 100), point(1, 4, 20, 100)}, func(s string) string { return s }, func(s float64) string { return fmt.Sprint(s, " s") })
	for _, want := range []string{
		`aria-label="Failed in 2 runs: between 0 and 4, now 4"`, "<title>2026-11-02 08:00: 4</title>", `aria-label="Coverage in 2 runs: between 10.0 % and 20.0 %, now 20.0 %"`, "0 s to 2 s",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}
