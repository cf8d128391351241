package schedule

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"dott/runner/discover"
)

// A Shard is one of several parts of the tests, each for a machine of its own.
// The zero value is all of them.
//
// The machines do not talk with one another, so each computes the whole split
// and takes its part. For every test to be in exactly one, all must know the
// same: the same tests, and the same times. That is why these are given, and not
// what the machine happens to remember of earlier runs.
type Shard struct {
	Index, Of int // Index is from 1
	// Seconds returns how long a test takes, by its name, or 0 if nobody knows. It
	// may be nil.
	Seconds func(name string) float64
}

// String returns the shard as 2/5.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Part returns the tests of the shard, in the order that they had, and a sum over
// the whole split by which shards of another one are known.
//
// The longest test goes first, always to the shard with the least to do (Graham
// 1969: at most 4/3 of the best possible). Tests whose time is not known count
// as long as the mean of the others; where none is known, the parts are equal.
func (s Shard) Part(tests []discover.Test) (part []discover.Test, split string) {
	if s.Of == 0 {
		return tests, ""
	}
	weights := s.weights(tests)
	longest := make([]int, len(tests))
	for i := range longest {
		longest[i] = i
	}
	slices.SortStableFunc(longest, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	shards := make([]int, len(tests)) // of each test, from 0
	loads := make([]float64, s.Of)
	counts := make([]int, s.Of)
	for _, i := range longest {
		least := 0
		for n := range loads {
			// Where the times are equal, or 0, the numbers of tests are made equal.
			if loads[n] < loads[least] || loads[n] == loads[least] && counts[n] < counts[least] {
				least = n
			}
		}
		shards[i] = least
		loads[least] += weights[i]
		counts[least]++
	}
	sum := sha256.New()
	for i, t := range tests {
		fmt.Fprintf(sum, "%d %s\x00", shards[i], t.Name)
		if shards[i] == s.Index-1 {
			part = append(part, t)
		}
	}
	return part, hex.EncodeToString(sum.Sum(nil)[:8])
}

// weights returns how long each test takes, or may take; a test that is skipped
// takes no time.
func (s Shard) weights(tests []discover.Test) []float64 {
	weights := make([]float64, len(tests))
	sum, known := 0.0, 0
	for i, t := range tests {
		if s.Seconds != nil && t.Skip == "" {
			weights[i] = s.Seconds(t.Name)
		}
		if weights[i] > 0 {
			sum += weights[i]
			known++
		}
	}
	mean := 1.0
	if known > 0 {
		mean = sum / float64(known)
	}
	for i, t := range tests {
		if weights[i] <= 0 && t.Skip == "" {
			weights[i] = mean
		}
	}
	return weights
}
