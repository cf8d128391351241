package review

import (
	"slices"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// What is merged into the lines of the file keeps their order. That order may keep
// lines apart that all runs have: `new (s !)`, `short (s !)`, `long (l !)` and
// `new (l !)` could be `long (l !)`, `new` and `short (s !)`, for nothing says that what
// one case prints stands before what another does. So where a line stands more than
// once, each for other runs, a region is merged once more as if there were no lines in
// the file, and that is written if it has fewer of them.

// apart reports whether a line stands more than once, each for other runs.
func apart(merged []*entry) bool {
	seen := map[string]*entry{}
	for _, e := range merged {
		if e.gone() || len(e.has) == 0 {
			continue
		}
		key := e.plain + "\x00" + e.others
		if other := seen[key]; other != nil && !slices.ContainsFunc(e.has, func(v int) bool { return slices.Contains(other.has, v) }) {
			return true
		}
		seen[key] = e
	}
	return false
}

// remerged returns the lines of a region as they are merged without those of the
// file, or nil if there is a line that is for nobody who has a say, which must keep
// its place.
func (j *joiner) remerged(r event.Range, say set, edits [][]matcher.Edit) []*entry {
	had := map[int]set{}
	for _, e := range j.fileEntries(r, say) {
		if len(e.had) == 0 || j.transcript.Lines[e.line].Kind == transcript.Blank {
			return nil
		}
		had[e.line] = e.had
	}
	lists := map[string]*list{}
	var order []*list
	for i, v := range say {
		entries := j.list(r, v, edits[i])
		for k, e := range entries {
			if e.line >= 0 {
				old := &entry{expectation: j.expectation(j.transcript.Lines[e.line].Text), line: -1, from: e.line}
				entries[k] = old.keyed()
			}
		}
		key := listKey(entries)
		if lists[key] == nil {
			lists[key] = &list{entries: entries}
			order = append(order, lists[key])
		}
		lists[key].variants = append(lists[key].variants, v)
	}
	slices.SortStableFunc(order, func(a, b *list) int { return len(b.entries) - len(a.entries) })
	var merged []*entry
	for _, l := range order {
		merged = merge(merged, l)
	}
	for _, e := range merged {
		slices.Sort(e.has)
		e.same = e.from > 0 && slices.Equal(had[e.from], e.has)
	}
	return statusLast(inOrder(merged, order))
}

// written is how many lines there are.
func written(merged []*entry) (n int) {
	for _, e := range merged {
		if !e.gone() {
			n++
		}
	}
	return n
}
