package runner

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func planOf(o Options, names ...string) *plan {
	setDefaults(&o)
	var files []chosenTest
	for _, name := range names {
		files = append(files, chosenTest{testFile: testFile{name: name, path: "/" + name}})
	}
	return newPlan(&run{Options: o}, files)
}

// rounds returns the jobs of all rounds, as the names in the order of work, and
// checks that their indexes are those of the report.
func rounds(t *testing.T, p *plan, fail func(round int) bool) []string {
	t.Helper()
	var all []string
	made := 0
	for n := 1; n < 100; n++ {
		jobs := p.round()
		if len(jobs) == 0 {
			break
		}
		var names []string
		indexes := map[int]bool{}
		for _, j := range jobs {
			name := j.name
			if j.repeat > 0 {
				name = fmt.Sprint(name, j.repeat)
			}
			names = append(names, name)
			indexes[j.index] = true
			p.note(fail != nil && fail(n))
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
	seconds := func(path string) float64 { return map[string]float64{"/a": 1, "/b": 3, "/d": 2}[path] }
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
	} {
		p := planOf(test.o, "a", "b", "c", "d")
		if got := p.total(); got != test.total {
			t.Errorf("%+v: %d in all", test.o, got)
		}
		if got := strings.Join(rounds(t, p, nil), ", "); got != test.want {
			t.Errorf("%+v: %s, want %s", test.o, got, test.want)
		}
		if n := p.notRun(); n != 0 {
			t.Errorf("%+v: %d were not run", test.o, n)
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
	seconds := func(path string) float64 { return map[string]float64{"/a": 1, "/b": 3, "/c": 2}[path] }
	for _, test := range []struct {
		o    Options
		want float64
	}{
		{Options{}, 6}, {Options{Jobs: 2}, 3}, {Options{Jobs: 8}, 3}, {Options{Repeat: 4, Jobs: 2}, 12}, {Options{UntilFail: true}, 0},
	} {
		test.o.Seconds = seconds
		if got := planOf(test.o, "a", "b", "c").expected(); got != test.want {
			t.Errorf("%+v: %v s, want %v", test.o, got, test.want)
		}
	}
}

func TestNameList(t *testing.T) {
	for _, test := range []struct {
		list, name string
		want       bool
	}{
		{"a.t", "a.t", true}, {"a.t", "x/a.t", true}, {"x/a.t", "a.t", false}, {"./x//a.t", "x/a.t", true},
		{"x", "x/a.t", true}, {"x/", "x/y/a.t", true}, {"x", "xy/a.t", false}, {"*.t", "x/a.t", true}, {"x/*", "x/y/a.t", true},
		{"**/a.t", "a.t", true}, {"**/a.t", "x/y/a.t", true}, {"{a,b}.t", "b.t", true}, {"a?.t", "a.t", false},
		{"# a.t", "a.t", false}, {"a.t # why", "a.t", true}, {"  a.t\t\r", "a.t", true}, {"", "a.t", false}, {"b.t\na.t", "a.t", true},
		{"../a.t", "../a.t", true},
	} {
		path := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(path, []byte(test.list), 0o666); err != nil {
			t.Fatal(err)
		}
		l, err := readList(path)
		if err != nil || l.has(test.name) != test.want {
			t.Errorf("%q, %s: not %v (%v)", test.list, test.name, test.want, err)
		}
	}
	if _, err := readList(t.TempDir()); err == nil {
		t.Error("a folder is a list")
	}
}

func TestChoose(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{"a.t": "apple", "b.t": "berry", "c.t": "apple"} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("list", []byte("a.t\nb.t\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		c    Choice
		want string
	}{
		{Choice{}, "a.t b.t c.t"},
		{Choice{Keyword: regexp.MustCompile("apple")}, "a.t c.t"},
		{Choice{Keyword: regexp.MustCompile("apple|b")}, "a.t b.t c.t"},
		{Choice{SkipList: "list"}, "-a.t -b.t c.t"},
		{Choice{OnlyList: "list"}, "a.t b.t"},
		{Choice{OnlyList: "list", SkipList: "list"}, "-a.t -b.t"},
		{Choice{OnlyList: "list", Keyword: regexp.MustCompile("apple")}, "a.t"},
		{Choice{Only: func(path string) bool { return filepath.Base(path) == "c.t" }}, "c.t"},
		{Choice{Keyword: regexp.MustCompile("cherry")}, ""},
	} {
		files, err := choose(t.Context(), &Options{Paths: []string{"."}, Choice: test.c})
		var names []string
		for _, f := range files {
			name := f.name
			if f.skip != "" {
				name = "-" + name
			}
			names = append(names, name)
		}
		if got := strings.Join(names, " "); got != test.want || errors.Is(err, ErrNoTests) != (got == "") {
			t.Errorf("%+v: %q (%v), want %q", test.c, got, err, test.want)
		}
	}
}
