package tooltest

import (
	"iter"
	"os"
	"strconv"
	"testing"
)

// Seeds yields the seeds of a test that holds something to random inputs: 0 to n-1. Where
// DOTT_SEEDS is set, there are that many times as many. A few find what a change broke; who
// changed an algorithm tries more.
func Seeds(t testing.TB, n int) iter.Seq[uint64] {
	t.Helper()
	if times := os.Getenv("DOTT_SEEDS"); times != "" {
		k, err := strconv.Atoi(times)
		if err != nil || k < 1 {
			t.Fatalf("DOTT_SEEDS=%s: must be a whole number, 1 or more", times)
		}
		n *= k
	}
	return func(yield func(uint64) bool) {
		for seed := range uint64(n) {
			if !yield(seed) {
				return
			}
		}
	}
}
