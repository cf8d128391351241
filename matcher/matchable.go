package matcher

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Before the search, the items that match no line at all and the lines that no item
// matches are found. Nearly all items are literal, so lines are looked up in a table
// of their texts, which takes no memory for a line. Only where there are globs or
// expressions, the forms of the lines are sorted, for each such item to be tried on
// those that begin as its matches must.

// A census finds which items and lines may meet.
type census struct {
	*aligner
	lo, end, gotEnd int

	same           []int32 // for each item from lo on: the first with its text
	itemHit        []bool  // by the item, from lo on; only of the first of each text
	lineHit        []bool  // by the line, from lo on
	probes         int
	byText         map[string]int32 // the first node of a text
	nodes          []textNode
	patterns, long []int // items that are globs or expressions, and long lines
}

// A textNode says that an item may match a text literally.
type textNode struct{ item, next int32 }

// matchable returns the items of [lo,end) that may match some line of
// [lo,gotEnd), and the lines that some item may match, with a barrier for each
// run of the others.
func (a *aligner) matchable(lo, end, gotEnd int) (items, lines []int) {
	c := census{aligner: a, lo: lo, end: end, gotEnd: gotEnd}
	c.lineHit = make([]bool, gotEnd-lo)
	if lo < end && lo < gotEnd {
		c.listItems()
		c.tryTexts()
		if len(c.patterns) > 0 {
			c.tryPatterns()
		}
		for i := lo; i < end; i++ {
			if c.itemHit[c.same[i-lo]] {
				items = append(items, i)
			}
		}
	}
	for j := lo; j < gotEnd; j++ {
		if c.probes > probeBudget || c.lineHit[j-lo] {
			lines = append(lines, j)
		} else if len(lines) == 0 || lines[len(lines)-1] != barrier {
			lines = append(lines, barrier)
		}
	}
	return items, lines
}

// listItems makes the table of the items' texts.
func (c *census) listItems() {
	n := c.end - c.lo
	c.same, c.itemHit = make([]int32, n), make([]bool, n)
	c.byText = make(map[string]int32, n)
	type key struct {
		text  string
		blank bool
	}
	first := make(map[key]int32, n)
	for i := range n {
		p := &c.want[c.lo+i]
		k := key{p.Text, p.Kind == Blank}
		if f, ok := first[k]; ok {
			c.same[i] = f
			continue
		}
		first[k], c.same[i] = int32(i), int32(i)
		texts := [...]string{p.Text, p.Plain, p.own, p.body}
		switch p.Kind {
		case Literal, Escaped, Blank: // the body is a text
		default:
			texts[3] = p.Text
			c.patterns = append(c.patterns, i)
		}
		for t, text := range texts {
			if slices.Contains(texts[:t], text) {
				continue
			}
			next, ok := c.byText[text]
			if !ok {
				next = -1
			}
			c.nodes = append(c.nodes, textNode{int32(i), next})
			c.byText[text] = int32(len(c.nodes) - 1)
		}
	}
}

// meet notes whether an item matches a line, unless it is known of both that they
// match something.
func (c *census) meet(i, j int) {
	if (!c.itemHit[i] || !c.lineHit[j]) && c.match(c.lo+i, c.lo+j) {
		c.itemHit[i], c.lineHit[j] = true, true
	}
}

// tryTexts finds the lines that an item may match literally.
func (c *census) tryTexts() {
	for j := range c.lineHit {
		l := &c.got[c.lo+j]
		if l.long() {
			c.long = append(c.long, j)
			continue
		}
		for form := range (forms{l}).all {
			node, ok := c.byText[form]
			for ; ok && node >= 0; node = c.nodes[node].next {
				c.meet(int(c.nodes[node].item), j)
			}
		}
	}
	// There are few of these, and to look one up would cost more than to compare it.
	for _, j := range c.long {
		for i, f := range c.same {
			if int(f) == i {
				c.meet(i, j)
			}
		}
	}
}

// A form is a text of a line.
type form struct {
	text string
	line int32
}

// tryPatterns tries globs and expressions on the lines.
func (c *census) tryPatterns() {
	var texts []form
	for j := range c.lineHit {
		if l := &c.got[c.lo+j]; !l.long() {
			for text := range (forms{l}).all {
				texts = append(texts, form{text, int32(j)})
			}
		}
	}
	slices.SortFunc(texts, func(a, b form) int {
		return cmp.Or(strings.Compare(a.text, b.text), c.compareLines(a.line, b.line))
	})
	// Equal lines are looked at once: only the first of a run is tried.
	var runs []int
	for k := range texts {
		if k == 0 || texts[k].text != texts[k-1].text || c.compareLines(texts[k].line, texts[k-1].line) != 0 {
			runs = append(runs, k)
		}
	}
	for _, i := range c.patterns {
		prefix := prefixOf(&c.want[c.lo+i])
		from := sort.Search(len(runs), func(r int) bool { return texts[runs[r]].text >= prefix })
		for _, k := range runs[from:] {
			if !strings.HasPrefix(texts[k].text, prefix) {
				break
			}
			if c.probes++; c.probes > probeBudget {
				c.itemHit[i] = true
				break
			}
			c.meet(i, int(texts[k].line))
		}
	}
	for r, k := range runs {
		if !c.lineHit[texts[k].line] {
			continue
		}
		end := len(texts)
		if r+1 < len(runs) {
			end = runs[r+1]
		}
		for _, f := range texts[k:end] {
			c.lineHit[f.line] = true
		}
	}
}

// compareLines puts lines in an order in which equal ones are neighbours.
func (c *census) compareLines(a, b int32) int {
	x, y := &c.got[c.lo+int(a)], &c.got[c.lo+int(b)]
	if x == y {
		return 0
	}
	end := func(l *Line) int {
		if l.NoEOL {
			return 1
		}
		return 0
	}
	return cmp.Or(strings.Compare(x.raw, y.raw), strings.Compare(x.shown, y.shown), cmp.Compare(end(x), end(y)), cmp.Compare(x.status, y.status), cmp.Compare(x.origin, y.origin))
}
