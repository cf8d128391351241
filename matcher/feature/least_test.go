package feature

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// least is how few terms, and then lines, conditions can do with: a reference that
// knows nothing of how Conditions looks for them. It joins terms to all conditions
// there are, asks each for every variant whether it holds, as it is asked when a file
// runs, and finds the cheapest of them that share out the variants by trying all.
// ok is false when nothing tells the variants apart.
func least(t *testing.T, dims []Dim, all, in []Variant) (terms, lines int, ok bool) {
	type set = uint32
	stands, whole := set(0), set(1)<<len(all)-1
	for i, v := range all {
		if slices.ContainsFunc(in, func(w Variant) bool { return slices.Equal(v, w) }) {
			stands |= 1 << i
		}
	}
	var conditions []set // where each term holds
	for _, d := range dims {
		for _, value := range d.Values {
			var alternatives []Term
			if d.Name == "" {
				alternatives = []Term{{Name: value, Negated: true}, {Name: value}}
				if value[:min(3, len(value))] == "no-" {
					alternatives = alternatives[:1]
				}
			} else {
				for _, op := range []string{"=", "!=", "<", "<=", ">", ">="} {
					alternatives = append(alternatives, Term{Name: d.Name, Op: op, Version: value})
				}
			}
		term:
			for _, term := range alternatives {
				holds := set(0)
				for i, v := range all {
					yes, err := holdsIn(dims, v, term)
					if err != nil {
						continue term
					}
					if yes {
						holds |= 1 << i
					}
				}
				conditions = append(conditions, holds)
			}
		}
	}
	cheapest := map[set]int{whole: 0} // terms of each condition
	for level, n := []set{whole}, 1; len(level) > 0; n++ {
		var next []set
		for _, c := range level {
			for _, h := range conditions {
				if _, known := cheapest[c&h]; !known {
					cheapest[c&h] = n
					next = append(next, c&h)
				}
			}
		}
		level = next
	}
	type cost struct{ terms, lines int }
	best := map[set]cost{0: {}} // of the variants that are left to share out
	var share func(left set) (cost, bool)
	share = func(left set) (cost, bool) {
		if c, known := best[left]; known {
			return c, c.lines >= 0
		}
		found := cost{0, -1}
		lowest := left & -left
		for c, n := range cheapest {
			if c&lowest == 0 || c&^left != 0 {
				continue
			}
			if rest, ok := share(left &^ c); ok {
				sum := cost{rest.terms + n, rest.lines + 1}
				if found.lines < 0 || sum.terms < found.terms || sum.terms == found.terms && sum.lines < found.lines {
					found = sum
				}
			}
		}
		best[left] = found
		return found, found.lines >= 0
	}
	found, ok := share(stands)
	return found.terms, found.lines, ok
}

// holdsIn answers a term in a variant.
func holdsIn(dims []Dim, v Variant, term Term) (bool, error) {
	var known Known
	for d, dim := range dims {
		value := dim.Values[v[d]]
		if dim.Name == term.Name {
			known = Known{Present: true, Version: value, Order: dim.Order}
		} else if dim.Name == "" && value == term.Name {
			known = Known{Present: true}
		}
	}
	return term.Holds(known)
}

// smallGrid is one that the reference can do.
func smallGrid(seed uint64) (dims []Dim, all, in []Variant) {
	r := rand.New(rand.NewPCG(seed, 3))
	for {
		if dims, all, in = randomUniverse(r); len(all) <= 14 && len(in) > 0 {
			return dims, all, in
		}
	}
}

func checkLeast(t *testing.T, seed uint64) {
	t.Helper()
	dims, all, in := smallGrid(seed)
	terms, lines, ok := least(t, dims, all, in)
	conditions := Conditions(dims, all, in)
	if ok != (conditions != nil) {
		t.Fatalf("seed %d: %v of %v: %s, and the reference says %v", seed, in, dims, text(conditions), ok)
	}
	got := 0
	for _, c := range conditions {
		got += len(c)
	}
	if ok && (got != terms || len(conditions) != lines) {
		t.Errorf("seed %d: %v in %v of %v: %s has %d terms in %d lines, and %d in %d are enough", seed, in, all, dims, text(conditions), got, len(conditions), terms, lines)
	}
}

// TestConditionsLeast holds what is written to the reference, on random grids with
// holes and without.
func TestConditionsLeast(t *testing.T) {
	for seed := range uint64(1500) {
		checkLeast(t, seed)
	}
}

func FuzzConditionsLeast(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { checkLeast(t, seed) })
}

// BenchmarkFiftyCells finds the conditions of a thousand lines that all differ in
// other cells: one dimension, two, and three, where lines come and go at random and
// where they do as lines of real tools do, with a version and in one of the cases.
func BenchmarkFiftyCells(b *testing.B) {
	numbers := func(n int) (s string) {
		for i := range n {
			s += fmt.Sprint(",", i+1)
		}
		return s[1:]
	}
	for grid, u := range map[string]string{
		"50": "a:" + numbers(50), "10x5": "a:" + numbers(10) + " b:" + numbers(5), "5x5x2": "a:" + numbers(5) + " b:" + numbers(5) + " :x,y",
		"3x3x3x2": "a:1,2,3 b:bash,dash,zsh :x,y,z :u,v",
	} {
		dims, all := universeOf(u)
		r := rand.New(rand.NewPCG(1, 1))
		var random, real [1000][]Variant
		for i := range random {
			random[i] = sample(r, all, r.Float64())
			low, high, skip := r.IntN(len(dims[0].Values)), r.IntN(len(dims[0].Values)), r.IntN(8)
			for _, v := range all {
				if v[0] >= low && (high <= low || v[0] < high) && v[0] != skip && (i%3 > 0 || v[len(v)-1] != 1) {
					real[i] = append(real[i], v)
				}
			}
		}
		for name, lines := range map[string][1000][]Variant{"random": random, "real": real} {
			b.Run(grid+"/"+name, func(b *testing.B) {
				for b.Loop() {
					for _, in := range lines {
						Conditions(dims, all, in)
					}
				}
			})
		}
	}
}
