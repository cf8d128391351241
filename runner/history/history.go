// Package history keeps what became of a project's tests in earlier runs, and tells
// by that what is new.
//
// A run comes in as events: a [Fold] makes a [Run] of them, with a [Result] for each
// test and cell. [History.Add] puts that behind the runs that are known. The whole
// goes into one file ([History.Encode], [Parse]), which lies in the project's cache,
// or where --history says, for a CI server to keep; a [Store] reads and writes it. A
// [Teller] stands in front of the reports of a later run: it gives each verdict its
// [event.Past], which says whether a failure is new, and the summary its trend.
//
// What it costs: three bytes for each result, so that 200 runs of 10,000 tests are
// 6 MB, read in some 10 ms. The results are not unpacked, but looked up in the bytes of
// the file. A test that passes and passed before costs one look.
package history

import (
	"math"
	"slices"
	"sort"
	"strings"
	"time"
)

// A Verdict is what became of a test, as the character that shows it.
type Verdict byte

// The verdicts. Of a test that ran several times in a run, the worst counts.
const (
	Passed   Verdict = '.'
	Accepted Verdict = '+' // it passed when its file was rewritten; what was before is about another test
	Flaky    Verdict = '~' // it passed after a failure
	Failed   Verdict = '!'
	TimedOut Verdict = 't'
	Skipped  Verdict = 's'
)

// Bad reports whether a test failed.
func (v Verdict) Bad() bool { return v == Failed || v == TimedOut }

// A Key is what a test is known by: its name from the root of the repository, with
// its cases, and its cell.
type Key struct{ Test, Cell string }

// A Result is what became of a test in a run.
type Result struct {
	Verdict Verdict
	Seconds float64
}

// A Run is one run.
type Run struct {
	ID      uint64 // so that a run which comes twice is kept once
	Began   time.Time
	Seconds float64 // of all its tests together

	Ran, Failed, Skipped int // Ran counts all
	Covered, Lines       int // Lines is 0 where nothing was measured

	// Cells are what the versions of cells stood for that move, such as a commit of
	// main.
	Cells map[string]string

	// Results are those of a run that is to be added. One that was read has them in the
	// fields below: for each span of names, a verdict and two bytes for the time.
	Results  map[Key]Result
	spans    []span
	verdicts []byte
	times    []byte
}

// A span is the results [at, at+n) of a run, which are of the names from first on.
type span struct{ first, n, at int }

// A History is the runs of a project.
type History struct {
	Project string // by which it is known; "" is not yet
	Runs    []*Run // the latest last

	names  []Key
	index  map[Key]int
	cells  map[string][]int // the names of a test in its cells
	firsts []int            // of each name, the first run that has it; nil is not asked for yet
}

// number returns the number of a name, which is known from then on.
func (h *History) number(k Key) int {
	if i, ok := h.index[k]; ok {
		return i
	}
	if h.index == nil {
		h.index, h.cells = map[Key]int{}, map[string][]int{}
	}
	i := len(h.names)
	h.names = append(h.names, k)
	h.index[k] = i
	h.cells[k.Test] = append(h.cells[k.Test], i)
	return i
}

// Add puts a run behind the others, or by its time among them. It is false for one that
// is known or has no results.
func (h *History) Add(r *Run) bool {
	if len(r.Results) == 0 || h.has(r.ID) {
		return false
	}
	numbers := make([]int, 0, len(r.Results))
	results := make(map[int]Result, len(r.Results))
	keys := make([]Key, 0, len(r.Results))
	for k := range r.Results {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b Key) int {
		return strings.Compare(a.Test+"\x00"+a.Cell, b.Test+"\x00"+b.Cell)
	})
	for _, k := range keys {
		i := h.number(k)
		numbers = append(numbers, i)
		results[i] = r.Results[k]
	}
	slices.Sort(numbers)
	packed := *r
	packed.Results = nil
	packed.pack(numbers, func(i int) (Verdict, uint16) { return results[i].Verdict, packSeconds(results[i].Seconds) })
	h.Runs, h.firsts = append(h.Runs, &packed), nil
	for i := len(h.Runs) - 1; i > 0 && h.Runs[i].Began.Before(h.Runs[i-1].Began); i-- {
		h.Runs[i], h.Runs[i-1] = h.Runs[i-1], h.Runs[i]
	}
	return true
}

