package matcher

import (
	"context"
	"strings"
)

// An Origin is what is known of a line besides its text, where expected lines say it:
// those for standard error end in (err), those with colours in (style). It stands in
// front of the other endings, and a line that has it matches no line without, nor the
// other way round. Where nobody asks, it is text like any other: cram's files may have
// it.
type Origin uint8

// The origins of lines.
const (
	Mixed    Origin = iota // nobody asks
	Out                    // standard output, where the two streams are apart
	Err                    // and standard error
	Unstyled               // of a screen whose colours are shown, and has none
	Styled                 // and has some
)

const (
	errMark   = " (err)"
	styleMark = " (style)"
)

// asked is the ending that lines of this origin may have; "" is none.
func (o Origin) asked() string {
	switch o {
	case Out, Err:
		return errMark
	case Unstyled, Styled:
		return styleMark
	}
	return ""
}

// mark is the ending that lines of this origin do have.
func (o Origin) mark() string {
	if o == Err || o == Styled {
		return o.asked()
	}
	return ""
}

// From returns the line with its origin.
func (l Line) From(o Origin) Line {
	l.origin = o
	return l
}

// Unmarked returns an expected line without the ending that tells its origin, and that
// ending; "" where it has none.
func Unmarked(text string) (unmarked, mark string) {
	if !strings.Contains(text, errMark) && !strings.Contains(text, styleMark) {
		return text, ""
	}
	for body := text; strings.HasSuffix(body, ")"); {
		for _, mark := range []string{errMark, styleMark} {
			if base, ok := strings.CutSuffix(body, mark); ok {
				return base + text[len(body):], mark
			}
		}
		i := strings.LastIndex(body, " (")
		if i < 0 || !isEnding(body[i+2:len(body)-1]) {
			break
		}
		body = body[:i]
	}
	return text, ""
}

// Marked puts the ending of [Unmarked] back where it belongs.
func Marked(text, mark string) string {
	if mark == "" {
		return text
	}
	body := text
	for strings.HasSuffix(body, ")") {
		i := strings.LastIndex(body, " (")
		if i < 0 || !isEnding(body[i+2:len(body)-1]) {
			break
		}
		body = body[:i]
	}
	return body + mark + text[len(body):]
}

// isEnding reports whether a word in parentheses, at the end of an expected line, says
// how that is compared.
func isEnding(word string) bool {
	if word == "esc" {
		return true
	}
	var p Pattern
	setKind(&p, "", word)
	return p.Kind != Literal || modifier(&p, word)
}

// looksMarked reports whether a line would be taken for one of another origin.
func looksMarked(l *Line) bool {
	asked := l.origin.asked()
	if asked == "" || l.origin.mark() != "" {
		return false
	}
	_, mark := Unmarked(l.ended(l.shown[max(0, len(l.shown)-longestSuffix):]))
	return mark == asked
}

// matchMarked is MatchWith for a line whose origin the pattern has to tell.
func matchMarked(ctx context.Context, p *Pattern, l *Line, known *Values) (ok bool, bound []Value, err error) {
	o := l.origin
	is := p.mark == o.asked()
	if is != (o.mark() != "") {
		return false, nil, nil
	}
	l.origin = Mixed
	defer func() { l.origin = o }()
	if !is {
		return p.MatchWith(ctx, l, known)
	}
	if p.base == nil {
		base := Parse(p.unmarked)
		if p.cram {
			base = ParseCram(p.unmarked)
		}
		p.base = &base
	}
	p.base.Absent, p.base.Line = p.Absent, p.Line
	return p.base.MatchWith(ctx, l, known)
}
