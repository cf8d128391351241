package matrix

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Bisect finds, for each test, the first version at which its verdict is
// another. It tries the oldest and the newest version, and where they differ,
// halves what is between. Tests that need the same version are tried with it
// together, so that n versions are tried about log n times each and not once for
// each test.
type Bisect struct {
	Versions []string // oldest first
	Tests    []string
	// Trial runs tests with one version and returns their verdicts. An error says
	// that this version cannot be tried, for it does not install say; its
	// neighbours are tried instead.
	Trial func(ctx context.Context, version string, tests []string) (map[string]string, error)
}

// A Change is what was found for one test.
type Change struct {
	Test     string
	Last     string   // the last version with the verdict of the oldest
	First    string   // the first version with another; "" if there is none
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

// span is where the change of a test is: after low, up to high.
type span struct {
	low, high int
	was, is   string
}

// Run searches, and returns what it found for each test, in their order. Versions
// that could not be tried are errors beside it; only the end of ctx leaves
// nothing.
func (b Bisect) Run(ctx context.Context) (changes []Change, failures []error, err error) {
	broken := map[int]bool{}
	verdicts := map[int]map[string]string{} // by version and test
	try := func(v int, tests []string) error {
		got, err := b.Trial(ctx, b.Versions[v], tests)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			broken[v] = true
			failures = append(failures, fmt.Errorf("%s: %w", b.Versions[v], err))
			return nil
		}
		if verdicts[v] == nil {
			verdicts[v] = map[string]string{}
		}
		for _, t := range tests {
			verdicts[v][t] = got[t]
		}
		return nil
	}
	low, high := 0, len(b.Versions)-1
	for ; low <= high; low++ {
		if err := try(low, b.Tests); err != nil {
			return nil, failures, err
		} else if !broken[low] {
			break
		}
	}
	for ; high > low; high-- {
		if err := try(high, b.Tests); err != nil {
			return nil, failures, err
		} else if !broken[high] {
			break
		}
	}
	if low > high {
		for _, t := range b.Tests {
			changes = append(changes, Change{Test: t, NoAnswer: true})
		}
		return changes, failures, nil
	}
	spans := map[string]*span{}
	for _, t := range b.Tests {
		spans[t] = &span{low, high, verdicts[low][t], verdicts[high][t]}
	}
	for {
		next, tests := b.next(spans, broken)
		if len(tests) == 0 {
			break
		}
		if err := try(next, tests); err != nil {
			return nil, failures, err
		}
		for _, t := range tests {
			if broken[next] {
				continue
			}
			if s := spans[t]; verdicts[next][t] == s.was {
				s.low = next
			} else {
				s.high, s.is = next, verdicts[next][t]
			}
		}
	}
	for _, t := range b.Tests {
		s := spans[t]
		c := Change{Test: t, Was: s.was, Oldest: b.Versions[low], Newest: b.Versions[high]}
		if s.was != s.is {
			c.Last, c.First, c.Is = b.Versions[s.low], b.Versions[s.high], s.is
			c.Untried = slices.Clone(b.Versions[s.low+1 : s.high])
		}
		changes = append(changes, c)
	}
	return changes, failures, nil
}

// next returns the version to try, and the tests that need it: that which most
// of them need.
func (b Bisect) next(spans map[string]*span, broken map[int]bool) (version int, tests []string) {
	needs := map[int][]string{}
	for _, t := range b.Tests {
		if v := spans[t].middle(broken); v >= 0 {
			needs[v] = append(needs[v], t)
		}
	}
	for v := range b.Versions {
		if len(needs[v]) > len(tests) {
			version, tests = v, needs[v]
		}
	}
	return version, tests
}

// middle returns the version nearest to the middle that can be tried, or -1.
func (s span) middle(broken map[int]bool) int {
	if s.was == s.is {
		return -1
	}
	middle := (s.low + s.high) / 2
	for d := range s.high - s.low {
		for _, v := range []int{middle - d, middle + d} {
			if s.low < v && v < s.high && !broken[v] {
				return v
			}
		}
	}
	return -1
}
