package coverage

import (
	"slices"
	"strings"

	"dott/runner/covermap"
	"dott/runner/event"
)

// Changed returns which tests ran the lines that changed, by the absolute paths of their
// files, as far as they can be run. Names are from the root of the repository, root is
// what the names of the result begin in.
func (r *Result) Changed(root, repository string, spans map[string][]covermap.Span) *event.Changed {
	var files []event.ChangedFile
	for _, name := range r.Total.files() {
		path := covermap.InRoot(root, name)
		changed := spans[path]
		if len(changed) == 0 {
			continue
		}
		var lines []int
		for _, n := range r.Total[name].numbers() {
			if slices.ContainsFunc(changed, func(s covermap.Span) bool { return s.First <= n && n <= s.Last }) {
				lines = append(lines, n)
			}
		}
		if len(lines) == 0 {
			continue
		}
		f := event.ChangedFile{File: covermap.NameIn(repository, path)}
		tests := r.testsOf(name, lines)
		for i, n := range lines {
			f.Add(n, tests[i], 0)
		}
		files = append(files, f)
	}
	slices.SortFunc(files, func(a, b event.ChangedFile) int { return strings.Compare(a.File, b.File) })
	return &event.Changed{Files: files}
}

// testsOf returns the tests that ran each of some lines of a file.
func (r *Result) testsOf(name string, lines []int) [][]string {
	tests := make([][]string, len(lines))
	for _, t := range r.Run.Tests {
		for first, last := range t.Covered.Lines(name) {
			i, _ := slices.BinarySearch(lines, first)
			for ; i < len(lines) && lines[i] <= last; i++ {
				tests[i] = append(tests[i], t.Key)
			}
		}
	}
	return tests
}
