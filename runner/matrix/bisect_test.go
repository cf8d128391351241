package matrix

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// search bisects numbered versions, where each test changes at one of them, and
// returns what is said and how many versions were tried.
func search(t *testing.T, versions int, changes map[string]int, broken ...int) (said string, trials int) {
	t.Helper()
	b := Bisect{}
	for v := range versions {
		b.Versions = append(b.Versions, fmt.Sprint("v", v))
	}
	for _, name := range []string{"a.t", "b.t", "c.t"} {
		if _, ok := changes[name]; ok {
			b.Tests = append(b.Tests, name)
		}
	}
	tried := map[string]bool{}
	b.Trial = func(_ context.Context, version string, tests []string) (map[string]string, error) {
		for _, test := range tests {
			if tried[version+test] {
				t.Errorf("%s ran with %s twice", test, version)
			}
			tried[version+test] = true
		}
		trials++
		var v int
		_, _ = fmt.Sscanf(version, "v%d", &v)
		verdicts := map[string]string{}
		for _, test := range tests {
			verdicts[test] = "pass"
			if v >= changes[test] {
				verdicts[test] = "fail"
			}
		}
		for _, b := range broken {
			if b == v {
				return nil, errors.New("does not install")
			}
		}
		return verdicts, nil
	}
	found, failures, err := b.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range found {
		lines = append(lines, c.String())
	}
	for _, f := range failures {
		lines = append(lines, f.Error())
	}
	return strings.Join(lines, "\n"), trials
}

func TestBisect(t *testing.T) {
	for _, test := range []struct {
		versions int
		changes  map[string]int
		broken   []int
		want     string
		most     int // versions that are tried
	}{
		{10, map[string]int{"a.t": 4}, nil, "a.t: pass up to v3, fail from v4 on", 6},
		{2, map[string]int{"a.t": 1}, nil, "a.t: pass up to v0, fail from v1 on", 2},
		{100, map[string]int{"a.t": 99}, nil, "a.t: pass up to v98, fail from v99 on", 9},
		{100, map[string]int{"a.t": 40, "b.t": 40, "c.t": 40}, nil, "a.t: pass up to v39, fail from v40 on\nb.t: pass up to v39, fail from v40 on\nc.t: pass up to v39, fail from v40 on", 9},
		{10, map[string]int{"a.t": 99, "b.t": 0}, nil, "a.t: pass with v0 and with v9; there is no change to look for between them\nb.t: fail with v0 and with v9; there is no change to look for between them", 2},
		{1, map[string]int{"a.t": 0}, nil, "a.t: fail with v0, the only version that could be tried", 1},
		{0, map[string]int{"a.t": 0}, nil, "a.t: none of the versions could be tried", 0},
		{2, map[string]int{"a.t": 0}, []int{0, 1}, "a.t: none of the versions could be tried\nv1: does not install\nv0: does not install", 2},
		{5, map[string]int{"a.t": 2}, []int{2}, "a.t: pass up to v1, fail from v3 on (or from one that could not be tried: v2)\nv2: does not install", 5},
		{5, map[string]int{"a.t": 3}, []int{0, 4}, "a.t: pass up to v2, fail from v3 on\nv4: does not install\nv0: does not install", 5},
	} {
		got, trials := search(t, test.versions, test.changes, test.broken...)
		if got != test.want || trials > test.most {
			t.Errorf("%v: %d trials\n%s\nwant\n%s", test.changes, trials, got, test.want)
		}
	}
}

// TestBisectRandom: whatever cannot be tried, the change lies between the two
// versions that are named, and those between could not be tried.
func TestBisectRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		n := 2 + r.IntN(30)
		at := 1 + r.IntN(n-1)
		var broken []int
		for v := 1; v < n-1; v++ {
			if r.IntN(4) == 0 {
				broken = append(broken, v)
			}
		}
		got, _ := search(t, n, map[string]int{"a.t": at}, broken...)
		bad := func(v int) bool { return slices.Contains(broken, v) }
		last, first := at-1, at
		for bad(last) {
			last--
		}
		for bad(first) {
			first++
		}
		if want := fmt.Sprintf("a.t: pass up to v%d, fail from v%d on", last, first); !strings.HasPrefix(got, want) {
			t.Errorf("%d versions, change at %d, %v broken: %s, want %s", n, at, broken, got, want)
		}
	}
}

// TestBisectBuilds: of 60 versions that are built when they are tried, 7 are built at
// most, wherever the change is and if there is none; what is built already is used.
func TestBisectBuilds(t *testing.T) {
	for _, ready := range [][]int{nil, {0}, {0, 10, 20, 30, 40, 50, 59}, {28, 31}, {1, 2, 3}} {
		for at := 0; at <= 60; at++ {
			var builds, runs int
			b := Bisect{Tests: []string{"a.t"}}
			for v := range 60 {
				b.Versions = append(b.Versions, fmt.Sprint(v))
			}
			b.Ready = func(version string) bool { return slices.Contains(ready, slices.Index(b.Versions, version)) }
			b.Trial = func(_ context.Context, version string, _ []string) (map[string]string, error) {
				if runs++; !b.Ready(version) {
					builds++
				}
				return map[string]string{"a.t": fmt.Sprint(slices.Index(b.Versions, version) >= at)}, nil
			}
			found, _, err := b.Run(t.Context())
			want := fmt.Sprintf("a.t: false up to %d, true from %d on", at-1, at)
			if at == 0 || at == 60 {
				want = fmt.Sprintf("a.t: %t with 0 and with 59; there is no change to look for between them", at == 0)
			}
			if err != nil || found[0].String() != want || builds > 7 || runs > 10 || len(ready) == 7 && builds > 4 {
				t.Errorf("change at %d, %v ready: %s after %d runs with %d builds, want %s", at, ready, found[0], runs, builds, want)
			}
		}
	}
}

// TestBisectSteps: a stretch that cannot be tried is stepped over.
func TestBisectSteps(t *testing.T) {
	var broken []int
	for v := 30; v < 90; v++ {
		broken = append(broken, v)
	}
	got, trials := search(t, 120, map[string]int{"a.t": 10}, broken...)
	if !strings.HasPrefix(got, "a.t: pass up to v9, fail from v10 on") || trials > 16 {
		t.Errorf("%d trials: %s", trials, got)
	}
}

// TestBisectEnds: when the context ends, the search does, without an answer.
func TestBisectEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := Bisect{Versions: []string{"1", "2", "3"}, Tests: []string{"a"}, Trial: func(context.Context, string, []string) (map[string]string, error) {
		cancel()
		return nil, context.Canceled
	}}
	if c, _, err := b.Run(ctx); c != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", c, err)
	}
}
