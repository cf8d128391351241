package schedule

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestShard(t *testing.T) {
	for _, test := range []struct {
		name, files string
		seconds     map[string]float64
		want        []string // the shards
	}{
		{"one", "a b c", nil, []string{"a b c"}},
		{"no times", "a b c d e f g", nil, []string{"a d g", "b e", "c f"}},
		{"more shards than tests", "a b", nil, []string{"a", "b", ""}},
		{"the longest alone", "a b c d", map[string]float64{"a": 1, "b": 1, "c": 9, "d": 2}, []string{"c", "a b d"}},
		{"unknown is the mean", "a b c d", map[string]float64{"a": 4, "b": 2}, []string{"a b", "c d"}},
		{"in the order of the files", "a b c d", map[string]float64{"a": 1, "b": 2, "c": 3, "d": 4}, []string{"a d", "b c"}},
		{"no time at all", "a b c", map[string]float64{"a": -1, "b": 0}, []string{"a c", "b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			seconds := func(name string) float64 { return test.seconds[name] }
			var sums []string
			for i, want := range test.want {
				part, sum := Shard{Index: i + 1, Of: len(test.want), Seconds: seconds}.Part(testsNamed(strings.Fields(test.files)...))
				var got []string
				for _, f := range part {
					got = append(got, f.Name)
				}
				if s := strings.Join(got, " "); s != want {
					t.Errorf("shard %d has %q, want %q", i+1, s, want)
				}
				sums = append(sums, sum)
			}
			if len(slices.Compact(sums)) != 1 {
				t.Errorf("the shards say that they were split differently: %v", sums)
			}
		})
	}
}

// TestShardEachOnce: whatever the times, every test is in exactly one shard, in
// order; no shard has more than its share and the longest test; and
// other times make another sum.
func TestShardEachOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var names []string
		times := map[string]float64{}
		total, longest := 0.0, 0.0
		for i := range random.IntN(50) {
			name := fmt.Sprint(i)
			names = append(names, name)
			times[name] = 1 + random.Float64()*float64(random.IntN(100))
			total += times[name]
			longest = max(longest, times[name])
		}
		of := 1 + random.IntN(9)
		var all []string
		for i := range of {
			part, _ := Shard{i + 1, of, func(n string) float64 { return times[n] }}.Part(testsNamed(names...))
			load := 0.0
			for k, f := range part {
				all = append(all, f.Name)
				load += times[f.Name]
				if k > 0 && slices.Index(names, part[k-1].Name) > slices.Index(names, f.Name) {
					t.Errorf("%s stands behind %s", f.Name, part[k-1].Name)
				}
			}
			if load > total/float64(of)+longest+1e-9 {
				t.Errorf("a shard of %d has %v of %v", of, load, total)
			}
		}
		slices.Sort(all)
		if want := slices.Sorted(slices.Values(names)); !slices.Equal(all, want) {
			t.Fatalf("%d shards have %v, want %v", of, all, want)
		}
	}
	_, a := Shard{1, 2, nil}.Part(testsNamed("a", "b", "c"))
	_, b := Shard{1, 2, func(n string) float64 { return map[string]float64{"b": 1, "c": 9}[n] }}.Part(testsNamed("a", "b", "c"))
	if a == b {
		t.Error("splits that differ have the same sum")
	}
}

// TestShardAll: without shards, a part is all, and has no sum.
func TestShardAll(t *testing.T) {
	part, sum := Shard{}.Part(testsNamed("a", "b"))
	if len(part) != 2 || sum != "" {
		t.Errorf("%v, %q", part, sum)
	}
	if s := (Shard{Index: 2, Of: 5}).String(); s != "2/5" {
		t.Errorf("%s", s)
	}
}

// TestShardSkipped: tests that are skipped are spread as well, but take no time, not
// even that which they once took.
func TestShardSkipped(t *testing.T) {
	tests := testsNamed("a", "b", "c", "d")
	tests[0].Skip, tests[1].Skip = "listed in list", "listed in list"
	seconds := func(name string) float64 { return map[string]float64{"a": 100, "c": 2, "d": 1}[name] }
	for index, want := range map[int]string{1: "c", 2: "a b d"} {
		part, _ := Shard{index, 2, seconds}.Part(tests)
		var got []string
		for _, f := range part {
			got = append(got, f.Name)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("shard %d has %q, want %q", index, s, want)
		}
	}
}
