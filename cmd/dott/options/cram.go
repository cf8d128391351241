package options

import (
	"slices"
	"strings"

	"dott/runner/event"
	"dott/runner/report"
	"dott/runner/report/xunit"
)

// asCramReports makes --xunit-file, under the name cram, cram's file. --junit stays what it is.
func (l *Line) asCramReports(s *Settings) {
	if !l.asCram || slices.ContainsFunc(l.args, func(a string) bool { return strings.HasPrefix(a, "--junit") }) {
		return
	}
	for i, c := range s.Show.Reports {
		if c.Kind.Name == "junit" {
			s.Show.Reports[i].Kind = &report.Kind{
				Name: c.Kind.Alias, Is: c.Kind.Is,
				New: func(to *report.To) (event.Handler, error) { return &xunit.Report{To: to.Whole}, nil },
			}
		}
	}
}
