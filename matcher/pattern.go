package matcher

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dott/matcher/expression"
	"dott/matcher/feature"
)

// Kind tells how a [Pattern] compares.
type Kind uint8

// The kinds of expected lines.
const (
	Literal Kind = iota // byte for byte
	Regexp              // (re): a regular expression for the whole line
	Glob                // (glob): * and ?
	Escaped             // (esc): backslash escapes decoded
	Blank               // an empty line of the file between expected lines
	JSON                // (json), (json ~1e-6): a value, or the first line of one
)

// A Pattern is one expected line. Whatever its suffixes say, the line as it
// stands is compared literally first, so that output which itself ends in
// " (glob)" can be written down.
//
// A Pattern remembers what it compiled: it is for one goroutine at a time.
type Pattern struct {
	Text       string         // the line as it stands, without indent and line end
	Plain      string         // and without conditions: what stands there where they hold
	Kind       Kind           //
	Optional   bool           // (?), (re?), (re*), (*) …: may match no line
	Repeated   bool           // (re*), (re+), (*), (+) …: may match many lines
	NoEOL      bool           // (no-eol): only output that ends without a newline
	AnyOrder   bool           // (any-order): the last of a run of lines that match in every order
	Conditions []feature.Term // (f1 no-f2 !): expected only when all of them hold
	Absent     bool           // the caller's word that they do not: only the line as it stands, suffix and all, matches

	AnyEnd  bool   // a (glob) or (re) matches output without a newline as well, as for scrut
	Firm    bool   // an empty line that is one of output whatever stands around it
	Suspect string // the caller's word that the line looks like something else, and why
	Line    int    // the caller's word where it stands in the file, from 0
	Apart   bool   // and that a comment stands in front of it

	own      string   // Plain without (any-order)
	mark     string   // the ending that tells where the line comes from; see Origin
	unmarked string   // Text without it
	base     *Pattern // of that; nil until asked for
	cram     bool     // it was read as cram reads it

	body  string // Text without the suffixes; decoded where Kind is Escaped
	glob  expression.Glob
	re    *expression.Expression
	reErr error
	json  *jsonPattern
	value *valuePattern // nil where no value stands in the line
}

// Parse reads one expected line, given without its indent and line end. Every
// text is a pattern; what is not a suffix is literal. Suffixes of modifiers may
// be combined in any order around at most one kind: `foo* (glob) (?)`.
func Parse(text string) Pattern {
	p := Pattern{Text: text, body: text}
	p.unmarked, p.mark = Unmarked(text)
	others, own := "", "" // modifiers that are no conditions, and those that are about the line alone
	for strings.HasSuffix(p.body, ")") {
		i := strings.LastIndex(p.body, " (")
		if i < 0 {
			break
		}
		rest, suffix := p.body[:i], p.body[i+2:len(p.body)-1]
		conditions := len(p.Conditions)
		if !p.modifier(suffix) {
			p.Plain, p.own = p.body+others, p.body+own
			p.kind(rest, suffix)
			return p
		}
		if len(p.Conditions) == conditions {
			others = p.body[i:] + others
			if suffix != anyOrder {
				own = p.body[i:] + own
			}
		}
		p.body = rest
	}
	p.Plain, p.own = p.body+others, p.body+own
	return p
}

// ParseCram is Parse for a file of cram's, which knows no values, no JSON and no lines in
// any order.
func ParseCram(text string) Pattern {
	p := Parse(text)
	if p.AnyOrder || p.Kind == JSON {
		return Exactly(text)
	}
	p.value, p.cram = nil, true
	return p
}

// BlankLine is the pattern of an empty line between two expected lines of a
// block: editors strip trailing blanks, so it also matches an empty line of
// output, and need not.
func BlankLine() Pattern {
	return Pattern{Kind: Blank, Optional: true}
}

