package transcript

import (
	"slices"
	"strings"

	"dott/matcher"
)

// A line of inline code directly below a command may be code, as in Mercurial's tests, or
// output of that command, as cram has it: only what the command prints can tell.

// Unclear reports whether a block is inline code that stands directly below a command or
// its output.
func (s Section) Unclear() bool {
	code := s.t.Blocks[s.block].Code
	if len(code) == 0 || s.t.Lines[code[0]].Kind != Inline || s.t.format.FlatIf { // for Mercurial it is code
		return false
	}
	for n := code[0] - 1; n >= 0; n-- {
		switch s.t.Lines[n].Kind {
		case Output, Continuation, Input, Off:
		case Command:
			return true
		default:
			return false
		}
	}
	return false
}

// HasUnclear reports whether any block is unclear.
func HasUnclear(t *Transcript) bool {
	for b := range t.Blocks {
		if t.At(b).Unclear() {
			return true
		}
	}
	return false
}

// Printed returns the transcript in which inline code that begins at a line, and what
// follows it directly, is output of the command above.
func Printed(t *Transcript, line int) *Transcript {
	c := *t
	c.Lines = slices.Clone(t.Lines)
	for n := line; n < len(c.Lines); n++ {
		l := &c.Lines[n]
		switch l.Kind {
		case Inline, InlineMore:
			l.Text = t.format.expected(map[Kind]string{Inline: ">>> ", InlineMore: "... "}[l.Kind] + l.Text)
			l.Kind = Output
		case Output, Off:
		default:
			makeBlocks(&c)
			return &c
		}
	}
	makeBlocks(&c)
	return &c
}

// Taken returns the transcript in which inline code that edits take away is output: no
// edit is of code, so the run that they come from has seen that it is none.
func Taken(t *Transcript, edits []matcher.Edit) *Transcript {
	for _, e := range edits {
		for n := e.Start; n < min(e.End, len(t.Lines)); n++ {
			if b := t.Lines[n].Block; t.Lines[n].Kind >= Inline && t.Lines[n].Kind <= InlineMore && t.At(b).Unclear() {
				t = Printed(t, t.Blocks[b].Code[0])
			}
		}
	}
	return t
}

// printedAs returns a transcript in which inline code is output where the block above has
// such output in another version of the file.
func printedAs(t, other *Transcript) *Transcript {
	for b := 1; b < len(t.Blocks); b++ {
		for b < len(t.Blocks) && t.At(b).Unclear() && b <= len(other.Blocks) && hasSigns(other, b-1) {
			t = Printed(t, t.Blocks[b].Code[0])
		}
	}
	return t
}

// hasSigns reports whether the output of a block has lines that begin as inline code does.
func hasSigns(t *Transcript, block int) bool {
	return slices.ContainsFunc(t.Blocks[block].Output, func(n int) bool { return strings.HasPrefix(t.Lines[n].Text, ">>> ") })
}
