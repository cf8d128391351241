package event

import (
	"cmp"
	"slices"
)

// Changed is what the tests have run of the lines that changed since a revision, as far
// as these can be run.
type Changed struct {
	Since  string        `json:"since"`            // the revision, as it was given; "" is the one that is checked out
	Files  []ChangedFile `json:"files,omitempty"`  // with lines that changed, by name
	Wanted float64       `json:"wanted,omitempty"` // the percentage below which the run fails
	Part   string        `json:"part,omitempty"`   // not all tests ran, so that nothing is wanted: ByShard or ByChoice
}

// Why not all tests ran.
const (
	ByShard  = "shard" // other runs have the rest, and together all
	ByChoice = "choice"
)

// ChangedFile is a file with lines that changed.
type ChangedFile struct {
	File  string         `json:"file"` // from the root of its repository
	Lines []ChangedLines `json:"lines"`
}

// ChangedLines are lines behind one another that the same tests run.
type ChangedLines struct {
	First int      `json:"first"` // from 1
	Last  int      `json:"last"`
	Tests []string `json:"tests,omitempty"` // that run them, by what they are known by; at most a few
	More  int      `json:"more,omitempty"`  // tests that are not among them
}

// changedTests is how many tests are named for a line.
const changedTests = 5

// Count returns how many of the lines were run.
func (c *Changed) Count() (covered, lines int) {
	for _, f := range c.Files {
		for _, l := range f.Lines {
			n := l.Last - l.First + 1
			lines += n
			if len(l.Tests) > 0 {
				covered += n
			}
		}
	}
	return covered, lines
}

// Low reports whether fewer were run than is wanted.
func (c *Changed) Low() bool {
	if c == nil || c.Part != "" {
		return false
	}
	covered, lines := c.Count()
	return float64(covered)*100 < c.Wanted*float64(lines)
}

// Add adds a line of a file with the tests that run it. Lines come in order; those that
// the same tests run become one.
func (f *ChangedFile) Add(line int, tests []string, more int) {
	if n := len(tests) - changedTests; n > 0 {
		tests, more = tests[:changedTests], more+n
	}
	if n := len(f.Lines); n > 0 {
		last := &f.Lines[n-1]
		if last.Last == line-1 && last.More == more && slices.Equal(last.Tests, tests) {
			last.Last = line
			return
		}
	}
	f.Lines = append(f.Lines, ChangedLines{line, line, tests, more})
}

// merge returns what two parts of the tests have run together.
func (c *Changed) merge(other *Changed) *Changed {
	all := &Changed{Since: c.Since, Wanted: c.Wanted, Part: c.Part}
	if other.Part == ByChoice || all.Part == "" {
		all.Part = other.Part
	}
	byName := map[string][]ChangedFile{}
	for _, f := range slices.Concat(c.Files, other.Files) {
		byName[f.File] = append(byName[f.File], f)
	}
	for name, parts := range byName {
		f := ChangedFile{File: name}
		type line struct {
			tests []string
			more  int
		}
		lines := map[int]line{}
		for _, part := range parts {
			for _, l := range part.Lines {
				for n := l.First; n <= l.Last; n++ {
					tests := slices.Concat(lines[n].tests, l.Tests)
					slices.Sort(tests)
					lines[n] = line{slices.Compact(tests), lines[n].more + l.More}
				}
			}
		}
		numbers := make([]int, 0, len(lines))
		for n := range lines {
			numbers = append(numbers, n)
		}
		slices.Sort(numbers)
		for _, n := range numbers {
			f.Add(n, lines[n].tests, lines[n].more)
		}
		all.Files = append(all.Files, f)
	}
	slices.SortFunc(all.Files, func(a, b ChangedFile) int { return cmp.Compare(a.File, b.File) })
	return all
}
