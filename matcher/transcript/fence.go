package transcript

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"dott/matcher"
)

// Output may have a line that reads as the end of the fence around it. The fence
// then becomes longer. That is an edit like any other: whoever has edits of expected
// lines gets those of the fences with [Transcript.Complete].

// fenceAt returns the fence in which line n stands, or into which a line is put
// there; nil is none.
func (t *Transcript) fenceAt(n int) *fence {
	i, _ := slices.BinarySearchFunc(t.fences, n, func(f fence, n int) int { return cmp.Compare(f.close, n) })
	if i < len(t.fences) && t.fences[i].open < n {
		return &t.fences[i]
	}
	return nil
}

// Heading returns the heading above a block, in a format that has any.
func (t *Transcript) Heading(block int) string {
	if f := t.fenceOf(block); f != nil {
		return f.heading
	}
	return ""
}

// fenceOf returns the fence in which a block begins.
func (t *Transcript) fenceOf(block int) *fence {
	code := t.Blocks[block].Code
	if len(code) == 0 {
		return nil
	}
	if f := t.fenceAt(code[0]); f != nil {
		return f
	}
	return t.fenceAt(code[0] + 1) // it writes its fence into a file
}

// Sealed returns why no output can be written below a block, or "".
func (t *Transcript) Sealed(block int) string {
	f := t.fenceOf(block)
	_, isMarkdown := t.syntax.(Markdown)
	switch {
	case t.flat || !isMarkdown:
		return ""
	case block == 0:
		return "the shell printed something before the first command, and no fence is there that could hold it"
	case f != nil && f.file != "":
		return "this fence could not be written into its file, " + f.file
	}
	return ""
}

// Complete returns edits of expected lines together with those of the fences around
// them: what [Transcript.Apply] is to be given.
func (t *Transcript) Complete(edits []matcher.Edit) []matcher.Edit {
	if len(t.fences) == 0 {
		return edits
	}
	edits = t.WithoutFences(edits)
	longer := t.longer(func(yield func(int, string) bool) {
		for _, e := range edits {
			for _, text := range e.New {
				if !yield(e.Start, text) {
					return
				}
			}
		}
	})
	if len(longer) == 0 {
		return edits
	}
	all := slices.Concat(edits, longer)
	slices.SortStableFunc(all, func(a, b matcher.Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return all
}

// WithoutFences returns the edits of expected lines alone.
func (t *Transcript) WithoutFences(edits []matcher.Edit) []matcher.Edit {
	ofFence := func(e matcher.Edit) bool {
		f := t.fenceAt(e.Start)
		if f == nil {
			f = t.fenceAt(e.Start + 1)
		}
		return f != nil && e.End == e.Start+1 && (e.Start == f.open || e.Start == f.close)
	}
	if len(t.fences) == 0 || !slices.ContainsFunc(edits, ofFence) {
		return edits
	}
	return slices.DeleteFunc(slices.Clone(edits), ofFence)
}

// longer returns the edits of fences that would end too early, where lines of the file
// are put in.
func (t *Transcript) longer(lines iter.Seq2[int, string]) (edits []matcher.Edit) {
	need := map[*fence]int{}
	for n, text := range lines {
		f := t.fenceAt(n)
		if f == nil || f.hidden {
			continue
		}
		if run := closingRun(strings.TrimPrefix(text, f.prefix), f.mark[0]); run >= len(f.mark) {
			need[f] = max(need[f], run+1)
		}
	}
	for f, run := range need {
		for _, n := range []int{f.open, f.close} {
			text := t.withoutEnd(t.Lines[n].Raw)
			at := strings.IndexByte(text, f.mark[0])
			rest := strings.TrimLeft(text[at:], f.mark[:1])
			if have := len(text) - at - len(rest); have < run {
				edits = append(edits, matcher.Edit{Start: n, End: n + 1, New: []string{text[:at] + strings.Repeat(f.mark[:1], run) + rest}})
			}
		}
	}
	slices.SortFunc(edits, func(a, b matcher.Edit) int { return cmp.Compare(a.Start, b.Start) })
	return edits
}

// closingRun returns how many marks a line has that would close a fence, or 0.
func closingRun(line string, mark byte) int {
	rest := strings.TrimLeft(line, " ")
	if len(line)-len(rest) > 3 {
		return 0
	}
	after := strings.TrimLeft(rest, string(mark))
	if run := len(rest) - len(after); run >= 3 && strings.TrimSpace(after) == "" {
		return run
	}
	return 0
}

// aboveBlanks puts lines that come to the end of a block above the empty lines there,
// which are for the reader, if these matched no empty lines of output.
func (t *Transcript) aboveBlanks(block int, changes []matcher.Change) []matcher.Change {
	output := t.Blocks[block].Output
	last := len(changes) - 1
	if last < 0 || changes[last].Start < len(output) {
		return changes
	}
	c, above := changes[last], matcher.Change{}
	if last > 0 {
		above = changes[last-1]
	}
	end := len(output)
	for end > above.End && t.Lines[output[end-1]].Kind == Blank {
		end--
	}
	patterns := t.Patterns(block)[above.End:end]
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

// headed returns a diff with the heading above its first change in the line that
// begins each hunk, where other programs show the function.
func (t *Transcript) headed(diff string) string {
	if len(t.fences) == 0 {
		return diff
	}
	var b strings.Builder
	var hunk []string // its lines up to the first change
	at := 0
	for l := range strings.Lines(diff) {
		if strings.HasPrefix(l, "@@ -") {
			_, _ = fmt.Sscanf(l, "@@ -%d", &at)
			hunk = []string{l}
			continue
		}
		if len(hunk) == 0 {
			b.WriteString(l)
			continue
		}
		if hunk = append(hunk, l); l[0] == ' ' {
			continue
		}
		if f := t.fenceAt(at + len(hunk) - 3); f != nil && f.heading != "" {
			hunk[0] = strings.TrimSuffix(hunk[0], "\n") + " " + strings.ToValidUTF8(f.heading, "\uFFFD") + "\n"
		}
		b.WriteString(strings.Join(hunk, ""))
		hunk = nil
	}
	return b.String() + strings.Join(hunk, "")
}
