package matcher

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dott/matcher/expression"
)

// A Value is what a name stands for, from the line on that bound it.
type Value struct {
	Name string
	Text string
	Line int  // of the file, from 0, where it was bound
	Bare bool // by {{name}}, which says nothing about it
}

// Values are what the names of a file stand for, up to some line of it. They never
// change: who binds one more name has other Values. The zero value has none, as has nil.
type Values struct{ byName map[string]Value }

// MaxValues is how many names a file may bind.
const MaxValues = 1000

// With returns the values with others added.
func (v *Values) With(more []Value) *Values {
	if len(more) == 0 {
		return v
	}
	all := make(map[string]Value, v.Len()+len(more))
	if v != nil {
		maps.Copy(all, v.byName)
	}
	for _, value := range more {
		all[value.Name] = value
	}
	return &Values{all}
}

// Of returns what a name stands for, if anything.
func (v *Values) Of(name string) (value Value, ok bool) {
	if v != nil {
		value, ok = v.byName[name]
	}
	return value, ok
}

// Len returns how many names there are.
func (v *Values) Len() int {
	if v == nil {
		return 0
	}
	return len(v.byName)
}

// All returns the values in the order in which they were bound.
func (v *Values) All() []Value {
	if v == nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(v.byName), func(a, b Value) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Name, b.Name)
	})
}

// An Reference is a place of a pattern where a value stands: source[start:end] is {{name}} or
// {{name:expression}}.
type Reference struct {
	Start, End int
	Name       string
	Expression string // "" is any text
}

// References finds the values of a pattern. A backslash in front of one takes it away in
// an expression, where it makes the brace a character.
func References(kind Kind, source string) []Reference {
	var found []Reference
	for at := 0; ; {
		i := strings.Index(source[at:], "{{")
		if i < 0 {
			return found
		}
		at += i
		r, ok := referenceAt(source, at)
		if escapes := len(source[:at]) - len(strings.TrimRight(source[:at], `\`)); kind == Regexp && escapes%2 == 1 {
			ok = false
		}
		if !ok {
			at++
			continue
		}
		found = append(found, r)
		at = r.End
	}
}

// referenceAt reads the value that stands at an index, if one does.
func referenceAt(source string, at int) (r Reference, ok bool) {
	i := at + len("{{")
	for i < len(source) && isNameByte(source[i], i == at+len("{{")) {
		i++
	}
	r = Reference{Start: at, Name: source[at+len("{{") : i]}
	if r.Name == "" {
		return r, false
	}
	rest := source[i:]
	if strings.HasPrefix(rest, "}}") {
		r.End = i + len("}}")
		return r, true
	}
	if !strings.HasPrefix(rest, ":") {
		return r, false
	}
	// The expression ends where its own braces are closed.
	depth, class := 0, false
	for k := 1; k < len(rest); k++ {
		switch c := rest[k]; {
		case c == '\\':
			k++
		case c == '[' && !class:
			class = true
			if strings.HasPrefix(rest[k+1:], "^") {
				k++
			}
			if strings.HasPrefix(rest[k+1:], "]") {
				k++
			}
		case c == ']':
			class = false
		case class:
		case c == '{':
			depth++
		case c == '}' && depth > 0:
			depth--
		case c == '}' && k > 1 && strings.HasPrefix(rest[k:], "}}"):
			r.Expression, r.End = rest[1:k], i+k+len("}}")
			return r, true
		case c == '}':
			return r, false
		}
	}
	return r, false
}

func isNameByte(c byte, first bool) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || !first && (c == '-' || '0' <= c && c <= '9')
}

// HasValues reports whether values stand in the line, or may do so.
func (p *Pattern) HasValues() bool {
	return p.value != nil || p.json != nil && strings.Contains(p.body, "{{")
}

// Names returns the names of the values that stand in the line, in order.
func (p *Pattern) Names() []string {
	var names []string
	all := References(p.Kind, p.body)
	if !p.HasValues() {
		all = nil
	}
	for _, r := range all {
		if !slices.Contains(names, r.Name) {
			names = append(names, r.Name)
		}
	}
	return names
}

// Know makes Match compare with these values. Names that they do not have stand for any
// text that fits.
func (p *Pattern) Know(known *Values) {
	switch {
	case p.value != nil:
		p.value.known = known
	case p.json != nil:
		p.json.known = known
	}
}

// known are the values that Match compares with.
func (p *Pattern) known() *Values {
	switch {
	case p.value != nil:
		return p.value.known
	case p.json != nil:
		return p.json.known
	}
	return nil
}

// MatchWith is Match with values that are known, and returns those that the line binds.
// Where the line matches without its values being looked at, it binds none.
func (p *Pattern) MatchWith(ctx context.Context, l *Line, known *Values) (ok bool, bound []Value, err error) {
	if l.origin != Mixed {
		return matchMarked(ctx, p, l, known)
	}
	if !p.HasValues() {
		ok, err = p.match(ctx, l)
		return ok, nil, err
	}
	if ok, done := p.literally(l); done {
		return ok, nil, nil
	}
	if p.json != nil {
		return matchJSON(ctx, p, l, known)
	}
	return matchValues(ctx, p, l, known)
}

// matchValues compares one of the forms of a line: first with the pattern as if it had
// no values, then with them. Of what the line may bind, the form as it is shown comes
// before the one that was printed.
func matchValues(ctx context.Context, p *Pattern, l *Line, known *Values) (ok bool, bound []Value, err error) {
	ok, plainErr := forms{l}.any(p.NoEOL || p.AnyEnd, func(s string) (bool, error) { return p.text.match(ctx, p.Kind, p.body, s) })
	if ok || ctx.Err() != nil {
		return ok, nil, plainErr
	}
	form, err := p.value.form(known)
	if err != nil {
		return false, nil, err
	}
	try := func(s string) (bool, error) {
		var err error
		if len(s) > longestMatched {
			return false, fmt.Errorf("pattern `%s`: not tried on a line of more than %d MiB", p.body, longestMatched>>20)
		}
		if p.value.loose != nil && !p.value.loose.Match(s) {
			return false, nil
		}
		ok, bound, err = form.match(ctx, s)
		return ok, err
	}
	if !p.NoEOL && !l.NoEOL && l.shown != l.raw {
		if ok, err := try(l.shown); ok || err != nil {
			return ok, boundAt(bound, p.Line), err
		}
	}
	ok, err = forms{l}.any(p.NoEOL || p.AnyEnd, try)
	if err == expression.ErrRunaway {
		err = fmt.Errorf("pattern `%s`: %w", p.body, err)
	}
	return ok, boundAt(bound, p.Line), err
}

// boundAt makes values those that were bound in a line of the file.
func boundAt(bound []Value, line int) []Value {
	for i := range bound {
		bound[i].Line = line
	}
	return bound
}
