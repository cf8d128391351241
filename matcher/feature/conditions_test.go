package feature

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// universeOf reads "git:1,2,3 :a,b" and returns its dimensions and all variants.
func universeOf(s string) (dims []Dim, all []Variant) {
	all = []Variant{{}}
	for word := range strings.FieldsSeq(s) {
		name, values, _ := strings.Cut(word, ":")
		dim := Dim{Name: name, Values: strings.Split(values, ",")}
		dims = append(dims, dim)
		var next []Variant
		for _, v := range all {
			for i := range dim.Values {
				next = append(next, append(v[:len(v):len(v)], i))
			}
		}
		all = next
	}
	return dims, all
}

// chosen are the variants that values name, in dimensions: "2 a" is git=2, case a;
// a * is any.
func chosen(dims []Dim, all []Variant, texts ...string) (in []Variant) {
	for _, v := range all {
		for _, text := range texts {
			fits := true
			for d, word := range strings.Fields(text) {
				fits = fits && (word == "*" || word == dims[d].Values[v[d]])
			}
			if fits {
				in = append(in, v)
				break
			}
		}
	}
	return in
}

func text(conditions [][]Term) string {
	var lines []string
	for _, c := range conditions {
		var words []string
		for _, t := range c {
			words = append(words, t.String())
		}
		lines = append(lines, "("+strings.Join(words, " ")+")")
	}
	return strings.Join(lines, " ")
}

func TestConditions(t *testing.T) {
	for _, test := range []struct {
		universe, in, want string
	}{
		{"git:2.30,2.40,2.50", "2.30", "(git<2.40)"},
		{"git:2.30,2.40,2.50", "2.30|2.40", "(git<2.50)"},
		{"git:2.30,2.40,2.50", "2.50", "(git>=2.50)"},
		{"git:2.30,2.40,2.50", "2.40|2.50", "(git>=2.40)"},
		{"git:2.30,2.40,2.50", "2.40", "(git=2.40)"},
		{"git:2.30,2.40,2.50", "2.30|2.50", "(git!=2.40)"},
		{"git:2.30,2.40,2.50", "*", "()"},
		{"git:2.30,2.40,2.50", "", ""},
		{"git:2.20,2.30,2.35,2.40", "2.30|2.35", "(git>=2.30 git<2.40)"},
		{"git:1,2,3,4,5", "1|5", "(git<2) (git>=5)"},
		{"git:1,2,3,4,5,6", "1|3|6", "(git!=2 git!=4 git!=5)"},
		{"t:1.0,1.1,1.2,1.3,1.4,1.5", "1.0|1.2|1.3|1.5", "(t!=1.1 t!=1.4)"},
		{"t:1,2,3,4,5,6,7", "2|4|5", "(t=2) (t>=4 t<6)|(t>=2 t!=3 t<6)|(t>=2 t<6 t!=3)"},
		{"shell:bash,dash,busybox", "bash", "(shell=bash)"},
		{"shell:bash,dash,busybox", "bash|busybox", "(shell!=dash)"},
		{"t:1,2,main,tip", "main|tip", "(t>2)"},
		{"t:1,2,main,tip", "2|main|tip", "(t>=2)"},
		{"t:1,2,main,tip", "1|2", "(t<=2)"},
		{"t:1,2,main,tip", "2|tip", "(t>=2 t!=main)"},
		{"go:go1.9,go1.21", "go1.21", "(go>=go1.21)"},
		{"git:1,2,3,4,5,6", "1|3|5|6", "(git!=2 git!=4)|(git<2) (git=3) (git>=5)"},
		{"git:2.40,tip", "tip", "(git>=tip)"},
		{"git:2.40,tip", "2.40", "(git<tip)"},
		{":a,b", "a", "(a)"},
		{":a,b", "b", "(b)"},
		{":a,b,c", "a|b", "(no-c)"},
		{":a,b,c,d", "a|b", "(no-c no-d)"},
		{":a,no-b", "no-b", "(no-a)"},
		{":a,no-b", "a", "(a)"},
		{":a", "a", "()"},
		{"git:2.30,2.40 :a,b", "2.30 a", "(a git<2.40)"},
		{"git:2.30,2.40 :a,b", "* a", "(a)"},
		{"git:2.30,2.40 :a,b", "2.40 *", "(git>=2.40)"},
		{"git:2.30,2.40 :a,b", "2.30 *|2.40 b", "(git<2.40) (b git>=2.40)|(a git<2.40) (b)"},
		{":a,b :x,y", "a x", "(a x)"},
		{":a,b :x,y", "a x|b y", "(a x) (b y)"},
		{"git:1,2,3 py:1,2,3", "1 *|2 *", "(git<3)"},
		{"git:1,2,3 py:1,2,3", "2 2", "(git=2 py=2)"},
		{"git:2.40,2.40.0", "2.40", ""}, // nothing tells them apart
		{"git:2.40,2.40.0,3", "2.40|2.40.0", "(git<3)"},
		{"git:1,2.40,2.40.0,3", "2.40|2.40.0", "(git=2.40)"},
	} {
		dims, all := universeOf(test.universe)
		var in []Variant
		if test.in != "" {
			in = chosen(dims, all, strings.Split(test.in, "|")...)
		}
		got := text(Conditions(dims, all, in))
		ok := false
		for want := range strings.SplitSeq(test.want, "|") {
			ok = ok || got == want
		}
		if !ok {
			t.Errorf("%s: %s: %s, want %s", test.universe, test.in, got, test.want)
		}
	}
}

