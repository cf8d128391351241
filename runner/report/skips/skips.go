// Package skips says in sentences what a count of skipped tests does not.
package skips

import (
	"fmt"
	"slices"
	"strings"

	"dott/runner/event"
)

// Skips counts tests that were skipped, by the reason. It says in sentences what a
// count does not: that tests ran the last time and do not now, and that nothing ran
// at all.
type Skips struct {
	reasons []*skipped
	all     int // tests, skipped or not
	skipped int
}

type skipped struct {
	reason string
	tests  int
	before int      // of them, those that ran the last time
	names  []string // of the first of these
}

// namedSkips is how many tests a sentence names.
const namedSkips = 3

// Add takes the end of a test; other events are passed over.
func (s *Skips) Add(e event.Event) {
	if !e.Done() {
		return
	}
	s.all++
	if e.Action != event.Skip {
		return
	}
	s.skipped++
	reason := e.Reason
	if reason == "" {
		reason = "no reason given"
	}
	var r *skipped
	for _, known := range s.reasons {
		if known.reason == reason {
			r = known
		}
	}
	if r == nil {
		r = &skipped{reason: reason}
		s.reasons = append(s.reasons, r)
	}
	r.tests++
	if e.RanBefore {
		if r.before++; r.before <= namedSkips {
			r.names = append(r.names, e.Address())
		}
	}
}

// Sentences returns what there is to say.
func (s *Skips) Sentences() (all []string) {
	for _, r := range s.reasons {
		if r.before == 0 {
			continue
		}
		names := strings.Join(r.names, ", ")
		if more := r.before - len(r.names); more > 0 {
			names += fmt.Sprintf(" and %d more", more)
		}
		verb, need := "were", "tests need it"
		if r.before == 1 {
			verb = "was"
		}
		if !strings.HasPrefix(r.reason, "missing feature: ") {
			need = "tests are skipped for it"
		}
		if r.tests == 1 {
			need = strings.Replace(strings.Replace(need, "tests need", "test needs", 1), "tests are", "test is", 1)
		}
		all = append(all, fmt.Sprintf("%s %s skipped and ran the last time: %s; %d %s", names, verb, r.reason, r.tests, need))
	}
	if s.all > 0 && s.skipped == s.all {
		all = append(all, s.nothing())
	}
	return all
}

// shownReasons is how many reasons a line has.
const shownReasons = 4

// Reasons returns a line with the reasons for which tests were skipped, the most
// frequent ones first; "" is that none was, or that Sentences says it already.
func (s *Skips) Reasons() string {
	if s.skipped == 0 || s.skipped == s.all {
		return ""
	}
	reasons := slices.DeleteFunc(slices.Clone(s.reasons), func(r *skipped) bool { return r.before > 0 })
	if len(reasons) == 0 {
		return ""
	}
	slices.SortStableFunc(reasons, func(a, b *skipped) int { return b.tests - a.tests })
	var parts []string
	for i, r := range reasons {
		if i == shownReasons {
			parts = append(parts, fmt.Sprintf("and for %d other reasons", len(reasons)-i))
			break
		}
		first, _, _ := strings.Cut(r.reason, "\n")
		if r.tests > 1 {
			first += fmt.Sprintf(" (%d tests)", r.tests)
		}
		parts = append(parts, first)
	}
	return "skipped: " + strings.Join(parts, "; ")
}

// nothing says that nothing was tested.
func (s *Skips) nothing() string {
	most := s.reasons[0]
	for _, r := range s.reasons {
		if r.tests > most.tests {
			most = r
		}
	}
	text := fmt.Sprintf("nothing was tested: all %d tests were skipped (%s", s.all, most.reason)
	if s.all == 1 {
		text = "nothing was tested: the only test was skipped (" + most.reason
	}
	if len(s.reasons) > 1 {
		others := "other reasons"
		if len(s.reasons) == 2 {
			others = "other reason"
		}
		text += fmt.Sprintf(": %d, and %d %s", most.tests, len(s.reasons)-1, others)
	}
	return text + ")"
}
