package matcher

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

const noEOL = " (no-eol)"

// A Line is one line of output, or the `[N]` that stands for a command's exit
// status. An expected line may have any of its forms: the bytes themselves, the
// bytes with paths and ports replaced by their variables, or either of them
// escaped.
type Line struct {
	NoEOL  bool // the output ended here without a newline
	Cut    bool // it was longer than a limit, and is not here
	status taker

	// Without and with substitutions, both with " (no-eol)" where it belongs.
	text, shown string
	forms       *[]string // see escapedForms; nil until asked for
}

// NewLine makes a Line of the bytes of one line of output without its newline,
// and of the same bytes with substitutions made (the same string when there
// were none to make).
func NewLine(raw, shown string, noeol bool) Line {
	if noeol {
		same := raw == shown
		raw += noEOL
		if same {
			shown = raw
		} else {
			shown += noEOL
		}
	}
	return Line{NoEOL: noeol, text: raw, shown: shown}
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
	l := Line{text: s, shown: s, status: takenByStatuses}
	if loose {
		l.status = takenLoosely
	}
	return l
}

// TakesStatus reports whether the pattern is one for an exit status.
func (p *Pattern) TakesStatus() bool {
	return strings.HasPrefix(p.Text, "[") || strings.HasPrefix(p.Text, `\[`)
}

// raw and rawShown are text and shown without " (no-eol)".
func (l *Line) raw() string      { return l.bare(l.text) }
func (l *Line) rawShown() string { return l.bare(l.shown) }

func (l *Line) bare(s string) string {
	if l.NoEOL {
		return s[:len(s)-len(noEOL)]
	}
	return s
}

// A Writing says how output is written as an expected line. The zero value writes
// it as readably as can be.
type Writing struct {
	ASCII       bool // tabs, and all that is not ASCII, escaped, as cram has it
	EscapeFirst bool // the first character escaped, where the line would read as something else
}

// Written is [Line.WrittenAs] with the zero Writing.
func (l *Line) Written() string { return l.WrittenAs(Writing{}) }

// WrittenAs returns the expected line that stands for this output in a
// transcript: with substitutions made, escaped where it holds control characters
// or bytes that are not UTF-8, or where it would read as a pattern for more than
// itself.
func (l *Line) WrittenAs(w Writing) string {
	s := l.shown
	ascii := w.ASCII && needsCramEscape(s)
	if w.EscapeFirst || ascii {
		switch {
		case ascii:
			s = cramEscape(s)
		case needsEscape(s):
			s = Escape(s)
		default:
			s = escapeBackslashes(s)
		}
		if w.EscapeFirst {
			s = escapeFirst(s)
		}
		return s + escSuffix
	}
	if needsEscape(s) {
		return Escape(s) + escSuffix
	}
	// A suffix that would loosen the line when it is read again loses its last
	// sign; (re) and (glob) need no such care, being compared literally first.
	if p := Parse(s); (p.Optional || p.Repeated || len(p.Conditions) > 0) && p.Kind != Blank {
		i := len(s) - 2
		return escapeBackslashes(s[:i]) + hexEscape(s[i:i+1]) + s[i+1:] + escSuffix
	}
	return s
}

// Shown returns the bytes of the line with substitutions made, and without
// " (no-eol)".
func (l *Line) Shown() string { return l.rawShown() }

// escapeFirst escapes the first character of an escaped text, unless it is escaped.
func escapeFirst(s string) string {
	if s == "" || s[0] == '\\' {
		return s
	}
	_, n := utf8.DecodeRuneInString(s)
	return hexEscape(s[:n]) + s[n:]
}

// EscapeFirst returns an expected line that matches what the pattern matches and
// begins with another character, if that can be.
func (p *Pattern) EscapeFirst() string {
	_, n := utf8.DecodeRuneInString(p.Text)
	switch {
	case p.Kind == Glob:
		return "?" + p.Text[n:]
	case p.Kind == Regexp:
		return `\` + p.Text
	case p.Kind == Escaped:
		return escapeFirst(p.Text)
	case p.Kind != Literal || p.body == "":
		return p.Text
	}
	return escapeFirst(escapeBackslashes(p.body)) + escSuffix + p.Text[len(p.body):]
}

// isForm reports whether s is one of the line's escaped forms without the
// suffix " (esc)".
func (l *Line) isForm(s string) bool {
	if s == "" || s[len(s)-1] != ')' {
		return false
	}
	for _, f := range l.escapedForms() {
		if f == s {
			return true
		}
	}
	return false
}

// anyForm reports whether match holds for one of the line's forms. With
// bare set, the forms are those without " (no-eol)".
func (l *Line) anyForm(bare bool, match func(string) (bool, error)) (bool, error) {
	raw, shown := l.text, l.shown
	if bare {
		raw, shown = l.raw(), l.rawShown()
	}
	if ok, err := match(raw); ok || err != nil {
		return ok, err
	}
	if shown != raw {
		if ok, err := match(shown); ok || err != nil {
			return ok, err
		}
	}
	for _, f := range l.escapedForms() {
		if ok, err := match(f); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// escapedForms returns the escaped forms of the line, with the suffix " (esc)":
// ours, and cram's, which escapes every byte outside ASCII. A pattern written
// for cram was compared with the latter.
func (l *Line) escapedForms() []string {
	if l.forms != nil {
		return *l.forms
	}
	if !needsCramEscape(l.text) {
		return nil
	}
	var forms []string
	add := func(s string) {
		if !slices.Contains(forms, s) {
			forms = append(forms, s)
		}
	}
	for _, s := range []string{l.text, l.shown} {
		if needsEscape(s) {
			add(Escape(s) + escSuffix)
		}
		add(cramEscape(s) + escSuffix)
	}
	l.forms = &forms
	return forms
}

// Len returns the length of the line, in bytes.
func (l *Line) Len() int { return len(l.text) }

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
