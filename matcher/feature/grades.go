package feature

import (
	"slices"
	"strings"
)

// grade is one thing to ask of a dimension.
type grade struct {
	cost
	scale *scale
	units bitset // that it asks for
	set   bitset // the points for which it holds
}

// asks reports whether there is anything to write.
func (g *grade) asks() bool { return g.cost >= oneTerm }

// terms writes it.
func (g *grade) terms() (terms []Term) {
	g.scale.say(g.units, func(t Term) { terms = append(terms, t) })
	return terms
}

// A unit is what the conditions on a dimension need not tell apart: neighbouring
// versions between which nothing changes, a single name, or a case.
type unit struct {
	first  int   // the index of its first value
	values []int // of different versions, one of each
	set    bitset
}

// A scale is a dimension in units. The first of them have an order, in which bounds
// can be; the loose ones have none.
type scale struct {
	dim     int
	name    string // of the axis; "" for cases
	value   func(int) string
	ordered []unit
	loose   []unit
}

func (u *universe) scale(dim int) scale {
	d := u.dims[dim]
	s := scale{dim: dim, name: d.Name, value: func(v int) string { return d.Values[v] }}
	if d.Name == "" {
		s.loose = u.singles(dim, 0)
		return s
	}
	ordered := len(d.Values)
	if d.Order == nil {
		ordered = orderedValues(d.Values)
	}
	s.ordered = u.runs(dim, ordered)
	s.loose = u.singles(dim, ordered)
	return s
}

// orderedValues returns how many of an axis's values have an order in which every
// version of the axis has a place: not the names, where there are several.
func orderedValues(values []string) int {
	numbers, first := 0, ""
	for _, v := range values {
		if !isNamed(v) {
			numbers++
			continue
		}
		if first == "" {
			first = family(v)
		}
		if family(v) != first {
			// Names come behind all numbers.
			return slices.IndexFunc(values, isNamed)
		}
	}
	return len(values)
}

// singles returns each value of a dimension, from one on, as a unit. Those without
// points are left out.
func (u *universe) singles(dim, from int) (units []unit) {
	for v := from; v < len(u.dims[dim].Values); v++ {
		if set := u.where(dim, func(w int) bool { return w == v }); !set.empty() {
			units = append(units, unit{v, []int{v}, set})
		}
	}
	return units
}

// runs cuts the first values of an axis where something changes. The versions of a
// run have the same variants, but for themselves, and the same of them are in; so
// have versions that compare equal, whether they are the same or not. Versions
// without variants are left out.
func (u *universe) runs(dim, end int) (units []unit) {
	d := u.dims[dim]
	sides := make([][]byte, end) // the variants of each version, and whether they are in
	for i, p := range u.points {
		if p[dim] >= end {
			continue
		}
		side := sides[p[dim]]
		for k, v := range p {
			if k != dim {
				side = append(side, byte(v), byte(v>>8), byte(v>>16))
			}
		}
		if u.in.has(i) {
			side = append(side, 1)
		} else {
			side = append(side, 0)
		}
		sides[p[dim]] = side
	}
	last := -1
	for v := range end {
		if len(sides[v]) == 0 {
			continue
		}
		same := last >= 0 && d.Order.Same(d.Values[last], d.Values[v])
		if last < 0 || string(sides[v]) != string(sides[last]) && !same {
			units = append(units, unit{first: v, set: make(bitset, len(u.in))})
		}
		run := &units[len(units)-1]
		if !same {
			run.values = append(run.values, v)
		}
		run.set.join(u.where(dim, func(w int) bool { return w == v }))
		last = v
	}
	return units
}

func (s *scale) term(op string, value int) Term {
	return Term{Name: s.name, Op: op, Version: s.value(value)}
}

// is returns the term that asks for one value, and not that it is another.
func (s *scale) is(value int, other bool) Term {
	switch {
	case s.name == "":
		return Term{Name: s.value(value), Negated: other}
	case other:
		return s.term("!=", value)
	}
	return s.term("=", value)
}

