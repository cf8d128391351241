package matcher

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dott/matcher/jsonvalue"
)

// jsonPattern is what a (json) line has besides.
type jsonPattern struct {
	tolerance float64
	known     *Values // for who matches without saying so
	value     *jsonvalue.Value
	err       error
	leaves    map[string]*Pattern // strings that are patterns
}

// newJSONPattern reads the suffix of a (json) line.
func newJSONPattern(suffix string) (j *jsonPattern, ok bool) {
	j = &jsonPattern{}
	if number, ok := strings.CutPrefix(suffix, "json ~"); ok {
		var err error
		if j.tolerance, err = strconv.ParseFloat(number, 64); err != nil || !(j.tolerance > 0 && j.tolerance < 1e300) {
			return nil, false
		}
	}
	return j, true
}

// Body returns the text of the line without its suffixes.
func (p *Pattern) Body() string { return p.body }

// Suffixes returns what stands behind Body.
func (p *Pattern) Suffixes() string { return p.Text[min(len(p.body), len(p.Text)):] }

// Continued returns a (json) line as the first of several, which are one value.
func Continued(p *Pattern, lines []string) Pattern {
	q := *p
	own := *p.json
	q.json = &own
	q.body = p.body + "\n" + strings.Join(lines, "\n")
	q.Text = q.body + p.Suffixes()
	q.Plain, q.own = q.Text, q.Text
	return q
}

// parseJSON reads the value, once.
func parseJSON(p *Pattern) (*jsonvalue.Value, error) {
	j := p.json
	if j.value == nil && j.err == nil {
		if j.value, j.err = jsonvalue.Parse(p.body); j.err != nil {
			first, _, _ := strings.Cut(p.body, "\n")
			j.err = fmt.Errorf("`%s` is no JSON value: %w; write a value, or take (json) away", first, j.err)
		}
	}
	return j.value, j.err
}

// matchJSON compares a line as a value.
func matchJSON(ctx context.Context, p *Pattern, l *Line, known *Values) (ok bool, bound []Value, err error) {
	want, err := parseJSON(p)
	if err != nil || l.status != takenByAll || !mayMatchJSON(p.body, want, l.shown) {
		return false, nil, err
	}
	for _, text := range []string{l.shown, l.raw} {
		got, err := l.JSON()
		if text != l.shown {
			got, err = jsonvalue.Parse(text)
		}
		if err != nil {
			return false, nil, nil
		}
		b := binder{ctx: ctx, p: p, known: known}
		if ok, err = b.rules().Equal(want, got); ok {
			return true, boundAt(b.bound, p.Line), nil
		}
		if err != nil || l.shown == l.raw {
			return false, nil, err
		}
	}
	return false, nil, nil
}

// lineValue is the value that a line is, once it was read.
type lineValue struct {
	value *jsonvalue.Value
	err   error
}

// Joined returns several lines of output as one, for a JSON value that goes over them. It
// is read once, however often it is compared.
func Joined(lines []Line) Line {
	var raw, shown strings.Builder
	for i := range lines {
		if i > 0 {
			raw.WriteByte('\n')
			shown.WriteByte('\n')
		}
		raw.WriteString(lines[i].raw)
		shown.WriteString(lines[i].shown)
	}
	l := NewLine(raw.String(), shown.String(), lines[len(lines)-1].NoEOL)
	l.value = &lineValue{}
	return l
}

// JSON returns the value that a line of output is, as it is shown.
func (l *Line) JSON() (*jsonvalue.Value, error) {
	switch {
	case l.value == nil:
		return jsonvalue.Parse(l.shown)
	case l.value.value == nil && l.value.err == nil:
		l.value.value, l.value.err = jsonvalue.Parse(l.shown)
	}
	return l.value.value, l.value.err
}

// mayMatchJSON reports whether a text begins as a value that may be as expected.
func mayMatchJSON(body string, want *jsonvalue.Value, text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	if text == "" {
		return false
	}
	return want.Kind < jsonvalue.Array || text[0] == body[want.Start]
}

// A binder compares the strings of a value, and keeps what they bind.
type binder struct {
	ctx   context.Context
	p     *Pattern
	known *Values
	bound []Value
}

func (b *binder) rules() *jsonvalue.Rules {
	return &jsonvalue.Rules{Tolerance: b.p.json.tolerance, Match: b.match}
}

func (b *binder) match(pattern, text string) (bool, error) {
	leaf, ok := b.p.json.leaves[pattern]
	if !ok {
		for _, kind := range []string{"glob", "re"} {
			if body, ok := strings.CutPrefix(pattern, "("+kind+") "); ok {
				l := Parse(body + " (" + kind + ")")
				l.Line, leaf = b.p.Line, &l
			}
		}
		if b.p.json.leaves == nil {
			b.p.json.leaves = map[string]*Pattern{}
		}
		b.p.json.leaves[pattern] = leaf
	}
	if leaf == nil {
		return false, nil
	}
	l := NewLine(text, text, false)
	ok, bound, err := leaf.MatchWith(b.ctx, &l, b.known)
	if len(bound) > 0 {
		b.known, b.bound = b.known.With(bound), append(b.bound, bound...)
	}
	return ok, err
}

// MergeJSON returns the text of a (json) line, or of several, that describes a line of
// output: what still matches stays. write returns the pattern that stands for a string,
// if it is not that itself. It reports false if one of the two is no JSON.
func MergeJSON(ctx context.Context, p *Pattern, l *Line, known *Values, write func(string) (string, bool)) (text string, ok bool) {
	want, err := parseJSON(p)
	if err != nil {
		return "", false
	}
	got, err := l.JSON()
	if err != nil {
		return "", false
	}
	b := binder{ctx: ctx, p: p, known: known}
	rules := b.rules()
	rules.Write = write
	text, err = rules.Merge(want, p.body, got, l.shown)
	return text, err == nil
}
