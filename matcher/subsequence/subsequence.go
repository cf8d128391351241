// Package subsequence aligns two sequences of lines: [Common] finds the lines that both
// have in the same order. It costs next to nothing where they are nearly equal or wholly
// different, and stays near-linear in between.
package subsequence

import (
	"slices"
	"sort"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Two sequences of lines are aligned by a longest common subsequence, found by
// Myers' algorithm in linear memory (sergi/go-diff, which bisects). Its time is
// the product of the length and of what differs, so all that cannot be common is
// taken away before: the ends that are equal, and lines that only one side has.
// What differs wholly is nothing then, however long. Where much is left even so,
// as when the same lines come in another order, lines that are unique on both
// sides are taken as fixed points, as in a patience diff, and where there are
// none, both sides are cut in halves: the result is then a common subsequence that
// reads well, if not always a longest one.
const bisectable = 4 << 20 // the product of the lengths up to which all is left to Myers

// Common returns the pairs of indexes of a common subsequence of a and b, in
// order. An empty text is equal to nothing.
func Common(a, b []string) [][2]int {
	ids := map[string]int{}
	number := func(texts []string) []element {
		elements := make([]element, 0, len(texts))
		for i, s := range texts {
			if s == "" {
				continue
			}
			id, ok := ids[s]
			if !ok {
				id = len(ids)
				ids[s] = id
			}
			elements = append(elements, element{id, i})
		}
		return elements
	}
	return subsequence(number(a), number(b), nil)
}

// An element is a line by a number for its text.
type element struct{ id, index int }

// subsequence appends pairs of a common subsequence.
func subsequence(a, b []element, pairs [][2]int) [][2]int {
	for len(a) > 0 && len(b) > 0 && a[0].id == b[0].id {
		pairs = append(pairs, [2]int{a[0].index, b[0].index})
		a, b = a[1:], b[1:]
	}
	var tail [][2]int
	for len(a) > 0 && len(b) > 0 && a[len(a)-1].id == b[len(b)-1].id {
		tail = append(tail, [2]int{a[len(a)-1].index, b[len(b)-1].index})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	a, b = inBoth(a, b), inBoth(b, a)
	if len(a) > 0 && len(b) > 0 {
		if len(a)*len(b) <= bisectable {
			pairs = bisected(a, b, pairs)
		} else if fixed := anchors(a, b); fixed != nil {
			i, j := 0, 0
			for _, at := range fixed {
				pairs = subsequence(a[i:at[0]], b[j:at[1]], pairs)
				pairs = append(pairs, [2]int{a[at[0]].index, b[at[1]].index})
				i, j = at[0]+1, at[1]+1
			}
			pairs = subsequence(a[i:], b[j:], pairs)
		} else {
			pairs = subsequence(a[:len(a)/2], b[:len(b)/2], pairs)
			pairs = subsequence(a[len(a)/2:], b[len(b)/2:], pairs)
		}
	}
	slices.Reverse(tail)
	return append(pairs, tail...)
}

// inBoth returns the elements of a that are in b as well.
func inBoth(a, b []element) []element {
	in := make(map[int]bool, len(b))
	for _, e := range b {
		in[e.id] = true
	}
	kept := make([]element, 0, len(a))
	for _, e := range a {
		if in[e.id] {
			kept = append(kept, e)
		}
	}
	return kept
}

// anchors returns the places of elements that are unique on both sides, as many
// as are in the same order on both.
func anchors(a, b []element) [][2]int {
	type places struct{ inA, inB, i, j int }
	at := map[int]*places{}
	for i, e := range a {
		p := at[e.id]
		if p == nil {
			p = &places{}
			at[e.id] = p
		}
		p.inA, p.i = p.inA+1, i
	}
	for j, e := range b {
		if p := at[e.id]; p != nil {
			p.inB, p.j = p.inB+1, j
		}
	}
	// A longest increasing subsequence: of each length, the chain that ends lowest.
	type link struct {
		at   [2]int
		from *link
	}
	var chains []*link
	for i, e := range a {
		p := at[e.id]
		if p.inA != 1 || p.inB != 1 {
			continue
		}
		n := sort.Search(len(chains), func(n int) bool { return chains[n].at[1] >= p.j })
		l := &link{at: [2]int{i, p.j}}
		if n > 0 {
			l.from = chains[n-1]
		}
		if n == len(chains) {
			chains = append(chains, l)
		} else {
			chains[n] = l
		}
	}
	if len(chains) == 0 {
		return nil
	}
	var found [][2]int
	for l := chains[len(chains)-1]; l != nil; l = l.from {
		found = append(found, l.at)
	}
	slices.Reverse(found)
	return found
}

// bisected leaves it to Myers.
func bisected(a, b []element, pairs [][2]int) [][2]int {
	d := diffmatchpatch.New()
	d.DiffTimeout = 0 // else the result depends on how busy the machine is
	i, j := 0, 0
	for _, part := range d.DiffMainRunes(characters(a), characters(b), false) {
		for range part.Text {
			switch part.Type {
			case diffmatchpatch.DiffEqual:
				pairs = append(pairs, [2]int{a[i].index, b[j].index})
				i, j = i+1, j+1
			case diffmatchpatch.DiffDelete:
				i++
			case diffmatchpatch.DiffInsert:
				j++
			}
		}
	}
	return pairs
}

// characters has a character for each element, none of them a surrogate, which
// no string can hold.
func characters(elements []element) []rune {
	runes := make([]rune, len(elements))
	for i, e := range elements {
		runes[i] = rune(e.id + 1)
		if runes[i] >= 0xD800 {
			runes[i] += 0x800
		}
	}
	return runes
}
