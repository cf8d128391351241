package block

import (
	"slices"

	"dott/matcher"
)

// A line of an aligner's output is a line that was printed, or several that are a JSON
// value.
type line struct {
	matcher.Line
	start, end int // of what was printed
	value      bool
}

// An aligner finds what is to be changed in a block that does not pass.
type aligner struct {
	*comparison
	patterns []matcher.Pattern // of the units
	lines    []line            // in the order in which they stand in the file
	pairs    []matcher.Pair    // units and lines that match
	regions  map[*group][2]int // where the lines of a group stand
	again    map[int]int       // of a line that matches, the unit that is written anew for it
	values   *matcher.Values   // that the pairs bind
	boundBy  map[string]int    // the unit that binds a name, where one of the block does
}

// align makes the result of a block that does not pass.
func (c *comparison) align(r *Result) error {
	a := aligner{comparison: c, again: map[int]int{}}
	for _, u := range c.units {
		a.patterns = append(a.patterns, *u.pattern)
	}
	if err := a.findPairs(); err != nil {
		return err
	}
	(&writer{&a}).write(r)
	if passes, err := a.check(r); passes || err != nil {
		return err
	}
	// It is written as it was printed, which passes in any case.
	r.Output, r.Values = c.got, c.known
	r.Changes = matcher.Changes(c.want, len(c.got), nil)
	return nil
}

// makeLines makes lines of the output. Where JSON is expected, what goes over several
// lines is one.
func (a *aligner) makeLines() {
	json := slices.ContainsFunc(a.units, func(u unit) bool { return u.pattern.Kind == matcher.JSON && !u.pattern.Absent })
	a.lines = nil
	for j := 0; j < len(a.got); {
		l := line{Line: a.got[j], start: j, end: j + 1}
		if text := l.Shown(); json && text != "" && (text[0] == '{' || text[0] == '[') && !l.IsStatus() {
			if value, end, ok := a.valueFrom(j); ok && isJSON(&value) {
				l = line{Line: value, start: j, end: end, value: true}
			}
		}
		a.lines = append(a.lines, l)
		j = l.end
	}
}

// findPairs aligns the units with the output until what that binds is free of
// contradictions.
func (a *aligner) findPairs() error {
	known := a.known
	for round := 1; ; round++ {
		a.makeLines()
		if round == 1 && len(a.units)*len(a.lines) > manyPairs {
			known = a.hint()
		}
		bare := make([]matcher.Line, len(a.lines))
		for j := range a.lines {
			bare[j] = a.lines[j].Line
		}
		for u := range a.patterns {
			a.patterns[u].Know(known)
		}
		if err := a.pair(bare); err != nil {
			return err
		}
		(&sorter{a}).sortGroups(known)
		values, contradicts := a.bindPairs(round == maxRounds)
		if err := stopped(a.ctx); err != nil {
			return err
		}
		if !contradicts {
			a.values = values
			return nil
		}
		known = known.With(values.All())
	}
}

// manyGrouped is how many units of groups are aligned in their order, to see where among
// the others they belong.
const manyGrouped = 200

// pair aligns the units with lines.
func (a *aligner) pair(lines []matcher.Line) error {
	patterns, units := a.patterns, []int(nil)
	grouped := 0
	for _, e := range a.elements {
		if e.group != nil {
			grouped += e.last - e.first + 1
		}
	}
	if grouped > manyGrouped {
		patterns = nil
		for _, e := range a.elements {
			if e.group == nil {
				patterns, units = append(patterns, a.patterns[e.first]), append(units, e.first)
			}
		}
	}
	pairs, faults, err := matcher.Pairs(a.ctx, patterns, lines)
	if err != nil {
		return err
	}
	for i := range pairs {
		if units != nil {
			pairs[i].Item = units[pairs[i].Item]
		}
	}
	for _, f := range faults {
		u := f.Index
		if units != nil {
			u = units[u]
		}
		if a.faults[u] == nil {
			a.faults[u] = f.Err
		}
	}
	a.pairs = pairs
	return nil
}

const (
	manyPairs = 1 << 20 // units and lines that are compared as if a name stood for any text
	mostHints = 1 << 20 // comparisons for what it probably stands for
)

// hint returns the values that the first lines bind which match an expected line with a
// name: in a long block, to compare with these is much faster than to compare with any
// text, and what they are not is found out all the same.
func (a *aligner) hint() *matcher.Values {
	known, left := a.known, mostHints
	for u := range a.units {
		unknown := slices.ContainsFunc(a.units[u].pattern.Names(), func(name string) bool { _, ok := known.Of(name); return !ok })
		for j := 0; unknown && j < len(a.lines) && left > 0; j++ {
			left--
			if ok, bound := a.match(u, &a.lines[j].Line, known); ok && len(bound) > 0 {
				known, unknown = known.With(bound), false
			}
		}
	}
	return known
}

// bindPairs binds names in the order of the file, up to the first pair that contradicts
// what was bound. With drop set, pairs that do so are no longer pairs.
func (a *aligner) bindPairs(drop bool) (values *matcher.Values, contradicts bool) {
	values, a.boundBy = a.known, map[string]int{}
	var kept []matcher.Pair
	for _, p := range a.pairs {
		ok, bound := a.match(p.Item, &a.lines[p.Line].Line, values)
		if !ok && !drop {
			return values, true
		}
		if !ok || values.Len()+len(bound) > matcher.MaxValues {
			continue
		}
		for _, v := range bound {
			a.boundBy[v.Name] = p.Item
		}
		values, kept = values.With(bound), append(kept, p)
	}
	a.pairs = kept
	return values, false
}
