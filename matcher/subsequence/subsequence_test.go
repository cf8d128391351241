package subsequence

import (
	"math/rand/v2"
	"testing"
)

// TestCommon: what is common is equal, in order on both sides, and, where it is
// left to Myers, as long as can be.
func TestCommon(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 2))
		random := func() []string {
			texts := make([]string, r.IntN(12))
			for i := range texts {
				texts[i] = []string{"a", "b", "c", "d", "e", ""}[r.IntN(6)]
			}
			return texts
		}
		a, b := random(), random()
		pairs := Common(a, b)
		for n, p := range pairs {
			if a[p[0]] != b[p[1]] || a[p[0]] == "" || n > 0 && (p[0] <= pairs[n-1][0] || p[1] <= pairs[n-1][1]) {
				t.Fatalf("seed %d: %q and %q: %v", seed, a, b, pairs)
			}
		}
		if n := longest(a, b); len(pairs) != n {
			t.Fatalf("seed %d: %q and %q: %d in common, %d can be", seed, a, b, len(pairs), n)
		}
		for _, at := range anchors(elements(a), elements(b)) {
			if a[at[0]] != b[at[1]] {
				t.Fatalf("seed %d: anchors %v of %q and %q", seed, at, a, b)
			}
		}
	}
}

func elements(texts []string) []element {
	all := make([]element, len(texts))
	for i, s := range texts {
		all[i] = element{id: len(s) * int((s + "a")[0]), index: i}
	}
	return all
}

// longest is the length of a longest common subsequence, by the book.
func longest(a, b []string) int {
	best := make([][]int, len(a)+1)
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			best[i+1][j+1] = max(best[i][j+1], best[i+1][j])
			if a[i] == b[j] && a[i] != "" {
				best[i+1][j+1] = best[i][j] + 1
			}
		}
	}
	return best[len(a)][len(b)]
}
