package coverage

import (
	"cmp"
	"encoding/binary"
	"iter"
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

// pack writes the lines that were run as ranges: for each, varints of the
// distance from the end of the last one and of its length. Most tests run the
// same long ranges, so this is small, and the same text for the same lines.
func (l Lines) pack() string {
	var b []byte
	last, start, end := 0, 0, 0
	flush := func() {
		if start > 0 {
			b = binary.AppendUvarint(b, uint64(start-last))
			b = binary.AppendUvarint(b, uint64(end-start))
			last = end
		}
	}
	for _, n := range l.numbers() {
		switch {
		case l[n] == 0 || n < 1:
		case n == end+1 && start > 0:
			end = n
		default:
			flush()
			start, end = n, n
		}
	}
	flush()
	return string(b)
}

// ranges returns the first and the last line of each range that pack wrote, as
// far as they can be read.
func ranges(packed string) iter.Seq2[int, int] {
	return func(yield func(first, last int) bool) {
		b, at := []byte(packed), uint64(0)
		for len(b) > 0 {
			distance, n := binary.Uvarint(b)
			length, k := binary.Uvarint(b[max(0, n):])
			if n <= 0 || k <= 0 || distance > maxLine || length > maxLine || at+distance+length > maxLine {
				return
			}
			b = b[n+k:]
			first := at + distance
			at = first + length
			if !yield(int(first), int(at)) {
				return
			}
		}
	}
}

// maxLine is the highest line that a file can have.
const maxLine = 1 << 30

// unpack returns the lines that pack wrote, with a count of 1.
func unpack(packed string) Lines {
	l := Lines{}
	for first, last := range ranges(packed) {
		for n := first; n <= last; n++ {
			l[n] = 1
		}
	}
	return l
}
