package coverage

import (
	"cmp"
	"maps"
	"slices"
)

// Lines are the lines of a file that can be run, from 1, and how often each was.
type Lines map[int]int64

// A Profile is what was run, by file: paths relative to the project with slashes,
// or absolute ones outside of it.
type Profile map[string]Lines

// add counts a line.
func (p Profile) add(file string, line int, count int64) {
	l := p[file]
	if l == nil {
		l = Lines{}
		p[file] = l
	}
	l[line] = min(l[line]+count, maxCount)
}

// Add adds the counts of another profile.
func (p Profile) Add(other Profile) {
	for file, lines := range other {
		if p[file] == nil {
			p[file] = make(Lines, len(lines))
		}
		for line, count := range lines {
			p[file][line] = min(p[file][line]+count, maxCount)
		}
	}
}

// Count returns how many lines there are, and how many of them were run.
func (l Lines) Count() (covered, all int) {
	for _, n := range l {
		if n > 0 {
			covered++
		}
	}
	return covered, len(l)
}

// numbers returns the lines in order.
func (l Lines) numbers() []int { return slices.Sorted(maps.Keys(l)) }

// ran returns the lines that were run, in order.
func (l Lines) ran() []int {
	return slices.DeleteFunc(l.numbers(), func(n int) bool { return l[n] == 0 })
}

// Count returns how many lines all files have, and how many of them were run.
func (p Profile) Count() (covered, all int) {
	for _, l := range p {
		c, n := l.Count()
		covered, all = covered+c, all+n
	}
	return covered, all
}

// files returns the names of the files in order.
func (p Profile) files() []string { return slices.Sorted(maps.Keys(p)) }

// A FileTotal is a file with its counts.
type FileTotal struct {
	Name         string
	Covered, All int
}

// Least returns the files of which the least part was run, at most n, without
// those that were run as a whole. Of equal ones, the longer goes first.
func (p Profile) Least(n int) []FileTotal {
	var all []FileTotal
	for name, l := range p {
		if c, n := l.Count(); c < n {
			all = append(all, FileTotal{name, c, n})
		}
	}
	slices.SortFunc(all, func(a, b FileTotal) int {
		return cmp.Or(cmp.Compare(a.Covered*b.All, b.Covered*a.All), cmp.Compare(b.All, a.All), cmp.Compare(a.Name, b.Name))
	})
	return all[:min(n, len(all))]
}
