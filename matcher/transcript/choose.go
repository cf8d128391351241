package transcript

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher/feature"
)

// Choose returns the transcript of the lines that remain where each #if is
// answered by holds. It asks about every #if and every #require that is reached,
// in the order of the file, and does not ask about those in lines that are left
// out. A transcript without #if is returned as it is.
func (t *Transcript) Choose(holds func(Directive) bool) *Transcript {
	conditional := slices.ContainsFunc(t.Directives, func(d Directive) bool { return d.Name == "if" })
	chosen := t
	if conditional {
		c := *t
		c.Lines, c.Directives = slices.Clone(t.Lines), nil
		chosen = &c
	}
	// Of each #if that is open: whether its lines are in, and whether they would
	// be if it stood alone.
	type level struct{ in, holds bool }
	in := level{true, true}
	var open []level
	next := 0
	for _, d := range t.Directives {
		turnOff(chosen, next, d.Line, !in.in)
		next = d.Line + 1
		switch d.Name {
		case "if":
			open = append(open, in)
			yes := in.in && holds(d)
			in = level{yes, yes}
		case "else":
			if n := len(open); n > 0 {
				in = level{open[n-1].in && !in.holds, !in.holds}
			}
		case "endif":
			if n := len(open); n > 0 {
				in, open = open[n-1], open[:n-1]
			}
		default:
			if !in.in {
				turnOff(chosen, d.Line, next, true)
				continue
			}
			if d.Name == "require" {
				holds(d)
			}
		}
		if conditional {
			chosen.Directives = append(chosen.Directives, d)
		}
	}
	if conditional {
		turnOff(chosen, next, len(t.Lines), !in.in)
		makeBlocks(chosen)
	}
	return chosen
}

func turnOff(t *Transcript, start, end int, off bool) {
	if !off {
		return
	}
	for n := start; n < end; n++ {
		t.Lines[n].Kind = Off
	}
}

// Cases returns the runs that the #testcases lines of a file ask for: of each
// line one name, in all combinations. It is nil when there are none.
func (t *Transcript) Cases() [][]string {
	var runs [][]string
	for _, d := range t.Directives {
		if d.Name != "testcases" {
			continue
		}
		if runs == nil {
			runs = [][]string{nil}
		}
		var longer [][]string
		for _, run := range runs {
			for name := range strings.FieldsSeq(d.Args) {
				longer = append(longer, append(slices.Clone(run), name))
			}
		}
		runs = longer
	}
	return runs
}

// MaxCases is how many runs the cases of one file may make.
const MaxCases = 1000

// badCases returns what is wrong with the names of one #testcases line, or "".
func badCases(t *Transcript, names []string) string {
	if len(names) == 0 {
		return "names no case"
	}
	runs := len(names)
	seen := map[string]bool{}
	for _, d := range t.Directives {
		if d.Name == "testcases" {
			earlier := strings.Fields(d.Args)
			runs *= max(1, len(earlier))
			for _, name := range earlier {
				seen[name] = true
			}
		}
	}
	for _, name := range names {
		switch {
		case !feature.ValidName(name) || strings.HasPrefix(name, "no-"):
			return fmt.Sprintf("has the name %q, which no condition could have", name)
		case seen[name]:
			return fmt.Sprintf("names the case %q once more", name)
		}
		seen[name] = true
	}
	if runs > MaxCases {
		return fmt.Sprintf("makes %d runs of the file; no more than %d are", runs, MaxCases)
	}
	return ""
}
