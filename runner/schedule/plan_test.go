package schedule

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/discover"
)

func testsNamed(names ...string) []discover.Test {
	var tests []discover.Test
	for _, n := range names {
		tests = append(tests, discover.Test{Name: n, Path: "/" + n})
	}
	return tests
}

func planOf(o Options, names ...string) *Plan { return NewPlan(o, testsNamed(names...)) }

// rounds returns the jobs of all rounds, as the names in the order of work, and
// checks that their indexes are those of the report.
func rounds(t *testing.T, p *Plan, fail func(round int) bool) []string {
	t.Helper()
	var all []string
	made := 0
	for n := 1; n < 100; n++ {
		jobs := p.Round()
		if len(jobs) == 0 {
			break
		}
		var names []string
		indexes := map[int]bool{}
		for _, j := range jobs {
			name := j.Test.Name
			if j.Repeat > 0 {
				name = fmt.Sprint(name, j.Repeat)
			}
			names = append(names, name)
			indexes[j.Index] = true
			p.Ended(j, fail != nil && fail(n))
		}
		for i := range jobs {
			if !indexes[made+i] {
				t.Errorf("round %d: no job has index %d", n, made+i)
			}
		}
		made += len(jobs)
		all = append(all, strings.Join(names, " "))
	}
	return all
}

func TestPlan(t *testing.T) {
	seconds := func(key string) float64 { return map[string]float64{"/a": 1, "/b": 3, "/d": 2}[key] }
	for _, test := range []struct {
		o     Options
		total int
		want  string
	}{
		{Options{}, 4, "a b c d"},
		{Options{Order: ByFile, Jobs: 4, Seconds: seconds}, 4, "a b c d"},
		{Options{Seconds: seconds}, 4, "a b c d"}, // with one worker there is nothing to gain
		{Options{Jobs: 2, Seconds: seconds}, 4, "c b d a"},
		{Options{Jobs: 2}, 4, "a b c d"},
		{Options{Repeat: 2}, 8, "a1 a2 b1 b2 c1 c2 d1 d2"},
		{Options{Repeat: 2, Jobs: 2, Seconds: seconds}, 8, "c1 c2 b1 b2 d1 d2 a1 a2"},
		{Options{Repeat: 1}, 4, "a b c d"},
		{Options{UntilFail: true, Repeat: 2}, 0, "a1 b1 c1 d1, a2 b2 c2 d2"},
		{Options{UntilFail: true, Repeat: 2, Jobs: 2, Seconds: seconds}, 0, "c1 b1 d1 a1, c2 b2 d2 a2"},
	} {
		p := planOf(test.o, "a", "b", "c", "d")
		if got := p.Total(); got != test.total {
			t.Errorf("%+v: %d in all", test.o, got)
		}
		if got := strings.Join(rounds(t, p, nil), ", "); got != test.want {
			t.Errorf("%+v: %s, want %s", test.o, got, test.want)
		}
		if n := p.NotRun(); n != 0 {
			t.Errorf("%+v: %d were not run", test.o, n)
		}
	}
}

func TestPlanOfNothing(t *testing.T) {
	for _, o := range []Options{{}, {UntilFail: true}, {Order: Random, Jobs: 2}} {
		p := planOf(o)
		if jobs := p.Round(); len(jobs) != 0 || p.Total() != 0 || p.NotRun() != 0 || p.Expected() != 0 {
			t.Errorf("%+v: %d jobs of %d", o, len(jobs), p.Total())
		}
		for j := range p.Missed() {
			t.Errorf("%+v: %+v is missed", o, j)
		}
	}
}

func TestPlanUntilFail(t *testing.T) {
	for _, repeat := range []int{0, 5} {
		p := planOf(Options{UntilFail: true, Repeat: repeat}, "a", "b")
		if got := rounds(t, p, func(round int) bool { return round == 3 }); len(got) != 3 {
			t.Errorf("repeat %d: %d rounds", repeat, len(got))
		}
	}
}

