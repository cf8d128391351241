package matrix

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Bisect finds, for each test, the version from which on it has the verdict that
// it has with the newest. It tries that one, and then halves what is before: of 60
// versions, 7 are tried. Versions that are at hand are tried first, as far as they
// are near the middle, for the others cost a build; so is the oldest, which tells
// of most tests that nothing changed. Tests that need the same version are tried
// with it together, so that n versions are tried about log n times each and not
// once for each test.
type Bisect struct {
	Versions []string // oldest first
	Tests    []string
	// Ready tells whether a version is at hand. Nil is that all are.
	Ready func(version string) bool
	// Trial runs tests with one version and returns their verdicts. An error says
	// that this version cannot be tried, for it does not install say; others are
	// tried instead.
	Trial func(ctx context.Context, version string, tests []string) (map[string]string, error)
}

// A Change is what was found for one test.
type Change struct {
	Test     string
	Last     string   // the last version with another verdict than the newest
	First    string   // the first version behind it; "" if there is none
	Was, Is  string   // these verdicts
	Untried  []string // versions between the two that could not be tried
	Oldest   string   // the versions at the ends
	Newest   string
	NoAnswer bool // the test has no verdict, since no version could be tried
}

// String says it in a sentence.
func (c Change) String() string {
	switch {
	case c.NoAnswer:
		return fmt.Sprintf("%s: none of the versions could be tried", c.Test)
	case c.First == "" && c.Oldest == c.Newest:
		return fmt.Sprintf("%s: %s with %s, the only version that could be tried", c.Test, c.Was, c.Oldest)
	case c.First == "":
		return fmt.Sprintf("%s: %s with %s and with %s; there is no change to look for between them", c.Test, c.Was, c.Oldest, c.Newest)
	}
	s := fmt.Sprintf("%s: %s up to %s, %s from %s on", c.Test, c.Was, c.Last, c.Is, c.First)
	if len(c.Untried) > 0 {
		s += fmt.Sprintf(" (or from one that could not be tried: %s)", strings.Join(c.Untried, ", "))
	}
	return s
}

// span is where the change of a test is: after low, up to high. Low is -1 as long as
// nothing older is known to be different.
type span struct {
	low, high int
	was, is   string
}

// Run searches, and returns what it found for each test, in their order. Versions
// that could not be tried are errors beside it; only the end of ctx leaves
// nothing.
func (b Bisect) Run(ctx context.Context) (changes []Change, failures []error, err error) {
	s := searching{Bisect: b, broken: map[int]bool{}, spans: map[string]*span{}}
	newest := len(b.Versions) - 1
	for ; newest >= 0; newest-- {
		if err := s.try(ctx, newest, b.Tests); err != nil {
			return nil, s.failures, err
		} else if !s.broken[newest] {
			break
		}
	}
	if newest < 0 {
		for _, t := range b.Tests {
			changes = append(changes, Change{Test: t, NoAnswer: true})
		}
		return changes, s.failures, nil
	}
	for oldest := 0; oldest < newest && b.ready(oldest); oldest++ {
		if err := s.try(ctx, oldest, b.Tests); err != nil {
			return nil, s.failures, err
		} else if !s.broken[oldest] {
			break
		}
	}
	for {
		version, tests := s.next()
		if len(tests) == 0 {
			break
		}
		if err := s.try(ctx, version, tests); err != nil {
			return nil, s.failures, err
		}
	}
	for _, t := range b.Tests {
		changes = append(changes, s.change(t, newest))
	}
	return changes, s.failures, nil
}

func (b Bisect) ready(v int) bool { return b.Ready == nil || b.Ready(b.Versions[v]) }

// searching is a search under way.
type searching struct {
	Bisect
	broken   map[int]bool
	failures []error
	spans    map[string]*span
}

// try runs tests with a version, and narrows their spans. The error is that of ctx.
func (s *searching) try(ctx context.Context, v int, tests []string) error {
	got, err := s.Trial(ctx, s.Versions[v], tests)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		s.broken[v] = true
		s.failures = append(s.failures, fmt.Errorf("%s: %w", s.Versions[v], err))
		return nil
	}
	for _, t := range tests {
		switch sp := s.spans[t]; {
		case sp == nil:
			s.spans[t] = &span{low: -1, high: v, is: got[t]}
		case got[t] == sp.is:
			sp.high = v
		default:
			sp.low, sp.was = v, got[t]
		}
	}
	return nil
}

// change says what was found for a test.
func (s *searching) change(test string, newest int) Change {
	sp := s.spans[test]
	c := Change{Test: test, Was: sp.was, Is: sp.is, Newest: s.Versions[newest]}
	if sp.low < 0 {
		c.Was, c.Is, c.Oldest = sp.is, "", s.Versions[sp.high]
		return c
	}
	c.Last, c.First = s.Versions[sp.low], s.Versions[sp.high]
	c.Untried = slices.Clone(s.Versions[sp.low+1 : sp.high])
	return c
}

// next returns the version to try, and the tests that need it: that which most
// of them need.
func (s *searching) next() (version int, tests []string) {
	needs := map[int][]string{}
	for _, t := range s.Tests {
		if v := s.middle(s.spans[t]); v >= 0 {
			needs[v] = append(needs[v], t)
		}
	}
	for v := range s.Versions {
		if len(needs[v]) > len(tests) {
			version, tests = v, needs[v]
		}
	}
	return version, tests
}

// middle returns the version of a span to try next, or -1. It is the one in the
// middle, or one that is at hand and not far from there. Where versions could not be
// tried, the next one is the farther away the more there were: a stretch of the
// history that does not build is stepped over.
func (s *searching) middle(sp *span) int {
	middle, far := (sp.low+sp.high)/2, (sp.high-sp.low)/4
	if sp.low < 0 {
		middle = (sp.high - 1) / 2
	}
	away, most := 0, sp.high-sp.low
	for v := sp.low + 1; v < sp.high; v++ {
		if s.broken[v] {
			away = 2*away + 1
		}
	}
	nearest, atHand, stepped := -1, -1, -1
	for d := range most {
		for _, v := range []int{middle - d, middle + d} {
			if v <= sp.low || v >= sp.high || s.broken[v] {
				continue
			}
			if nearest < 0 {
				nearest = v
			}
			if stepped < 0 && d >= min(away, far) {
				stepped = v
			}
			if atHand < 0 && d <= far && s.Bisect.Ready != nil && s.ready(v) {
				atHand = v
			}
		}
	}
	switch {
	case atHand >= 0:
		return atHand
	case stepped >= 0:
		return stepped
	}
	return nearest
}