// modifier takes a suffix that may stand with any kind and reports whether it
// was one.
func (p *Pattern) modifier(suffix string) bool {
	switch suffix {
	case "?":
		p.Optional = true
	case "*":
		p.Optional, p.Repeated = true, true
	case "+":
		p.Repeated = true
	case "no-eol":
		p.NoEOL = true
	case anyOrder:
		p.AnyOrder = true
	default:
		cond, ok := strings.CutSuffix(suffix, " !")
		if !ok {
			return false
		}
		terms, err := feature.Parse(cond)
		if err != nil {
			return false
		}
		p.Conditions = append(terms, p.Conditions...)
	}
	return true
}

func (p *Pattern) kind(rest, suffix string) {
	switch name := strings.TrimRight(suffix, "*+?"); {
	case suffix == "esc":
		decoded, ok := Unescape(rest)
		if !ok {
			return
		}
		p.Kind, p.body = Escaped, decoded
		return
	case suffix == "json" || strings.HasPrefix(suffix, "json ~"):
		if j, ok := newJSONPattern(suffix); ok {
			p.Kind, p.body, p.json = JSON, rest, j
		}
		return
	case name == "re":
		p.Kind = Regexp
	case name == "glob":
		p.Kind = Glob
	default:
		return
	}
	switch suffix[strings.IndexAny(suffix+"*", "*+?"):] {
	case "":
	case "?":
		p.Optional = true
	case "*":
		p.Optional, p.Repeated = true, true
	case "+":
		p.Repeated = true
	default:
		p.Kind = Literal
		return
	}
	p.body = rest
	p.findValues()
}

// anyOrder is the suffix of the last of a run of lines that match in every order.
const anyOrder = "any-order"

// Own returns what the line says about itself alone: Plain without (any-order).
func (p *Pattern) Own() string { return p.own }

// InAnyOrder is the suffix of the last line of a run, with the blank in front of it.
const InAnyOrder = " (" + anyOrder + ")"

// AsCram returns the pattern as [ParseCram] reads its line.
func (p *Pattern) AsCram() Pattern {
	if p.Kind == Blank {
		return *p
	}
	q := ParseCram(p.Plain)
	q.Text, q.Conditions, q.Absent = p.Text, p.Conditions, p.Absent
	q.Optional = q.Optional || p.Absent
	return q
}

// Exactly is the pattern of one line, byte for byte.
func Exactly(text string) Pattern { return Pattern{Text: text, Plain: text, own: text, body: text} }

// LeaveOut makes the pattern one whose conditions do not hold: no line of output
// need be there for it, and none but its own text may be.
func (p *Pattern) LeaveOut() { p.Absent, p.Optional = true, true }

// once reports whether the pattern matches exactly one line.
func (p *Pattern) once() bool { return !p.Optional && !p.Repeated }

// Match reports whether the pattern matches the one line l. Conditions are not
// looked at. The error is that of an invalid or runaway regular expression; it
// comes only when the literal comparison did not already match. An exit status is
// matched by a pattern for one and by no other (see [StatusLine]).
func (p *Pattern) Match(l *Line) (bool, error) { return p.match(context.Background(), l) }

// match is Match until the context ends, which is an error too.
func (p *Pattern) match(ctx context.Context, l *Line) (bool, error) {
	if l.origin != Mixed {
		ok, _, err := p.matchMarked(ctx, l, p.known())
		return ok, err
	}
	if ok, done := p.literally(l); done {
		return ok, nil
	}
	switch {
	case p.json != nil:
		ok, _, err := p.matchJSON(ctx, l, p.json.known)
		return ok, err
	case p.value != nil:
		ok, _, err := p.matchValues(ctx, l, p.value.known)
		return ok, err
	}
	return l.anyForm(p.NoEOL || p.AnyEnd, func(s string) (bool, error) { return p.matchText(ctx, s) })
}

// literally compares l as text, and reports whether there is nothing more to compare.
func (p *Pattern) literally(l *Line) (ok, done bool) {
	switch {
	case l.status == takenByStatuses && !p.TakesStatus():
		return false, true
	case l.is(p.Text):
		return p.Kind != Blank || l.raw == "", true
	case p.Absent:
		return false, true
	// To put a condition behind a line must not change what it matches, also where
	// that is output which itself ends in " (glob)".
	case (len(p.Conditions) > 0 || p.AnyOrder) && (l.is(p.Plain) || l.is(p.own)):
		return true, true
	}
	switch p.Kind {
	case Blank:
		return false, true
	case Escaped:
		// What is escaped may be the whole line: `a\t (no-eol) (esc)`.
		return l.is(p.body) || p.bodyMatch(l), true
	case Literal:
		return p.bodyMatch(l), true
	}
	return false, p.NoEOL && !l.NoEOL
}

