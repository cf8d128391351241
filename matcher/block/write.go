package block

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
)

func isJSON(l *matcher.Line) bool {
	if l.IsStatus() {
		return false
	}
	_, err := l.JSON()
	return err == nil
}

// A writer makes the result of what an aligner has found.
type writer struct{ a *aligner }

// write makes the result of the pairs: which expected lines become which lines of output,
// and how these are written.
func (w *writer) write(r *Result) {
	a := w.a
	w.keepOrder()
	changes := w.split(matcher.Changes(a.patterns, len(a.lines), a.pairs))
	r.Values = a.values
	w.note(r, changes)
	texts, merged := w.texts(changes)
	// From units and lines to expected lines and what was printed.
	r.Output, r.Changes = nil, nil
	begin := make([]int, len(a.lines)+1) // of a line in the output
	for j := range a.lines {
		begin[j] = len(r.Output)
		l := &a.lines[j]
		switch {
		case texts[j] != nil:
			for _, text := range texts[j] {
				r.Output = append(r.Output, writtenAs(l.Line, text))
			}
		case l.value:
			r.Output = append(r.Output, a.got[l.start:l.end]...)
		default:
			r.Output = append(r.Output, l.Line)
		}
	}
	begin[len(a.lines)] = len(r.Output)
	for _, c := range changes {
		full := matcher.Change{Start: w.startOf(c.Start), End: w.startOf(c.End), From: begin[c.From], To: begin[c.To]}
		if c.Start < c.End {
			full.End = a.units[c.End-1].end
		}
		if slices.Contains(merged[c.From:c.To], true) {
			r.Changes = append(r.Changes, w.fewer(full, r.Output)...)
		} else {
			r.Changes = append(r.Changes, full)
		}
	}
	r.Faults = a.remaining()
}

// split makes two of a change over a comment in front of a group, so that the lines of the
// group are put in behind the comment.
func (w *writer) split(changes []matcher.Change) (all []matcher.Change) {
	a := w.a
	for _, c := range changes {
		for _, e := range a.elements {
			region, ok := a.regions[e.group]
			if e.group == nil || !ok || !a.units[e.first].pattern.Apart || e.first <= c.Start || e.first >= c.End {
				continue
			}
			at := min(max(region[0], c.From), c.To)
			all = append(all, matcher.Change{Start: c.Start, End: e.first, From: c.From, To: at})
			c.Start, c.From = e.first, at
		}
		all = append(all, c)
	}
	return all
}

// writtenAs returns a line that is written as a text.
func writtenAs(l matcher.Line, text string) matcher.Line {
	if text == "" { // an empty line stands for itself
		return matcher.NewLine("", "", false)
	}
	return l.WrittenAs(text)
}

func (w *writer) startOf(u int) int {
	a := w.a
	if u == len(a.units) {
		return len(a.want)
	}
	return a.units[u].start
}

// fewer returns a change as those that leave expected lines as they are which would be
// written as they are.
func (w *writer) fewer(c matcher.Change, output []matcher.Line) []matcher.Change {
	a := w.a
	old := make([]matcher.Pattern, 0, c.End-c.Start)
	for i := c.Start; i < c.End; i++ {
		old = append(old, matcher.Exactly(a.want[i].Text))
	}
	var fresh []matcher.Line
	for j := c.From; j < c.To; j++ {
		text := output[j].Written()
		fresh = append(fresh, matcher.NewLine(text, text, false))
	}
	changes, _, err := matcher.Align(a.ctx, old, fresh)
	if err != nil {
		return []matcher.Change{c}
	}
	for i := range changes {
		s := &changes[i]
		s.Start, s.End, s.From, s.To = s.Start+c.Start, s.End+c.Start, s.From+c.From, s.To+c.From
	}
	return changes
}

// keepOrder drops pairs of a group whose last unit goes: another line is to be the last
// then, and is written anew.
func (w *writer) keepOrder() {
	a := w.a
	for _, e := range a.elements {
		region, ok := a.regions[e.group]
		if e.group == nil || !ok || region[0] == region[1] || w.kept(e.last) {
			continue
		}
		last := region[1] - 1
		i := slices.IndexFunc(a.pairs, func(p matcher.Pair) bool { return p.Line == last })
		if i < 0 {
			continue
		}
		u := a.pairs[i].Item
		first := slices.IndexFunc(a.pairs, func(p matcher.Pair) bool { return p.Item == u })
		at := a.pairs[first].Line
		a.pairs = slices.DeleteFunc(a.pairs, func(p matcher.Pair) bool { return p.Item == u })
		// Of several lines of a repeated unit, one is enough to write it.
		a.lines = slices.Delete(a.lines, at+1, last+1)
		for k := range a.pairs {
			if a.pairs[k].Line > last {
				a.pairs[k].Line -= last - at
			}
		}
		for g, r := range a.regions {
			for k := range r {
				if r[k] > last {
					r[k] -= last - at
				}
			}
			a.regions[g] = r
		}
		a.again[at] = u
	}
}

