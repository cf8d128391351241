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
		a.patterns = append(a.patterns, *u.Pattern)
	}
	if err := a.findPairs(); err != nil {
		return err
	}
	a.write(r)
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
	json := slices.ContainsFunc(a.units, func(u unit) bool { return u.Kind == matcher.JSON && !u.Absent })
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
		a.sortGroups(known)
		values, contradicts := a.bindPairs(round == maxRounds)
		if err := a.stopped(); err != nil {
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
		unknown := slices.ContainsFunc(a.units[u].Names(), func(name string) bool { _, ok := known.Of(name); return !ok })
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

// sortGroups puts the lines of each group into the order of the file, and makes pairs of
// those that match.
func (a *aligner) sortGroups(known *matcher.Values) {
	a.regions = map[*group][2]int{}
	grouped := map[int]bool{}
	for _, e := range a.elements {
		for u := e.first; e.group != nil && u <= e.last; u++ {
			grouped[u] = true
		}
	}
	if len(grouped) == 0 {
		return
	}
	fixed := slices.DeleteFunc(slices.Clone(a.pairs), func(p matcher.Pair) bool { return grouped[p.Item] })
	a.pairs = nil
	from, next := 0, 0
	left := false // units are left without a line since the last pair
	for i := 0; i < len(a.elements); {
		e := a.elements[i]
		if e.group == nil {
			left = left || next == len(fixed) || fixed[next].Item != e.first
			for ; next < len(fixed) && fixed[next].Item == e.first; next++ {
				a.pairs = append(a.pairs, fixed[next])
				from, left = fixed[next].Line+1, false
			}
			i++
			continue
		}
		// All groups up to the next pair share what stands up to it.
		to := len(a.lines)
		if next < len(fixed) {
			to = fixed[next].Line
		}
		for to > from && a.lines[to-1].IsStatus() {
			to--
		}
		var groups []element
		right := false // and units behind the last group are
		for ; i < len(a.elements) && (next == len(fixed) || a.elements[i].last < fixed[next].Item); i++ {
			if right = a.elements[i].group == nil; !right {
				groups = append(groups, a.elements[i])
			}
		}
		a.share(groups, from, to, left, right, known)
	}
}

// share gives lines that stand next to each other to groups. Where units stand in front
// of these, or behind, that match nothing, lines there that no group matches are in their
// place.
func (a *aligner) share(groups []element, from, to int, left, right bool, known *matcher.Values) {
	matches := func(g *group, j int) bool { return len(a.candidatesAt(g, j, known)) > 0 }
	for left && from < to && !matches(groups[0].group, from) {
		from++
	}
	for right && from < to && !matches(groups[len(groups)-1].group, to-1) {
		to--
	}
	for i, e := range groups {
		end := to
		if i+1 < len(groups) {
			end = a.border(e, groups[i+1], from, to, known)
		}
		a.sortGroup(e, from, end, known)
		from = end
	}
}

func (a *aligner) candidatesAt(g *group, j int, known *matcher.Values) []int {
	return a.candidates(g, &a.lines[j].Line, known)
}

// border returns where the lines of a group end and those of the next ones begin: where
// the most lines are with a group that they match, and the group has about as many as it
// should.
func (a *aligner) border(e, next element, from, to int, known *matcher.Values) int {
	score := 0
	for j := from; j < to; j++ {
		if len(a.candidatesAt(next.group, j, known)) > 0 {
			score++
		}
	}
	best, at := score, from
	size := e.last - e.first + 1
	off := func(end int) int { return max(end-from-size, size-(end-from)) }
	for j := from; j < to; j++ {
		if len(a.candidatesAt(e.group, j, known)) > 0 {
			score++
		}
		if len(a.candidatesAt(next.group, j, known)) > 0 {
			score--
		}
		if score > best || score == best && off(j+1) < off(at) {
			best, at = score, j+1
		}
	}
	return at
}

// sortGroup puts the lines [from,to) into the order of a group, and makes pairs of those
// that match.
func (a *aligner) sortGroup(e element, from, to int, known *matcher.Values) {
	given := newAssignment(e.group)
	for j := from; j < to; j++ {
		if classes := a.candidatesAt(e.group, j, known); len(classes) > 0 {
			given.add(j, classes)
		}
	}
	given.fill()
	lineOf := map[int][]int{} // of a unit
	for n, cl := range e.group.classes {
		lines := slices.Sorted(slices.Values(given.lines[n]))
		for i, u := range cl.units {
			switch {
			case len(lines) == 0:
			case cl.Repeated && i == len(cl.units)-1:
				lineOf[u], lines = lines, nil
			default:
				lineOf[u], lines = lines[:1], lines[1:]
			}
		}
	}
	order, pairs := a.placed(e, lineOf, given, from, to)
	sorted := make([]line, len(order))
	for i, j := range order {
		sorted[i] = a.lines[j]
	}
	copy(a.lines[from:to], sorted)
	a.pairs = append(a.pairs, pairs...)
	a.regions[e.group] = [2]int{from, to}
}

// placed returns the lines [from,to) in the order of a group, and the pairs. Lines that
// match nothing take the places of units that match nothing. If there are more, they stay
// behind the line that they were printed behind, but not behind the last of the group,
// which would be outside of it.
func (a *aligner) placed(e element, lineOf map[int][]int, given *assignment, from, to int) (order []int, pairs []matcher.Pair) {
	place := map[int]int{} // of a unit that matches nothing, a line that does so
	behind := map[int][]int{}
	free := e.first
	for j := from; j < to; j++ {
		if _, ok := given.owner[j]; ok {
			continue
		}
		for free <= e.last && (lineOf[free] != nil || a.units[free].Optional) {
			free++
		}
		if free <= e.last {
			place[free] = j
			free++
		} else {
			behind[max(j-1, from-1)] = append(behind[max(j-1, from-1)], j)
		}
	}
	var follow func(j int)
	follow = func(j int) {
		for _, k := range behind[j] {
			order = append(order, k)
			follow(k)
		}
	}
	late := a.units[e.first].Apart && e.first < e.last // what is put in front of it would be in front of the comment
	front := func() {
		follow(from - 1)
		delete(behind, from-1)
	}
	if !late {
		front()
	}
	for u := e.first; u <= e.last; u++ {
		lines := lineOf[u]
		if j, ok := place[u]; ok {
			lines = []int{j}
		}
		if late && len(order) > 0 || u == e.last {
			front()
		}
		for _, j := range lines {
			if u == e.last {
				follow(j)
			}
		}
		for _, j := range lines { // of a repeated unit without a gap
			if _, ok := place[u]; !ok {
				pairs = append(pairs, matcher.Pair{Item: u, Line: from + len(order)})
			}
			order = append(order, j)
		}
		for _, j := range lines {
			if u != e.last {
				follow(j)
			}
		}
	}
	return order, pairs
}

// check reports whether the block passes when it is written as the result says, and what
// names stand for then.
func (a *aligner) check(r *Result) (bool, error) {
	written := writtenPatterns(a.want, r)
	if ok, err := matcher.Matches(a.ctx, asCram(written), slices.Values(a.got)); ok || err != nil {
		r.Values = a.known
		return ok, err
	}
	again := newComparison(a.ctx, written, a.known)
	again.got = a.got
	return again.walk(slices.Values(a.got), &r.Values)
}

// writtenPatterns returns the expected lines as the changes leave them.
func writtenPatterns(want []matcher.Pattern, r *Result) (written []matcher.Pattern) {
	at, apart := 0, false
	keep := func(end int) {
		for ; at < end; at++ {
			p := want[at]
			p.Apart, apart = p.Apart || apart, false
			written = append(written, p)
		}
	}
	for _, c := range r.Changes {
		keep(c.Start)
		for j := c.From; j < c.To; j++ {
			p := matcher.Parse(r.Output[j].Written())
			if j == c.From && c.Start < c.End {
				p.Line, p.Apart, apart = want[c.Start].Line, want[c.Start].Apart || apart, false
			} else if c.Start > 0 {
				p.Line = want[c.Start-1].Line
			}
			written = append(written, p)
		}
		// A comment among lines that go stays behind those that are put in.
		for i := c.Start; i < c.End; i++ {
			apart = apart || want[i].Apart && (i > c.Start || c.From == c.To)
		}
		at = c.End
	}
	keep(len(want))
	return written
}