// bodyMatch compares without suffixes.
func (p *Pattern) bodyMatch(l *Line) bool {
	return p.NoEOL == l.NoEOL && (l.isBare(p.body) || l.isForm(p.body))
}

// HasReturn reports whether the pattern is written for output with a carriage
// return inside a line.
func (p *Pattern) HasReturn() bool {
	i := strings.IndexByte(p.body, '\r')
	return p.Kind == Escaped && i >= 0 && i+1 < len(p.body) && p.body[i+1:] != noEOL
}

// matchText applies the glob or regular expression to one form of a line.
func (p *Pattern) matchText(ctx context.Context, s string) (bool, error) {
	if p.Kind == Glob {
		if p.glob == nil {
			p.glob = expression.NewGlob(p.body)
		}
		return p.glob.Match(s), nil
	}
	if p.re == nil && p.reErr == nil {
		p.re, p.reErr = expression.Compile(p.body)
	}
	switch {
	case errors.Is(p.reErr, expression.ErrRunaway):
		return false, p.reErr
	case p.reErr != nil && p.cramRepeat(ctx, s):
		return true, nil
	case p.reErr != nil:
		return false, expression.Invalid(p.body, p.reErr)
	}
	if len(s) > longestMatched {
		return false, fmt.Errorf("regular expression `%s`: not tried on a line of more than %d MiB", p.body, longestMatched>>20)
	}
	ok, err := p.re.Match(ctx, s)
	if errors.Is(err, expression.ErrRunaway) {
		// It would take as long for the next line.
		err = fmt.Errorf("regular expression `%s`: %w", p.body, err)
		p.reErr = err
	}
	return ok, err
}

// Invalid returns what is wrong with a regular expression, whether or not it was ever
// compared with anything.
func (p *Pattern) Invalid() error {
	if p.Kind != Regexp || p.HasValues() {
		return nil
	}
	if p.re == nil && p.reErr == nil {
		p.re, p.reErr = expression.Compile(p.body)
	}
	if p.reErr == nil || errors.Is(p.reErr, expression.ErrRunaway) {
		return nil
	}
	if _, err := expression.Compile(" " + p.body); err == nil { // see cramRepeat
		return nil
	}
	return expression.Invalid(p.body, p.reErr)
}

// longestMatched is the length of a line, in bytes, past which no expression is tried
// on it: that may take as much memory again, or four times as much.
const longestMatched = 16 << 20

// cramRepeat matches a pattern that begins with a sign of repetition, invalid by
// itself, as cram does: it compares lines with their indent, so that the sign
// repeats a blank.
func (p *Pattern) cramRepeat(ctx context.Context, s string) bool {
	if p.body == "" || strings.IndexByte("*+?{", p.body[0]) < 0 {
		return false
	}
	re, err := expression.Compile(" " + p.body)
	if err != nil {
		return false
	}
	ok, err := re.Match(ctx, " "+s)
	return ok && err == nil
}

// prefix returns text that every line matched other than literally begins with,
// in one of its forms. It may be empty.
func (p *Pattern) prefix() string {
	if p.mark != "" {
		return "" // it depends on whether the line's origin is asked for
	}
	prefix := ""
	switch p.Kind {
	case Glob:
		prefix = expression.NewGlob(p.body).Prefix()
	case Regexp:
		prefix = expression.Prefix(p.body)
	}
	if p.value == nil {
		return prefix
	}
	// Of lines that match without the values being looked at, this forgets some.
	if f, err := p.form(p.value.known); err == nil && f.glob != nil {
		return f.glob.Prefix()
	}
	prefix, _, _ = strings.Cut(prefix, "{{")
	return prefix
}