// sayable reports whether a value can be asked for: a case named no-x cannot, since
// that negates x.
func (s *scale) sayable(value int) bool {
	return s.name != "" || !strings.HasPrefix(s.value(value), "no-")
}

// say tells the fewest terms that ask for some of the units, and for no others, and
// returns what they cost.
func (s *scale) say(units bitset, tell func(Term)) cost {
	n, all := len(s.ordered), len(s.ordered)+len(s.loose)
	count := units.count()
	if count == all {
		return 0
	}
	low, high := units.first(), units.last()
	if one := s.unit(low); count == 1 && len(one.values) == 1 && s.sayable(one.first) && (low >= n || low > 0 && low < all-1) {
		tell(s.is(one.first, false))
		if s.name == "" {
			return price(1, 0)
		}
		return price(1, 1)
	}
	terms, rank := 0, 0
	bound := func(op string, value int) {
		tell(s.term(op, value))
		terms++
	}
	switch {
	case n == 0:
		low = 0
	case low >= n:
		bound(">", s.ordered[n-1].last())
		low = n
	case low > 0:
		bound(">=", s.ordered[low].first)
	}
	switch {
	case high < n-1:
		bound("<", s.ordered[high+1].first)
	case high < n && len(s.loose) > 0:
		bound("<=", s.ordered[n-1].last())
	default:
		high = all - 1
	}
	for i := low; i <= high; i++ {
		if units.has(i) {
			continue
		}
		for _, v := range s.unit(i).values {
			tell(s.is(v, true))
			terms++
			rank++
		}
	}
	return price(terms, rank)
}

func (u *unit) last() int { return u.values[len(u.values)-1] }

// grade returns the grade of some units; its points are left to the caller.
func (s *scale) grade(units bitset) grade {
	return grade{cost: s.say(units, func(Term) {}), scale: s, units: units}
}

func (s *scale) unit(i int) *unit {
	if i < len(s.ordered) {
		return &s.ordered[i]
	}
	return &s.loose[i-len(s.ordered)]
}

// grades lists sets of units to ask for, each once, and that asks for nothing first.
// How many kinds of sets are looked at depends on how much room there is: all of
// them, where that is little; else a single unit, all but one, bounds, bounds with
// one version taken out, and all but two.
func (s *scale) grades(room, points int) []grade {
	all, n := len(s.ordered)+len(s.loose), len(s.ordered)
	seen := map[string]bool{}
	var grades []grade
	add := func(has func(int) bool) {
		units := make(bitset, (all+63)/64)
		for i := range all {
			if has(i) {
				units.add(i)
			}
		}
		key := units.key()
		if units.empty() || seen[key] {
			return
		}
		seen[key] = true
		g := s.grade(units)
		g.set = make(bitset, (points+63)/64)
		for i := range units.all {
			g.set.join(s.unit(i).set)
		}
		grades = append(grades, g)
	}
	add(func(int) bool { return true })
	if all <= maxSubsets && 1<<all <= room {
		for set := 1; set < 1<<all; set++ {
			add(func(i int) bool { return set>>i&1 == 1 })
		}
		return grades
	}
	for i := range all {
		add(func(k int) bool { return k == i })
		add(func(k int) bool { return k != i })
	}
	add(func(k int) bool { return k < n })
	add(func(k int) bool { return k >= n })
	for i := 1; i < n; i++ {
		add(func(k int) bool { return k < i })
		add(func(k int) bool { return k >= i })
	}
	for from := 1; from < n && n*n/2 <= room; from++ {
		for to := from + 1; to < n; to++ {
			add(func(k int) bool { return from <= k && k < to })
		}
	}
	for from := 0; from < n && n*n*n/6 <= room; from++ {
		for to := from + 1; to <= n; to++ {
			for out := from + 1; out < to-1; out++ {
				add(func(k int) bool { return from <= k && k != out && (k < to || to == n) })
			}
		}
	}
	for i := 0; i < all && all*all/2 <= room; i++ {
		for k := i + 1; k < all; k++ {
			add(func(u int) bool { return u != i && u != k })
		}
	}
	return grades
}

// maxSubsets is how many units a dimension may have for every set of them to be
// looked at.
const maxSubsets = 8
