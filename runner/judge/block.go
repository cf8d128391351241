package judge

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
)

// A comparer compares the blocks of a test with their output, one after another.
type comparer struct {
	in       *Input
	warnings []transcript.Fault
	spared   []transcript.Fault // expected lines that differ, and were probably meant otherwise: they stay
	gone     []transcript.Fault // patterns that cannot be used, in lines that the edits take away
	notes    []transcript.Fault // what there is to say about how blocks were compared, if they differ
	values   *matcher.Values    // what names stand for behind the blocks that were compared
	stopped  error              // why not all was compared: the cause of the context's end
}

// block returns what is to be changed in a block, if anything is, and the faults of
// its patterns.
func (c *comparer) block(ctx context.Context, b int) (change transcript.Rewriting, faults []transcript.Fault) {
	if s := c.in.Transcript.At(b).Scrut(); c.same(b) || s != nil && s.Detached {
		return change, nil
	}
	want := c.in.Transcript.At(b).Patterns()
	if faults := c.conditions(b, want); faults != nil {
		return change, faults
	}
	best, why := c.alignBest(ctx, b, want, b == len(c.in.Output.Blocks)-1 && c.in.comparesEnd(want))
	switch {
	case c.stopped != nil:
		return change, nil
	case why != "":
		return change, []transcript.Fault{{Line: c.firstLine(b), Reason: why}}
	}
	c.values = best.values
	output := c.in.Transcript.Blocks[b].Output
	note := func(to *[]transcript.Fault, f matcher.Fault) {
		*to = append(*to, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	for _, f := range c.invalid(want, &best) {
		if matcher.Deletes(best.changes, f.Index) {
			note(&c.gone, f)
		} else {
			note(&faults, f)
		}
	}
	for _, f := range best.loose {
		note(&c.warnings, f)
	}
	for _, f := range best.spared {
		note(&c.spared, f)
	}
	for _, f := range best.notes {
		note(&c.notes, f)
	}
	if best.note != "" {
		c.notes = append(c.notes, transcript.Fault{Line: c.firstLine(b), Reason: best.note})
	}
	if len(best.changes) > 0 {
		warnRaised(c, b)
	}
	if why := c.in.Transcript.At(b).Sealed(); why != "" && len(best.changes) > 0 {
		return change, append(faults, transcript.Fault{Line: c.firstLine(b), Reason: why + c.printed(b)})
	}
	return c.in.Transcript.At(b).Rewriting(best.changes, best.output), faults
}

// invalid returns the faults of an alignment, and those of expressions that nothing was
// compared with: of a line that may be absent, and is, or one that there was no output for.
func (c *comparer) invalid(want []matcher.Pattern, a *alignment) []matcher.Fault {
	faults := a.faults
	for i := range want {
		p := &want[i]
		unseen := p.Optional && !p.Absent && !c.in.Rules.Plain || matcher.Deletes(a.changes, i)
		if !unseen || slices.ContainsFunc(faults, func(f matcher.Fault) bool { return f.Index == i }) {
			continue
		}
		if err := p.Invalid(); err != nil {
			faults = append(faults, matcher.Fault{Index: i, Err: err})
		}
	}
	return faults
}

// shown returns how lines of a block are shown, where that is not as for all others.
func (c *comparer) shown(b int) func(string) string {
	s := c.in.Transcript.At(b).Scrut()
	if s == nil {
		return nil
	}
	return func(line string) string { return c.in.Ran.Shown(s.Shown(line)) }
}

// printed is the end of what a block printed, as lines below a sentence.
func (c *comparer) printed(b int) string {
	var text strings.Builder
	for _, p := range c.in.Output.Blocks[b] {
		text.WriteString(p.Text[max(0, len(p.Text)-shownOutput):])
	}
	return c.in.Ran.excerpt(text.String())
}

// firstLine is the line of a block's command.
func (c *comparer) firstLine(b int) int {
	if code := c.in.Transcript.Blocks[b].Code; len(code) > 0 {
		return code[0]
	}
	return 0
}

// same reports whether a block printed its expected lines to the letter, as most
// do: then nothing need be made of either.
func (c *comparer) same(b int) bool {
	pieces := c.in.Output.Blocks[b]
	if len(pieces) != 1 || pieces[0].Status < 0 || c.in.Styled != nil {
		return false
	}
	text, errs, expected := pieces[0].Text, pieces[0].Errors, c.in.Transcript.Blocks[b].Output
	if status := pieces[0].Status; status != 0 {
		n := len(expected) - 1
		if n < 0 || c.in.Transcript.Lines[expected[n]].Text != fmt.Sprintf("[%d]", status) {
			return false
		}
		expected = expected[:n]
	}
	// Empty lines at the end may be for the reader.
	for n := len(expected); n > 0 && c.in.Transcript.Lines[expected[n-1]].Kind == transcript.Blank && !strings.HasSuffix(text, "\n\n"); n-- {
		expected = expected[:n-1]
	}
	for _, n := range expected {
		l := &c.in.Transcript.Lines[n]
		want := l.Text
		if c.in.Apart && strings.Contains(want, " (err)") {
			var ok bool
			if want, ok = strings.CutSuffix(want, " (err)"); !ok || text != "" {
				return false
			}
			if errs, ok = cutLine(errs, want); !ok {
				return false
			}
			continue
		}
		var ok bool
		if text, ok = cutLine(text, want); !ok || l.Kind == transcript.Blank {
			return false
		}
	}
	return text == "" && errs == ""
}

// cutLine takes a line off the beginning of a text.
func cutLine(text, line string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(text, line)
	if !ok || rest == "" || rest[0] != '\n' {
		return text, false
	}
	return rest[1:], true
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
		if strings.Contains("\n"+p.Text, "\n"+line+"\n") || strings.Contains("\n"+p.Errors, "\n"+strings.TrimSuffix(line, " (err)")+"\n") {
			return true
		}
	}
	return false
}

func (c *comparer) statusLine(n int) matcher.Line {
	return matcher.StatusLine(n, c.in.Rules.LooseStatus)
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
