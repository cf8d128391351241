package runner

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"dott/runner/event"
)

// A Choice narrows down the tests that the paths stand for.
type Choice struct {
	Keyword  *regexp.Regexp                                       // only tests whose name or text it matches
	SkipList string                                               // a file with the names of tests to skip
	OnlyList string                                               // a file with the names of the only tests to run
	Only     func(key string) bool                                // and any other condition, by the test's key
	Changed  func(ctx context.Context) (func(string) bool, error) // the files that changed, by absolute path
	// Affected has the tests that a change concerns, by key and by the absolute path
	// of the file.
	Affected func(ctx context.Context) (func(key, file string) bool, error)
}

// A chosenTest is a test that is run, or skipped for a reason: a file, or one of
// its cases.
type chosenTest struct {
	testFile
	cases []string // one name of each #testcases line
	skip  string
	cell  *cell // nil is the default one
	*source
}

// key is what the test is known by from run to run.
func (c *chosenTest) key() string { return event.Key(c.path, c.cases, c.cellName()) }

// choose finds the tests and narrows them down. No test is ErrNoTests.
func choose(ctx context.Context, o *Options) ([]chosenTest, error) {
	files, err := find(o.Paths, o.Config.Foreign)
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%w in %s (a test is a file whose name ends in .t)", ErrNoTests, strings.Join(o.Paths, ", "))
	}
	var only, skip *nameList
	if o.Choice.OnlyList != "" {
		if only, err = readList(o.Choice.OnlyList); err != nil {
			return nil, err
		}
	}
	if o.Choice.SkipList != "" {
		if skip, err = readList(o.Choice.SkipList); err != nil {
			return nil, err
		}
	}
	changed := func(string) bool { return true }
	if o.Choice.Changed != nil {
		if changed, err = o.Choice.Changed(ctx); err != nil {
			return nil, err
		}
	}
	affected := func(string, string) bool { return true }
	if o.Choice.Affected != nil {
		if affected, err = o.Choice.Affected(ctx); err != nil {
			return nil, err
		}
	}
	tests, err := expand(o, files)
	if err != nil {
		return nil, err
	}
	mentioned := mentions(o.Choice.Keyword)
	var chosen []chosenTest
	for _, c := range tests {
		switch {
		case only != nil && !only.has(c.name),
			o.Choice.Only != nil && !o.Choice.Only(c.key()),
			!changed(c.path),
			!affected(c.key(), c.path),
			!mentioned(c.testFile):
			continue
		}
		if skip != nil && skip.has(c.name) {
			c.skip = "listed in " + o.Choice.SkipList
		}
		chosen = append(chosen, c)
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("%w: none of the %d in %s was chosen by the options", ErrNoTests, len(files), strings.Join(o.Paths, ", "))
	}
	return chosen, nil
}

// mentions returns a function that reports whether a test's name or text matches.
// It reads the file of neighbouring tests once.
func mentions(re *regexp.Regexp) func(testFile) bool {
	if re == nil {
		return func(testFile) bool { return true }
	}
	path, text := "", false
	return func(f testFile) bool {
		if re.MatchString(f.name) {
			return true
		}
		if f.path != path {
			data, err := readFile(f.path)
			path, text = f.path, err == nil && re.Match(data)
		}
		return text
	}
}

// A nameList is a file of names and globs, one a line.
type nameList struct{ patterns []string }

func readList(path string) (*nameList, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading a list of tests: %w", err)
	}
	defer f.Close()
	l := &nameList{}
	r := bufio.NewReader(f)
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		// The # of file.t#case begins no comment.
		text, _, _ := strings.Cut(" "+line, " #")
		if text = strings.TrimSpace(text); text != "" {
			if !doublestar.ValidatePattern(text) {
				return nil, fmt.Errorf("%s:%d: %q is not a path or a glob", path, n, text)
			}
			l.patterns = append(l.patterns, filepath.ToSlash(filepath.Clean(text)))
		}
		switch {
		case err == io.EOF:
			return l, nil
		case err != nil:
			return nil, fmt.Errorf("reading a list of tests: %w", err)
		}
	}
}

// has reports whether a test is in the list: by its path as it is shown, by a
// folder above it, or, for a pattern without a slash, by its base name.
func (l *nameList) has(name string) bool {
	name = filepath.ToSlash(name)
	file, _, _ := strings.Cut(name, "#")
	return slices.ContainsFunc(l.patterns, func(p string) bool {
		for _, name := range []string{name, file} {
			if doublestar.MatchUnvalidated(p, name) || doublestar.MatchUnvalidated(p+"/**", name) ||
				!strings.Contains(p, "/") && doublestar.MatchUnvalidated(p, filepath.Base(name)) {
				return true
			}
		}
		return false
	})
}

// A plan makes the jobs of a run, a round at a time.
type plan struct {
	*run
	files  []chosenTest
	rounds int
	made   int // jobs so far
	ended  int // of them, those that have ended
	failed bool
}

func newPlan(r *run, files []chosenTest) *plan { return &plan{run: r, files: files} }

// round returns the next jobs in the order of work, or none.
func (p *plan) round() []*job {
	times := max(1, p.Repeat)
	switch {
	case p.rounds > 0 && !p.UntilFail, p.UntilFail && p.failed, p.UntilFail && p.Repeat > 0 && p.rounds == p.Repeat:
		return nil
	case p.UntilFail:
		times = 1
	}
	p.rounds++
	jobs := make([]*job, 0, len(p.files)*times)
	for _, f := range p.files {
		for n := range times {
			j := &job{chosenTest: f, index: p.made}
			switch {
			case p.UntilFail:
				j.repeat = p.rounds
			case times > 1:
				j.repeat = n + 1
			}
			p.made++
			j.use()
			jobs = append(jobs, j)
		}
	}
	switch {
	case p.Order == Random:
		r := rand.New(rand.NewPCG(p.Seed, uint64(p.rounds)))
		r.Shuffle(len(jobs), func(i, k int) { jobs[i], jobs[k] = jobs[k], jobs[i] })
	case p.Order == ByRuntime && p.Jobs > 1:
		// What nobody knows may be the longest: it goes first.
		seconds := make(map[*job]float64, len(jobs))
		for _, j := range jobs {
			if seconds[j] = p.Seconds(j.key()); seconds[j] == 0 {
				seconds[j] = math.Inf(1)
			}
		}
		slices.SortStableFunc(jobs, func(a, b *job) int {
			switch {
			case seconds[a] > seconds[b]:
				return -1
			case seconds[a] < seconds[b]:
				return 1
			}
			return 0
		})
	}
	return jobs
}

// note takes notice of the end of a test.
func (p *plan) note(failed bool) {
	p.ended++
	p.failed = p.failed || failed
}

// total returns how many jobs there will be; 0 if nobody knows.
func (p *plan) total() int {
	if p.UntilFail {
		return 0
	}
	return len(p.files) * max(1, p.Repeat)
}

func (p *plan) notRun() int {
	if p.UntilFail {
		return p.made - p.ended
	}
	return p.total() - p.ended
}

// expected returns how many seconds the run may take by what earlier ones took.
func (p *plan) expected() float64 {
	if p.UntilFail {
		return 0
	}
	sum, longest := 0.0, 0.0
	for _, f := range p.files {
		s := p.Seconds(f.key())
		sum += s * float64(max(1, p.Repeat))
		longest = max(longest, s)
	}
	return max(longest, sum/float64(p.Jobs))
}
