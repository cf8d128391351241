package runner

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
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

// of returns the tests of the shard, in the order that they had, and a sum over
// the whole split by which shards of another one are known.
//
// The longest test goes first, always to the shard with the least to do (Graham
// 1969: at most 4/3 of the best possible). Tests whose time is not known count
// as long as the mean of the others; where none is known, the parts are equal.
func (s Shard) of(files []chosenTest) (part []chosenTest, split string) {
	if s.Of == 0 {
		return files, ""
	}
	weights := s.weights(files)
	longest := make([]int, len(files))
	for i := range longest {
		longest[i] = i
	}
	slices.SortStableFunc(longest, func(a, b int) int {
		switch {
		case weights[a] > weights[b]:
			return -1
		case weights[a] < weights[b]:
			return 1
		}
		return 0
	})
	shards := make([]int, len(files)) // of each file, from 0
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
	for i, f := range files {
		fmt.Fprintf(sum, "%d %s\x00", shards[i], f.name)
		if shards[i] == s.Index-1 {
			part = append(part, f)
		}
	}
	return part, hex.EncodeToString(sum.Sum(nil)[:8])
}

func (s Shard) weights(files []chosenTest) []float64 {
	weights := make([]float64, len(files))
	sum, known := 0.0, 0
	for i, f := range files {
		if s.Seconds != nil && f.skip == "" {
			weights[i] = s.Seconds(f.name)
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
	for i, f := range files {
		if weights[i] <= 0 && f.skip == "" {
			weights[i] = mean
		}
	}
	return weights
}
