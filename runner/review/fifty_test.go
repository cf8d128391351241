package review

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
)

// BenchmarkFiftyCells joins what fifty cells print, ten versions of one tool with five
// of another: a thousand lines that differ, in one block and in a hundred.
func BenchmarkFiftyCells(b *testing.B) {
	dims := []feature.Dim{{Name: "a"}, {Name: "b"}}
	for i := range 10 {
		dims[0].Values = append(dims[0].Values, fmt.Sprint(i))
	}
	for i := range 5 {
		dims[1].Values = append(dims[1].Values, fmt.Sprint(i))
	}
	for _, blocks := range []int{1, 100} {
		b.Run(fmt.Sprint(blocks, " blocks"), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			t := transcript.Format{}.Parse(strings.Repeat("  $ x\n", blocks))
			var variants []Variant
			for n := range 50 {
				variants = append(variants, Variant{At: feature.Variant{n / 5, n % 5}})
			}
			for block := range blocks {
				printed := make([][]string, 50)
				for line := range 1000 / blocks {
					low, high, only := r.IntN(10), r.IntN(10), r.IntN(6)
					for n := range 50 {
						if a := n / 5; a >= low && (high <= low || a < high) && (only == 5 || n%5 != only) {
							printed[n] = append(printed[n], fmt.Sprintf("  line %d of %d", line, block))
						}
					}
				}
				for n := range 50 {
					if len(printed[n]) > 0 {
						variants[n].Edits = append(variants[n].Edits, matcher.Edit{Start: block + 1, End: block + 1, New: printed[n]})
					}
				}
			}
			for b.Loop() {
				edits, err := join(t, dims, slices.Clone(variants))
				if err != nil || len(edits) != blocks {
					b.Fatal(len(edits), err)
				}
			}
		})
	}
}
