package report

import (
	"errors"
	"io"
	"testing"

	"dott/runner/event"
	"dott/runner/report/outfile"
)

// TestReportLost: a report that cannot be written says so.
func TestReportLost(t *testing.T) {
	lost := func(func(io.Writer) error) error { return errFull }
	for name, h := range map[string]event.Handler{
		"JUnit": &JUnit{To: lost}, "HTML": &HTML{To: lost}, "TAP": &TAP{Out: full{}}, "slowest": &Slowest{Out: full{}},
		"whole TAP": outfile.Whole(lost, func(w io.Writer) event.Handler { return &TAP{Out: w} }),
	} {
		var err error
		for _, e := range []event.Event{{Action: event.Dott}, fail, pass, summary} {
			if err == nil {
				err = h.Handle(e)
			}
		}
		if !errors.Is(err, errFull) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
