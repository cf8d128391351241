package feature

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Dim is a way in which the runs of a file differ: an axis of the matrix with
// its versions, or the cases of one #testcases line.
type Dim struct {
	Name   string   // of the axis; "" for cases
	Values []string // the versions, oldest first, or the names of the cases
}

// A Variant is one run: for each dimension, the index of its value. It has one in
// every dimension; what only some runs have is no dimension.
type Variant []int

// Conditions returns the simplest conditions under which a line stands in some of
// all variants and in no other: `(git<2.40 !)` for a line of the versions before.
// Each element is the condition of one expected line; for each of the variants
// exactly one of them is true, and for the others none. Terms are few before
// lines are, and a bound is taken rather than a single version, since the next
// release is then most probably on the right side. One condition without terms
// says that the line stands everywhere. Nil says that it stands nowhere, or that
// no condition can tell the variants apart (two versions that compare equal).
//
// A condition is a box: a set of values in each dimension, of the kinds that a
// few terms can say. All boxes are listed that hold no variant but those asked
// for, and a search, bounded in its steps, takes the cheapest that share out
// these variants. So that there are few boxes, neighbouring versions between
// which nothing changes are taken together first: fifty versions with one change
// are two. Where there are too many even so, one dimension is split.
// Callers that ask for many lines of one file should remember the answers: most
// lines that differ do so between the same variants.
func Conditions(dims []Dim, all, in []Variant) [][]Term {
	if len(in) == 0 {
		return nil
	}
	u := newUniverse(dims, all, in)
	boxes, ok := u.cover(u.scales, u.in, full(len(u.points)))
	if !ok {
		return nil
	}
	slices.SortFunc(boxes, func(a, b box) int { return cmp.Compare(a.set.first(), b.set.first()) })
	conditions := make([][]Term, len(boxes))
	for i, b := range boxes {
		conditions[i] = b.terms()
	}
	return conditions
}

// universe is the variants as the search sees them.
type universe struct {
	points []Variant // each once
	in     bitset    // those in which the line stands
	scales [][]grade // of each dimension, what a box can ask of it
}

// grade is one thing to ask of a dimension.
type grade struct {
	cost
	dim   int
	terms []Term
	set   bitset // the points for which it holds
}

// cost orders conditions.
type cost struct{ terms, lines, rank int }

func (c cost) plus(d cost) cost { return cost{c.terms + d.terms, c.lines + d.lines, c.rank + d.rank} }

func (c cost) compare(d cost) int {
	return cmp.Or(cmp.Compare(c.terms, d.terms), cmp.Compare(c.lines, d.lines), cmp.Compare(c.rank, d.rank))
}

// box is one condition.
type box struct {
	cost
	grades []grade
	set    bitset
}

// terms writes cases before versions, as one says them.
func (b box) terms() []Term {
	terms := []Term{}
	for _, versions := range []bool{false, true} {
		for _, g := range b.grades {
			for _, t := range g.terms {
				if (t.Op != "") == versions {
					terms = append(terms, t)
				}
			}
		}
	}
	return terms
}

func newUniverse(dims []Dim, all, in []Variant) *universe {
	u := &universe{points: slices.Clone(all)}
	slices.SortFunc(u.points, slices.Compare)
	u.points = slices.CompactFunc(u.points, slices.Equal)
	u.in = make(bitset, (len(u.points)+63)/64)
	for _, v := range in {
		if i, ok := slices.BinarySearchFunc(u.points, v, slices.Compare); ok {
			u.in.add(i)
		}
	}
	for d, dim := range dims {
		if dim.Name == "" {
			u.scales = append(u.scales, u.caseGrades(d, dim.Values))
		} else {
			u.scales = append(u.scales, u.versionGrades(d, dim))
		}
	}
	return u
}

// where returns the points whose value in a dimension is one of some.
func (u *universe) where(dim int, is func(value int) bool) bitset {
	set := make(bitset, len(u.in))
	for i, p := range u.points {
		if is(p[dim]) {
			set.add(i)
		}
	}
	return set
}

