package matcher

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	Conditions []feature.Term // (f1 no-f2 !): expected only when all of them hold
	Absent     bool           // the caller's word that they do not: only the line as it stands, suffix and all, matches

	AnyEnd  bool   // a (glob) or (re) matches output without a newline as well, as for scrut
	Firm    bool   // an empty line that is one of output whatever stands around it
	Suspect string // the caller's word that the line looks like something else, and why

	body  string // Text without the suffixes; decoded where Kind is Escaped
	glob  []globSegment
	re    *expression
	reErr error
}

// Parse reads one expected line, given without its indent and line end. Every
// text is a pattern; what is not a suffix is literal. Suffixes of modifiers may
// be combined in any order around at most one kind: `foo* (glob) (?)`.
func Parse(text string) Pattern {
	p := Pattern{Text: text, body: text}
	others := "" // modifiers that are no conditions
	for strings.HasSuffix(p.body, ")") {
		i := strings.LastIndex(p.body, " (")
		if i < 0 {
			break
		}
		rest, suffix := p.body[:i], p.body[i+2:len(p.body)-1]
		conditions := len(p.Conditions)
		if !p.modifier(suffix) {
			p.Plain = p.body + others
			p.kind(rest, suffix)
			return p
		}
		if len(p.Conditions) == conditions {
			others = p.body[i:] + others
		}
		p.body = rest
	}
	p.Plain = p.body + others
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
}

// Exactly is the pattern of one line, byte for byte.
func Exactly(text string) Pattern { return Pattern{Text: text, Plain: text, body: text} }

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
	if l.status == takenByStatuses && !p.TakesStatus() {
		return false, nil
	}
	if l.is(p.Text) {
		return p.Kind != Blank || l.raw == "", nil
	}
	if p.Absent {
		return false, nil
	}
	// To put a condition behind a line must not change what it matches, also where
	// that is output which itself ends in " (glob)".
	if len(p.Conditions) > 0 && l.is(p.Plain) {
		return true, nil
	}
	switch p.Kind {
	case Blank:
		return false, nil
	case Escaped:
		// What is escaped may be the whole line: `a\t (no-eol) (esc)`.
		return l.is(p.body) || p.bodyMatch(l), nil
	case Literal:
		return p.bodyMatch(l), nil
	}
	if p.NoEOL && !l.NoEOL {
		return false, nil
	}
	return l.anyForm(p.NoEOL || p.AnyEnd, func(s string) (bool, error) { return p.matchText(ctx, s) })
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
			p.glob = splitGlob(p.body)
		}
		return matchSegments(p.glob, s), nil
	}
	if p.re == nil && p.reErr == nil {
		p.re, p.reErr = compile(p.body)
	}
	switch {
	case errors.Is(p.reErr, errRunaway):
		return false, p.reErr
	case p.reErr != nil && p.cramRepeat(ctx, s):
		return true, nil
	case p.reErr != nil:
		return false, invalid(p.body, p.reErr)
	}
	if len(s) > longestMatched {
		return false, fmt.Errorf("regular expression `%s`: not tried on a line of more than %d MiB", p.body, longestMatched>>20)
	}
	ok, err := p.re.match(ctx, s)
	if errors.Is(err, errRunaway) {
		// It would take as long for the next line.
		err = fmt.Errorf("regular expression `%s`: %w", p.body, err)
		p.reErr = err
	}
	return ok, err
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
	re, err := compile(" " + p.body)
	if err != nil {
		return false
	}
	ok, err := re.match(ctx, " "+s)
	return ok && err == nil
}

// prefix returns text that every line matched other than literally begins with,
// in one of its forms. It may be empty.
func (p *Pattern) prefix() string {
	switch p.Kind {
	case Glob:
		return globPrefix(p.body)
	case Regexp:
		return regexpPrefix(p.body)
	}
	return ""
}
