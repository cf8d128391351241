package matcher

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dott/matcher/expression"
)

// valuePattern is what a pattern with values in it has besides.
type valuePattern struct {
	kind       Kind
	body       string
	references []Reference
	known      *Values                // for who matches without saying so
	forms      map[*Values]*valueForm // by what is known
	loose      expression.Glob        // of a (glob), with a star for each value: what does not match it need not be looked at
}

// maxForms is how many forms of a pattern are kept.
const maxForms = 1024

// newValuePattern finds the values in the body of a (glob) or an (re); nil is that there
// are none.
func newValuePattern(kind Kind, body string) *valuePattern {
	all := References(kind, body)
	if all == nil {
		return nil
	}
	v := &valuePattern{kind: kind, body: body, references: all}
	if kind == Glob {
		var b strings.Builder
		at := 0
		for _, r := range all {
			b.WriteString(body[at:r.Start] + "*")
			at = r.End
		}
		v.loose = expression.NewGlob(b.String() + body[at:])
	}
	return v
}

// A valueForm is a pattern in which what is known is text.
type valueForm struct {
	glob  expression.Glob // where all is known, of a (glob)
	re    *expression.Expression
	binds []Reference // the groups, in order
	err   error
}

// form returns the pattern with what is known in it.
func (v *valuePattern) form(known *Values) (*valueForm, error) {
	if f := v.forms[known]; f != nil {
		return f, f.err
	}
	var f *valueForm
	for _, r := range v.references {
		value, ok := known.Of(r.Name)
		if ok && value.Bare && r.Expression != "" {
			f = &valueForm{err: fmt.Errorf("line %d uses {{%s}} before this line says what it is; write {{%s:%s}} there", value.Line+1, r.Name, r.Name, r.Expression)}
		}
	}
	if f == nil {
		f = newValueForm(v.kind, v.body, v.references, known)
	}
	if v.forms == nil || len(v.forms) >= maxForms {
		v.forms = map[*Values]*valueForm{}
	}
	v.forms[known] = f
	return f, f.err
}

func newValueForm(kind Kind, body string, references []Reference, known *Values) *valueForm {
	f := &valueForm{}
	var source strings.Builder // of a glob, if all is known, and of an expression otherwise
	all := !slices.ContainsFunc(references, func(r Reference) bool { _, ok := known.Of(r.Name); return !ok })
	literally := expression.Quote
	between := func(s string) string { return s }
	if kind == Glob {
		between = func(s string) string { return expression.NewGlob(s).Expression() }
	}
	if kind == Glob && all {
		between, literally = func(s string) string { return s }, expression.QuoteGlob
	}
	groups := map[string]int{}
	at := 0
	for _, r := range references {
		source.WriteString(between(body[at:r.Start]))
		at = r.End
		value, ok := known.Of(r.Name)
		group, again := groups[r.Name]
		switch {
		case ok && kind == Glob && all:
			source.WriteString(literally(value.Text))
		case ok:
			source.WriteString("(?:" + literally(value.Text) + ")")
		case again:
			fmt.Fprintf(&source, `\k<%s>`, groupName(group))
		default:
			group := ".+?"
			if r.Expression != "" {
				if _, err := expression.Compile(r.Expression); err != nil {
					f.err = fmt.Errorf("{{%s:…}}: %w", r.Name, expression.Invalid(r.Expression, err))
					return f
				}
				group = "(?:" + r.Expression + ")"
			}
			groups[r.Name] = len(f.binds)
			fmt.Fprintf(&source, "(?P<%s>%s)", groupName(len(f.binds)), group)
			f.binds = append(f.binds, r)
		}
	}
	source.WriteString(between(body[at:]))
	if kind == Glob && all {
		f.glob = expression.NewGlob(source.String())
		return f
	}
	if f.re, f.err = expression.Compile(source.String()); f.err != nil {
		f.err = expression.Invalid(body, f.err)
	}
	return f
}

func groupName(n int) string { return fmt.Sprintf("dott%d", n) }

// match reports whether the form matches the whole of s, and returns what it binds.
func (f *valueForm) match(ctx context.Context, s string) (ok bool, bound []Value, err error) {
	if f.glob != nil {
		return f.glob.Match(s), nil, nil
	}
	if len(f.binds) == 0 {
		ok, err = f.re.Match(ctx, s)
		return ok, nil, err
	}
	names := make([]string, len(f.binds))
	for i := range names {
		names[i] = groupName(i)
	}
	texts, ok, err := f.re.Groups(ctx, s, names)
	if !ok || err != nil {
		return false, nil, err
	}
	for i, r := range f.binds {
		if texts[i] != "" { // else its group took no part
			bound = append(bound, Value{Name: r.Name, Text: texts[i], Bare: r.Expression == ""})
		}
	}
	return true, bound, nil
}