// kept reports whether a unit has a pair, or stays without one.
func (w *writer) kept(u int) bool {
	a := w.a
	return a.units[u].pattern.Optional || slices.ContainsFunc(a.pairs, func(p matcher.Pair) bool { return p.Item == u })
}

// texts returns the expected lines that are written for lines in changes, where these are
// not what stands for the output, and whether a line is written as a value that was
// expected.
func (w *writer) texts(changes []matcher.Change) (texts [][]string, merged []bool) {
	a := w.a
	texts, merged = make([][]string, len(a.lines)), make([]bool, len(a.lines))
	for _, c := range changes {
		names := w.namesIn(c)
		next := c.Start
		for j := c.From; j < c.To; j++ {
			l := &a.lines[j]
			if u, ok := a.again[j]; ok {
				for i := a.units[u].start; i < a.units[u].end; i++ {
					texts[j] = append(texts[j], a.want[i].Text)
				}
				continue
			}
			if u, ok := w.nextValue(next, c.End, l); ok {
				next = u + 1
				if texts[j] = w.merged(u, l, names); texts[j] != nil {
					merged[j] = true
					continue
				}
			}
			if l.value {
				continue
			}
			if text, ok := names.written(&l.Line); ok {
				texts[j] = []string{text}
			}
		}
	}
	w.endGroups(changes, texts)
	return texts, merged
}

// nextValue returns the next unit of a change whose value a line may be.
func (w *writer) nextValue(from, end int, l *line) (u int, ok bool) {
	a := w.a
	for u := from; u < end; u++ {
		p := a.units[u].pattern
		if p.Kind != matcher.JSON || p.Absent || a.faults[u] != nil && !a.matched[u] {
			continue
		}
		scalar := !strings.HasPrefix(strings.TrimLeft(p.Body(), " \t"), "{") && !strings.HasPrefix(strings.TrimLeft(p.Body(), " \t"), "[")
		return u, l.value || scalar && isJSON(&l.Line)
	}
	return 0, false
}

// merged returns the expected lines of a value that describe another one.
func (w *writer) merged(u int, l *line, names namer) []string {
	a := w.a
	p := a.units[u].pattern
	text, ok := matcher.MergeJSON(a.ctx, p, &l.Line, w.valuesAt(u), names.writtenLeaf)
	if !ok {
		return nil
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	lines[0] += p.Suffixes()
	return lines
}

// endGroups writes that lines match in any order behind the last line of each group whose
// last line is another now.
func (w *writer) endGroups(changes []matcher.Change, texts [][]string) {
	a := w.a
	for _, e := range a.elements {
		region, ok := a.regions[e.group]
		if e.group == nil || !ok || region[0] == region[1] || w.kept(e.last) {
			continue
		}
		j := region[1] - 1
		if !slices.ContainsFunc(changes, func(c matcher.Change) bool { return c.From <= j && j < c.To }) {
			continue
		}
		if texts[j] == nil {
			texts[j] = []string{a.lines[j].Written()}
		}
		if p := matcher.Parse(texts[j][0]); !p.AnyOrder {
			texts[j][0] += matcher.InAnyOrder
		}
	}
}

// valuesAt is what is known where a unit stands.
func (w *writer) valuesAt(u int) *matcher.Values {
	a := w.a
	var bound []matcher.Value
	for name, by := range a.boundBy {
		if v, ok := a.values.Of(name); ok && by < u {
			bound = append(bound, v)
		}
	}
	return a.known.With(bound)
}

// note says about expected lines that differ what is known of them.
func (w *writer) note(r *Result, changes []matcher.Change) {
	a := w.a
	said := map[string]bool{}
	for _, c := range changes {
		for u := c.Start; u < c.End; u++ {
			p := a.units[u].pattern
			known := w.valuesAt(u)
			for _, name := range p.Names() {
				if v, ok := known.Of(name); ok && !said[name] {
					said[name] = true
					r.Notes = append(r.Notes, matcher.Fault{Index: a.units[u].start, Err: about(v)})
				}
			}
			if _, ok := w.nextValue(u, u+1, &line{value: true}); ok && c.From < c.To && !said[""] && !slices.ContainsFunc(a.lines[c.From:c.To], func(l line) bool { return isJSON(&l.Line) }) {
				said[""] = true
				_, err := a.lines[c.From].JSON()
				r.Notes = append(r.Notes, matcher.Fault{Index: a.units[u].start, Err: fmt.Errorf("(json) expects a value, and the output is none: %w", err)})
			}
		}
	}
	if a.limited != "" {
		r.Notes = append(r.Notes, matcher.Fault{Index: 0, Err: fmt.Errorf("%s", a.limited)})
	}
}

// about says what a name stands for.
func about(v matcher.Value) error {
	text := v.Text
	if len(text) > 200 {
		text = text[:200] + "…"
	}
	l := matcher.NewLine(text, text, false)
	return fmt.Errorf("{{%s}} is `%s`, bound in line %d", v.Name, l.Written(), v.Line+1)
}