func TestPlanRandom(t *testing.T) {
	names := strings.Fields("a b c d e f g h")
	shuffled := func(seed uint64, jobs int) string {
		return strings.Join(rounds(t, planOf(Options{Order: Random, Seed: seed, Jobs: jobs, UntilFail: true, Repeat: 3}, names...), nil), ",")
	}
	first := shuffled(1, 1)
	if again := shuffled(1, 4); again != first {
		t.Errorf("the same seed gives %s and %s", first, again)
	}
	if other := shuffled(2, 1); other == first {
		t.Errorf("two seeds give %s", first)
	}
	each := strings.Split(regexp.MustCompile(`\d`).ReplaceAllString(first, ""), ",")
	if each[0] == each[1] && each[1] == each[2] {
		t.Errorf("every round is %s", each[0])
	}
	for _, round := range each {
		got := strings.Fields(round)
		slices.Sort(got)
		if !slices.Equal(got, names) {
			t.Errorf("a round is %s", round)
		}
	}
}

func TestPlanExpected(t *testing.T) {
	seconds := func(key string) float64 { return map[string]float64{"/a": 1, "/b": 3, "/c": 2}[key] }
	for _, test := range []struct {
		o    Options
		want float64
	}{
		{Options{}, 6}, {Options{Jobs: 2}, 3}, {Options{Jobs: 8}, 3}, {Options{Repeat: 4, Jobs: 2}, 12}, {Options{UntilFail: true}, 0},
	} {
		test.o.Seconds = seconds
		if got := planOf(test.o, "a", "b", "c").Expected(); got != test.want {
			t.Errorf("%+v: %v s, want %v", test.o, got, test.want)
		}
	}
	if got := planOf(Options{}, "a").Expected(); got != 0 {
		t.Errorf("%v s, and nobody knows", got)
	}
}

// TestPlanSeconds: each test is asked for once, by its key, and only where the
// answer counts.
func TestPlanSeconds(t *testing.T) {
	asked := map[string]int{}
	o := Options{Jobs: 2, Repeat: 3, Seconds: func(key string) float64 { asked[key]++; return 1 }}
	tests := []discover.Test{{Name: "a#x", Path: "/a", Cases: []string{"x"}, Cell: "go=1.26"}, {Name: "b", Path: "/b"}}
	p := NewPlan(o, tests)
	p.Expected()
	p.Round()
	p.Expected()
	if len(asked) != 2 || asked["/a#x [go=1.26]"] != 1 || asked["/b"] != 1 {
		t.Errorf("%v", asked)
	}
	o.UntilFail, o.Order = true, Random
	p = NewPlan(o, testsNamed("c"))
	p.Expected()
	p.Round()
	if len(asked) != 2 {
		t.Errorf("%v", asked)
	}
}

// TestMissed: what has no end is missed, in the order of the report, whatever the
// order of work; a job made again is the one that the round had.
func TestMissed(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for _, o := range []Options{{}, {Repeat: 3}, {UntilFail: true, Repeat: 3}, {Order: Random, Seed: 1, Repeat: 2}, {Order: Random, UntilFail: true, Repeat: 60}} {
		p := planOf(o, "a", "b", "c")
		all := map[int]Job{}
		var ended []*Job
		for jobs := p.Round(); len(jobs) > 0; jobs = p.Round() {
			for _, j := range jobs {
				all[j.Index] = *j
				if random.IntN(2) == 0 {
					ended = append(ended, j)
				}
			}
		}
		for _, j := range ended {
			p.Ended(j, false)
			p.Ended(j, false) // counts once
		}
		if got := p.NotRun(); got != len(all)-len(ended) {
			t.Errorf("%+v: %d of %d ended, %d were not run", o, len(ended), len(all), got)
		}
		last, n := -1, 0
		for j := range p.Missed() {
			if want := all[j.Index]; j.Test.Name != want.Test.Name || j.Repeat != want.Repeat {
				t.Errorf("%+v: %+v, want %+v", o, *j, want)
			}
			if j.Index <= last || slices.ContainsFunc(ended, func(e *Job) bool { return e.Index == j.Index }) {
				t.Errorf("%+v: job %d is missed after %d", o, j.Index, last)
			}
			last = j.Index
			n++
		}
		if n != p.NotRun() {
			t.Errorf("%+v: %d are missed of %d", o, n, p.NotRun())
		}
	}
}

