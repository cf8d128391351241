package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// compare matches each block's output and makes the verdict.
func (t *trial) compare(ctx context.Context) {
	o := &t.output
	lastBlock := len(o.blocks) - 1
	// An exit as the last command, its own or a function's, is an ordinary end.
	t.exit = !o.complete && o.last == lastBlock && t.result.Signal == "" && !o.leaked && !redirection.MatchString(t.code(lastBlock))

	var edits []matcher.Edit
	var faults []transcript.Fault
	for b := range o.blocks {
		if o.blocks[b] == nil {
			continue // it was not run: nothing of it is touched
		}
		e, f := t.compareBlock(ctx, b)
		t.out.release()
		edits = append(edits, e...)
		faults = append(faults, f...)
		if t.event.Line == 0 && len(e) > 0 {
			t.locate(b)
			t.event.Line = e[0].Start + 1
		}
	}
	sum := sha256.Sum256([]byte(t.transcript.String()))
	t.event.Hash = hex.EncodeToString(sum[:])
	if len(edits) > 0 {
		t.event.Edits = edits
		t.event.Diff = matcher.Unified(t.name, t.name+".err", t.transcript.Raw(), edits, t.transcript.EOL)
	}

	t.event.Reason = t.earlyEnd()
	switch {
	case len(faults) > 0:
		t.broken(faults)
	case t.event.Reason != "" || len(edits) > 0:
		t.event.Action = event.Fail
	default:
		t.event.Action = event.Pass
	}
}

