package report

import (
	"fmt"
	"path"

	"dott/runner/event"
)

// name returns a test's name in a report that has all cells and runs together:
// with the cell of the matrix, and with the number of the run where each test is
// run several times.
func name(e event.Event) string { return e.Test + suffix(e) }

func suffix(e event.Event) string {
	s := cellOf(e)
	if e.Run > 0 {
		s += fmt.Sprintf(" (run %d)", e.Run)
	}
	return s
}

// inRepository returns the path of a test's file from the root of its
// repository, which is what those know it by who show it beside the source. The
// dir is that of the Dott event.
func inRepository(dir string, e event.Event) string {
	file := e.FileName()
	if dir == "" || path.IsAbs(file) {
		return path.Clean(file)
	}
	return path.Join(dir, file)
}
