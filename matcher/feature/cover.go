package feature

import (
	"cmp"
	"slices"
)

const (
	// maxBoxes is how many boxes are looked at: some milliseconds' worth.
	maxBoxes = 20_000
	// maxSteps bounds the search; what it found by then is true, if not the simplest.
	maxSteps = 4_000
)

// all returns what can be asked of each dimension.
func (u *universe) all() [][]grade {
	scales := make([]scale, len(u.dims))
	for d := range u.dims {
		scales[d] = u.scale(d)
	}
	for room := 256; ; room /= 2 {
		grades := make([][]grade, len(scales))
		product := 1
		for d := range scales {
			grades[d] = scales[d].grades(room, len(u.points))
			product = min(product*len(grades[d]), maxBoxes+1)
		}
		if product <= maxBoxes || room == 0 {
			return grades
		}
	}
}

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
	s := search{in: in, out: all.without(in)}
	s.listing.path = make([]*grade, 0, len(scales))
	for range scales {
		s.listing.sets = append(s.listing.sets, make(bitset, len(all)))
	}
	s.list(scales, oneLine, all)
	slices.SortFunc(s.boxes, func(a, b box) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.points, a.points), cmp.Compare(a.at, b.at))
	})
	s.unique()
	s.byPoint = make([][]int, len(u.points))
	s.reach = make([]bitset, len(u.points))
	for i, b := range s.boxes {
		for p := range b.set.all {
			s.byPoint[p] = append(s.byPoint[p], i)
			if s.reach[p] == nil {
				s.reach[p] = make(bitset, len(in))
			}
			s.reach[p].join(b.set)
		}
	}
	if !s.greedy() {
		return nil, false
	}
	s.descend(in, nil, 0)
	best := make([]box, len(s.best))
	for i, b := range s.best {
		best[i] = s.boxes[b]
	}
	return best, true
}

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
		return cmp.Or(cmp.Compare(a.set.count(), b.set.count()), cmp.Compare(a.cost, b.cost))
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
			b.grades = append([]*grade{&g}, b.grades...)
			slices.SortStableFunc(b.grades, func(a, b *grade) int { return cmp.Compare(a.scale.dim, b.scale.dim) })
			boxes = append(boxes, b)
		}
	}
	return boxes, left.and(in).empty()
}

// search looks for the cheapest boxes. It takes a point that is left and tries the
// boxes that hold it, the cheapest first, and for each what remains. It goes no
// further where that cannot become cheaper than the best so far: points of which no
// two are in one box need a box each.
type search struct {
	in, out  bitset
	boxes    []box    // the cheapest first
	byPoint  [][]int  // the boxes that hold a point
	reach    []bitset // all points that are in some box together with a point
	best     []int
	bestCost cost
	steps    int
	scratch  []bitset // two for each depth of the recursion
	listing  struct { // the same, while boxes are listed
		path []*grade
		sets []bitset
	}
}

// list adds all boxes that hold points of in alone, of a set and of what the rest of
// the dimensions can ask.
func (s *search) list(scales [][]grade, c cost, set bitset) {
	if len(scales) == 0 {
		if !set.meets(s.out) {
			s.boxes = append(s.boxes, box{c, slices.Clone(s.listing.path), slices.Clone(set), set.count(), len(s.boxes)})
		}
		return
	}
	next, path := s.listing.sets[len(scales)-1], s.listing.path
	for i := range scales[0] {
		g := &scales[0][i]
		for w := range next {
			next[w] = set[w] & g.set[w]
		}
		if !next.meets(s.in) {
			continue
		}
		if s.listing.path = path; g.asks() {
			s.listing.path = append(path, g)
		}
		s.list(scales[1:], c+g.cost, next)
	}
	s.listing.path = path
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
	s.best, s.bestCost = nil, 0
	for !left.empty() {
		best, points := -1, 0
		for i, b := range s.boxes {
			if b.set.within(left) && (best < 0 || b.price()*points < s.boxes[best].price()*b.points) {
				best, points = i, b.points
			}
		}
		if best < 0 {
			return false
		}
		s.best = append(s.best, best)
		s.bestCost += s.boxes[best].cost
		left = left.without(s.boxes[best].set)
	}
	return true
}

// price is what a box costs in all: its line is worth a term.
func (b box) price() int { return int(b.cost/oneTerm) + 1 }

// descend tries the boxes of one of the points that are left, and for each what
// remains.
func (s *search) descend(left bitset, taken []int, c cost) {
	if s.steps++; s.steps > maxSteps {
		return
	}
	if left.empty() {
		if c < s.bestCost {
			s.best, s.bestCost = slices.Clone(taken), c
		}
		return
	}
	depth := len(taken)
	for len(s.scratch) < 2*depth+2 {
		s.scratch = append(s.scratch, make(bitset, len(left)))
	}
	if c+s.atLeast(left, s.scratch[2*depth]) >= s.bestCost {
		return
	}
	point, least := -1, 0
	for p := range left.all {
		if n := len(s.byPoint[p]); point < 0 || n < least {
			point, least = p, n
		}
	}
	rest := s.scratch[2*depth+1]
	for _, i := range s.byPoint[point] {
		b := &s.boxes[i]
		if c+b.cost >= s.bestCost {
			return // as are those that follow
		}
		if !b.set.within(left) {
			continue
		}
		for w := range rest {
			rest[w] = left[w] &^ b.set[w]
		}
		s.descend(rest, append(taken, i), c+b.cost)
	}
}

// atLeast returns what the points that are left cost at least.
func (s *search) atLeast(left, rest bitset) (c cost) {
	copy(rest, left)
	for p := rest.first(); p >= 0; p = rest.first() {
		c += s.boxes[s.byPoint[p][0]].cost
		for w, r := range s.reach[p] {
			rest[w] &^= r
		}
	}
	return c
}
