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
	lines := splitLines(diff)
	for n := 0; n < len(lines); {
		line := lines[n]
		switch {
		case n <= 1 && (strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ")):
			paint(&b, bold, line)
		case line[0] == '@':
			paint(&b, cyan, line)
		case line[0] == '-' || line[0] == '+':
			n += colorChange(&b, lines[n:])
			continue
		default:
			b.WriteString(line)
		}
		n++
	}
	return b.String()
}

func splitLines(s string) []string {
	var lines []string
	for l := range strings.Lines(s) {
		lines = append(lines, l)
	}
	return lines
}

// colorChange paints a run of removed lines and the added ones behind it, and
// returns how many lines these are.
func colorChange(b *strings.Builder, lines []string) int {
	run := func(from int, sign byte) int {
		n := from
		for n < len(lines) && lines[n][0] == sign {
			n++
		}
		return n
	}
	minus := run(0, '-')
	end := run(minus, '+')
	old, added := lines[:minus], lines[minus:end]
	paired := make([][2]string, 0, len(old))
	if len(old) == len(added) {
		for i := range old {
			paired = append(paired, mark(old[i], added[i]))
		}
	}
	for i, l := range old {
		if len(paired) > 0 {
			l = paired[i][0]
		}
		paint(b, red, l)
	}
	for i, l := range added {
		if len(paired) > 0 {
			l = paired[i][1]
		}
		paint(b, green, l)
	}
	return end
}

func paint(b *strings.Builder, color, line string) {
	text := strings.TrimSuffix(line, "\n")
	b.WriteString(color + text + reset + line[len(text):])
}

// longestMarked is the length of lines, in bytes, past which nothing in them is
// marked: nobody would look for it, and it would take long.
const longestMarked = 2000

// mark returns two lines of a diff with what differs between them marked. Lines
// that share little, or are not UTF-8, are returned as they are.
func mark(old, added string) [2]string {
	plain := [2]string{old, added}
	if len(old)+len(added) > longestMarked || !utf8.ValidString(old+added) {
		return plain
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // else the result would depend on how fast the machine is
	diffs := dmp.DiffCleanupSemantic(dmp.DiffMain(strings.TrimSuffix(old[1:], "\n"), strings.TrimSuffix(added[1:], "\n"), false))
	var a, b strings.Builder
	same := 0
	for _, d := range diffs {
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			a.WriteString(d.Text)
			b.WriteString(d.Text)
			same += len(strings.TrimSpace(d.Text))
		case diffmatchpatch.DiffDelete:
			a.WriteString(marked + d.Text + unmarked)
		case diffmatchpatch.DiffInsert:
			b.WriteString(marked + d.Text + unmarked)
		}
	}
	if 4*same < min(len(old), len(added)) {
		return plain
	}
	return [2]string{old[:1] + a.String() + ending(old), added[:1] + b.String() + ending(added)}
}

func ending(line string) string {
	if strings.HasSuffix(line, "\n") {
		return "\n"
	}
	return ""
}
