package matcher

import (
	"fmt"
	"testing"
)

// block makes n expected lines and n lines of output; want and got are given the
// number of a line.
func block(n int, want, got func(int) string) ([]Pattern, []Line) {
	patterns, lines := make([]Pattern, n), make([]Line, n)
	for i := range n {
		patterns[i] = Parse(want(i))
		s := got(i)
		lines[i] = NewLine(s, s, false)
	}
	return patterns, lines
}

func numbered(i int) string { return fmt.Sprintf("line %d of the output", i) }

// everySeventh is wrong.
func everySeventh(right func(int) string) func(int) string {
	return func(i int) string {
		if i%7 == 3 {
			return fmt.Sprintf("wrong %d", i)
		}
		return right(i)
	}
}

// BenchmarkAlign has the goals of docs/benchmarks.md. Twice the lines are to
// take at most 2.2 times the time.
func BenchmarkAlign(b *testing.B) {
	glob := func(i int) string { return fmt.Sprintf("line %d of * (glob)", i) }
	starred := func(i int) string { return fmt.Sprintf("* %d of * (glob)", i) }
	regexps := func(i int) string { return fmt.Sprintf(`line %d of \w+ output (re)`, i) }
	benchmarks := []struct {
		name    string
		lines   int
		want    func(int) string
		changes int // at least
	}{
		{"matching", 300000, numbered, 0},
		{"globs-matching", 100000, glob, 0},
		{"every-seventh-wrong", 20000, everySeventh(numbered), 20000 / 7},
		{"every-seventh-wrong", 40000, everySeventh(numbered), 40000 / 7},
		{"globs-every-seventh-wrong", 4000, everySeventh(glob), 4000 / 7},
		{"globs-every-seventh-wrong", 8000, everySeventh(glob), 8000 / 7},
		{"starred-globs-every-seventh-wrong", 4000, everySeventh(starred), 4000 / 7},
		{"starred-globs-every-seventh-wrong", 8000, everySeventh(starred), 1},
		{"regexps-every-seventh-wrong", 4000, everySeventh(regexps), 4000 / 7},
		{"all-different", 100000, func(i int) string { return fmt.Sprintf("other %d", i) }, 1},
	}
	for _, bench := range benchmarks {
		b.Run(fmt.Sprintf("%s/%d", bench.name, bench.lines), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				// Making the patterns and lines is part of what a run costs.
				want, got := block(bench.lines, bench.want, numbered)
				changes, faults, _ := Align(b.Context(), want, got)
				if len(changes) < bench.changes || bench.changes == 0 && len(changes) > 0 || len(faults) > 0 {
					b.Fatalf("%d changes, faults %v", len(changes), faults)
				}
			}
		})
	}
	// Every line of a small alphabet, in another order: nothing to hold on to.
	b.Run("shuffled/20000", func(b *testing.B) {
		for b.Loop() {
			want, got := block(20000, func(i int) string { return fmt.Sprint(i * 7919 % 101) }, func(i int) string { return fmt.Sprint(i * i % 103) })
			if changes, _, _ := Align(b.Context(), want, got); len(changes) == 0 {
				b.Fatal("it passes")
			}
		}
	})
}
