package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dott/matcher/subsequence"
)

// An entry is a line of a variant's list, or of the merged ones.
type entry struct {
	expectation
	line int    // of the file; -1: it is new
	key  string // equal for lines that may become one; "" is like no other
	had  set    // of a line of the file: the variants that it was for
	has  set    // the variants that have it now

	from int  // the line of the file whose text it has, where lines are merged without those of the file; 0 is none
	same bool // as it is there

	guarded bool // it would read as code, and is written so that it does not
}

func (e *entry) keyed() *entry {
	e.key = e.plain + "\x00" + e.others
	return e
}

// stays reports whether it is a line of the file that keeps its text.
func (e *entry) stays() bool { return e.line >= 0 && !e.guarded && slices.Equal(e.had, e.has) }

// gone reports whether it is a line of the file that nobody has any more.
func (e *entry) gone() bool { return len(e.has) == 0 && len(e.had) > 0 }

// first is the first of the variants that have it; nobody is before all.
func (e *entry) first() int {
	if len(e.has) == 0 {
		return -1
	}
	return e.has[0]
}

// set is a set of variants by their indexes, in order.
type set []int

func (s set) key() string {
	var b strings.Builder
	for _, v := range s {
		b.WriteString(strconv.Itoa(v))
		b.WriteByte(' ')
	}
	return b.String()
}

// A list is what some variants have in a region.
type list struct {
	variants set
	entries  []*entry
}

// listKey is equal for lists that are equal.
func listKey(list []*entry) string {
	var b strings.Builder
	for _, e := range list {
		fmt.Fprintf(&b, "%d %s\n", e.line, e.key)
	}
	return b.String()
}

// merge adds a list to what was merged so far.
func merge(merged []*entry, l *list) []*entry {
	list, variants := l.entries, l.variants
	result := make([]*entry, 0, len(merged)+len(list))
	at := 0
	upTo := func(end int, fresh []*entry) {
		stretch := merged[at:end]
		i, k := 0, 0
		for _, p := range subsequence.Common(keys(stretch), keys(fresh)) {
			result = append(append(result, stretch[i:p[0]]...), fresh[k:p[1]]...)
			result = append(result, stretch[p[0]])
			i, k = p[0]+1, p[1]+1
			stretch[p[0]].has = append(stretch[p[0]].has, variants...)
		}
		result = append(append(result, stretch[i:]...), fresh[k:]...)
		at = end
	}
	first := 0
	for n, e := range list {
		if e.line < 0 {
			e.has = slices.Clone(variants) // unless it turns out to be there already
			continue
		}
		end := at
		for merged[end].line != e.line {
			end++
		}
		upTo(end, list[first:n])
		merged[end].has = append(merged[end].has, variants...)
		result = append(result, merged[end])
		at, first = end+1, n+1
	}
	upTo(len(merged), list[first:])
	return result
}

func keys(entries []*entry) []string {
	all := make([]string, len(entries))
	for i, e := range entries {
		all[i] = e.key
	}
	return all
}

var status = lazily(`^\[\d+\]$`)

// statusLast puts exit statuses behind all output, where a reader looks for them:
// those that nothing follows in any list that has them.
func statusLast(merged []*entry) []*entry {
	last := map[int]*entry{}
	for _, e := range merged {
		for _, v := range e.has {
			last[v] = e
		}
	}
	var output, statuses []*entry
	for _, e := range merged {
		move := !e.stays() && len(e.has) > 0 && e.others == "" && status().MatchString(e.plain)
		for _, v := range e.has {
			move = move && last[v] == e
		}
		if move {
			statuses = append(statuses, e)
		} else {
			output = append(output, e)
		}
	}
	return append(output, statuses...)
}
