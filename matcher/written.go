package matcher

import (
	"iter"
	"math"
	"strings"
	"unicode/utf8"
)

// A Writing says how output is written as an expected line. The zero value writes
// it as readably as can be.
type Writing struct {
	ASCII       bool   // tabs, and all that is not ASCII, escaped, as cram has it
	EscapeFirst bool   // the first character escaped, where the line would read as something else
	Escape      string // a character that is escaped wherever it stands; "" is none
}

// A Text is the expected line that stands for a line of output. It is made piece by
// piece, since escaped it may be four times as long as the output was.
type Text struct {
	Before string // what the file has in front, such as the indent

	line   Line
	escape func(string) string // nil where the line stands as it is
	first  bool                // its first character is escaped in any case
	guard  bool                // and the last sign but one of its end
	raw    bool                // its line end stands behind it, or does not
	piece  int                 // how much of it is escaped at a time, in bytes
}

// Text returns the expected line that stands for this output in a transcript: with
// substitutions made, escaped where it holds control characters or bytes that are not
// UTF-8, or where it would read as a pattern for more than itself.
func (l *Line) Text(w Writing) Text {
	if expected := l.expected; expected != "" {
		if w.EscapeFirst {
			expected = EscapeFirst(expected)
		}
		return Text{line: NewLine(expected, expected, false)}
	}
	t := Text{line: *l, first: w.EscapeFirst, piece: pieceSize}
	switch {
	case w.ASCII && needsCramEscape(l.shown):
		t.escape = cramEscape
	case needsEscape(l.shown):
		t.escape = Escape
	case w.EscapeFirst:
		t.escape = escapeBackslashes
	case loosens(l, w.ASCII):
		t.escape, t.guard = escapeBackslashes, true
	}
	if w.Escape != "" {
		escape := t.escape
		if escape == nil {
			escape = escapeBackslashes
		}
		t.escape = func(s string) string { return strings.ReplaceAll(escape(s), w.Escape, hexEscape(w.Escape)) }
	}
	t.guard = t.guard || t.escape != nil && looksMarked(l)
	return t
}

// Verbatim returns the line as it is shown, with its line end.
func (l *Line) Verbatim() Text { return Text{line: *l, raw: true} }

// longestSuffix is how much of the end of a line is looked at for what would loosen
// it, in bytes.
const longestSuffix = 64 << 10

// loosens reports whether a suffix would loosen the line when it is read again, as a
// file of cram's or not; (re) and (glob) do not, being compared literally first.
func loosens(l *Line, cram bool) bool {
	end := l.ended(l.shown[max(0, len(l.shown)-longestSuffix):])
	if !strings.HasSuffix(end, ")") {
		return false
	}
	if len(l.shown) > longestSuffix && !strings.Contains(end, " (") {
		return strings.HasSuffix(end, " !)") // these are conditions, for all that can be seen
	}
	if looksMarked(l) {
		return true
	}
	p := Parse(end)
	return p.Optional || p.Repeated || len(p.Conditions) > 0 || (p.AnyOrder || p.Kind == JSON) && !cram
}

// pieceSize is how much of a line is escaped at a time, in bytes.
const pieceSize = 32 << 10

// Pieces are the text, in order. None is much longer than the longest that was
// printed as it stands.
func (t Text) Pieces() iter.Seq[string] {
	return func(yield func(string) bool) {
		if t.Before != "" && !yield(t.Before) {
			return
		}
		if t.escape == nil {
			end := t.line.ended(t.line.origin.mark())
			switch {
			case t.raw && t.line.NoEOL:
				end = ""
			case t.raw:
				end = "\n"
			}
			if yield(t.line.shown) && end != "" {
				yield(end)
			}
			return
		}
		s, first := t.line.shown, t.first
		for len(s) > 2*t.piece {
			n := boundary(s, t.piece)
			if !yield(t.escaped(s[:n], first)) {
				return
			}
			s, first = s[n:], false
		}
		// The end is small, and may be put together.
		mark := t.line.origin.mark()
		behind := t.line.ended(mark)
		if t.guard {
			if mark == "" {
				s, behind = s+behind, ""
			}
			end := len(s) - 1
			i := boundary(s, end-1)
			yield(t.escaped(s[:i], first) + hexEscape(s[i:end]) + s[end:] + behind + escSuffix)
			return
		}
		yield(t.escaped(s, first) + behind + escSuffix)
	}
}

func (t Text) escaped(s string, first bool) string {
	s = t.escape(s)
	if first {
		s = escapeFirst(s)
	}
	return s
}

// boundary returns an index of s near n that is not inside a character.
func boundary(s string, n int) int {
	for i := n; i > n-utf8.UTFMax && i >= 0; i-- {
		if utf8.RuneStart(s[i]) {
			return i
		}
	}
	return n
}

// Len returns the length of the text, in bytes.
func (t Text) Len() (n int) {
	for p := range t.Pieces() {
		n += len(p)
	}
	return n
}

// String returns the text.
func (t Text) String() string {
	s, _ := t.Head(math.MaxInt)
	return s
}

// Head returns the beginning of the text, about n bytes or all that there is, and
// whether that is all.
func (t Text) Head(n int) (head string, all bool) {
	var b strings.Builder // of several pieces; one needs no copy
	all = true
	for p := range t.Pieces() {
		if room := n - len(head); len(p) > room {
			p, all = p[:boundary(p, room)], false
		}
		switch {
		case head == "":
			head = p
		case b.Len() == 0:
			b.Grow(len(head) + len(p))
			b.WriteString(head)
			fallthrough
		default:
			b.WriteString(p)
			head = b.String()
		}
		if !all {
			break
		}
	}
	return head, all
}

// Written returns the text of the line with the zero Writing.
func (l *Line) Written() string { return l.Text(Writing{}).String() }

// escapeFirst escapes the first character of an escaped text, unless it is escaped.
func escapeFirst(s string) string {
	if s == "" || s[0] == '\\' {
		return s
	}
	_, n := utf8.DecodeRuneInString(s)
	return hexEscape(s[:n]) + s[n:]
}
