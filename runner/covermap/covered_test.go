package covermap

import (
	"slices"
	"testing"
)

// TestCovered: what is added, at once or in parts, is there once.
func TestCovered(t *testing.T) {
	a, b := Covered{}, Covered{}
	a.Add("x", []int{1, 2, 3, 7})
	a.Add("x", []int{3, 4, 9})
	a.Add("none", nil)
	b.Add("x", []int{5, 1 << 20})
	b.Add("y", []int{2})
	a.Merge(b)
	if got := unpack(a["x"]); len(a) != 2 || !slices.Equal(got, []int{1, 2, 3, 4, 5, 7, 9, 1 << 20}) || !slices.Equal(unpack(a["y"]), []int{2}) {
		t.Errorf("%v, %q", got, a)
	}
	if n := len(unpack(b["x"])); n != 2 {
		t.Errorf("what was merged has %d lines now", n)
	}
}

// FuzzPack: lines come back from what is packed, and from anything else no more
// than can be.
func FuzzPack(f *testing.F) {
	f.Add([]byte{1, 2, 3, 9, 10, 200}, "\x01\x02")
	f.Add([]byte{}, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x00")
	f.Fuzz(func(t *testing.T, numbers []byte, packed string) {
		var lines []int
		for i, n := range numbers {
			lines = append(lines, int(n)*(1+i%300))
		}
		slices.Sort(lines)
		lines = slices.Compact(lines)
		want := slices.DeleteFunc(slices.Clone(lines), func(n int) bool { return n < 1 })
		if got := unpack(pack(lines)); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
		last := 0
		for first, end := range ranges(packed) {
			if first < last || end < first || end > MaxLine {
				t.Fatalf("%d to %d behind %d", first, end, last)
			}
			last = end
		}
	})
}