// code returns the commands of a block.
func (t *trial) code(block int) string {
	var b strings.Builder
	for _, n := range t.transcript.Blocks[block].Code {
		b.WriteString(t.transcript.Lines[n].Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// exitCommand finds an exit among the words of a command.
var exitCommand = regexp.MustCompile(`(^|[\s;&|({])exit($|[\s;&|)}])`)

// redirection finds an exec that takes away the shell's own output.
var redirection = regexp.MustCompile(`(^|[\s;&|({])exec\s[^;]*>`)

// earlyEnd returns the sentence about commands that did not run, or were not
// seen to, and names their line in the event. It is empty when all were.
func (t *trial) earlyEnd() string {
	o := &t.output
	last := t.code(len(o.blocks) - 1)
	if o.complete || t.exit && (len(t.event.Edits) == 0 || exitCommand.MatchString(last)) {
		for b, pieces := range o.blocks {
			if pieces == nil {
				t.locate(b)
				return t.at(t.event.Line-1) + "this command was not seen to run: its marker is missing from the output"
			}
		}
		return ""
	}
	t.locate(o.last)
	left := len(o.blocks) - 1 - o.last
	how := t.ending()
	if t.result.Signal == "" && redirection.MatchString(t.code(o.last)) {
		how = "closed or redirected its own output here"
	}
	if o.last == 0 && len(t.transcript.Blocks[0].Code) == 0 {
		return fmt.Sprintf("%sthe shell %s before the first command", t.at(t.event.Line-1), how)
	}
	sentence := fmt.Sprintf("%sthe shell %s", t.at(t.event.Line-1), how)
	switch left {
	case 0:
		return sentence + " before the end of this command"
	case 1:
		return sentence + "; 1 command after it did not run"
	}
	return fmt.Sprintf("%s; %d commands after it did not run", sentence, left)
}

// ending tells how the shell ended.
func (t *trial) ending() string {
	if t.result.Signal != "" {
		return fmt.Sprintf("was ended by a signal (%s)", t.result.Signal)
	}
	return fmt.Sprintf("ended with status %d", t.result.Status)
}

// compareBlock returns the edits that a block needs, and the faults of its
// patterns.
func (t *trial) compareBlock(ctx context.Context, b int) (edits []matcher.Edit, faults []transcript.Fault) {
	if t.same(b) {
		return nil, nil
	}
	want := t.transcript.Patterns(b)
	if faults := t.conditions(ctx, b, want); faults != nil {
		return nil, faults
	}
	if long, why := t.long(b, want); long {
		if why == "" {
			return nil, nil
		}
		line := 0
		if code := t.transcript.Blocks[b].Code; len(code) > 0 {
			line = code[0]
		}
		return nil, []transcript.Fault{{Line: line, Reason: why}}
	}
	last := b == len(t.output.blocks)-1
	best, got := t.alignBest(want, t.output.blocks[b], t.exit && last && wantsStatus(want, t.result.Status))
	output := t.transcript.Blocks[b].Output
	for _, f := range best.faults {
		faults = append(faults, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	return t.transcript.Edits(b, best.changes, got), faults
}

// same reports whether a block printed its expected lines to the letter, as most
// do: then nothing need be made of either.
func (t *trial) same(b int) bool {
	pieces := t.output.blocks[b]
	if len(pieces) != 1 || pieces[0].status < 0 {
		return false
	}
	text, expected := pieces[0].text, t.transcript.Blocks[b].Output
	if status := pieces[0].status; status != 0 {
		n := len(expected) - 1
		if n < 0 || t.transcript.Lines[expected[n]].Text != fmt.Sprintf("[%d]", status) {
			return false
		}
		expected = expected[:n]
	}
	for _, n := range expected {
		l := &t.transcript.Lines[n]
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
	for _, p := range t.output.blocks[b] {
		size += len(p.text)
		if len(p.text) <= wholeLimit {
			lines += strings.Count(p.text, "\n")
		}
	}
	if size <= wholeLimit && lines <= wholeLines {
		return false, ""
	}
	seen := 0
	matches := matcher.Matches(want, func(yield func(matcher.Line) bool) {
		for _, p := range t.output.blocks[b] {
			for l := range matcher.CutSeq(p.text, false, t.shown, lineLimit) {
				if l.Cut {
					why = fmt.Sprintf("the output has a line of more than %s, too long to be compared", sizeName(lineLimit))
					return
				}
				if seen += l.Len(); seen > window {
					seen = 0
					t.out.release()
				}
				if !yield(l) {
					return
				}
			}
			if p.status > 0 && !yield(statusLine(p.status)) {
				return
			}
		}
	})
	t.out.release()
	if !matches && why == "" {
		why = fmt.Sprintf("the output differs; of %d bytes, it is too long to be shown or written", size)
	}
	return true, why
}

// lines cuts what a block printed into lines, with its exit statuses.
func (t *trial) lines(pieces []piece, atReturns bool) []matcher.Line {
	var got []matcher.Line
	for _, p := range pieces {
		got = append(got, matcher.Cut(p.text, atReturns, t.shown)...)
		if p.status > 0 {
			got = append(got, statusLine(p.status))
		}
	}
	return got
}

// conditions finds out for each expected line of a block whether its conditions
// hold. A line that was printed as it stands, suffix and all, has none.
func (t *trial) conditions(ctx context.Context, b int, want []matcher.Pattern) (faults []transcript.Fault) {
	for i := range want {
		p := &want[i]
		if len(p.Conditions) == 0 || t.Format.Plain {
			continue
		}
		holds, _, err := t.features.holds(ctx, t.job, p.Conditions)
		switch {
		case err != nil && t.printed(b, p.Text):
		case err != nil:
			faults = append(faults, transcript.Fault{Line: t.transcript.Blocks[b].Output[i], Reason: err.Error()})
		case !holds:
			p.LeaveOut()
		}
	}
	return faults
}

// printed reports whether a block printed a line to the letter.
func (t *trial) printed(b int, line string) bool {
	for _, p := range t.output.blocks[b] {
		if strings.Contains("\n"+p.text, "\n"+line+"\n") {
			return true
		}
	}
	return false
}

// wantsStatus reports whether a block ends in an expected exit status. Where such
// lines are all for other runs, it does for any status but 0.
func wantsStatus(want []matcher.Pattern, status int) bool {
	forOthers := false
	for i := len(want) - 1; i >= 0; i-- {
		s := want[i].Plain
		is := strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]")
		if !want[i].Absent {
			return is || forOthers && status != 0
		}
		forOthers = forOthers || is
	}
	return forOthers && status != 0
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
func (t *trial) alignBest(want []matcher.Pattern, pieces []piece, status bool) (alignment, []matcher.Line) {
	returns := false
	for _, p := range pieces {
		returns = returns || matcher.HasReturns(p.text)
	}
	read := func(atReturns bool) []matcher.Line {
		got := t.lines(pieces, atReturns)
		if status {
			got = append(got, statusLine(t.result.Status))
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
	if best.cost > 0 && n > 0 && pieces[n-1].status < 0 && strings.HasSuffix(pieces[n-1].text, "\n") {
		trimmed := append([]piece{}, pieces...)
		trimmed[n-1].text = strings.TrimSuffix(trimmed[n-1].text, "\n")
		pieces = trimmed
		try(read(returns), func(a alignment) bool { return a.cost == 0 })
	}
	return best, got
}

func statusLine(n int) matcher.Line {
	s := fmt.Sprintf("[%d]", n)
	return matcher.NewLine(s, s, false)
}

func align(want []matcher.Pattern, got []matcher.Line) alignment {
	a := alignment{}
	a.changes, a.faults = matcher.Align(want, got)
	for _, c := range a.changes {
		a.cost += c.End - c.Start + c.To - c.From
	}
	return a
}
