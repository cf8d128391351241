package matcher

import (
	"context"
	"strings"
	"unicode/utf8"

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
	text  compiled
	json  *jsonPattern
	value *valuePattern // nil where no value stands in the line
}

// Own returns what the line says about itself alone: Plain without (any-order).
func (p *Pattern) Own() string { return p.own }

// LeaveOut makes the pattern one whose conditions do not hold: no line of output
// need be there for it, and none but its own text may be.
func (p *Pattern) LeaveOut() { p.Absent, p.Optional = true, true }

// once reports whether the pattern matches exactly one line.
func once(p *Pattern) bool { return !p.Optional && !p.Repeated }

// Match reports whether the pattern matches the one line l. Conditions are not
// looked at. The error is that of an invalid or runaway regular expression; it
// comes only when the literal comparison did not already match. An exit status is
// matched by a pattern for one and by no other (see [StatusLine]).
func (p *Pattern) Match(l *Line) (bool, error) { return p.match(context.Background(), l) }

// match is Match until the context ends, which is an error too.
func (p *Pattern) match(ctx context.Context, l *Line) (bool, error) {
	if l.origin != Mixed {
		ok, _, err := matchMarked(ctx, p, l, p.known())
		return ok, err
	}
	if ok, done := p.literally(l); done {
		return ok, nil
	}
	switch {
	case p.json != nil:
		ok, _, err := matchJSON(ctx, p, l, p.json.known)
		return ok, err
	case p.value != nil:
		ok, _, err := matchValues(ctx, p, l, p.value.known)
		return ok, err
	}
	return forms{l}.any(p.NoEOL || p.AnyEnd, func(s string) (bool, error) { return p.text.match(ctx, p.Kind, p.body, s) })
}

// literally compares l as text, and reports whether there is nothing more to compare.
func (p *Pattern) literally(l *Line) (ok, done bool) {
	switch {
	case l.status == takenByStatuses && !TakesStatus(p):
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
		return l.is(p.body) || bodyMatch(p, l), true
	case Literal:
		return bodyMatch(p, l), true
	}
	return false, p.NoEOL && !l.NoEOL
}

// bodyMatch compares without suffixes.
func bodyMatch(p *Pattern, l *Line) bool {
	return p.NoEOL == l.NoEOL && (l.isBare(p.body) || forms{l}.has(p.body))
}

// HasReturn reports whether the pattern is written for output with a carriage
// return inside a line.
func (p *Pattern) HasReturn() bool {
	i := strings.IndexByte(p.body, '\r')
	return p.Kind == Escaped && i >= 0 && i+1 < len(p.body) && p.body[i+1:] != noEOL
}

// Invalid returns what is wrong with a regular expression, whether or not it was ever
// compared with anything.
func (p *Pattern) Invalid() error {
	if p.Kind != Regexp || p.HasValues() {
		return nil
	}
	return p.text.invalid(p.body)
}

// prefixOf returns text that every line matched other than literally begins with,
// in one of its forms. It may be empty.
func prefixOf(p *Pattern) string {
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
	if f, err := p.value.form(p.value.known); err == nil && f.glob != nil {
		return f.glob.Prefix()
	}
	prefix, _, _ = strings.Cut(prefix, "{{")
	return prefix
}

// TakesStatus reports whether the pattern is one for an exit status.
func TakesStatus(p *Pattern) bool {
	return strings.HasPrefix(p.Text, "[") || strings.HasPrefix(p.Text, `\[`)
}

// EscapeFirst returns an expected line that matches what this one matches and begins
// with another character, if that can be.
func EscapeFirst(text string) string {
	p := Parse(text)
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
