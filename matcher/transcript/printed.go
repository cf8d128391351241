package transcript

import "slices"

// A line of inline code directly below a command may be code, as in Mercurial's tests, or
// output of that command, as cram has it: only what the command prints can tell.

// Unclear reports whether a block is inline code that stands directly below a command or
// its output.
func (s Section) Unclear() bool {
	code := s.t.Blocks[s.block].Code
	if len(code) == 0 || s.t.Lines[code[0]].Kind != Inline {
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
func (t *Transcript) HasUnclear() bool {
	for b := range t.Blocks {
		if t.At(b).Unclear() {
			return true
		}
	}
	return false
}

// Printed returns the transcript in which inline code that begins at a line, and what
// follows it directly, is output of the command above.
func (t *Transcript) Printed(line int) *Transcript {
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
