package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// The runs of one file, of its test cases and of the cells of a matrix, each ask
// for changes of their own. join makes one list of edits of them: lines on which
// all agree stand plain, others under the simplest condition that is true for
// those that have them.
//
// Only regions are looked at in which somebody changes something; between them
// every line stays. A region is a stretch of expected lines of one block and one
// branch of #if, since no edit goes over a command, a comment or a directive. In
// it every variant has a list: the lines of the file that are for it and that it
// leaves, and its new ones. The lists are merged one after another into the lines
// of the file, by a longest common subsequence between the lines that stay (see
// common), so that each variant finds its list in the result, in order. A line
// that has the same variants as before keeps its text, whatever that is.
//
// Cost: for each distinct list, the lines of the region and what common takes.

// A Variant is one run of a file.
type Variant struct {
	At     feature.Variant // its value in each of the dimensions
	Edits  []matcher.Edit  // what it would change; none: it is for the lines as they are, as is one that did not run
	Off    []event.Range   // lines that #if leaves out of it: it has no say there
	Silent bool            // it has no say anywhere, as the file is not for it here
}

// join returns the edits that make a file describe all of its variants: each finds
// in it what it alone would have written. It is an error when they differ and no
// condition can say so.
func join(t *transcript.Transcript, dims []feature.Dim, variants []Variant) ([]matcher.Edit, error) {
	j := joiner{
		transcript: t, dims: dims, variants: variants,
		next: make([]int, len(variants)), known: map[string][][]feature.Term{},
	}
	var edits []matcher.Edit
	for _, r := range j.regions() {
		e, err := j.join(r)
		if err != nil {
			return nil, err
		}
		edits = append(edits, e...)
	}
	return edits, nil
}

type joiner struct {
	transcript *transcript.Transcript
	dims       dimensions
	variants   []Variant
	next       []int                       // of each variant, the first edit that no region had
	known      map[string][][]feature.Term // conditions found, by who has a say and who has the line
}

// expectation takes an expected line apart, where conditions are any.
func (j *joiner) expectation(text string) expectation {
	if !j.transcript.HasConditions() {
		return expectation{plain: text}
	}
	return j.dims.expectation(text)
}

