package runner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func filesNamed(names ...string) []chosenTest {
	var files []chosenTest
	for _, n := range names {
		files = append(files, chosenTest{testFile: testFile{name: n, path: "/" + n}})
	}
	return files
}

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
				part, sum := Shard{Index: i + 1, Of: len(test.want), Seconds: seconds}.of(filesNamed(strings.Fields(test.files)...))
				var got []string
				for _, f := range part {
					got = append(got, f.name)
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
			part, _ := Shard{i + 1, of, func(n string) float64 { return times[n] }}.of(filesNamed(names...))
			load := 0.0
			for k, f := range part {
				all = append(all, f.name)
				load += times[f.name]
				if k > 0 && slices.Index(names, part[k-1].name) > slices.Index(names, f.name) {
					t.Errorf("%s stands behind %s", f.name, part[k-1].name)
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
	_, a := Shard{1, 2, nil}.of(filesNamed("a", "b", "c"))
	_, b := Shard{1, 2, func(n string) float64 { return map[string]float64{"b": 1, "c": 9}[n] }}.of(filesNamed("a", "b", "c"))
	if a == b {
		t.Error("splits that differ have the same sum")
	}
}