// caseGrades lists what can be asked of cases: one of them, or none of some.
func (u *universe) caseGrades(dim int, names []string) []grade {
	grades := []grade{{dim: dim, set: full(len(u.points))}}
	for i, name := range names {
		if strings.HasPrefix(name, "no-") {
			continue // the term would be read as a negation of the rest
		}
		grades = append(grades, grade{cost{1, 0, 0}, dim, []Term{{Name: name}}, u.where(dim, func(v int) bool { return v == i })})
	}
	// Of many cases, leaving out half of them is nothing that one would write.
	const most = 8
	for without := 1; len(names) <= most && without < 1<<len(names)-1; without++ {
		var terms []Term
		for i, name := range names {
			if without>>i&1 == 1 {
				terms = append(terms, Term{Name: name, Negated: true})
			}
		}
		grades = append(grades, grade{cost{len(terms), 0, len(terms)}, dim, terms, u.where(dim, func(v int) bool { return without>>v&1 == 0 })})
	}
	for i := 0; len(names) > most && i < len(names); i++ {
		grades = append(grades, grade{cost{1, 0, 1}, dim, []Term{{Name: names[i], Negated: true}}, u.where(dim, func(v int) bool { return v != i })})
	}
	return grades
}

// versionGrades lists what can be asked of versions: bounds, one, or all but one.
func (u *universe) versionGrades(dim int, d Dim) []grade {
	grades := []grade{{dim: dim, set: full(len(u.points))}}
	runs := u.runs(dim, d)
	term := func(op string, run int) Term { return Term{Name: d.Name, Op: op, Version: d.Values[runs[run]]} }
	between := func(from, to int) func(int) bool { // runs, the last one excluded
		end := len(d.Values)
		if to < len(runs) {
			end = runs[to]
		}
		return func(v int) bool { return runs[from] <= v && v < end }
	}
	for from := range runs {
		for to := from + 1; to <= len(runs); to++ {
			var terms []Term
			if from > 0 {
				terms = append(terms, term(">=", from))
			}
			if to < len(runs) {
				terms = append(terms, term("<", to))
			}
			if len(terms) > 0 {
				grades = append(grades, grade{cost{len(terms), 0, 0}, dim, terms, u.where(dim, between(from, to))})
			}
		}
	}
	for i, first := range runs {
		one := between(i, i+1)
		if slices.ContainsFunc(u.points, func(p Variant) bool { return one(p[dim]) && Compare(d.Values[p[dim]], d.Values[first]) != 0 }) {
			continue // several versions
		}
		grades = append(grades,
			grade{cost{1, 0, 1}, dim, []Term{term("=", i)}, u.where(dim, one)},
			grade{cost{1, 0, 1}, dim, []Term{term("!=", i)}, u.where(dim, func(v int) bool { return !one(v) })})
	}
	return grades
}

// runs cuts the versions of an axis where something changes, and returns the
// index of the first version of each run. The versions of a run have the same
// variants, but for themselves, and the same of them are in; so have versions
// that compare equal, whether they are the same or not. Versions without
// variants are left to the run before.
func (u *universe) runs(dim int, d Dim) []int {
	sides := make([]strings.Builder, len(d.Values)) // the variants of each version, and whether they are in
	for i, p := range u.points {
		for k, v := range p {
			if k != dim {
				fmt.Fprintf(&sides[p[dim]], "%d ", v)
			}
		}
		fmt.Fprintf(&sides[p[dim]], "%t\n", u.in.has(i))
	}
	var starts []int
	last := -1
	for v := range d.Values {
		if sides[v].Len() == 0 {
			continue
		}
		if last < 0 || sides[v].String() != sides[last].String() && Compare(d.Values[last], d.Values[v]) != 0 {
			starts = append(starts, v)
		}
		last = v
	}
	return starts
}
