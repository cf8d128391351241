// Package marks tells what the lines of a diff are, and what changed inside them.
package marks

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// A Kind is what a line of a diff is.
type Kind int

// What lines are.
const (
	Unchanged Kind = iota
	Heading
	Hunk
	Removed
	Added
)

// A Part is a piece of a line; changed are those that the line beside it does
// not have.
type Part struct {
	Text    string
	Changed bool
}

// Paint hands the lines of a unified diff, or of a part of one, to paint:
// each with its sign, in parts, and its end.
func Paint(diff string, paint func(kind Kind, parts []Part, end string)) {
	lines := slices.Collect(strings.Lines(diff))
	for n := 0; n < len(lines); {
		line := lines[n]
		kind := Unchanged
		switch {
		case n <= 1 && (strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ")):
			kind = Heading
		case line[0] == '@':
			kind = Hunk
		case line[0] == '-' || line[0] == '+':
			n += paintChange(lines[n:], paint)
			continue
		}
		paint(kind, whole(line), ending(line))
		n++
	}
}

// whole returns a line as one part, without its end.
func whole(line string) []Part { return []Part{{Text: strings.TrimSuffix(line, "\n")}} }

// paintChange paints a run of removed lines and the added ones behind it, and
// returns how many lines these are.
func paintChange(lines []string, paint func(Kind, []Part, string)) int {
	run := func(from int, sign byte) int {
		n := from
		for n < len(lines) && lines[n][0] == sign {
			n++
		}
		return n
	}
	minus := run(0, '-')
	end := run(minus, '+')
	parts := make([][]Part, end)
	for i, l := range lines[:end] {
		parts[i] = whole(l)
	}
	if minus == end-minus {
		for i := range minus {
			parts[i], parts[minus+i] = mark(lines[i], lines[minus+i])
		}
	}
	for i, l := range lines[:end] {
		kind := Removed
		if i >= minus {
			kind = Added
		}
		paint(kind, parts[i], ending(l))
	}
	return end
}

// longestMarked is the length of lines, in bytes, past which nothing in them is
// marked: nobody would look for it, and it would take long.
const longestMarked = 2000

// mark returns the parts of two lines of a diff, with what differs between them.
// Lines that share little, or are not UTF-8, are one part each.
func mark(old, new string) (a, b []Part) {
	if len(old)+len(new) > longestMarked || !utf8.ValidString(old+new) {
		return whole(old), whole(new)
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // else the result would depend on how fast the machine is
	diffs := dmp.DiffCleanupSemantic(dmp.DiffMain(strings.TrimSuffix(old[1:], "\n"), strings.TrimSuffix(new[1:], "\n"), false))
	a, b = []Part{{Text: old[:1]}}, []Part{{Text: new[:1]}}
	same := 0
	for _, d := range diffs {
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			a = append(a, Part{Text: d.Text})
			b = append(b, Part{Text: d.Text})
			same += len(strings.TrimSpace(d.Text))
		case diffmatchpatch.DiffDelete:
			a = append(a, Part{d.Text, true})
		case diffmatchpatch.DiffInsert:
			b = append(b, Part{d.Text, true})
		}
	}
	if 4*same < min(len(old), len(new)) {
		return whole(old), whole(new)
	}
	return a, b
}

func ending(line string) string {
	if strings.HasSuffix(line, "\n") {
		return "\n"
	}
	return ""
}
