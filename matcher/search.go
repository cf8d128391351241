package matcher

import "slices"

// The search finds the alignment with the fewest changed lines as the cheapest
// path through a grid: at cell (i, j), i items and j lines are done. To match an
// item with a line, to let a repeated item take one more line and to leave out
// an optional item cost nothing; to delete an item or to insert a line costs
// one. A repeated item takes lines without a gap: written behind it, a line from
// the middle of its run would stand in the wrong place. Cells are visited in the order of their cost, as in a breadth-first
// search with weights 0 and 1, so the first path to the far corner is the best.
//
// Two things keep the visited part of the grid small. A line that no item
// matches is inserted in any alignment, an item that matches no line deleted:
// the items leave the grid before the search, and a run of such lines becomes
// one column that is free to insert (so a file of which every seventh line is
// wrong leaves nothing to search). And where a
// plain item matches the next line, taking the match is part of some best path,
// so no other step is tried from there; the search follows such runs and
// branches only where the two sides differ.
//
// The rest is bounded: past a number of visited cells the best path so far is
// taken as it is and the search begins anew behind it. The result is then
// valid, but may change more lines than it had to.

const (
	firstBudget = 12 << 20  // cells visited before the first cut
	nextBudget  = 100 << 10 // and before each later one
	probeBudget = 4 << 20   // pattern comparisons for finding lines that match nothing
)

type mode uint8

const (
	exactlyOne mode = iota
	zeroOrOne
	beforeRun // in front of a repeated item that may match nothing
	firstOf   // the first line of a repeated item that must match
	inRun     // after the first line, or after beforeRun
)

// barrier is the column of a run of lines that no item matches.
const barrier = -1

// A gridItem is a row of the grid. A repeated item is two rows: one in front of
// its run (its first line, where it must match one), and one inside it.
type gridItem struct {
	index int
	mode  mode
}

type move uint8

const (
	unvisited move = iota
	start
	matched  // from (i-1, j-1)
	absorbed // from (i, j-1), taken by the repeated item i
	skipped  // from (i-1, j), free
	deleted  // from (i-1, j)
	inserted // from (i, j-1)
)

type cell struct {
	i, j    int
	matches int // on the path up to here
	by      move
}

type search struct {
	*aligner
	items []gridItem
	lines []int // indexes into got, or barrier
	rows  []row
	last  int // the last row visited
}

// row holds the visited cells of one row: a window that grows to both sides.
type row struct {
	base  int
	moves []move
}

func (r *row) at(j int) move {
	if j < r.base || j >= r.base+len(r.moves) {
		return unvisited
	}
	return r.moves[j-r.base]
}

func (r *row) set(j int, m move) {
	switch {
	case len(r.moves) == 0:
		r.base = j
		r.moves = append(make([]move, 0, 8), m)
		return
	case j < r.base:
		// Grow to the left by as much as there is, so that walking left is linear.
		extra := min(max(r.base-j, len(r.moves)), r.base)
		r.moves = append(make([]move, extra, extra+len(r.moves)), r.moves...)
		r.base -= extra
	case j >= r.base+len(r.moves):
		r.moves = append(r.moves, make([]move, j+1-r.base-len(r.moves))...)
	}
	r.moves[j-r.base] = m
}

func newSearch(a *aligner, lo, end, gotEnd int) *search {
	s := &search{aligner: a}
	items, lines := a.matchable(lo, end, gotEnd)
	for _, i := range items {
		p := &a.want[i]
		switch {
		case !p.Repeated && p.Optional:
			s.items = append(s.items, gridItem{i, zeroOrOne})
		case !p.Repeated:
			s.items = append(s.items, gridItem{i, exactlyOne})
		default:
			front := beforeRun
			if !p.Optional {
				front = firstOf
			}
			s.items = append(s.items, gridItem{i, front}, gridItem{i, inRun})
		}
	}
	s.lines = lines
	return s
}

// run returns the pairs of the alignment, in order.
func (s *search) run() []Pair {
	pairs := []Pair{}
	at := cell{by: start}
	budget := firstBudget
	s.rows = make([]row, len(s.items)+1)
	for at.i < len(s.items) && at.j < len(s.lines) && s.stopped == nil {
		to := s.explore(at, budget)
		pairs = append(pairs, s.path(at, to)...)
		clear(s.rows[at.i : s.last+1])
		at = cell{i: to.i, j: to.j, by: start}
		budget = nextBudget
	}
	return pairs
}

// explore visits cells from the given one on until it comes to the far corner,
// or until the budget is used up; then it returns the cell with the most
// matches among those of the highest cost so far.
func (s *search) explore(from cell, budget int) cell {
	level := []cell{from}
	var next []cell
	for {
		best := cell{matches: -1}
		for len(level) > 0 {
			if s.over(16) {
				return from
			}
			c := level[len(level)-1]
			level = level[:len(level)-1]
			if s.rows[c.i].at(c.j) != unvisited {
				continue
			}
			s.rows[c.i].set(c.j, c.by)
			s.last = max(s.last, c.i)
			if c.i == len(s.items) && c.j == len(s.lines) {
				return c
			}
			if c.matches > best.matches || c.matches == best.matches && c.i+c.j > best.i+best.j {
				best = c
			}
			if budget--; budget <= 0 && best.i+best.j > from.i+from.j {
				return best
			}
			next = s.branch(c, &level, next)
		}
		// What was added last is looked at first: of equally good alignments, the
		// one that differs latest.
		level, next = next, level
	}
}

// branch adds the cells that one step leads to from c: to level where the step
// is free, to next where it costs one.
func (s *search) branch(c cell, level *[]cell, next []cell) []cell {
	free := func(i, j, matches int, by move) { *level = append(*level, cell{i, j, matches, by}) }
	inside := c.i < len(s.items) && s.items[c.i].mode == inRun
	if c.j < len(s.lines) && s.lines[c.j] == barrier && !inside {
		free(c.i, c.j+1, c.matches, inserted)
		return next
	}
	if c.j < len(s.lines) && !inside {
		next = append(next, cell{c.i, c.j + 1, c.matches, inserted})
	}
	if c.i == len(s.items) {
		return next
	}
	item := s.items[c.i]
	hit := item.mode != beforeRun && c.j < len(s.lines) && s.lines[c.j] != barrier && s.match(item.index, s.lines[c.j])
	switch item.mode {
	case exactlyOne:
		if hit {
			free(c.i+1, c.j+1, c.matches+1, matched)
			return next[:len(next)-1] // not the insertion
		}
		return append(next, cell{c.i + 1, c.j, c.matches, deleted})
	case firstOf:
		if hit {
			free(c.i+1, c.j+1, c.matches+1, matched)
		}
		return append(next, cell{c.i + 1, c.j, c.matches, deleted})
	}
	free(c.i+1, c.j, c.matches, skipped)
	if hit && item.mode == zeroOrOne {
		free(c.i+1, c.j+1, c.matches+1, matched)
	}
	if hit && item.mode == inRun {
		free(c.i, c.j+1, c.matches, absorbed)
	}
	return next
}

// path walks back from a visited cell and returns its pairs in order.
func (s *search) path(from, to cell) []Pair {
	var pairs []Pair
	for i, j := to.i, to.j; i != from.i || j != from.j; {
		switch s.rows[i].at(j) {
		case matched:
			i--
			j--
			pairs = append(pairs, Pair{s.items[i].index, s.lines[j]})
		case absorbed:
			j--
			pairs = append(pairs, Pair{s.items[i].index, s.lines[j]})
		case skipped, deleted:
			i--
		case inserted:
			j--
		}
	}
	slices.Reverse(pairs)
	return pairs
}
