package review

import (
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
)

// Several runs may print the same lines in another order, as threads do, or a program that
// lists a directory. The lines from the first to the last that stand elsewhere in some run
// are then written as lines that match in any order.

// orders finds the blocks of which only the order of lines differs from run to run, notes
// that, and returns them.
func (s *settler) orders(t *transcript.Transcript, runs [][]matcher.Edit, v *variation) map[int]bool {
	found := map[int]bool{}
	if !t.HasValues() {
		return found // it is a file of another program's
	}
	by := make([]map[int][]matcher.Edit, len(runs))
	blocks := map[int]bool{}
	for i, edits := range runs {
		by[i] = edited(t, edits)
		for b := range by[i] {
			blocks[b] = true
		}
	}
	for b := range blocks {
		if u := s.units[b]; u == nothingWritten || u == partWritten {
			continue
		}
		forms := [][]string{linesOf(t, b, nil)}
		for i := range runs {
			forms = append(forms, linesOf(t, b, by[i][b]))
		}
		if from, to, ok := reordered(forms); ok {
			if edits := inAnyOrder(t, b, from, to); edits != nil {
				found[b] = true
				v.sorted = append(v.sorted, edits...)
				v.orders[t.Blocks[b].Output[to-1]] = true
			}
		}
	}
	return found
}

// own returns an expected line without (any-order).
func own(text string) string {
	if !strings.Contains(text, matcher.InAnyOrder) {
		return text
	}
	p := matcher.Parse(text)
	return p.Own()
}

// linesOf returns the expected lines of a block as edits leave them, without (any-order).
func linesOf(t *transcript.Transcript, b int, edits []matcher.Edit) (lines []string) {
	put := func(e matcher.Edit) {
		for _, line := range e.New {
			text, _ := t.ReadOutput(e.Start, line)
			lines = append(lines, own(text))
		}
	}
	for _, n := range t.Blocks[b].Output {
		for len(edits) > 0 && edits[0].Start <= n && edits[0].End <= n {
			put(edits[0])
			edits = edits[1:]
		}
		if len(edits) > 0 && edits[0].Start <= n {
			continue // it is replaced
		}
		lines = append(lines, own(t.Lines[n].Text))
	}
	for _, e := range edits {
		put(e)
	}
	return lines
}

// reordered returns which lines stand elsewhere in some of the forms, where these are the
// same lines in different orders.
func reordered(forms [][]string) (from, to int, ok bool) {
	first := forms[0]
	all := slices.Sorted(slices.Values(first))
	from, to = len(first), 0
	for _, form := range forms[1:] {
		if !slices.Equal(all, slices.Sorted(slices.Values(form))) {
			return 0, 0, false
		}
		for i := range first {
			if form[i] != first[i] {
				from, to = min(from, i), max(to, i+1)
			}
		}
	}
	return from, to, from < to
}

// inAnyOrder returns the edits that make some expected lines of a block match in any order:
// behind the last of them this is said, and in front of the first, for the run to begin
// there. Nil is that comments stand between them.
func inAnyOrder(t *transcript.Transcript, b, from, to int) (edits []matcher.Edit) {
	output := t.Blocks[b].Output
	if output[to-1]-output[from] != to-1-from {
		return nil
	}
	for i := max(0, from-1); i < to; i++ {
		n := output[i]
		l := &t.Lines[n]
		if l.Kind == transcript.Blank {
			if i >= from {
				return nil
			}
			continue
		}
		text := own(l.Text)
		if i == to-1 || i == from-1 && output[from]-n == 1 {
			text += matcher.InAnyOrder
		}
		if text != l.Text {
			edits = append(edits, matcher.Edit{Start: n, End: n + 1, New: []string{t.WriteOutput(n, t.Guard(n, text))}})
		}
	}
	return edits
}

// listed joins parts of a sentence.
func listed(parts []string) string {
	if n := len(parts); n > 2 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, " and ")
}
