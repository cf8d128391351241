package judge

import (
	"strings"

	"dott/matcher"
	"dott/runner/shell"
)

// A reading is one of the ways in which the output of a block is read as lines.
type reading struct {
	c         *comparer
	pieces    []shell.Piece
	atReturns bool                     // lines end at lone carriage returns, too
	status    bool                     // the status with which the shell ended comes last
	shown     func(line string) string // nil is as all of the test is
}

// lines yields the lines, the same each time. They are cut when they are wanted, and
// the memory of those that were is given back.
func (r *reading) lines(yield func(matcher.Line) bool) {
	seen, limit := 0, r.c.in.limit()
	shown := r.shown
	if shown == nil {
		shown = r.c.in.Ran.Shown
	}
	text := func(text string, from matcher.Origin) bool {
		for l := range matcher.CutSeq(text, r.atReturns, shown, limit.line) {
			if seen += l.Len(); seen > limit.release {
				seen = 0
				r.c.release()
			}
			if styled := r.c.in.Styled; styled != nil {
				from = matcher.Unstyled
				if styled(l.Shown()) {
					from = matcher.Styled
				}
			}
			if !yield(l.From(from)) {
				return false
			}
		}
		return true
	}
	out, errs := matcher.Mixed, matcher.Mixed
	if r.c.in.Apart {
		out, errs = matcher.Out, matcher.Err
	}
	for _, p := range r.pieces {
		if !text(p.Text, out) || !text(p.Errors, errs) {
			return
		}
		if p.Status > 0 && !yield(r.c.statusLine(p.Status)) {
			return
		}
	}
	if r.status {
		yield(r.c.statusLine(r.c.in.Ran.Status))
	}
}

// measure returns about how many lines there are, and whether that is too much to have
// all of them in memory.
func (r *reading) measure() (lines int, long bool) {
	size, limit := 0, r.c.in.limit()
	for _, p := range r.pieces {
		if size += len(p.Text) + len(p.Errors); size > limit.bytes {
			return 0, true
		}
		lines += strings.Count(p.Text, "\n") + strings.Count(p.Errors, "\n") + 3 // the last may lack its end, and a status may follow
	}
	return lines, lines > limit.lines
}
