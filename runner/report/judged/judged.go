// Package judged tells what was written into tests, and where less is checked now.
package judged

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher/weakened"
	"dott/runner/event"
	"dott/runner/report/workflow"
	"dott/runner/words"
)

// mostLines is how many lines are told of one test.
const mostLines = 50

// Remarks says what was written into the file of a test, and in a line each what is
// weaker, and what was not written since it would be.
func Remarks(e event.Event) (lines []string) {
	if e.Written > 0 {
		lines = append(lines, fmt.Sprintf("%s: %s written%s", e.FileName(), changes(e.Written), parts(e.Judged)))
	}
	return slices.Concat(lines, told(e.FileName(), Weaker(e)), Refusals(e))
}

// told tells findings about a file, as far as there is room.
func told(file string, findings []weakened.Finding) (lines []string) {
	for i, f := range findings {
		if i == mostLines {
			return append(lines, fmt.Sprintf("%s: %d more lines are %s", file, len(findings)-i, f.Judgement))
		}
		lines = append(lines, fmt.Sprintf("%s:%d: %s", file, f.Line, f))
	}
	return lines
}

// Refusals tells what was not written into the file of a test.
func Refusals(e event.Event) (lines []string) {
	if e.Judged == nil {
		return nil
	}
	refused := e.Judged.Refused
	for i, f := range refused {
		if i == mostLines {
			return append(lines, fmt.Sprintf("%s: not written (--deny weakened): %d more lines", e.FileName(), len(refused)-i))
		}
		lines = append(lines, fmt.Sprintf("%s:%d: not written (--deny weakened): %s", e.FileName(), f.Line, f.What()))
	}
	return lines
}

// Weaker returns what is weaker in the file of a test.
func Weaker(e event.Event) (all []weakened.Finding) {
	if e.Judged == nil {
		return nil
	}
	for _, f := range e.Judged.Findings {
		if f.Judgement == weakened.Weakened {
			all = append(all, f)
		}
	}
	return all
}

func changes(n int) string { return words.Count(n, "change") }

// parts says of changes how they are judged, as " (2 changed, 1 weakened)". Where all are
// changed, as is usual, nothing needs to be said.
func parts(j *event.Judged) string {
	if j == nil || j.Same+j.Weakened == 0 {
		return ""
	}
	var all []string
	for _, p := range []struct {
		n    int
		what weakened.Judgement
	}{{j.Same, weakened.Same}, {j.Changed, weakened.Changed}, {j.Weakened, weakened.Weakened}} {
		if n := j.Same + j.Changed + j.Weakened; p.n == n {
			return fmt.Sprintf(" (%s)", p.what)
		}
		if p.n > 0 {
			all = append(all, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return " (" + strings.Join(all, ", ") + ")"
}

// A Total counts what was written in a run.
type Total struct {
	files   int
	written int
	sum     event.Judged
}

// Add counts the end of a test.
func (t *Total) Add(e event.Event) {
	if e.Judged == nil {
		return
	}
	if e.Written > 0 {
		t.files++
	}
	t.written += e.Written
	t.sum.Same += e.Judged.Same
	t.sum.Changed += e.Judged.Changed
	t.sum.Weakened += e.Judged.Weakened
	t.sum.Denied += e.Judged.Denied
}

// String says what was written; "" is nothing.
func (t *Total) String() string {
	if t.written == 0 {
		return ""
	}
	return changes(t.written) + " written" + parts(&t.sum)
}

// Sentences say what was written in several files, and what was not.
func (t *Total) Sentences() (all []string) {
	if t.files > 1 {
		all = append(all, fmt.Sprintf("%s written in %d files%s", changes(t.written), t.files, parts(&t.sum)))
	}
	if n := t.sum.Denied; n > 0 {
		all = append(all, fmt.Sprintf("%s not written (--deny weakened)", changes(n)))
	}
	return all
}

// Annotation returns the command that shows on GitHub what is weaker.
func Annotation(file string, f weakened.Finding) string {
	return workflow.Annotation("warning", file, max(1, f.Line), "weakened test", f.String())
}