func (h *History) has(id uint64) bool {
	return slices.ContainsFunc(h.Runs, func(r *Run) bool { return r.ID == id })
}

// pack keeps the results of names, which are in order.
func (r *Run) pack(numbers []int, of func(int) (Verdict, uint16)) {
	r.spans, r.verdicts, r.times = nil, make([]byte, 0, len(numbers)), make([]byte, 0, 2*len(numbers))
	for at, i := range numbers {
		if n := len(r.spans); n > 0 && r.spans[n-1].first+r.spans[n-1].n == i {
			r.spans[n-1].n++
		} else {
			r.spans = append(r.spans, span{i, 1, at})
		}
		v, s := of(i)
		r.verdicts, r.times = append(r.verdicts, byte(v)), append(r.times, byte(s), byte(s>>8))
	}
}

// at returns where the results of a name are; -1 is that the run did not have it.
func (r *Run) at(name int) int {
	i := sort.Search(len(r.spans), func(i int) bool { return r.spans[i].first > name }) - 1
	if i < 0 || name >= r.spans[i].first+r.spans[i].n {
		return -1
	}
	return r.spans[i].at + name - r.spans[i].first
}

// result returns the result of a name, if the run had it.
func (r *Run) result(name int) (Result, bool) {
	at := r.at(name)
	if at < 0 {
		return Result{}, false
	}
	return Result{Verdict(r.verdicts[at]), unpackSeconds(r.packed(at))}, true
}

func (r *Run) verdict(name int) (Verdict, bool) {
	at := r.at(name)
	if at < 0 {
		return 0, false
	}
	return Verdict(r.verdicts[at]), true
}

func (r *Run) packed(at int) uint16 { return uint16(r.times[2*at]) | uint16(r.times[2*at+1])<<8 }

// numbers returns the names that the run has, in order.
func (r *Run) numbers() []int {
	all := make([]int, 0, len(r.verdicts))
	for _, s := range r.spans {
		for i := range s.n {
			all = append(all, s.first+i)
		}
	}
	return all
}

// Times are kept as logarithms, in two bytes: from 0.1 ms to some days, each to 0.04 %.
const timeUnit, timeSteps = 1e-4, 2900

func packSeconds(s float64) uint16 {
	if !(s > 0) {
		return 0
	}
	return uint16(min(math.MaxUint16, math.Round(timeSteps*math.Log1p(s/timeUnit))))
}

func unpackSeconds(n uint16) float64 { return timeUnit * math.Expm1(float64(n)/timeSteps) }

// Kept is how many results of each test a history keeps, and maxRuns how many runs:
// whoever runs a single test again and again does not lose what is known of the others.
const (
	Kept    = 200
	maxRuns = 2000
)

// Trim drops what is older than what is kept, and the names that nothing needs.
func (h *History) Trim() {
	if n := len(h.Runs); n > maxRuns {
		h.Runs = h.Runs[n-maxRuns:]
	}
	seen := make([]int, len(h.names))
	kept := make([][]int, len(h.Runs)) // of each run, the names
	for i, r := range slices.Backward(h.Runs) {
		for _, name := range r.numbers() {
			if seen[name]++; seen[name] <= Kept {
				kept[i] = append(kept[i], name)
			}
		}
	}
	t := History{Project: h.Project}
	for i := range h.names {
		if seen[i] > 0 {
			t.number(h.names[i])
		}
	}
	for i, r := range h.Runs {
		if len(kept[i]) == 0 {
			continue
		}
		trimmed := *r
		numbers := make([]int, len(kept[i]))
		old := make(map[int]int, len(numbers))
		for j, name := range kept[i] {
			numbers[j] = t.index[h.names[name]]
			old[numbers[j]] = name
		}
		slices.Sort(numbers)
		trimmed.pack(numbers, func(name int) (Verdict, uint16) {
			at := r.at(old[name])
			return Verdict(r.verdicts[at]), r.packed(at)
		})
		t.Runs = append(t.Runs, &trimmed)
	}
	*h = t
}
