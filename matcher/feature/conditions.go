package feature

import (
	"cmp"
	"fmt"
	"slices"
)

// A Dim is a way in which the runs of a file differ: an axis of the matrix with
// its versions, or the cases of one #testcases line.
type Dim struct {
	Name   string   // of the axis; "" for cases
	Values []string // the versions, oldest first, or the names of the cases
	Order  *Order   // of the versions
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
// A condition is a box: a set of values in each dimension, of the kinds that a few
// terms can say (see grades). In a single dimension that has an order, the cheapest
// boxes are found by going once through its versions (see line). Otherwise all
// boxes are listed that hold no variant but those asked for, and a search, bounded
// in its steps, takes the cheapest that share out these variants (see search). So
// that there are few boxes, what makes no difference is left out first: dimensions
// on which nothing depends, and neighbouring versions between which nothing
// changes, which are taken together. Fifty versions with one change are two. Where
// there are too many boxes even so, fewer kinds of sets are looked at, and at last
// one dimension is split.
//
// On small grids the result is the least there is, and the tests hold it to that; on
// larger ones it is true, and as a rule the least.
// Callers that ask for many lines of one file should remember the answers: most
// lines that differ do so between the same variants.
func Conditions(dims []Dim, all, in []Variant) [][]Term {
	if len(in) == 0 {
		return nil
	}
	u := newUniverse(dims, all, in)
	boxes, ok := u.single()
	if !ok {
		boxes, ok = u.cover(u.all(), u.in, full(len(u.points)))
	}
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
	dims   []Dim
	points []Variant // each once
	in     bitset    // those in which the line stands
}

// cost orders conditions: by terms, then by lines, then by how well they read. It
// is one number, for it is compared all the time.
type cost uint64

const (
	oneTerm cost = 1 << 40
	oneLine cost = 1 << 20
)

func price(terms, rank int) cost { return cost(terms)*oneTerm + cost(rank) }

// box is one condition.
type box struct {
	cost
	grades []*grade
	set    bitset
	points int // how many there are in the set
	at     int // where it was found
}

// terms writes cases before versions, as one says them.
func (b box) terms() []Term {
	terms := []Term{}
	for _, versions := range []bool{false, true} {
		for _, g := range b.grades {
			for _, t := range g.terms() {
				if (t.Op != "") == versions {
					terms = append(terms, t)
				}
			}
		}
	}
	return terms
}

func newUniverse(dims []Dim, all, in []Variant) *universe {
	u := &universe{dims: dims}
	u.set(all, in)
	if !u.whole() {
		return u
	}
	// Of a whole grid, what holds in every value of a dimension needs no word of it.
	var kept []int
	for d := range dims {
		if u.depends(d) {
			kept = append(kept, d)
		}
	}
	if len(kept) == len(dims) {
		return u
	}
	u.dims = make([]Dim, len(kept))
	for i, d := range kept {
		u.dims[i] = dims[d]
	}
	project := func(variants []Variant) []Variant {
		projected := make([]Variant, len(variants))
		for i, v := range variants {
			for _, d := range kept {
				projected[i] = append(projected[i], v[d])
			}
		}
		return projected
	}
	u.set(project(all), project(in))
	return u
}

func (u *universe) set(all, in []Variant) {
	u.points = slices.Clone(all)
	slices.SortFunc(u.points, slices.Compare)
	u.points = slices.CompactFunc(u.points, slices.Equal)
	u.in = make(bitset, (len(u.points)+63)/64)
	for _, v := range in {
		if i, ok := slices.BinarySearchFunc(u.points, v, slices.Compare); ok {
			u.in.add(i)
		}
	}
}

// used returns for each dimension how many points each of its values has.
func (u *universe) used(dim int) []int {
	used := make([]int, len(u.dims[dim].Values))
	for _, p := range u.points {
		used[p[dim]]++
	}
	return used
}

// whole reports whether every combination of values is a point.
func (u *universe) whole() bool {
	product := 1
	for d := range u.dims {
		values := 0
		for _, n := range u.used(d) {
			if n > 0 {
				values++
			}
		}
		if product *= values; product > len(u.points) {
			return false
		}
	}
	return product == len(u.points)
}

// depends reports whether the line stands in some values of a dimension and not in
// others, all else being equal.
func (u *universe) depends(dim int) bool {
	stands := map[string]bool{}
	for i, p := range u.points {
		key := fmt.Sprint(p[:dim], p[dim+1:])
		if old, known := stands[key]; known && old != u.in.has(i) {
			return true
		}
		stands[key] = u.in.has(i)
	}
	return false
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
