package report

import (
	"fmt"
	"strconv"
	"strings"

	"dott/runner/event"
	"dott/runner/report/printable"
)

// percent writes a part of the lines. It is rounded down: 100 is said of all only.
func percent(covered, lines int) string {
	if lines == 0 {
		return "100 %"
	}
	return strconv.FormatFloat(float64(covered*1000/lines)/10, 'f', 1, 64) + " %"
}

// coverageTotal says in one line how much was covered.
func coverageTotal(c *event.Coverage) string {
	switch {
	case c.Fault != "":
		return "not measured: " + c.Fault
	case c.Several:
		return "of several runs, whose lines cannot be added"
	}
	s := fmt.Sprintf("%s of the lines, %d of %d in %s", percent(c.Covered, c.Lines), c.Covered, c.Lines, plural(c.Files, "file"))
	if c.Low() {
		s += fmt.Sprintf("; %v %% are wanted", c.Wanted)
	}
	if c.Silent > 0 {
		s += fmt.Sprintf("; %s left no data", plural(c.Silent, "test"))
	}
	return s
}

// coverageCounts returns the lines about it behind the counts. That there is none
// is no count: it is the error of the run.
func coverageCounts(c *event.Coverage, quiet bool) string {
	if c == nil || c.Fault != "" {
		return ""
	}
	var b strings.Builder
	if !c.Several {
		b.WriteString("# Coverage: " + coverageTotal(c) + ".\n")
	}
	if !quiet {
		for _, f := range c.Least {
			fmt.Fprintf(&b, "# %8s  %s\n", percent(f.Covered, f.Lines), printable.Text(f.File, ""))
		}
	}
	if c.Changed != nil {
		b.WriteString("# Coverage of " + printable.Text(changedTotal(c.Changed), "") + ".\n")
		if !quiet {
			for _, l := range changedLines(c.Changed) {
				b.WriteString("#   " + printable.Text(l, "") + "\n")
			}
		}
	}
	return b.String()
}

// htmlCoverage writes the part of the page about it, with a bar for each file.
func htmlCoverage(b *strings.Builder, c *event.Coverage) {
	if c == nil {
		return
	}
	htmlChanged(b, c.Changed)
	if c.Several {
		return
	}
	fmt.Fprintf(b, "<section id=\"coverage\">\n<h2>Coverage</h2>\n<p>%s.</p>\n", htmlText(coverageTotal(c)))
	if len(c.Least) > 0 {
		b.WriteString("<ol>\n")
		for _, f := range c.Least {
			fmt.Fprintf(b, `<li><span class="time">%s</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="%.1f" height="10"/></svg><span class="name">%s</span></li>`+"\n",
				percent(f.Covered, f.Lines), 100*float64(f.Covered)/float64(max(1, f.Lines)), htmlPath(f.File))
		}
		b.WriteString("</ol>\n")
	}
	b.WriteString("</section>\n")
}