// regions returns what is to be looked at: where somebody changes something, and
// with it the lines next to it that are for some runs only, since these may come
// to be for others too.
func (j *joiner) regions() []event.Range {
	var all []event.Range
	for _, v := range j.variants {
		if !v.Silent {
			for _, e := range v.Edits {
				all = append(all, j.widened(event.Range{Start: e.Start, End: e.End}))
			}
		}
	}
	slices.SortFunc(all, func(a, b event.Range) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	var regions []event.Range
	for _, r := range all {
		if last := len(regions) - 1; last >= 0 && r.Start <= regions[last].End {
			regions[last].End = max(regions[last].End, r.End)
		} else {
			regions = append(regions, r)
		}
	}
	return regions
}

func (j *joiner) widened(r event.Range) event.Range {
	conditional := func(n int) bool {
		l := &j.transcript.Lines[n]
		return l.Kind == transcript.Output && len(j.expectation(l.Text).terms) > 0
	}
	for r.Start > 0 && conditional(r.Start-1) {
		r.Start--
	}
	for r.End < len(j.transcript.Lines) && conditional(r.End) {
		r.End++
	}
	return r
}

// join returns the edits of one region.
func (j *joiner) join(r event.Range) ([]matcher.Edit, error) {
	at := r.Start
	if r.Start == r.End {
		at-- // what is put in stands behind this line
	}
	var say set
	var edits [][]matcher.Edit // of each that has a say
	for v := range j.variants {
		if mine := j.take(v, r.End); !j.variants[v].Silent && (len(mine) > 0 || !leftOut(j.variants[v].Off, at)) {
			say = append(say, v)
			edits = append(edits, mine)
		}
	}
	if agree(edits) {
		return edits[0], nil
	}
	merged := j.fileEntries(r, say)
	lists := map[string]*list{}
	var order []*list
	for i, v := range say {
		entries := j.list(r, v, edits[i])
		key := listKey(entries)
		l := lists[key]
		if l == nil {
			l = &list{entries: entries}
			lists[key], order = l, append(order, l)
		}
		l.variants = append(l.variants, v)
	}
	// The longest come first, as they are most likely to have what others share.
	slices.SortStableFunc(order, func(a, b *list) int { return len(b.entries) - len(a.entries) })
	for _, l := range order {
		merged = merge(merged, l)
	}
	for _, e := range merged {
		slices.Sort(e.has)
	}
	merged = inOrder(merged, order)
	merged = statusLast(merged)
	if apart(merged) {
		if again := j.remerged(r, say, edits); again != nil && written(again) < written(merged) {
			merged = again
		}
	}
	j.guardFirst(r, merged)
	return j.edits(r, merged, say)
}

// take returns the edits of a variant up to the end of a region.
func (j *joiner) take(v, end int) []matcher.Edit {
	all, first := j.variants[v].Edits, j.next[v]
	n := first
	for n < len(all) && all[n].Start <= end {
		n++
	}
	j.next[v] = n
	return all[first:n]
}

func agree(edits [][]matcher.Edit) bool {
	same := func(a, b matcher.Edit) bool {
		return a.Start == b.Start && a.End == b.End && slices.Equal(a.New, b.New)
	}
	for _, e := range edits[1:] {
		if !slices.EqualFunc(e, edits[0], same) {
			return false
		}
	}
	return true
}

// fileEntries returns the lines of the region as they are in the file.
func (j *joiner) fileEntries(r event.Range, say set) []*entry {
	entries := make([]*entry, 0, r.End-r.Start)
	for n := r.Start; n < r.End; n++ {
		l := &j.transcript.Lines[n]
		e := &entry{expectation: j.expectation(l.Text), line: n}
		for _, v := range say {
			if j.dims.hold(e.terms, j.variants[v].At) {
				e.had = append(e.had, v)
			}
		}
		switch {
		case l.Kind == transcript.Blank:
			e.plain = optionalBlank // as it would be if it were for some
		case len(e.had) > 0:
			e.keyed()
		}
		entries = append(entries, e)
	}
	return entries
}

// list returns what a variant has in a region: the lines of the file that are for
// it, and its new ones.
func (j *joiner) list(r event.Range, v int, edits []matcher.Edit) []*entry {
	var list []*entry
	n := r.Start
	left := func(end int) {
		for ; n < end; n++ {
			if j.dims.hold(j.expectation(j.transcript.Lines[n].Text).terms, j.variants[v].At) {
				list = append(list, &entry{line: n})
			}
		}
	}
	for _, e := range edits {
		left(e.Start)
		for _, line := range e.New {
			text, _ := j.transcript.ReadOutput(e.Start, line)
			made := &entry{expectation: j.expectation(text), line: -1}
			if j.dims.hold(made.terms, j.variants[v].At) {
				list = append(list, made.keyed())
			}
		}
		n = e.End
	}
	left(r.End)
	return list
}

// guardFirst keeps the first line from reading as more of the code above, where a
// line for other runs stood between them.
func (j *joiner) guardFirst(r event.Range, merged []*entry) {
	for _, e := range merged {
		if e.gone() {
			continue
		}
		if text := j.transcript.Guard(r.Start, e.plain); text != e.plain {
			e.plain, e.guarded = text, true
		}
		return
	}
}

// edits turns the merged lines of a region into edits of the file.
func (j *joiner) edits(r event.Range, merged []*entry, say set) ([]matcher.Edit, error) {
	var edits []matcher.Edit
	open := matcher.Edit{Start: r.Start}
	upTo := func(end int) {
		open.End = end
		if e := j.trimmed(open); e.Start < e.End || len(e.New) > 0 {
			edits = append(edits, e)
		}
		open = matcher.Edit{Start: end + 1}
	}
	sayKey := say.key()
	for _, e := range merged {
		if e.stays() {
			upTo(e.line)
			continue
		}
		if e.gone() {
			continue
		}
		if e.same && !e.guarded {
			open.New = append(open.New, j.transcript.WriteOutput(open.Start, j.transcript.Lines[e.from].Text))
			continue
		}
		if len(e.has) == 0 { // it is guarded, and for nobody who has a say
			open.New = append(open.New, j.transcript.WriteOutput(open.Start, e.written(e.terms)))
			continue
		}
		conditions, err := j.conditions(say, sayKey, e.has)
		if err != nil {
			return nil, err
		}
		for _, terms := range conditions {
			open.New = append(open.New, j.transcript.WriteOutput(open.Start, e.written(terms)))
		}
	}
	upTo(r.End)
	return edits, nil
}

// trimmed returns an edit without the lines at its ends that stay the same.
func (j *joiner) trimmed(e matcher.Edit) matcher.Edit {
	same := func(n int, text string) bool {
		l := &j.transcript.Lines[n]
		return l.Kind == transcript.Output && j.transcript.WriteOutput(n, l.Text) == text
	}
	for e.Start < e.End && len(e.New) > 0 && same(e.Start, e.New[0]) {
		e.Start, e.New = e.Start+1, e.New[1:]
	}
	for e.Start < e.End && len(e.New) > 0 && same(e.End-1, e.New[len(e.New)-1]) {
		e.End, e.New = e.End-1, e.New[:len(e.New)-1]
	}
	return e
}

// conditions returns the conditions under which a line is there for those in has,
// and for nobody else who has a say.
func (j *joiner) conditions(say set, sayKey string, has set) ([][]feature.Term, error) {
	if len(has) == len(say) {
		return [][]feature.Term{nil}, nil
	}
	if !j.transcript.HasConditions() {
		return nil, fmt.Errorf("the runs of this file differ, and conditions are text in it")
	}
	key := sayKey + "/" + has.key()
	if known := j.known[key]; known != nil {
		return known, nil
	}
	variants := func(s set) []feature.Variant {
		all := make([]feature.Variant, len(s))
		for i, v := range s {
			all[i] = j.variants[v].At
		}
		return all
	}
	conditions := feature.Conditions(j.dims, variants(say), variants(has))
	if conditions == nil {
		return nil, fmt.Errorf("the runs of this file differ, and no condition tells those apart: %s", j.names(has))
	}
	j.known[key] = conditions
	return conditions, nil
}

// names tells some variants by their values.
func (j *joiner) names(s set) string {
	var names []string
	for _, v := range s {
		var values []string
		for d, dim := range j.dims {
			value := dim.Values[j.variants[v].At[d]]
			if dim.Name != "" {
				value = dim.Name + "=" + value
			}
			values = append(values, value)
		}
		names = append(names, strings.Join(values, "#"))
	}
	return strings.Join(names, ", ")
}