// TestMissedAll: a run that ends before it began misses what it would have had;
// one until a test fails has nothing then.
func TestMissedAll(t *testing.T) {
	for _, test := range []struct {
		o    Options
		want string
	}{{Options{Repeat: 2}, "a1 a2 b1 b2"}, {Options{UntilFail: true}, ""}} {
		p := planOf(test.o, "a", "b")
		var got []string
		for j := range p.Missed() {
			got = append(got, fmt.Sprint(j.Test.Name, j.Repeat))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%+v: %s, want %s", test.o, s, test.want)
		}
	}
	for j := range planOf(Options{}, "a", "b").Missed() {
		if j.Index > 0 {
			t.Error("whoever breaks out of the loop gets more")
		}
		break
	}
}

// TestPlanFiles: a file is kept while there are tests of a round that have not
// ended.
func TestPlanFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("f.t", []byte("  $ true\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	tests, _, err := discover.Tests(t.Context(), discover.Options{Paths: []string{"f.t"}, Cells: []string{"a", "b", "c"}})
	if err != nil {
		t.Fatal(err)
	}
	p := NewPlan(Options{UntilFail: true, Repeat: 2}, tests)
	parse := func(j *Job) *transcript.Transcript {
		t.Helper()
		parsed, err := j.Test.File.Parse(transcript.Format{})
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	var last *transcript.Transcript
	for jobs := p.Round(); len(jobs) > 0; jobs = p.Round() {
		first := parse(jobs[0])
		if first == last {
			t.Error("the file is kept from round to round")
		}
		for _, j := range jobs {
			if parse(j) != first {
				t.Errorf("job %d parses the file again", j.Index)
			}
			p.Ended(j, false)
			p.Ended(j, false)
		}
		last = first
	}
}

// TestPlanTogether: workers take jobs of a pool that a plan fills, and end them, at
// the same time.
func TestPlanTogether(t *testing.T) {
	p := planOf(Options{UntilFail: true, Repeat: 20, Jobs: 4}, "a", "b", "c", "d", "e")
	pool := NewPool(nil, p.Round)
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			for j, ok := pool.Next(); ok; j, ok = pool.Next() {
				if pool.Admit(j, Needs{}) {
					p.Ended(j, j.Repeat == 15 && j.Test.Name == "c")
					pool.Done(j)
				}
				p.NotRun()
			}
		})
	}
	workers.Wait()
	if n := p.NotRun(); n != 0 || p.made != 15*5 {
		t.Errorf("%d of %d were not run", n, p.made)
	}
}

// BenchmarkPlanCells plans 200 files in 50 cells: 10,000 tests.
func BenchmarkPlanCells(b *testing.B) {
	dir := b.TempDir()
	for n := range 200 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d.t", n)), []byte("  $ echo a\n  a\n"), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	found := discover.Options{Paths: []string{dir}, Jobs: 2}
	for n := range 50 {
		found.Cells = append(found.Cells, fmt.Sprintf("tool=1.%d", n))
	}
	o := Options{Jobs: 2, Seconds: func(string) float64 { return 1 }}
	for b.Loop() {
		tests, _, err := discover.Tests(b.Context(), found)
		if err != nil || len(tests) != 200*50 {
			b.Fatal(len(tests), err)
		}
		p := NewPlan(o, tests)
		if p.Expected() != 200*50/2 {
			b.Fatal(p.Expected())
		}
		if jobs := p.Round(); len(jobs) != len(tests) {
			b.Fatal(len(jobs))
		}
	}
}
