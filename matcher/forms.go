package matcher

import "slices"

// forms are the texts by which an expected line may match a line of output.
type forms struct{ l *Line }

// plain returns the line without and with substitutions, with " (no-eol)" where
// it belongs. Those of a long line are kept, as it has no other forms to keep.
func (f forms) plain() (raw, shown string) {
	l := f.l
	switch {
	case !l.NoEOL:
		return l.raw, l.shown
	case l.forms != nil && l.long():
		return (*l.forms)[0], (*l.forms)[1]
	}
	raw = l.ended(l.raw)
	if shown = raw; l.shown != l.raw {
		shown = l.ended(l.shown)
	}
	if l.long() {
		l.forms = &[]string{raw, shown}
	}
	return raw, shown
}

// any reports whether match holds for one of the line's forms. With
// bare set, the forms are those without " (no-eol)".
func (f forms) any(bare bool, match func(string) (bool, error)) (bool, error) {
	l := f.l
	raw, shown := l.raw, l.shown
	if !bare {
		raw, shown = f.plain()
	}
	if ok, err := match(raw); ok || err != nil {
		return ok, err
	}
	if shown != raw {
		if ok, err := match(shown); ok || err != nil {
			return ok, err
		}
	}
	for _, text := range f.escaped() {
		if ok, err := match(text); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// has reports whether s is one of the line's escaped forms without the
// suffix " (esc)".
func (f forms) has(s string) bool {
	if s == "" || s[len(s)-1] != ')' {
		return false
	}
	for _, text := range f.escaped() {
		if text == s {
			return true
		}
	}
	return false
}

// escaped returns the escaped forms of the line, with the suffix " (esc)":
// ours, and cram's, which escapes every byte outside ASCII. A pattern written
// for cram was compared with the latter. A long line has none.
func (f forms) escaped() []string {
	l := f.l
	switch {
	case l.long():
		return nil
	case l.forms != nil:
		return *l.forms
	case !needsCramEscape(l.raw):
		return nil
	}
	var all []string
	add := func(s string) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for _, s := range []string{l.ended(l.raw), l.ended(l.shown)} {
		if needsEscape(s) {
			add(Escape(s) + escSuffix)
		}
		add(cramEscape(s) + escSuffix)
	}
	l.forms = &all
	return all
}

// all yields every text by which an expected line may match the line.
func (f forms) all(yield func(string) bool) {
	l := f.l
	if mark := l.origin.mark(); mark != "" {
		l = &Line{NoEOL: l.NoEOL, raw: l.raw + mark, shown: l.shown + mark}
	}
	raw, shown := l.ended(l.raw), l.ended(l.shown)
	if !yield(raw) || shown != raw && !yield(shown) {
		return
	}
	for _, text := range f.escaped() {
		if !yield(text) {
			return
		}
	}
	if l.NoEOL && yield(l.raw) && l.shown != l.raw {
		yield(l.shown)
	}
}
