package matcher

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
)

// A Change replaces the expected lines want[Start:End] of a block by the output
// lines got[From:To]; either range may be empty, not both.
type Change struct {
	Start, End int
	From, To   int
}

// A Fault is something wrong with an expected line: an invalid regular expression,
// say, or one that backtracked for too long.
type Fault struct {
	Index int // into the expected lines
	Err   error
}

// Align compares the output of a block with what is expected and returns the
// changes that would make the expected lines describe the output, in order;
// none means that the block passes. Among all alignments it finds one with the
// fewest changed lines (for blocks with very many changes: one that is valid).
// Expected lines outside the changes still hold and keep their text.
//
// It ends soon after the context does, with its cause as the only result.
func Align(ctx context.Context, want []Pattern, got []Line) ([]Change, []Fault, error) {
	a := aligner{watch: watch{ctx: ctx}, want: want, got: got}
	pairs := a.align()
	if a.stopped != nil {
		return nil, nil, a.stopped
	}
	return a.changes(pairs), a.remaining(pairs), nil
}

// Matches reports whether Align would find nothing to change. It needs memory
// for the patterns alone, however long the output. An invalid pattern does not
// match. The error is the cause of the context's end.
func Matches(ctx context.Context, want []Pattern, got iter.Seq[Line]) (bool, error) {
	a := aligner{watch: watch{ctx: ctx}, want: want}
	_, _, all := a.follow(0, len(want), got)
	return all && a.stopped == nil, a.stopped
}

// Beginning returns how many expected lines match the beginning of the output, and how
// many lines that is; the line behind it is one that nothing could follow. Like Matches,
// it needs memory for the patterns alone.
func Beginning(ctx context.Context, want []Pattern, got iter.Seq[Line]) (items, lines int, err error) {
	a := aligner{watch: watch{ctx: ctx}, want: want}
	items, lines, _ = a.follow(0, len(want), got)
	return items, lines, a.stopped
}

// A watch notices that a context has ended, at a cost that is next to nothing.
type watch struct {
	ctx     context.Context
	work    int   // since the last look, about in bytes that were compared
	stopped error // the cause
}

// watchEvery is how much work is done between two looks: less than a millisecond's.
const watchEvery = 64 << 10

// over counts work that is about to be done, and reports whether there is no time
// for it any more.
func (w *watch) over(work int) bool {
	if w.stopped != nil {
		return true
	}
	if w.work += work; w.work >= watchEvery {
		w.work = 0
		if w.ctx.Err() != nil {
			w.stopped = context.Cause(w.ctx)
		}
	}
	return w.stopped != nil
}

// LooseStatuses returns the expected lines that take a loose exit status and would
// take none that is not: where a file written for cram hides that a command
// failed. The changes are what Align made of the same lines.
func LooseStatuses(ctx context.Context, want []Pattern, got []Line, changes []Change) ([]Fault, error) {
	if !slices.ContainsFunc(got, func(l Line) bool { return l.status == takenLoosely }) {
		return nil, nil // and got, which may be long, is not copied
	}
	var statuses []int // loose ones that are matched
	strict := slices.Clone(got)
	next := changes
	for j := range strict {
		for len(next) > 0 && next[0].To <= j {
			next = next[1:]
		}
		if strict[j].status == takenLoosely {
			strict[j].status = takenByStatuses
			if len(next) == 0 || j < next[0].From {
				statuses = append(statuses, j)
			}
		}
	}
	if len(statuses) == 0 {
		return nil, nil
	}
	missed, _, err := Align(ctx, want, strict)
	if err != nil {
		return nil, err
	}
	var found []Fault
	taken := func(c Change, j int) {
		i := max(0, c.Start-1) // the line in front of what is put in
		if c.Start < c.End {
			i = min(c.Start+max(0, j-c.From), c.End-1)
		}
		found = append(found, Fault{i, fmt.Errorf("the pattern takes the exit status %s; write %s below it", strings.Trim(got[j].raw, "[]"), got[j].raw)})
	}
	rest := statuses
	for _, c := range missed {
		for ; len(rest) > 0 && rest[0] < c.To; rest = rest[1:] {
			if rest[0] >= c.From {
				taken(c, rest[0])
			}
		}
	}
	if len(found) == 0 && len(changes) == 0 && len(missed) > 0 {
		// A line for a status, which may be absent, stands in front of the pattern.
		taken(missed[0], statuses[0])
	}
	return found, nil
}

// A Pair says that line Line of the output is matched by expected line Item.
type Pair struct{ Item, Line int }

type aligner struct {
	watch
	want   []Pattern
	got    []Line
	all    bool // pairs are wanted also of a block that passes
	faults map[int]error
}

// Pairs is Align for who changes what matches before it asks for the changes: it returns
// what is matched in that alignment, in order. An expected line that may match many lines
// has a pair for each.
func Pairs(ctx context.Context, want []Pattern, got []Line) ([]Pair, []Fault, error) {
	a := aligner{watch: watch{ctx: ctx}, want: want, got: got, all: true}
	pairs := a.align()
	if a.stopped != nil {
		return nil, nil, a.stopped
	}
	return pairs, a.remaining(pairs), nil
}

func (a *aligner) match(i, j int) bool { return a.matchLine(i, &a.got[j]) }

