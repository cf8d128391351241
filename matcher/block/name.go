package block

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dott/matcher"
	"dott/matcher/expression"
)

// A namer writes names for the values in lines of output.
type namer struct {
	ctx    context.Context
	known  *matcher.Values
	values []matcher.Value // the longest first
}

const (
	longestNamed = 4 << 10 // bytes of a line in which values are looked for
	mostNamed    = 1 << 20 // comparisons for that, in a block
)

// newNamer returns a namer for lines that are written in the place of others. A value that
// says little is written only where its name stood before.
func newNamer(ctx context.Context, known *matcher.Values, replaced []string) namer {
	n := namer{ctx: ctx, known: known}
	for _, v := range known.All() {
		if telling(v.Text) || slices.Contains(replaced, v.Name) {
			n.values = append(n.values, v)
		}
	}
	other := func(v matcher.Value) int { // names that stood there come first
		if slices.Contains(replaced, v.Name) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(n.values, func(a, b matcher.Value) int {
		return cmp.Or(cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(other(a), other(b)))
	})
	return n
}

// telling reports whether a value is hardly anything else where it stands in output.
func telling(text string) bool {
	return len(text) >= 6 || len(text) >= 4 && strings.ContainsAny(text, "0123456789")
}

// written returns the expected line with names for a line of output, if there are any.
func (n *namer) written(l *matcher.Line) (text string, ok bool) {
	shown := l.Shown()
	if len(n.values) == 0 || len(shown) > longestNamed || l.IsStatus() || strings.Contains(shown, "{{") || l.Written() != whole(l) {
		return "", false
	}
	text, ok = n.glob(shown)
	if !ok {
		return "", false
	}
	text += " (glob)"
	if l.NoEOL {
		text += " (no-eol)"
	}
	p := matcher.Parse(text)
	matches, bound, err := p.MatchWith(n.ctx, l, n.known)
	return text, matches && err == nil && len(bound) == 0
}

// whole is a line as it would be written if it held nothing to be escaped.
func whole(l *matcher.Line) string {
	if l.NoEOL {
		return l.Shown() + " (no-eol)"
	}
	return l.Shown()
}

// writtenLeaf returns the pattern with names for a string of a JSON value, if there are any.
func (n *namer) writtenLeaf(text string) (pattern string, ok bool) {
	if len(text) > longestNamed || strings.Contains(text, "{{") {
		return "", false
	}
	glob, ok := n.glob(text)
	return "(glob) " + glob, ok
}

// glob returns a glob with names for the values that stand in a text as whole words.
func (n *namer) glob(text string) (glob string, found bool) {
	type part struct {
		text string
		name bool
	}
	parts := []part{{text: text}}
	for _, v := range n.values {
		for i := 0; i < len(parts); i++ {
			if parts[i].name {
				continue
			}
			at := wordIn(parts[i].text, v.Text)
			if at < 0 {
				continue
			}
			before, behind := parts[i].text[:at], parts[i].text[at+len(v.Text):]
			parts = slices.Replace(parts, i, i+1, part{text: before}, part{"{{" + v.Name + "}}", true}, part{text: behind})
			found = true
		}
	}
	var b strings.Builder
	for _, p := range parts {
		if p.name {
			b.WriteString(p.text)
		} else {
			b.WriteString(expression.QuoteGlob(p.text))
		}
	}
	return b.String(), found
}

// wordIn returns where a value stands in a text and is no part of a longer word, or -1.
func wordIn(text, value string) int {
	isWord := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	first, _ := utf8.DecodeRuneInString(value)
	last, _ := utf8.DecodeLastRuneInString(value)
	for at := 0; ; {
		i := strings.Index(text[at:], value)
		if i < 0 {
			return -1
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		behind, _ := utf8.DecodeRuneInString(text[at+len(value):])
		if !(isWord(before) && isWord(first)) && !(isWord(behind) && isWord(last)) {
			return at
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
}

// namesIn returns the namer for the lines of a change.
func (w *writer) namesIn(c matcher.Change) namer {
	a := w.a
	var replaced []string
	for u := c.Start; u < c.End; u++ {
		replaced = append(replaced, a.units[u].pattern.Names()...)
	}
	return newNamer(a.ctx, w.valuesAt(c.Start), replaced)
}

// name writes names in the changes of a block in which nothing else is special.
func name(ctx context.Context, want []matcher.Pattern, got []matcher.Line, r *Result) error {
	known := r.Values
	if known.Len() == 0 || len(r.Changes) == 0 {
		return nil
	}
	n := newNamer(ctx, known, nil)
	left := mostNamed
	for _, change := range r.Changes {
		for j := change.From; j < change.To && left > 0; j++ {
			left -= len(n.values) + 1
			text, ok := n.written(&got[j])
			if !ok {
				continue
			}
			if &r.Output[0] == &got[0] {
				r.Output = slices.Clone(got)
			}
			r.Output[j] = got[j].WrittenAs(text)
		}
	}
	if len(got) == 0 || &r.Output[0] == &got[0] {
		return nil
	}
	// The expected lines were not special before, and may be now.
	a := aligner{comparison: &comparison{ctx: ctx, want: want, got: got, known: known}}
	ok, err := a.check(r)
	if r.Values = known; !ok {
		r.Output = got
	}
	return err
}