// TestConditionsIgnoreMissing: what is never run decides nothing.
func TestConditionsIgnoreMissing(t *testing.T) {
	dims, all := universeOf("git:1,2,3 py:1,2")
	all = chosen(dims, all, "1 1", "2 1", "2 2", "3 2")
	if got := text(Conditions(dims, all, chosen(dims, all, "1 1", "2 1"))); got != "(py<2)" {
		t.Error(got)
	}
	if got := text(Conditions(dims, all, chosen(dims, all, "3 2"))); got != "(git>=3)" {
		t.Error(got)
	}
}

// true1 reports whether all terms hold in a variant, as it is looked up when the
// file runs.
func true1(t *testing.T, dims []Dim, v Variant, terms []Term) bool {
	for _, term := range terms {
		var known Known
		for d, dim := range dims {
			value := dim.Values[v[d]]
			if dim.Name == term.Name {
				known = Known{Present: true, Version: value, Order: dim.Order}
			} else if dim.Name == "" && value == term.Name {
				known = Known{Present: true}
			}
		}
		reread, err := Parse(term.String())
		if err != nil || reread[0] != term {
			t.Fatalf("%s is read as %v, %v", term, reread, err)
		}
		holds, err := term.Holds(known)
		if err != nil {
			t.Fatal(err)
		}
		if !holds {
			return false
		}
	}
	return true
}

// checkConditions holds conditions to what they are for.
func checkConditions(t *testing.T, dims []Dim, all, in []Variant) [][]Term {
	t.Helper()
	conditions := Conditions(dims, all, in)
	for _, v := range all {
		want := 0
		for _, w := range in {
			if slices.Equal(v, w) {
				want = 1
			}
		}
		got := 0
		for _, c := range conditions {
			if true1(t, dims, v, c) {
				got++
			}
		}
		if got != want {
			t.Fatalf("%v of %v: %s holds %d times in %v, not %d", in, dims, text(conditions), got, v, want)
		}
	}
	return conditions
}

func randomUniverse(r *rand.Rand) (dims []Dim, all, in []Variant) {
	pool := []string{"1", "1.5", "2.0-rc1", "2.0", "2.0.1", "3", "10", "tip", "main", "dash", "bash"}
	cases := []string{"a", "b", "no-c", "d", "e"}
	all = []Variant{{}}
	for d := range 1 + r.IntN(3) {
		n := 1 + r.IntN(4)
		dim := Dim{Name: fmt.Sprintf("x%d", d), Values: pool[:n]}
		if at := r.IntN(len(pool) - n + 1); at > 0 {
			dim.Values = pool[at : at+n]
		}
		if r.IntN(4) == 0 { // in another order
			dim.Values = sample(r, []string{"c0ffee", "10", "beef01", "9", "tip"}, 0.7)
			dim.Values = append(dim.Values, "last")
			n = len(dim.Values)
			dim.Order, _ = Listed(dim.Values)
		}
		if r.IntN(3) == 0 {
			dim = Dim{}
			for i := range min(n, len(cases)) {
				dim.Values = append(dim.Values, fmt.Sprint(cases[i], d))
			}
		}
		dims = append(dims, dim)
		var next []Variant
		for _, v := range all {
			for i := range dim.Values {
				next = append(next, append(v[:len(v):len(v)], i))
			}
		}
		all = next
	}
	if r.IntN(2) == 0 { // some cells are excluded
		all = sample(r, all, 0.7)
	}
	return dims, all, sample(r, all, r.Float64())
}

func sample[T any](r *rand.Rand, all []T, share float64) (some []T) {
	for _, v := range all {
		if r.Float64() < share {
			some = append(some, v)
		}
	}
	return some
}

func TestConditionsRandom(t *testing.T) {
	for seed := range uint64(500) {
		dims, all, in := randomUniverse(rand.New(rand.NewPCG(seed, 1)))
		checkConditions(t, dims, all, in)
	}
}

// FuzzConditions: the same for universes that the fuzzer finds.
func FuzzConditions(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		dims, all, in := randomUniverse(rand.New(rand.NewPCG(seed, 1)))
		checkConditions(t, dims, all, in)
	})
}

// TestConditionsLarge: many versions and lines that come and go among them do not
// take long, and many axes at once do not either.
func TestConditionsLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	many := make([]string, 50)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	list := strings.Join(many, ",")
	for _, u := range []string{"git:" + list, "git:" + list + " :a,b,c,d,e,f,g,h,i,j", "x:1,2,3,4,5,6 y:1,2,3,4,5,6 z:1,2,3,4,5,6 :a,b,c"} {
		for _, share := range []float64{0.1, 0.5, 0.9} {
			dims, all := universeOf(u)
			in := sample(r, all, share)
			began := time.Now()
			Conditions(dims, all, in)
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("%s: %s", u, took)
			} else if testing.Verbose() {
				t.Logf("%.30s %.1f: %s", u, share, took)
			}
		}
	}
}

func BenchmarkConditions(b *testing.B) {
	many := make([]string, 50)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	dims, all := universeOf("git:" + strings.Join(many, ",") + " :a,b")
	in := all[:31]
	for b.Loop() {
		Conditions(dims, all, in)
	}
}
