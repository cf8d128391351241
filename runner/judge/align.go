package judge

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/block"
	"dott/runner/shell"
)

// An alignment is what is to be changed in the expected lines of a block.
type alignment struct {
	changes []matcher.Change
	faults  []matcher.Fault
	loose   []matcher.Fault        // warnings of lines that take a status
	spared  []matcher.Fault        // lines that stay, and do not match
	notes   []matcher.Fault        // what there is to say about lines that differ
	note    string                 // a sentence about how the changes were found
	values  *matcher.Values        // what names stand for behind the block
	output  iter.Seq[matcher.Line] // that the changes are about

	got       []matcher.Line         // the same, where it is in memory
	plain     iter.Seq[matcher.Line] // the output, with nothing else to be written for it; nil where that is output
	composite bool                   // its lines do not stand for themselves: see block.Result
}

// alignBest aligns a block with its output in each way that the output can be
// read, and returns the one that changes the fewest lines: cut at lone carriage
// returns, as cram does, or not, as Mercurial does; and, where the shell ended in this
// block, as cram reads it, which takes the last newline away. Long output is not cut at
// returns. why is set where it cannot be compared at all.
func (c *comparer) alignBest(ctx context.Context, block int, want []matcher.Pattern, status bool) (best alignment, why string) {
	pieces := c.in.Output.Blocks[block]
	r := reading{c: c, pieces: pieces, status: status, shown: c.shown(block)}
	if _, long := r.measure(); !long {
		r.atReturns = slices.ContainsFunc(pieces, func(p shell.Piece) bool { return matcher.HasReturns(p.Text) || matcher.HasReturns(p.Errors) })
	}
	returns := r.atReturns
	if best, why = c.align(ctx, want, r); why != "" {
		return best, why
	}
	try := func(r reading, take func(cost int) bool) {
		if a, why := c.align(ctx, want, r); why == "" && take(a.cost()) {
			best = a
		}
	}
	if best.cost() > 0 && returns {
		r.atReturns = false
		whole := slices.ContainsFunc(want, func(p matcher.Pattern) bool { return p.HasReturn() })
		try(r, func(cost int) bool { return cost == 0 || whole && cost < best.cost() })
	}
	n := len(pieces)
	if best.cost() > 0 && n > 0 && pieces[n-1].Status < 0 && strings.HasSuffix(pieces[n-1].Text, "\n") {
		r.atReturns, r.pieces = returns, slices.Clone(pieces)
		r.pieces[n-1].Text = strings.TrimSuffix(pieces[n-1].Text, "\n")
		try(r, func(cost int) bool { return cost == 0 })
	}
	if best.got != nil && !best.composite {
		c.refine(ctx, &best, want)
	}
	return best, ""
}

// align aligns expected lines with a reading. Where the context ends first, c.stopped is
// set.
func (c *comparer) align(ctx context.Context, want []matcher.Pattern, r reading) (a alignment, why string) {
	n, long := r.measure()
	if long {
		return c.alignLong(ctx, want, r.lines)
	}
	got := slices.AppendSeq(make([]matcher.Line, 0, n), r.lines)
	result, err := block.Compare(ctx, want, got, c.values)
	c.stop(err)
	return alignment{
		changes: result.Changes, faults: result.Faults, notes: result.Notes, values: result.Values,
		output: slices.Values(result.Output), got: got, plain: slices.Values(got), composite: result.Composite,
	}, ""
}

// refine looks for what is wrong in a block although it passes, and for what is not
// to be changed although it does not.
func (c *comparer) refine(ctx context.Context, a *alignment, want []matcher.Pattern) {
	var err error
	a.loose, err = matcher.LooseStatuses(ctx, want, a.got, a.changes)
	c.stop(err)
	a.changes, a.spared, err = matcher.Spare(ctx, want, a.got, a.changes)
	c.stop(err)
	if len(a.spared) > 0 && a.plain != nil { // how lines are written was found for other changes
		a.output = a.plain
	}
	a.got, a.plain = nil, nil
}

// cost is how many lines the changes delete and insert.
func (a *alignment) cost() (n int) {
	for _, c := range a.changes {
		n += c.End - c.Start + c.To - c.From
	}
	return n
}

// alignLong aligns output that is too long to be in memory as lines. It can be seen to
// match in any case. Otherwise what matches at its beginning is left out, and at its end
// one line for one; if the rest is still too long it is changed as a whole.
func (c *comparer) alignLong(ctx context.Context, want []matcher.Pattern, output iter.Seq[matcher.Line]) (a alignment, why string) {
	a.output, a.values = output, c.values
	n, cut := 0, false
	for l := range output {
		n++
		cut = l.Cut
	}
	if cut {
		return a, fmt.Sprintf("the output has a line of more than %d MiB, too long to be compared", c.in.limit().line>>20)
	}
	matches, values, why, err := block.Matches(ctx, want, output, c.values)
	if c.stop(err); matches || err != nil || why != "" {
		a.values = values
		return a, why
	}
	items, lines, err := matcher.Beginning(ctx, want, output)
	c.stop(err)
	tail := ending(want[items:], output, lines, n)
	want = want[items : len(want)-tail]
	if got, ok := between(output, lines, n-tail, c.in.limit()); ok {
		a.got = got
		a.changes, a.faults, err = matcher.Align(ctx, want, got)
		c.stop(err)
		c.refine(ctx, &a, want)
	} else {
		a.changes, err = replaced(ctx, want, n-tail-lines)
		c.stop(err)
		a.note = fmt.Sprintf("the output is too long to be compared line by line: all of it from its first to its last difference, %d lines, counts as changed", n-tail-lines)
	}
	for i := range a.changes {
		change := &a.changes[i]
		change.Start, change.End, change.From, change.To = change.Start+items, change.End+items, change.From+lines, change.To+lines
	}
	for _, faults := range [][]matcher.Fault{a.faults, a.loose, a.spared} {
		for i := range faults {
			faults[i].Index += items
		}
	}
	return a, ""
}

// ending returns how many lines at the end of output, which has n lines, match the last
// expected lines, each a line. It does not go below line from.
func ending(want []matcher.Pattern, output iter.Seq[matcher.Line], from, n int) (tail int) {
	first := n - min(len(want), n-from)
	j := 0
	for l := range output {
		if j >= first {
			p := &want[len(want)-(n-j)]
			if ok, err := p.Match(&l); ok && err == nil && !p.Optional && !p.Repeated {
				tail++
			} else {
				tail = 0
			}
		}
		j++
	}
	return tail
}

// between returns the lines [from,to) of output, if these are not too long.
func between(output iter.Seq[matcher.Line], from, to int, most *limits) (got []matcher.Line, ok bool) {
	if to-from > most.lines {
		return nil, false
	}
	got = make([]matcher.Line, 0, to-from)
	j, size := 0, 0
	for l := range output {
		if j >= to {
			break
		}
		if j >= from {
			if size += l.Len(); size > most.bytes {
				return nil, false
			}
			got = append(got, l)
		}
		j++
	}
	return got, true
}

// replaced returns the changes that put n lines in the place of all expected ones, but
// for those that may be absent.
func replaced(ctx context.Context, want []matcher.Pattern, n int) ([]matcher.Change, error) {
	changes, _, err := matcher.Align(ctx, want, nil)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		changes = []matcher.Change{{Start: len(want), End: len(want)}}
	}
	changes[0].From, changes[0].To = 0, n
	for i := range changes[1:] {
		changes[i+1].From, changes[i+1].To = n, n
	}
	return changes, nil
}
