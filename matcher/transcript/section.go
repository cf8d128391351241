package transcript

import (
	"dott/matcher"
	"dott/matcher/scrut"
	"slices"
	"strings"
)

// A Section is one block where it stands: what is asked about a block and needs the
// file around it.
type Section struct {
	t     *Transcript
	block int
}

// At returns the section of a block.
func (t *Transcript) At(block int) Section { return Section{t, block} }

// Patterns returns the expected lines of a block as patterns.
func (s Section) Patterns() []matcher.Pattern {
	output := s.t.Blocks[s.block].Output
	above := 0 // where the line before ends, or the command
	if code := s.t.Blocks[s.block].Code; len(code) > 0 {
		above = code[len(code)-1] + 1
	}
	patterns := make([]matcher.Pattern, len(output))
	for i, n := range output {
		switch {
		case s.t.Lines[n].Kind == Blank:
			patterns[i] = matcher.BlankLine()
			patterns[i].Firm = s.t.Lines[n].fenced
		case !s.t.HasValues():
			patterns[i] = matcher.ParseCram(s.t.Lines[n].Text)
			patterns[i].AnyEnd = s.t.format.Scrut
		default:
			patterns[i] = matcher.Parse(s.t.Lines[n].Text)
		}
		p := &patterns[i]
		p.Suspect, p.Line = s.t.suspects[n], n
		p.Apart = hasComment(s.t, above, n)
		above = n + 1
	}
	return patterns
}

// Drafts turns the changes of a block into drafts of edits, in order.
func (s Section) Drafts(changes []matcher.Change) []Draft {
	var drafts []Draft
	output := s.t.Blocks[s.block].Output
	if len(s.t.fences) > 0 {
		changes = s.aboveBlanks(changes)
	}
	for _, c := range changes {
		at := s.place(c)
		d := Draft{matcher.Edit{Start: at, End: at}, c.From, c.To}
		// A deleted stretch may have comments in it, which stay.
		for i := c.Start; i < c.End; i++ {
			if output[i] != d.End {
				drafts = append(drafts, d)
				d = Draft{matcher.Edit{Start: output[i], End: output[i]}, c.To, c.To}
			}
			d.End = output[i] + 1
		}
		drafts = append(drafts, d)
	}
	for i := range drafts {
		guardNext(s.t, &drafts[i])
	}
	return drafts
}

// Edits turns the changes of a block into edits of the file's lines.
func (s Section) Edits(changes []matcher.Change, got []matcher.Line) []matcher.Edit {
	drafts := s.Drafts(changes)
	edits := make([]matcher.Edit, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		edits[i] = d.Edit
		for j := d.From; j < d.To; j++ {
			text := newLine(s.t, d, j, &got[j])
			edits[i].New = append(edits[i].New, text.String())
		}
	}
	return edits
}

// place returns the index of the line of the file at which a change begins.
func (s Section) place(c matcher.Change) int {
	output := s.t.Blocks[s.block].Output
	switch {
	case c.Start < c.End:
		return output[c.Start]
	case c.Start > 0:
		return output[c.Start-1] + 1
	}
	// Directly behind the command, unless some of its expected lines stand higher.
	start := 0
	for _, above := range [][]int{s.t.Blocks[s.block].Code, s.t.Blocks[s.block].Input} {
		if n := len(above); n > 0 {
			start = max(start, above[n-1]+1)
		}
	}
	if len(output) > 0 {
		start = min(start, output[0])
	}
	return start
}

// hasComment reports whether a comment is among the lines [start,end).
func hasComment(t *Transcript, start, end int) bool {
	return start < end && slices.ContainsFunc(t.Lines[start:end], func(l Line) bool { return l.Kind == Comment })
}

// Heading returns the heading above a block, in a format that has any.
func (s Section) Heading() string {
	if f := s.fence(); f != nil {
		return f.heading
	}
	return ""
}

// fence returns the fence in which a block begins.
func (s Section) fence() *fence {
	code := s.t.Blocks[s.block].Code
	if len(code) == 0 {
		return nil
	}
	if f := s.t.fences.at(code[0]); f != nil {
		return f
	}
	return s.t.fences.at(code[0] + 1) // it writes its fence into a file
}

// Sealed returns why no output can be written below a block, or "".
func (s Section) Sealed() string {
	f := s.fence()
	_, isMarkdown := s.t.syntax.(Markdown)
	switch {
	case s.t.flat || !isMarkdown:
		return ""
	case s.block == 0:
		return "the shell printed something before the first command, and no fence is there that could hold it"
	case f != nil && f.file != "":
		return "this fence could not be written into its file, " + f.file
	}
	return ""
}

// aboveBlanks puts lines that come to the end of a block above the empty lines there,
// which are for the reader, if these matched no empty lines of output.
func (s Section) aboveBlanks(changes []matcher.Change) []matcher.Change {
	output := s.t.Blocks[s.block].Output
	last := len(changes) - 1
	if last < 0 || changes[last].Start < len(output) {
		return changes
	}
	c, above := changes[last], matcher.Change{}
	if last > 0 {
		above = changes[last-1]
	}
	end := len(output)
	for end > above.End && s.t.Lines[output[end-1]].Kind == Blank {
		end--
	}
	patterns := s.Patterns()[above.End:end]
	if end == len(output) || c.From-above.To != len(patterns) ||
		slices.ContainsFunc(patterns, func(p matcher.Pattern) bool { return p.Repeated || p.Optional && p.Kind != matcher.Blank }) {
		return changes
	}
	changes = slices.Clone(changes)
	if last > 0 && above.End == end {
		changes[last-1].To = c.To
		return changes[:last]
	}
	changes[last].Start, changes[last].End = end, end
	return changes
}

// Scrut returns how scrut would run a block; nil is as any other.
func (s Section) Scrut() *scrut.Case {
	if f := s.fence(); f != nil {
		return f.scrut
	}
	return nil
}

// Typed returns what stands in the lines that are typed into a block, one by one: for
// `< text` the text, and otherwise the keys.
func (s Section) Typed() []string {
	lines := s.t.Blocks[s.block].Input
	typed := make([]string, len(lines))
	for i, n := range lines {
		text := s.t.Lines[n].Text
		if rest, ok := strings.CutPrefix(text, "< "); ok || text == "<" {
			text = rest
			if !ok {
				text = ""
			}
		}
		typed[i] = text
	}
	return typed
}
