// Package expression has the patterns of expected lines: regular expressions that match
// a whole line, in linear time where they can ([Compile]), globs ([NewGlob]), and what
// replaces parts of a line ([NewSubstitution]).
//
// All of them see characters. A byte that is not valid UTF-8 is a character of its own,
// equal only to itself.
package expression

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"
)

// backtrackLimit is how long a pattern that backtracks may take for one line.
const backtrackLimit = time.Second

// invalidBase is where a byte that is not valid UTF-8 goes for the time of a
// match: byte 0xHH becomes U+10FF00+HH, the end of a private plane, so that it
// is one character and equal only to itself.
const invalidBase = 0x10FF00

// An Expression is a compiled (re) pattern: the standard library's where that can
// run it, in linear time, and a backtracking one for look-around and
// back-references.
type Expression struct {
	source string
	std    *regexp.Regexp
	perl   *regexp2.Regexp
	bytes  *Expression // the same for text with invalid bytes; made when met
}

// Compile makes a pattern that matches whole lines only. It is compiled alone
// before it is grouped: `a)|(b` is valid only inside a group.
func Compile(source string) (*Expression, error) {
	e := &Expression{source: source}
	source = fromPython(source)
	tree, err := syntax.Parse(source, syntax.Perl)
	if err == nil {
		// The tree prints a pattern without open quotes or comments, safe to group.
		e.std, err = regexp.Compile(`\A(?:` + tree.String() + `)\z`)
		if err == nil {
			return e, nil
		}
	}
	source = namedGroups(source)
	if _, perlErr := regexp2.Compile(source); perlErr != nil {
		return nil, reason(e.source, err)
	}
	e.perl, err = regexp2.Compile(`\A(?:` + source + `)\z`)
	if err != nil {
		// A pattern that ends in a comment, (?x)a #b, swallowed the parenthesis.
		e.perl, err = regexp2.Compile(`\A(?:` + source + "\n" + `)\z`)
	}
	if err != nil {
		return nil, err
	}
	e.perl.MatchTimeout = backtrackLimit
	return e, nil
}

// reason strips what regexp/syntax says before the reason itself, and the expression
// where that is all of it.
func reason(source string, err error) error {
	if se, ok := errors.AsType[*syntax.Error](err); ok {
		if se.Expr == source {
			return errors.New(string(se.Code))
		}
		return fmt.Errorf("%s: `%s`", se.Code, se.Expr)
	}
	return err
}

// Invalid says that an expression is no good, with itself as it was written.
func Invalid(source string, why error) error {
	return fmt.Errorf("invalid regular expression `%s`: %w", source, why)
}

// ErrRunaway is the error of an expression that backtracks for too long.
var ErrRunaway = fmt.Errorf("stopped after %v of backtracking", backtrackLimit)

// longText is how long a text is whose match is waited for no longer than the
// context lasts, in bytes: it takes less than a tenth of a second.
const longText = 256 << 10

// match reports whether the text matches as a whole. The error is ErrRunaway or the
// cause of the context's end.
func (e *Expression) Match(ctx context.Context, s string) (bool, error) {
	_, ok, err := e.Groups(ctx, s, nil)
	return ok, err
}

// Groups is Match, and returns the texts of some groups, which have names.
func (e *Expression) Groups(ctx context.Context, s string, names []string) (texts []string, ok bool, err error) {
	if !utf8.ValidString(s) {
		if e.bytes == nil {
			be, err := Compile(mapInvalidPattern(e.source))
			if err != nil {
				return nil, false, Invalid(e.source, err)
			}
			e.bytes = be
		}
		texts, ok, err = e.bytes.Groups(ctx, MapInvalid(s), names)
		for i := range texts {
			texts[i] = unmapInvalid(texts[i])
		}
		return texts, ok, err
	}
	if e.std != nil && len(s) <= longText || ctx.Done() == nil {
		return e.matchAtOnce(s, names)
	}
	// No match can be broken off. When nobody waits any more, it goes on for as long
	// as it may take, a second where it backtracks. The output that the text is part of
	// may be gone by then.
	s = strings.Clone(s)
	type result struct {
		texts []string
		ok    bool
		err   error
	}
	matched := make(chan result, 1)
	go func() {
		texts, ok, err := e.matchAtOnce(s, names)
		matched <- result{texts, ok, err}
	}()
	select {
	case r := <-matched:
		return r.texts, r.ok, r.err
	case <-ctx.Done():
		return nil, false, context.Cause(ctx)
	}
}

