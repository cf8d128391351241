package history

import (
	"slices"
	"time"

	"dott/runner/event"
)

// When a test is one that passes and fails in turn.
const (
	lookBack = 40 // runs that are looked at, with this one
	atLeast  = 8  // of them there must be: whoever writes a test sees it pass and fail, too
	unsteady = 3  // changes; a bug that was mended and came back is two of them
	lasting  = 5  // failures in a row that are no longer a turn
)

// Past returns what earlier runs make of a verdict; nil is nothing. Where there are no
// earlier runs at all, nothing is new. now is what the versions of its cell stand for.
func (h *History) Past(k Key, v Verdict, now string) *event.Past {
	if len(h.Runs) == 0 || v == Skipped || v == Accepted {
		return nil
	}
	s := h.streak(k)
	turns, failed, runs := s.turns, s.failed, s.runs
	if v.Bad() {
		failed++
	}
	runs++
	if s.known && v.Bad() != s.bad {
		turns++
	}
	steady := turns < unsteady || runs < atLeast || v.Bad() && s.bad && s.length >= lasting
	switch {
	case v == Flaky:
		return &event.Past{Is: event.Unsteady, Failed: failed + 1, Runs: runs}
	case (v.Bad() || s.bad) && !steady:
		return &event.Past{Is: event.Unsteady, Failed: failed, Runs: runs}
	case v.Bad() && s.bad:
		return &event.Past{Is: event.Since, Runs: s.length + 1, Began: s.began, First: s.first(k.Cell, now)}
	case v.Bad():
		return &event.Past{Is: event.New, Runs: s.runs}
	case s.bad:
		return &event.Past{Is: event.Fixed, Runs: s.length, Began: s.began}
	}
	return nil
}

// A streak is how the runs before this one ended for a test.
type streak struct {
	known  bool // there was one
	bad    bool // it failed in the last
	length int  // and in so many in a row
	began  time.Time
	cell   string // in which it failed in the first of them
	stood  string // what the versions of that stood for

	turns, failed, runs int // in the last lookBack
}

// first says with what a test failed at first, if that is another cell or version.
func (s *streak) first(cell, now string) string {
	switch {
	case s.cell != cell:
		return s.cell
	case s.stood != now:
		return s.stood
	}
	return ""
}

// streak looks at the results of a test from the last one back. A run without the test
// is passed over, as are skips. Where the cell is newer than the test, the others count
// for it: a test that fails in git=2.46, which is new, and failed in git=2.45, does not
// fail for the first time.
func (h *History) streak(k Key) (s streak) {
	name, ok := h.index[k]
	others := h.cells[k.Test]
	if !ok && len(others) == 0 {
		return s
	}
	going, last := true, false
	for i, r := range slices.Backward(h.Runs) {
		cell, v, found := k.Cell, Verdict(0), false
		if ok {
			v, found = r.verdict(name)
		}
		if !found && (!ok || h.before(i, name)) {
			cell, v, found = h.anywhere(r, others)
		}
		if !found || v == Skipped {
			continue
		}
		bad := v.Bad()
		if !s.known {
			s.known, s.bad = true, bad
		} else if bad != last {
			s.turns++
		}
		last = bad
		if v == Flaky {
			s.turns += 2
		}
		going = going && bad
		if going {
			s.length, s.began, s.cell, s.stood = s.length+1, r.Began, cell, r.Cells[cell]
		}
		if s.runs < lookBack-1 {
			s.runs++
			if bad || v == Flaky {
				s.failed++
			}
		}
		if v == Accepted {
			break
		}
		// A test that passed, and passed before, needs no more; nor does one whose row of
		// failures has ended and that was looked at long enough.
		if !going && (s.runs >= lookBack-1 || !s.bad && s.turns == 0 && s.runs > lasting) {
			break
		}
	}
	return s
}

// before reports whether the runs up to one are all older than what is known of a name.
func (h *History) before(run, name int) bool {
	if h.firsts == nil {
		h.firsts = make([]int, len(h.names))
		for i := range h.firsts {
			h.firsts[i] = len(h.Runs)
		}
		for i, r := range slices.Backward(h.Runs) {
			for _, s := range r.spans {
				for n := range s.n {
					h.firsts[s.first+n] = i
				}
			}
		}
	}
	return run < h.firsts[name]
}

// anywhere returns the verdict of a test in a run, whatever the cell: the first one in
// which it failed.
func (h *History) anywhere(r *Run, names []int) (cell string, v Verdict, found bool) {
	for _, name := range names {
		w, ok := r.verdict(name)
		if ok && w != Skipped && (!found || w.Bad() && !v.Bad()) {
			cell, v, found = h.names[name].Cell, w, true
		}
	}
	return cell, v, found
}

// Median returns how long a test takes as a rule: the median of its last passes, at most
// twenty, and how many these were.
func (h *History) Median(k Key) (seconds float64, runs int) {
	name, ok := h.index[k]
	if !ok {
		return 0, 0
	}
	var all []uint16
	for _, r := range slices.Backward(h.Runs) {
		at := r.at(name)
		if at >= 0 && (Verdict(r.verdicts[at]) == Passed || Verdict(r.verdicts[at]) == Accepted) {
			all = append(all, r.packed(at))
		}
		if len(all) == medianOf {
			break
		}
	}
	if len(all) == 0 {
		return 0, 0
	}
	slices.Sort(all)
	n := len(all)
	return (unpackSeconds(all[(n-1)/2]) + unpackSeconds(all[n/2])) / 2, n
}

const medianOf = 20

// trendOf is how many runs a trend has, at most.
const trendOf = 60

// Trend returns the last runs that had about as many tests as one that had so many: a
// run of a single test says nothing about the others.
func (h *History) Trend(ran int) []event.Point {
	var points []event.Point
	for _, r := range slices.Backward(h.Runs) {
		if 2*r.Ran < ran || r.Ran > 2*ran {
			continue
		}
		points = append(points, event.Point{
			Time: r.Began, Ran: r.Ran, Failed: r.Failed, Skipped: r.Skipped, Seconds: r.Seconds, Covered: r.Covered, Lines: r.Lines,
		})
		if len(points) == trendOf-1 {
			break
		}
	}
	slices.Reverse(points)
	return points
}

// Before returns the history of the runs that began before a time.
func (h *History) Before(t time.Time) *History {
	cut := *h
	n := len(h.Runs)
	for n > 0 && !h.Runs[n-1].Began.Before(t) {
		n--
	}
	cut.Runs, cut.firsts = h.Runs[:n:n], nil
	return &cut
}
