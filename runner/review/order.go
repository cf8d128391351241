package review

import (
	"cmp"
	"container/heap"
)

// What merging leaves undecided is the order of lines that no variant has
// together. inOrder puts those of the first variant first, as far as the order of
// each list, and that of the lines of the file, allows: a topological order of
// these chains, the least one.
func inOrder(merged []*entry, lists []*list) []*entry {
	after := make([][]int, len(merged)) // what comes next in some chain
	waits := make([]int, len(merged))   // in how many chains something comes before
	last := map[int]int{}               // of each chain, by the first variant of its list
	chain := func(name, n int) {
		if before, ok := last[name]; ok {
			after[before] = append(after[before], n)
			waits[n]++
		}
		last[name] = n
	}
	const file = -1
	isFirst := map[int]bool{}
	for _, l := range lists {
		isFirst[l.variants[0]] = true
	}
	for n, e := range merged {
		if e.line >= 0 {
			chain(file, n)
		}
		for _, v := range e.has {
			if isFirst[v] {
				chain(v, n)
			}
		}
	}
	ready := &queue{entries: merged}
	for n := range merged {
		if waits[n] == 0 {
			heap.Push(ready, n)
		}
	}
	sorted := make([]*entry, 0, len(merged))
	for ready.Len() > 0 {
		n := heap.Pop(ready).(int)
		sorted = append(sorted, merged[n])
		for _, next := range after[n] {
			if waits[next]--; waits[next] == 0 {
				heap.Push(ready, next)
			}
		}
	}
	return sorted
}

// queue is the entries that may come next, as a heap.
type queue struct {
	entries []*entry
	ready   []int
}

func (q *queue) Len() int { return len(q.ready) }
func (q *queue) Less(i, k int) bool {
	a, b := q.ready[i], q.ready[k]
	return cmp.Or(cmp.Compare(q.entries[a].first(), q.entries[b].first()), cmp.Compare(a, b)) < 0
}
func (q *queue) Swap(i, k int) { q.ready[i], q.ready[k] = q.ready[k], q.ready[i] }
func (q *queue) Push(n any)    { q.ready = append(q.ready, n.(int)) }
func (q *queue) Pop() any {
	n := q.ready[len(q.ready)-1]
	q.ready = q.ready[:len(q.ready)-1]
	return n
}
