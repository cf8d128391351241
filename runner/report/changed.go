package report

import (
	"fmt"
	"strings"

	"dott/runner/event"
	"dott/runner/report/workflow"
)

// changedTotal says in one line how much was covered of what changed.
func changedTotal(c *event.Changed) string {
	what := "what is not committed"
	if c.Since != "" {
		what = "what changed since " + c.Since
	}
	covered, lines := c.Count()
	s := "no line that can be run"
	if lines > 0 {
		s = fmt.Sprintf("%s of the lines, %d of %d in %s", percent(covered, lines), covered, lines, plural(len(c.Files), "file"))
	}
	if c.Low() {
		s += fmt.Sprintf("; %v %% are wanted", c.Wanted)
	}
	return what + ": " + s
}

// changedShown is how many ranges of lines are told, at most.
const changedShown = 30

// changedLines returns a line for each range that changed, those that no test runs first.
func changedLines(c *event.Changed) (lines []string) {
	for _, missed := range []bool{true, false} {
		for _, f := range c.Files {
			for _, l := range f.Lines {
				if missed == (len(l.Tests) == 0) {
					lines = append(lines, fmt.Sprintf("%s:%s: %s", f.File, lineRange(l), testsRunning(l)))
				}
			}
		}
	}
	if more := len(lines) - changedShown; more > 0 {
		lines = append(lines[:changedShown], fmt.Sprintf("and %d more", more))
	}
	return lines
}

func lineRange(l event.ChangedLines) string {
	if l.First == l.Last {
		return fmt.Sprint(l.First)
	}
	return fmt.Sprintf("%d-%d", l.First, l.Last)
}

func testsRunning(l event.ChangedLines) string {
	switch {
	case len(l.Tests) == 0 && l.Last > l.First:
		return "no test runs them"
	case len(l.Tests) == 0:
		return "no test runs it"
	case l.More > 0:
		return fmt.Sprintf("%s and %d more", strings.Join(l.Tests, ", "), l.More)
	}
	return strings.Join(l.Tests, ", ")
}

// htmlChanged writes the part of the page about it.
func htmlChanged(b *strings.Builder, c *event.Changed) {
	if c == nil {
		return
	}
	text := changedTotal(c)
	fmt.Fprintf(b, "<section id=\"changed\">\n<h2>Coverage of the change</h2>\n<p>%s.</p>\n", htmlText(strings.ToUpper(text[:1])+text[1:]))
	if lines := changedLines(c); len(lines) > 0 {
		b.WriteString("<ul>\n")
		for _, l := range lines {
			where, what, _ := strings.Cut(l, ": ")
			fmt.Fprintf(b, "<li><span class=\"name\">%s</span> %s</li>\n", htmlText(where), htmlText(what))
		}
		b.WriteString("</ul>\n")
	}
	b.WriteString("</section>\n")
}

// changedAnnotations is how many of them GitHub gets, at most: it shows ten of a step.
const changedAnnotations = 10

// changedCommands returns the commands that show, beside the lines that changed, that no
// test runs them.
func changedCommands(c *event.Changed) string {
	var b strings.Builder
	n := 0
	for _, f := range c.Files {
		for _, l := range f.Lines {
			if len(l.Tests) > 0 {
				continue
			}
			if n++; n > changedAnnotations {
				return b.String()
			}
			what := "No test runs this line."
			if l.Last > l.First {
				what = fmt.Sprintf("No test runs lines %d to %d.", l.First, l.Last)
			}
			fmt.Fprintf(&b, "::warning file=%s,line=%d,endLine=%d,title=not covered::%s\n", workflow.Property(f.File), l.First, l.Last, what)
		}
	}
	return b.String()
}