func (a *aligner) matchLine(i int, l *Line) bool {
	p := &a.want[i]
	if a.over(l.Len() + 64) {
		return false
	}
	if p.Text == l.raw && !l.NoEOL && p.Kind != Blank && l.origin == Mixed {
		return true
	}
	ok, err := p.match(a.ctx, l)
	if err != nil && a.ctx.Err() != nil {
		a.stopped = context.Cause(a.ctx)
		return false
	}
	if err != nil {
		if a.faults == nil {
			a.faults = map[int]error{}
		}
		a.faults[i] = err
	}
	return ok
}

// align returns every pair of the best alignment, in order, or nil when the
// block passes.
func (a *aligner) align() []Pair {
	// Lines at both ends that match one to one are part of some best alignment.
	lo, end, gotEnd := 0, len(a.want), len(a.got)
	for lo < end && lo < gotEnd && once(&a.want[lo]) && a.match(lo, lo) {
		lo++
	}
	for end > lo && gotEnd > lo && once(&a.want[end-1]) && a.match(end-1, gotEnd-1) {
		end--
		gotEnd--
	}
	if !a.all && (end == lo && gotEnd == lo || a.passes(lo, end, gotEnd)) {
		return nil
	}
	pairs := make([]Pair, 0, min(len(a.want), len(a.got)))
	for i := range lo {
		pairs = append(pairs, Pair{i, i})
	}
	pairs = append(pairs, newSearch(a, lo, end, gotEnd).run()...)
	for i, j := end, gotEnd; i < len(a.want); i, j = i+1, j+1 {
		pairs = append(pairs, Pair{i, j})
	}
	return pairs
}

// passes reports whether the expected lines [lo,end) as a sequence with
// repetition match the output lines [lo,gotEnd) as a whole.
func (a *aligner) passes(lo, end, gotEnd int) bool {
	for i := lo; i < end; i++ {
		if !once(&a.want[i]) {
			_, _, all := a.follow(lo, end, slices.Values(a.got[lo:gotEnd]))
			return all
		}
	}
	return false // both ends were trimmed, and something is left
}

// follow reports whether the expected lines [lo,end) match all of got, and how many of
// each match otherwise. It follows all positions in the sequence at once, so each line
// is looked at once a position.
func (a *aligner) follow(lo, end int, got iter.Seq[Line]) (items, lines int, all bool) {
	// State 2i: item i comes next; 2i+1: item i matched and may go on.
	final := 2 * end
	seen := make([]int, final+2)
	step := 0
	var now, next []int
	enter := func(states []int, s int) []int {
		for seen[s] != step {
			seen[s] = step
			states = append(states, s)
			if s == final || s&1 == 0 && !a.want[s/2].Optional {
				break
			}
			s = s&^1 + 2
		}
		return states
	}
	step++
	now = enter(now, 2*lo)
	for line := range got {
		step++
		next = next[:0]
		for _, s := range now {
			if s == final || !a.matchLine(s/2, &line) {
				continue
			}
			if a.want[s/2].Repeated {
				next = enter(next, s|1)
			} else {
				next = enter(next, s+2)
			}
		}
		if len(next) == 0 {
			return (slices.Max(now)+1)/2 - lo, lines, false
		}
		now, next = next, now
		lines++
	}
	return (slices.Max(now)+1)/2 - lo, lines, slices.Contains(now, final)
}

// changes turns what is matched into what is not; nil stands for a block that
// passes.
func (a *aligner) changes(pairs []Pair) []Change {
	if pairs == nil {
		return nil
	}
	return Changes(a.want, len(a.got), pairs)
}

// Changes returns the changes of a block in which this is what matches, of so many lines
// of output. An empty line of the file that stands for one of output is written
// anew in a block that changes: what made it more than a comment, expected lines
// on both sides, may be gone.
func Changes(want []Pattern, lines int, pairs []Pair) []Change {
	anew := map[int]bool{}
	for _, p := range pairs {
		if want[p.Item].Kind == Blank && !want[p.Item].Firm {
			anew[p.Item] = true
		}
	}
	stays := func(i int) bool { return want[i].Optional && !anew[i] }
	var changes []Change
	i, j := 0, 0
	gap := func(itemEnd, lineEnd int) {
		from := j
		first := true
		for i < itemEnd {
			start := i
			for i < itemEnd && !stays(i) {
				i++
			}
			if i > start {
				c := Change{Start: start, End: i, From: lineEnd, To: lineEnd}
				if first {
					c.From = from
					first = false
				}
				changes = append(changes, c)
			}
			for i < itemEnd && stays(i) {
				i++
			}
		}
		if first && lineEnd > from {
			changes = append(changes, Change{Start: itemEnd, End: itemEnd, From: from, To: lineEnd})
		}
		j = lineEnd
	}
	for _, p := range pairs {
		if anew[p.Item] {
			continue
		}
		if p.Item < i { // a repeated item goes on
			j = p.Line + 1
			continue
		}
		gap(p.Item, p.Line)
		i, j = p.Item+1, p.Line+1
	}
	gap(len(want), lines)
	return changes
}

// remaining returns the faults of patterns that did not match after all: one
// that stands for itself, literally, is no fault.
func (a *aligner) remaining(pairs []Pair) []Fault {
	for _, p := range pairs {
		delete(a.faults, p.Item)
	}
	faults := make([]Fault, 0, len(a.faults))
	for i, err := range a.faults {
		faults = append(faults, Fault{i, err})
	}
	sort.Slice(faults, func(x, y int) bool { return faults[x].Index < faults[y].Index })
	return faults
}

// Deletes reports whether the changes take away an expected line.
func Deletes(changes []Change, i int) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Start <= i && i < c.End })
}