func (e *Expression) matchAtOnce(s string, names []string) (texts []string, ok bool, err error) {
	if e.std != nil && len(names) == 0 {
		return nil, e.std.MatchString(s), nil
	}
	if e.std != nil {
		m := e.std.FindStringSubmatch(s)
		for _, name := range names {
			if m != nil {
				texts = append(texts, m[e.std.SubexpIndex(name)])
			}
		}
		return texts, m != nil, nil
	}
	if len(names) == 0 {
		ok, err = e.perl.MatchString(s)
		if err != nil {
			err = ErrRunaway
		}
		return nil, ok, err
	}
	m, err := e.perl.FindStringMatch(s)
	if err != nil {
		return nil, false, ErrRunaway
	}
	for _, name := range names {
		if m != nil {
			texts = append(texts, m.GroupByName(name).String())
		}
	}
	return texts, m != nil, nil
}

// MapInvalid replaces each byte that is not valid UTF-8 by a private character of its own.
func MapInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = invalidBase + rune(s[i])
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// mapInvalidPattern rewrites a pattern for text that went through MapInvalid:
// a \xHH from \x80 on may then be the character or the byte, alone, in a class,
// or at the ends of a range in a class.
func mapInvalidPattern(p string) string {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(p); {
		if lo, n := highHex(p[i:]); n > 0 {
			if !inClass {
				fmt.Fprintf(&b, `(?:\x{%X}|%c)`, lo, invalidBase+rune(lo))
				i += n
				continue
			}
			if hi, m := highHex(strings.TrimPrefix(p[i+n:], "-")); m > 0 && strings.HasPrefix(p[i+n:], "-") {
				fmt.Fprintf(&b, `\x{%X}-\x{%X}%c-%c`, lo, hi, invalidBase+rune(lo), invalidBase+rune(hi))
				i += n + 1 + m
				continue
			}
			fmt.Fprintf(&b, `\x{%X}%c`, lo, invalidBase+rune(lo))
			i += n
			continue
		}
		switch p[i] {
		case '\\':
			if i+1 < len(p) {
				b.WriteByte(p[i])
				i++
			}
		case '[':
			inClass = true
		case ']':
			inClass = false
		}
		r, n := utf8.DecodeRuneInString(p[i:])
		if r == utf8.RuneError && n == 1 {
			r = invalidBase + rune(p[i])
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

// highHex reads an escape \x80 to \xff at the start of p; n is its length, or 0.
func highHex(p string) (v int64, n int) {
	if len(p) < 4 || p[0] != '\\' || p[1] != 'x' {
		return 0, 0
	}
	v, err := strconv.ParseInt(p[2:4], 16, 16)
	if err != nil || v < 0x80 {
		return 0, 0
	}
	return v, 4
}

// openRepeat finds a{,n}, which Python and Perl read as a{0,n}, and what must
// not be taken for one.
var openRepeat = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\.|\[\^?\]?(?:[^]\\]|\\.)*\]|\{,\d*\}`) })

func fromPython(p string) string {
	if !strings.Contains(p, "{,") {
		return p
	}
	return openRepeat().ReplaceAllStringFunc(p, func(m string) string {
		if rest, ok := strings.CutPrefix(m, "{,"); ok {
			return "{0," + rest
		}
		return m
	})
}

// pythonGroup finds what Python writes otherwise than Perl: (?P<name>…) and
// (?P=name).
var pythonGroup = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\\.|\(\?P<|\(\?P=(\w+)\)`) })

func namedGroups(p string) string {
	return pythonGroup().ReplaceAllStringFunc(p, func(m string) string {
		switch {
		case m == "(?P<":
			return "(?<"
		case strings.HasPrefix(m, "(?P="):
			return `\k<` + m[4:len(m)-1] + ">"
		}
		return m
	})
}

// Prefix returns ASCII text that every match of the pattern begins with.
// (Beyond ASCII a pattern's character and an invalid byte could be confused.)
func Prefix(source string) string {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return ""
	}
	tree = tree.Simplify()
	for tree.Op == syntax.OpConcat || tree.Op == syntax.OpCapture {
		sub := tree.Sub
		for len(sub) > 1 && (sub[0].Op == syntax.OpBeginText || sub[0].Op == syntax.OpBeginLine) {
			sub = sub[1:]
		}
		tree = sub[0]
	}
	if tree.Op != syntax.OpLiteral || tree.Flags&syntax.FoldCase != 0 {
		return ""
	}
	prefix := string(tree.Rune)
	for i := range len(prefix) {
		if prefix[i] >= utf8.RuneSelf {
			return prefix[:i]
		}
	}
	return prefix
}

// Quote returns an expression that matches a text and nothing else, also where
// blanks are left out of account.
func Quote(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 || r <= ' ' || r == '#' {
			for k := range n {
				fmt.Fprintf(&b, `\x%02x`, text[i+k])
			}
		} else {
			b.WriteString(regexp.QuoteMeta(text[i : i+n]))
		}
		i += n
	}
	return b.String()
}
