package feature

// single finds the conditions where there is one dimension, which has an order: a
// line of versions, on some of which the line stands. Neighbours that are in, or
// not, are one run, and each condition takes some runs one after another: bounds
// around them, and each version between them that is not in taken out. Which runs
// go together is found from the left to the right: the least for all runs up to
// one is the least up to some run before, and one condition for those behind it.
// That is the square of the runs, and no search.
//
// A condition that left out a run in the middle for another condition to have
// would only cost more, so this is the least there is.
func (u *universe) single() ([]box, bool) {
	if len(u.dims) != 1 || u.dims[0].Name == "" {
		return nil, false
	}
	s := u.scale(0)
	if len(s.loose) > 0 {
		return nil, false
	}
	var runs []int // the units that are in
	for i := range s.ordered {
		switch set := s.ordered[i].set; {
		case set.within(u.in):
			runs = append(runs, i)
		case !set.and(u.in).empty():
			return nil, false // versions that compare equal
		}
	}
	isIn := make([]bool, len(s.ordered))
	out := make([]int, len(s.ordered)+1) // how many versions before a unit are not in
	for _, i := range runs {
		isIn[i] = true
	}
	for i := range s.ordered {
		out[i+1] = out[i]
		if !isIn[i] {
			out[i+1] += len(s.ordered[i].values)
		}
	}
	costOf := func(from, to int) cost { // of one condition for the runs from..to
		low, high := runs[from], runs[to]
		if low == high && len(s.ordered[low].values) == 1 && low > 0 && high < len(s.ordered)-1 {
			return price(1, 1)
		}
		between := out[high] - out[low]
		terms := between
		if low > 0 {
			terms++
		}
		if high < len(s.ordered)-1 {
			terms++
		}
		return price(terms, between)
	}
	least := make([]cost, len(runs)+1)
	before := make([]int, len(runs)+1)
	for to := range runs {
		for from := range to + 1 {
			c := least[from] + costOf(from, to) + oneLine
			if from == 0 || c < least[to+1] {
				least[to+1], before[to+1] = c, from
			}
		}
	}
	var boxes []box
	for end := len(runs); end > 0; end = before[end] {
		units := make(bitset, (len(s.ordered)+63)/64)
		b := box{set: make(bitset, len(u.in))}
		for _, i := range runs[before[end]:end] {
			units.add(i)
			b.set.join(s.ordered[i].set)
		}
		g := s.grade(units)
		b.grades = []*grade{&g}
		boxes = append(boxes, b)
	}
	return boxes, true
}
