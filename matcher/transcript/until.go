package transcript

import "slices"

// Until returns the transcript up to a command, and the commands from there on: up to
// the one in the line with index n, or of whose output that is, or else the next one. A
// negative n is the whole file.
func Until(t *Transcript, n int) (head *Transcript, rest []int) {
	first := len(t.Blocks)
	if n >= 0 {
		first = slices.IndexFunc(t.Blocks, func(b Block) bool {
			return len(b.Code) > 0 && n <= last(b) && t.Lines[b.Code[0]].Kind != Continuation
		})
	}
	if first < 0 || first == len(t.Blocks) {
		return t, nil
	}
	c := *t
	c.Blocks, c.Lines = t.Blocks[:first], t.Lines[:t.Blocks[first].Code[0]]
	for b := first; b < len(t.Blocks); b++ {
		rest = append(rest, b)
	}
	return &c, rest
}

// last is the index of the last line of a block.
func last(b Block) int {
	n := b.Code[len(b.Code)-1]
	for _, lines := range [][]int{b.Input, b.Output} {
		if len(lines) > 0 {
			n = max(n, lines[len(lines)-1])
		}
	}
	return n
}

// CommandText returns the lines of a block's command, as a shell gets them.
func (s Section) CommandText() string {
	text := ""
	for i, n := range s.t.Blocks[s.block].Code {
		if i > 0 {
			text += "\n"
		}
		text += s.t.Lines[n].Text
	}
	return text
}
