package agent

import (
	"fmt"
	"strings"

	"dott/runner/words"
)

// The report is written with fewer and fewer lines of each failure until it fits. Where
// even that is too much, the last failures are named in a line each, and then counted.

// A room is how much is written of each failure.
type room struct{ differences, lines int }

var rooms = []room{{most, 40}, {10, 20}, {5, 10}, {3, 5}, {1, 3}, {1, 1}}

// wide is how much of a line is written, in characters.
const wide = 400

func (r *Report) text() string {
	head := r.head()
	budget := MaxLines - len(head)
	var lines []string
	for _, size := range rooms {
		lines = nil
		for i := range r.failures {
			lines = append(lines, r.failures[i].lines(size)...)
		}
		if len(lines) <= budget {
			break
		}
	}
	if len(lines) > budget {
		lines = r.crowded(budget)
	}
	return strings.Join(append(head, lines...), "\n") + "\n"
}

// head returns the totals, and what there is to say of the whole run.
func (r *Report) head() []string {
	t := &r.tally
	totals := fmt.Sprintf("%d failed, %d passed, %d skipped", t.Failed, r.passed(), t.Skipped)
	if t.Allowed > 0 {
		totals += fmt.Sprintf(", %d failed as they may", t.Allowed)
	}
	if t.NotRun > 0 {
		totals += fmt.Sprintf(", %d not run", t.NotRun)
	}
	lines := []string{fmt.Sprintf("dott: %s (%.2f s)", totals, r.seconds)}
	if r.stopped != "" {
		lines = append(lines, cut("stopped: "+strings.ReplaceAll(r.stopped, "\n", "; ")))
	}
	const mostNotes = 20
	for i, w := range r.notes {
		if i == mostNotes {
			lines = append(lines, "("+words.Count(len(r.notes)-i, "more note")+")")
			break
		}
		lines = append(lines, cut(strings.ReplaceAll(w, "\n", " ")))
	}
	return lines
}

// crowded writes as many failures as fit in a few lines, then names, then a number.
func (r *Report) crowded(budget int) (lines []string) {
	const names = 60
	left := r.failures
	for len(left) > 0 {
		next := left[0].lines(rooms[len(rooms)-1])
		if len(lines)+len(next) > budget-min(names, len(left)-1)-2 {
			break
		}
		lines, left = append(lines, next...), left[1:]
	}
	if len(left) > 0 {
		lines = append(lines, "", fmt.Sprintf("%d more failed; name one to see it:", len(left)))
	}
	for len(left) > 0 && len(lines) < budget-1 {
		lines, left = append(lines, "  "+left[0].Again), left[1:]
	}
	if len(left) == 1 {
		lines = append(lines, "  "+left[0].Again)
	} else if len(left) > 1 {
		lines = append(lines, fmt.Sprintf("  and %d more", len(left)))
	}
	return lines
}

// lines tells of one failure.
func (f *Failure) lines(size room) []string {
	place := f.Test
	if f.Line > 0 {
		place += fmt.Sprintf(":%d", f.Line)
	}
	lines := []string{"", "FAIL " + place}
	for i, d := range f.Differences {
		if i == size.differences {
			break
		}
		if len(f.Differences) > 1 {
			lines = append(lines, fmt.Sprintf("at line %d:", d.Line))
		}
		if d.Command != "" {
			lines = append(lines, some("  $ ", "  > ", strings.Split(d.Command, "\n"), size.lines)...)
		}
		lines = append(lines, "expected:")
		lines = append(lines, some("  ", "  ", d.Expected, size.lines)...)
		lines = append(lines, "actual:")
		lines = append(lines, some("  ", "  ", d.Actual, size.lines)...)
		if len(f.Differences)+f.LeftOut > 1 {
			lines = append(lines, "accept this one: "+d.Accept)
		}
	}
	if n := len(f.Differences) + f.LeftOut - size.differences; n > 0 {
		lines = append(lines, "("+words.Count(n, "more difference")+")")
	}
	if f.Reason != "" {
		lines = append(lines, some("", "", strings.Split(f.Reason, "\n"), size.lines)...)
	}
	lines = append(lines, "run again: "+f.Again)
	if f.Accept != "" {
		lines = append(lines, "accept: "+f.Accept)
	}
	return lines
}

// some returns lines, the first and the others behind a sign, as far as there is room.
func some(first, next string, lines []string, max int) (all []string) {
	if len(lines) == 0 {
		return []string{first + "(nothing)"}
	}
	for i, l := range lines {
		if i == max {
			return append(all, "  ("+words.Count(len(lines)-i, "more line")+")")
		}
		sign := next
		if i == 0 {
			sign = first
		}
		all = append(all, cut(sign+l))
	}
	return all
}

// cut returns a line that is not too long.
func cut(line string) string {
	if len(line) <= wide {
		return line
	}
	runes := []rune(line)
	if len(runes) <= wide {
		return line
	}
	return fmt.Sprintf("%s... (%s)", string(runes[:wide]), words.Count(len(runes)-wide, "more character"))
}
