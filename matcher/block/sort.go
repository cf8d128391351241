package block

import (
	"slices"

	"dott/matcher"
)

// A sorter puts lines that match in any order into that of the file.
type sorter struct{ a *aligner }

// sortGroups puts the lines of each group into the order of the file, and makes pairs of
// those that match.
func (s *sorter) sortGroups(known *matcher.Values) {
	a := s.a
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
		s.share(groups, from, to, left, right, known)
	}
}

// share gives lines that stand next to each other to groups. Where units stand in front
// of these, or behind, that match nothing, lines there that no group matches are in their
// place.
func (s *sorter) share(groups []element, from, to int, left, right bool, known *matcher.Values) {
	matches := func(g *group, j int) bool { return len(s.candidatesAt(g, j, known)) > 0 }
	for left && from < to && !matches(groups[0].group, from) {
		from++
	}
	for right && from < to && !matches(groups[len(groups)-1].group, to-1) {
		to--
	}
	for i, e := range groups {
		end := to
		if i+1 < len(groups) {
			end = s.border(e, groups[i+1], from, to, known)
		}
		s.sortGroup(e, from, end, known)
		from = end
	}
}

func (s *sorter) candidatesAt(g *group, j int, known *matcher.Values) []int {
	a := s.a
	return a.candidates(g, &a.lines[j].Line, known)
}

// border returns where the lines of a group end and those of the next ones begin: where
// the most lines are with a group that they match, and the group has about as many as it
// should.
func (s *sorter) border(e, next element, from, to int, known *matcher.Values) int {
	score := 0
	for j := from; j < to; j++ {
		if len(s.candidatesAt(next.group, j, known)) > 0 {
			score++
		}
	}
	best, at := score, from
	size := e.last - e.first + 1
	off := func(end int) int { return max(end-from-size, size-(end-from)) }
	for j := from; j < to; j++ {
		if len(s.candidatesAt(e.group, j, known)) > 0 {
			score++
		}
		if len(s.candidatesAt(next.group, j, known)) > 0 {
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
func (s *sorter) sortGroup(e element, from, to int, known *matcher.Values) {
	a := s.a
	given := newAssignment(e.group)
	for j := from; j < to; j++ {
		if classes := s.candidatesAt(e.group, j, known); len(classes) > 0 {
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
			case cl.pattern.Repeated && i == len(cl.units)-1:
				lineOf[u], lines = lines, nil
			default:
				lineOf[u], lines = lines[:1], lines[1:]
			}
		}
	}
	order, pairs := s.placed(e, lineOf, given, from, to)
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
func (s *sorter) placed(e element, lineOf map[int][]int, given *assignment, from, to int) (order []int, pairs []matcher.Pair) {
	a := s.a
	place := map[int]int{} // of a unit that matches nothing, a line that does so
	behind := map[int][]int{}
	free := e.first
	for j := from; j < to; j++ {
		if _, ok := given.owner[j]; ok {
			continue
		}
		for free <= e.last && (lineOf[free] != nil || a.units[free].pattern.Optional) {
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
	late := a.units[e.first].pattern.Apart && e.first < e.last // what is put in front of it would be in front of the comment
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
