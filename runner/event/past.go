package event

import (
	"fmt"
	"strings"
	"time"
)

// Past is what earlier runs make of a verdict.
type Past struct {
	Is     string    `json:"is"`               // New, Since, Fixed or Unsteady
	Runs   int       `json:"runs,omitempty"`   // of Since: in which it failed in a row, with this one; of Fixed: in which it had; of New and Unsteady: that were looked at, without and with this one
	Failed int       `json:"failed,omitempty"` // of Unsteady: in how many of these it failed
	Began  time.Time `json:"began,omitzero"`   // of Since and Fixed: when the first of them was
	Asked  bool      `json:"asked,omitempty"`  // somebody named the history that this is from
	First  string    `json:"first,omitempty"`  // of Since: the cell or the version that it failed with then, if that is another now
}

// What a verdict can be to those of earlier runs.
const (
	New      = "new"   // it fails and did not before
	Since    = "since" // it failed before
	Fixed    = "fixed" // it passes and failed before
	Unsteady = "flaky" // it passes and fails in turn
)

// String tells it in a few words.
func (p *Past) String() string {
	if p == nil {
		return ""
	}
	var in []string
	if !p.Began.IsZero() {
		in = append(in, p.Began.UTC().Format(time.DateOnly))
	}
	if p.First != "" {
		in = append(in, "first with "+p.First)
	}
	behind := ""
	if len(in) > 0 {
		behind = " (" + strings.Join(in, ", ") + ")"
	}
	switch p.Is {
	case Since:
		return fmt.Sprintf("since %d runs%s", p.Runs, behind)
	case Fixed:
		runs := "1 run"
		if p.Runs != 1 {
			runs = fmt.Sprintf("%d runs", p.Runs)
		}
		return "fixed after " + runs + behind
	case Unsteady:
		return fmt.Sprintf("flaky (%d of %d)", p.Failed, p.Runs)
	}
	return p.Is
}

// Known reports whether a failure is none to look at first: it was there before.
func (p *Past) Known() bool { return p != nil && (p.Is == Since || p.Is == Unsteady) }

// Telling reports whether it says more than that a test was run again: that it passed
// before, or that this goes on for a while.
func (p *Past) Telling() bool {
	switch {
	case p == nil:
		return false
	case p.Is == New:
		return p.Asked || p.Runs > 0
	case p.Is == Since || p.Is == Fixed:
		return p.Asked || p.Runs >= 3
	}
	return true
}

// A Point is an earlier run in a trend.
type Point struct {
	Time    time.Time `json:"time"`
	Ran     int       `json:"ran"` // the skipped and the failed ones included
	Failed  int       `json:"failed,omitempty"`
	Skipped int       `json:"skipped,omitempty"`
	Seconds float64   `json:"seconds,omitempty"` // of all tests together
	Covered int       `json:"covered,omitempty"`
	Lines   int       `json:"lines,omitempty"` // that can be run; 0 is that it was not measured
}

// A CommandTime is how long one command of a test took.
type CommandTime struct {
	Line    int     `json:"line"` // from 1
	Seconds float64 `json:"seconds"`
	Text    string  `json:"text,omitempty"` // the command, of the few that took the longest
}
