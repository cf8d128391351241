package feature

import (
	"cmp"
	"slices"
)

// cover shares out the points of in among boxes that hold no other of all. It is
// false when that cannot be done.
func (u *universe) cover(scales [][]grade, in, all bitset) ([]box, bool) {
	if in.empty() {
		return nil, true
	}
	product := 1
	for _, s := range scales {
		if product *= len(s); product > maxBoxes {
			return u.split(scales, in, all)
		}
	}
	s := search{in: in, byPoint: make([][]int, len(u.points))}
	s.list(scales, box{cost: cost{lines: 1}, set: all})
	slices.SortStableFunc(s.boxes, func(a, b box) int { return cmp.Or(a.compare(b.cost), cmp.Compare(b.set.count(), a.set.count())) })
	s.unique()
	for i, b := range s.boxes {
		for p := range b.set.all {
			s.byPoint[p] = append(s.byPoint[p], i)
		}
	}
	if !s.greedy() {
		return nil, false
	}
	s.descend(in, nil, cost{})
	best := make([]box, len(s.best))
	for i, b := range s.best {
		best[i] = s.boxes[b]
	}
	return best, true
}

// maxBoxes is how many boxes are looked at: a tenth of a second's worth.
const maxBoxes = 50_000

// split shares out the points for each single value of the dimension that has
// most to ask, and puts that into every condition.
func (u *universe) split(scales [][]grade, in, all bitset) ([]box, bool) {
	widest := 0
	for d := range scales {
		if len(scales[d]) > len(scales[widest]) {
			widest = d
		}
	}
	rest := slices.Clone(scales)
	rest[widest] = nil
	rest = slices.DeleteFunc(rest, func(s []grade) bool { return s == nil })
	// The smallest grades are single values, or runs of versions that nothing tells
	// apart, and share out all points.
	var cells []grade
	left := all
	grades := slices.Clone(scales[widest])
	slices.SortStableFunc(grades, func(a, b grade) int {
		return cmp.Or(cmp.Compare(a.set.count(), b.set.count()), a.compare(b.cost))
	})
	for _, g := range grades {
		if hit := g.set.and(all); !hit.empty() && hit.within(left) {
			cells = append(cells, g)
			left = left.without(hit)
		}
	}
	var boxes []box
	for _, g := range cells {
		part, ok := u.cover(rest, in.and(g.set), all.and(g.set))
		if !ok {
			return nil, false
		}
		for _, b := range part {
			b.grades = append([]grade{g}, b.grades...)
			slices.SortStableFunc(b.grades, func(a, b grade) int { return cmp.Compare(a.dim, b.dim) })
			boxes = append(boxes, b)
		}
	}
	return boxes, left.and(in).empty()
}

// search looks for the cheapest boxes.
type search struct {
	in       bitset
	boxes    []box   // the cheapest first
	byPoint  [][]int // the boxes that hold a point
	best     []int
	bestCost cost
	steps    int
}

// list adds all boxes that hold points of in alone.
func (s *search) list(scales [][]grade, b box) {
	if b.set.and(s.in).empty() {
		return
	}
	if len(scales) == 0 {
		if b.set.within(s.in) {
			b.grades = slices.Clone(b.grades)
			s.boxes = append(s.boxes, b)
		}
		return
	}
	for _, g := range scales[0] {
		next := box{cost: b.plus(g.cost), grades: b.grades, set: b.set.and(g.set)}
		if len(g.terms) > 0 {
			next.grades = append(b.grades[:len(b.grades):len(b.grades)], g)
		}
		s.list(scales[1:], next)
	}
}

// unique keeps, of boxes with the same points, the first.
func (s *search) unique() {
	seen := map[string]bool{}
	s.boxes = slices.DeleteFunc(s.boxes, func(b box) bool {
		key := b.set.key()
		known := seen[key]
		seen[key] = true
		return known
	})
}

// greedy finds a first answer: again and again the box that costs least a point.
func (s *search) greedy() bool {
	left := s.in
	s.best, s.bestCost = nil, cost{}
	for !left.empty() {
		best, points := -1, 0
		for i, b := range s.boxes {
			if n := b.set.count(); b.set.within(left) && (best < 0 || b.price()*points < s.boxes[best].price()*n) {
				best, points = i, n
			}
		}
		if best < 0 {
			return false
		}
		s.best = append(s.best, best)
		s.bestCost = s.bestCost.plus(s.boxes[best].cost)
		left = left.without(s.boxes[best].set)
	}
	return true
}

// price is what a box costs in all: its line is worth a term.
func (b box) price() int { return b.cost.terms + 1 }

// descend tries the boxes of the first point that is left, and for each what
// remains, as long as that can become cheaper than the best so far.
func (s *search) descend(left bitset, taken []int, c cost) {
	if s.steps++; s.steps > maxSteps || c.compare(s.bestCost) >= 0 {
		return
	}
	if left.empty() {
		s.best, s.bestCost = slices.Clone(taken), c
		return
	}
	for _, i := range s.byPoint[left.first()] {
		if b := s.boxes[i]; b.set.within(left) {
			s.descend(left.without(b.set), append(taken, i), c.plus(b.cost))
		}
	}
}

// maxSteps bounds the search; what it found by then is true, if not the simplest.
const maxSteps = 20_000
