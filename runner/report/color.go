package report

import (
	"strings"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

const (
	bold, red, green, cyan = "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m"
	marked, unmarked       = "\x1b[7m", "\x1b[27m"
	reset                  = "\x1b[0m"
)

// Colors returns a unified diff, or a part of one, with colours for a terminal.
// In lines that were replaced one by one, what changed inside them is marked.
func Colors(diff string) string {
	var b strings.Builder
	paintDiff(diff, func(kind lineKind, parts []part, end string) {
		color := map[lineKind]string{heading: bold, hunk: cyan, removed: red, added: green}[kind]
		b.WriteString(color)
		for _, p := range parts {
			if p.changed {
				b.WriteString(marked + p.text + unmarked)
			} else {
				b.WriteString(p.text)
			}
		}
		if color != "" {
			b.WriteString(reset)
		}
		b.WriteString(end)
	})
	return b.String()
}

// A lineKind is what a line of a diff is.
type lineKind int

const (
	unchanged lineKind = iota
	heading
	hunk
	removed
	added
)

// A part is a piece of a line; changed are those that the line beside it does
// not have.
type part struct {
	text    string
	changed bool
}

// paintDiff hands the lines of a unified diff, or of a part of one, to paint:
// each with its sign, in parts, and its end.
func paintDiff(diff string, paint func(kind lineKind, parts []part, end string)) {
	lines := splitLines(diff)
	for n := 0; n < len(lines); {
		line := lines[n]
		kind := unchanged
		switch {
		case n <= 1 && (strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ")):
			kind = heading
		case line[0] == '@':
			kind = hunk
		case line[0] == '-' || line[0] == '+':
			n += paintChange(lines[n:], paint)
			continue
		}
		paint(kind, whole(line), ending(line))
		n++
	}
}

func splitLines(s string) []string {
	var lines []string
	for l := range strings.Lines(s) {
		lines = append(lines, l)
	}
	return lines
}

// whole returns a line as one part, without its end.
func whole(line string) []part { return []part{{text: strings.TrimSuffix(line, "\n")}} }

// paintChange paints a run of removed lines and the added ones behind it, and
// returns how many lines these are.
func paintChange(lines []string, paint func(lineKind, []part, string)) int {
	run := func(from int, sign byte) int {
		n := from
		for n < len(lines) && lines[n][0] == sign {
			n++
		}
		return n
	}
	minus := run(0, '-')
	end := run(minus, '+')
	parts := make([][]part, end)
	for i, l := range lines[:end] {
		parts[i] = whole(l)
	}
	if minus == end-minus {
		for i := range minus {
			parts[i], parts[minus+i] = mark(lines[i], lines[minus+i])
		}
	}
	for i, l := range lines[:end] {
		kind := removed
		if i >= minus {
			kind = added
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
func mark(old, new string) (a, b []part) {
	if len(old)+len(new) > longestMarked || !utf8.ValidString(old+new) {
		return whole(old), whole(new)
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // else the result would depend on how fast the machine is
	diffs := dmp.DiffCleanupSemantic(dmp.DiffMain(strings.TrimSuffix(old[1:], "\n"), strings.TrimSuffix(new[1:], "\n"), false))
	a, b = []part{{text: old[:1]}}, []part{{text: new[:1]}}
	same := 0
	for _, d := range diffs {
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			a = append(a, part{text: d.Text})
			b = append(b, part{text: d.Text})
			same += len(strings.TrimSpace(d.Text))
		case diffmatchpatch.DiffDelete:
			a = append(a, part{d.Text, true})
		case diffmatchpatch.DiffInsert:
			b = append(b, part{d.Text, true})
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
