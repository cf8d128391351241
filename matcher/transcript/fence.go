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
// lines gets those of the fences with [Complete].

// fences are those of one file, in order.
type fences []fence

// at returns the fence in which line n stands, or into which a line is put
// there; nil is none.
func (all fences) at(n int) *fence {
	i, _ := slices.BinarySearchFunc(all, n, func(f fence, n int) int { return cmp.Compare(f.close, n) })
	if i < len(all) && all[i].open < n {
		return &all[i]
	}
	return nil
}

// Complete returns edits of expected lines together with those of the fences around
// them: what [Transcript.Apply] is to be given.
func Complete(t *Transcript, edits []matcher.Edit) []matcher.Edit {
	if len(t.fences) == 0 {
		return edits
	}
	edits = WithoutFences(t, edits)
	grown := longer(t, func(yield func(int, string) bool) {
		for _, e := range edits {
			for _, text := range e.New {
				if !yield(e.Start, text) {
					return
				}
			}
		}
	})
	if len(grown) == 0 {
		return edits
	}
	all := slices.Concat(edits, grown)
	slices.SortStableFunc(all, func(a, b matcher.Edit) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return all
}

// WithoutFences returns the edits of expected lines alone.
func WithoutFences(t *Transcript, edits []matcher.Edit) []matcher.Edit {
	ofFence := func(e matcher.Edit) bool {
		f := t.fences.at(e.Start)
		if f == nil {
			f = t.fences.at(e.Start + 1)
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
func longer(t *Transcript, lines iter.Seq2[int, string]) (edits []matcher.Edit) {
	need := map[*fence]int{}
	for n, text := range lines {
		f := t.fences.at(n)
		if f == nil || f.hidden {
			continue
		}
		if run := closingRun(strings.TrimPrefix(text, f.prefix), f.mark[0]); run >= len(f.mark) {
			need[f] = max(need[f], run+1)
		}
	}
	for f, run := range need {
		for _, n := range []int{f.open, f.close} {
			text := withoutEnd(t, t.Lines[n].Raw)
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

// headed returns a diff with the heading above its first change in the line that
// begins each hunk, where other programs show the function.
func (all fences) headed(diff string) string {
	if len(all) == 0 {
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
		if f := all.at(at + len(hunk) - 3); f != nil && f.heading != "" {
			hunk[0] = strings.TrimSuffix(hunk[0], "\n") + " " + strings.ToValidUTF8(f.heading, "\uFFFD") + "\n"
		}
		b.WriteString(strings.Join(hunk, ""))
		hunk = nil
	}
	return b.String() + strings.Join(hunk, "")
}
