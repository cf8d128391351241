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

// block returns the edits that a block needs, and the faults of its
// patterns.
func (t *trial) block(ctx context.Context, b int) (edits []matcher.Edit, faults []transcript.Fault) {
	if t.same(b) {
		return nil, nil
	}
	want := t.Transcript.Patterns(b)
	if faults := t.conditions(b, want); faults != nil {
		return nil, faults
	}
	if long, why := t.long(b, want); long {
		if why == "" {
			return nil, nil
		}
		line := 0
		if code := t.Transcript.Blocks[b].Code; len(code) > 0 {
			line = code[0]
		}
		return nil, []transcript.Fault{{Line: line, Reason: why}}
	}
	best, got := t.alignBest(want, t.Output.Blocks[b], b == len(t.Output.Blocks)-1 && t.comparesEnd(want))
	output := t.Transcript.Blocks[b].Output
	for _, f := range best.faults {
		faults = append(faults, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	for _, f := range matcher.LooseStatuses(want, got, best.changes) {
		t.warnings = append(t.warnings, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	changes, spared := matcher.Spare(want, got, best.changes)
	for _, f := range spared {
		t.spared = append(t.spared, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	return t.Transcript.Edits(b, changes, got), faults
}

// same reports whether a block printed its expected lines to the letter, as most
// do: then nothing need be made of either.
func (t *trial) same(b int) bool {
	pieces := t.Output.Blocks[b]
	if len(pieces) != 1 || pieces[0].Status < 0 {
		return false
	}
	text, expected := pieces[0].Text, t.Transcript.Blocks[b].Output
	if status := pieces[0].Status; status != 0 {
		n := len(expected) - 1
		if n < 0 || t.Transcript.Lines[expected[n]].Text != fmt.Sprintf("[%d]", status) {
			return false
		}
		expected = expected[:n]
	}
	for _, n := range expected {
		l := &t.Transcript.Lines[n]
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
func (t *trial) long(b int, want []matcher.Pattern) (long bool, why string) {
	size, lines := 0, 0
	for _, p := range t.Output.Blocks[b] {
		size += len(p.Text)
		if len(p.Text) <= wholeLimit {
			lines += strings.Count(p.Text, "\n")
		}
	}
	if size <= wholeLimit && lines <= wholeLines {
		return false, ""
	}
	seen := 0
	matches := matcher.Matches(want, func(yield func(matcher.Line) bool) {
		for _, p := range t.Output.Blocks[b] {
			for l := range matcher.CutSeq(p.Text, false, t.Ran.Shown, lineLimit) {
				if l.Cut {
					why = fmt.Sprintf("the output has a line of more than %d MiB, too long to be compared", lineLimit>>20)
					return
				}
				if seen += l.Len(); seen > releaseEvery {
					seen = 0
					t.release()
				}
				if !yield(l) {
					return
				}
			}
			if p.Status > 0 && !yield(t.statusLine(p.Status)) {
				return
			}
		}
	})
	t.release()
	if !matches && why == "" {
		why = fmt.Sprintf("the output differs; of %d bytes, it is too long to be shown or written", size)
	}
	return true, why
}

// lines cuts what a block printed into lines, with its exit statuses.
func (t *trial) lines(pieces []shell.Piece, atReturns bool) []matcher.Line {
	var got []matcher.Line
	for _, p := range pieces {
		got = append(got, matcher.Cut(p.Text, atReturns, t.Ran.Shown)...)
		if p.Status > 0 {
			got = append(got, t.statusLine(p.Status))
		}
	}
	return got
}

// conditions finds out for each expected line of a block whether its conditions
// hold. A line that was printed as it stands, suffix and all, has none.
func (t *trial) conditions(b int, want []matcher.Pattern) (faults []transcript.Fault) {
	for i := range want {
		p := &want[i]
		if len(p.Conditions) == 0 || t.Rules.Plain {
			continue
		}
		holds, err := t.Holds(p.Conditions)
		switch {
		case err != nil && t.prints(b, p.Text):
		case err != nil:
			faults = append(faults, transcript.Fault{Line: t.Transcript.Blocks[b].Output[i], Reason: err.Error()})
		case !holds:
			p.LeaveOut()
		}
	}
	return faults
}

// prints reports whether a block printed a line to the letter.
func (t *trial) prints(b int, line string) bool {
	for _, p := range t.Output.Blocks[b] {
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
func (t *trial) alignBest(want []matcher.Pattern, pieces []shell.Piece, status bool) (alignment, []matcher.Line) {
	returns := false
	for _, p := range pieces {
		returns = returns || matcher.HasReturns(p.Text)
	}
	read := func(atReturns bool) []matcher.Line {
		got := t.lines(pieces, atReturns)
		if status {
			got = append(got, t.statusLine(t.Ran.Status))
		}
		return got
	}
	got := read(returns)
	best := align(want, got)
	whole := slices.ContainsFunc(want, func(p matcher.Pattern) bool { return p.HasReturn() })
	try := func(lines []matcher.Line, take func(a alignment) bool) {
		if a := align(want, lines); take(a) {
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

func (t *trial) statusLine(n int) matcher.Line { return matcher.StatusLine(n, t.Rules.LooseStatus) }

func align(want []matcher.Pattern, got []matcher.Line) alignment {
	a := alignment{}
	a.changes, a.faults = matcher.Align(want, got)
	for _, c := range a.changes {
		a.cost += c.End - c.Start + c.To - c.From
	}
	return a
}

func (t *trial) release() {
	if t.Ran.Release != nil {
		t.Ran.Release()
	}
}
