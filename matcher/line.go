package matcher

import (
	"fmt"
	"iter"
	"strings"
)

const noEOL = " (no-eol)"

// A Line is one line of output, or the `[N]` that stands for a command's exit
// status. An expected line may have any of its forms: the bytes themselves, the
// bytes with paths and ports replaced by their variables, or either of them
// escaped.
//
// A Line holds no copy of the output, and its escaped forms are made when a pattern
// asks for them: there may be a million lines, and one line may be most of a long
// output.
type Line struct {
	NoEOL  bool // the output ended here without a newline
	Cut    bool // it was longer than a limit, and is not here
	status taker
	origin Origin

	raw, shown string    // without and with substitutions
	expected   string    // how it is written, if not by its text; see WrittenAs
	forms      *[]string // see forms.escaped; nil until asked for
	value      *lineValue
}

// longLine is the length of a line, in bytes, past which it is compared as it was
// printed, and not in its escaped forms: they are four times as long.
const longLine = 1 << 20

// NewLine makes a Line of the bytes of one line of output without its newline,
// and of the same bytes with substitutions made (the same string when there
// were none to make).
func NewLine(raw, shown string, noeol bool) Line {
	return Line{NoEOL: noeol, raw: raw, shown: shown}
}

// A taker says which expected lines take a line.
type taker uint8

const (
	takenByAll      taker = iota // it is output
	takenByStatuses              // it is a status: only those that begin as one is written
	takenLoosely                 // it is a status under cram, where every expected line takes it
)

// StatusLine makes the line `[N]` that stands for an exit status. It is no output:
// only an expected line whose text begins with [ or \[ matches it. A loose one
// matches as it does under cram, as if it had been printed.
func StatusLine(n int, loose bool) Line {
	s := fmt.Sprintf("[%d]", n)
	l := Line{raw: s, shown: s, status: takenByStatuses}
	if loose {
		l.status = takenLoosely
	}
	return l
}

// IsStatus reports whether the line stands for an exit status.
func (l *Line) IsStatus() bool { return l.status != takenByAll }

// WrittenAs returns the line as one for which this expected line is written.
func (l Line) WrittenAs(expected string) Line {
	l.expected = expected
	return l
}

// ended returns s with " (no-eol)" where it belongs.
func (l *Line) ended(s string) string {
	if l.NoEOL {
		return s + noEOL
	}
	return s
}

// is reports whether s is the line, without or with substitutions, and with
// " (no-eol)" where it belongs.
func (l *Line) is(s string) bool {
	if l.NoEOL {
		var ok bool
		if s, ok = strings.CutSuffix(s, noEOL); !ok {
			return false
		}
	}
	return s == l.raw || s == l.shown
}

// isBare is the same without " (no-eol)".
func (l *Line) isBare(s string) bool { return s == l.raw || s == l.shown }

// Raw returns the bytes of the line as they were printed.
func (l *Line) Raw() string { return l.raw }

// Shown returns the bytes of the line with substitutions made, and without
// " (no-eol)".
func (l *Line) Shown() string { return l.shown }

func (l *Line) long() bool { return max(len(l.raw), len(l.shown)) > longLine }

// Len returns the length of the line, in bytes.
func (l *Line) Len() int { return len(l.raw) }

// Cut cuts the output of a command into lines; shown gives a line's form with
// substitutions made. A line ends at a newline. With atReturns set it also ends
// at a carriage return that no newline follows, and then has no end: so cram
// sees a progress bar.
func Cut(output string, atReturns bool, shown func(string) string) []Line {
	lines := make([]Line, 0, strings.Count(output, "\n")+1)
	for l := range CutSeq(output, atReturns, shown, len(output)) {
		lines = append(lines, l)
	}
	return lines
}

// CutSeq is Cut, a line at a time. A line longer than limit is the last,
// marked as cut.
func CutSeq(output string, atReturns bool, shown func(string) string, limit int) iter.Seq[Line] {
	return func(yield func(Line) bool) {
		for len(output) > 0 {
			end, next := len(output), len(output)
			if i := strings.IndexByte(output[:min(end, limit+1)], '\n'); i >= 0 {
				end, next = i, i+1
			} else if end > limit {
				yield(Line{Cut: true})
				return
			}
			// The return of a line that ends in "\r\n" stays part of it.
			if i := strings.IndexByte(output[:end], '\r') + 1; atReturns && i > 0 && i < end {
				end, next = i, i
			}
			raw := output[:end]
			if !yield(NewLine(raw, shown(raw), end == next)) {
				return
			}
			output = output[next:]
		}
	}
}

// HasReturns reports whether Cut would give other lines at returns.
func HasReturns(output string) bool {
	for {
		i := strings.IndexByte(output, '\r')
		if i < 0 {
			return false
		}
		if i+1 < len(output) && output[i+1] != '\n' {
			return true
		}
		output = output[i+1:]
	}
}
