package judge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/shell"
)

// A comparer compares the blocks of a test with their output, one after another.
type comparer struct {
	in       *Input
	warnings []transcript.Fault
	spared   []transcript.Fault // expected lines that differ, and were probably meant otherwise: they stay
	gone     []transcript.Fault // patterns that cannot be used, in lines that the edits take away
	stopped  error              // why not all was compared: the cause of the context's end
}

// block returns the edits that a block needs, and the faults of its
// patterns.
func (c *comparer) block(ctx context.Context, b int) (edits []matcher.Edit, faults []transcript.Fault) {
	if c.same(b) {
		return nil, nil
	}
	want := c.in.Transcript.Patterns(b)
	if faults := c.conditions(b, want); faults != nil {
		return nil, faults
	}
	if long, why := c.long(ctx, b, want); long {
		if why == "" {
			return nil, nil
		}
		line := 0
		if code := c.in.Transcript.Blocks[b].Code; len(code) > 0 {
			line = code[0]
		}
		return nil, []transcript.Fault{{Line: line, Reason: why}}
	}
	best, got := c.alignBest(ctx, want, c.in.Output.Blocks[b], b == len(c.in.Output.Blocks)-1 && c.in.comparesEnd(want))
	output := c.in.Transcript.Blocks[b].Output
	loose, err := matcher.LooseStatuses(ctx, want, got, best.changes)
	c.stop(err)
	changes, spared, err := matcher.Spare(ctx, want, got, best.changes)
	if c.stop(err); c.stopped != nil {
		return nil, nil
	}
	note := func(to *[]transcript.Fault, f matcher.Fault) {
		*to = append(*to, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	for _, f := range best.faults {
		if matcher.Deletes(changes, f.Index) {
			note(&c.gone, f)
		} else {
			note(&faults, f)
		}
	}
	for _, f := range loose {
		note(&c.warnings, f)
	}
	for _, f := range spared {
		note(&c.spared, f)
	}
	return c.in.Transcript.Edits(b, changes, got), faults
}

// same reports whether a block printed its expected lines to the letter, as most
// do: then nothing need be made of either.
func (c *comparer) same(b int) bool {
	pieces := c.in.Output.Blocks[b]
	if len(pieces) != 1 || pieces[0].Status < 0 {
		return false
	}
	text, expected := pieces[0].Text, c.in.Transcript.Blocks[b].Output
	if status := pieces[0].Status; status != 0 {
		n := len(expected) - 1
		if n < 0 || c.in.Transcript.Lines[expected[n]].Text != fmt.Sprintf("[%d]", status) {
			return false
		}
		expected = expected[:n]
	}
	for _, n := range expected {
		l := &c.in.Transcript.Lines[n]
		rest, ok := strings.CutPrefix(text, l.Text)
		if !ok || rest == "" || rest[0] != '\n' || l.Kind == transcript.Blank {
			return false
		}
		text = rest[1:]
	}
	return text == ""
}

// long deals with the output of a block that is so long that it can only be seen
// to match, not be shown or written; why is empty where it matches. It takes no
// more memory than a short one.
func (c *comparer) long(ctx context.Context, b int, want []matcher.Pattern) (long bool, why string) {
	size, lines := 0, 0
	for _, p := range c.in.Output.Blocks[b] {
		size += len(p.Text)
		if len(p.Text) <= wholeLimit {
			lines += strings.Count(p.Text, "\n")
		}
	}
	if size <= wholeLimit && lines <= wholeLines {
		return false, ""
	}
	seen := 0
	matches, err := matcher.Matches(ctx, want, func(yield func(matcher.Line) bool) {
		for _, p := range c.in.Output.Blocks[b] {
			for l := range matcher.CutSeq(p.Text, false, c.in.Ran.Shown, lineLimit) {
				if l.Cut {
					why = fmt.Sprintf("the output has a line of more than %d MiB, too long to be compared", lineLimit>>20)
					return
				}
				if seen += l.Len(); seen > releaseEvery {
					seen = 0
					c.release()
				}
				if !yield(l) {
					return
				}
			}
			if p.Status > 0 && !yield(c.statusLine(p.Status)) {
				return
			}
		}
	})
	c.release()
	c.stop(err)
	if !matches && err == nil && why == "" {
		why = fmt.Sprintf("the output differs; of %d bytes, it is too long to be shown or written", size)
	}
	return true, why
}

// lines cuts what a block printed into lines, with its exit statuses.
func (c *comparer) lines(pieces []shell.Piece, atReturns bool) []matcher.Line {
	var got []matcher.Line
	for _, p := range pieces {
		got = append(got, matcher.Cut(p.Text, atReturns, c.in.Ran.Shown)...)
		if p.Status > 0 {
			got = append(got, c.statusLine(p.Status))
		}
	}
	return got
}

// conditions finds out for each expected line of a block whether its conditions
// hold. A line that was printed as it stands, suffix and all, has none.
func (c *comparer) conditions(b int, want []matcher.Pattern) (faults []transcript.Fault) {
	for i := range want {
		p := &want[i]
		if len(p.Conditions) == 0 {
			continue
		}
		if c.in.Rules.Plain {
			if strings.HasSuffix(p.Text, " !)") {
				*p = matcher.Exactly(p.Text)
			}
			continue
		}
		holds, err := c.in.Holds(p.Conditions)
		switch {
		case err != nil && c.prints(b, p.Text):
		case err != nil:
			faults = append(faults, transcript.Fault{Line: c.in.Transcript.Blocks[b].Output[i], Reason: err.Error()})
		case !holds:
			p.LeaveOut()
		}
	}
	return faults
}

// prints reports whether a block printed a line to the letter.
func (c *comparer) prints(b int, line string) bool {
	for _, p := range c.in.Output.Blocks[b] {
		if strings.Contains("\n"+p.Text, "\n"+line+"\n") {
			return true
		}
	}
	return false
}

type alignment struct {
	changes []matcher.Change
	faults  []matcher.Fault
	cost    int
}

// alignBest aligns a block with its output in each way that the output can be
// read, and returns the one that changes the fewest lines: cut at lone carriage
// returns, as cram does, or not, as Mercurial does; and, where the shell ended in this block, as cram reads it,
// which takes the last newline away.
func (c *comparer) alignBest(ctx context.Context, want []matcher.Pattern, pieces []shell.Piece, status bool) (alignment, []matcher.Line) {
	returns := false
	for _, p := range pieces {
		returns = returns || matcher.HasReturns(p.Text)
	}
	read := func(atReturns bool) []matcher.Line {
		got := c.lines(pieces, atReturns)
		if status {
			got = append(got, c.statusLine(c.in.Ran.Status))
		}
		return got
	}
	got := read(returns)
	best := c.align(ctx, want, got)
	whole := slices.ContainsFunc(want, func(p matcher.Pattern) bool { return p.HasReturn() })
	try := func(lines []matcher.Line, take func(a alignment) bool) {
		if a := c.align(ctx, want, lines); take(a) {
			best, got = a, lines
		}
	}
	if best.cost > 0 && returns {
		try(read(false), func(a alignment) bool { return a.cost == 0 || whole && a.cost < best.cost })
	}
	n := len(pieces)
	if best.cost > 0 && n > 0 && pieces[n-1].Status < 0 && strings.HasSuffix(pieces[n-1].Text, "\n") {
		trimmed := append([]shell.Piece{}, pieces...)
		trimmed[n-1].Text = strings.TrimSuffix(trimmed[n-1].Text, "\n")
		pieces = trimmed
		try(read(returns), func(a alignment) bool { return a.cost == 0 })
	}
	return best, got
}

func (c *comparer) statusLine(n int) matcher.Line {
	return matcher.StatusLine(n, c.in.Rules.LooseStatus)
}

func (c *comparer) align(ctx context.Context, want []matcher.Pattern, got []matcher.Line) alignment {
	a := alignment{}
	var err error
	a.changes, a.faults, err = matcher.Align(ctx, want, got)
	c.stop(err)
	for _, change := range a.changes {
		a.cost += change.End - change.Start + change.To - change.From
	}
	return a
}

// stop notes why the comparison ended early, if it did.
func (c *comparer) stop(err error) {
	if c.stopped == nil {
		c.stopped = err
	}
}

func (c *comparer) release() {
	if c.in.Ran.Release != nil {
		c.in.Ran.Release()
	}
}
