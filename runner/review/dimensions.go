package review

import (
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// dimensions are the ways in which the runs of one file differ. A term that asks
// for a case or for a version of an axis is theirs to answer; all other terms are
// about the machine, and the same for every run.
type dimensions []feature.Dim

// caseDims returns the dimensions of a file's #testcases lines.
func caseDims(t *transcript.Transcript) dimensions {
	var dims dimensions
	for _, d := range t.Directives {
		if d.Name == "testcases" {
			dims = append(dims, feature.Dim{Values: strings.Fields(d.Args)})
		}
	}
	return dims
}

// answer reports whether a term holds for a variant, if it is about the dimensions.
func (dims dimensions) answer(t feature.Term, at feature.Variant) (holds, ours bool) {
	for d, dim := range dims {
		known := feature.Known{Present: true, Version: dim.Values[at[d]], Order: dim.Order}
		if dim.Name == "" {
			for v, name := range dim.Values {
				if name == t.Name {
					holds, err := t.Holds(feature.Known{Present: v == at[d]})
					return holds, err == nil
				}
			}
		} else if dim.Name == t.Name {
			holds, err := t.Holds(known)
			return holds, err == nil
		}
	}
	return false, false
}

// about reports whether a term is about the dimensions at all.
func (dims dimensions) about(t feature.Term) bool {
	if len(dims) == 0 {
		return false
	}
	_, ours := dims.answer(t, make(feature.Variant, len(dims)))
	return ours
}

// hold reports whether those of the terms hold for a variant that are about the
// dimensions.
func (dims dimensions) hold(terms []feature.Term, at feature.Variant) bool {
	for _, t := range terms {
		if holds, ours := dims.answer(t, at); ours && !holds {
			return false
		}
	}
	return true
}

// An expectation is an expected line taken apart: what is expected, under which
// conditions for the machine, and for which of the runs.
type expectation struct {
	plain  string // without conditions
	others string // conditions that are not about the dimensions
	terms  []feature.Term
}

func (dims dimensions) expectation(text string) expectation {
	if !strings.Contains(text, " !)") {
		return expectation{plain: text}
	}
	p := matcher.Parse(text)
	e := expectation{plain: p.Plain}
	for _, t := range p.Conditions {
		if dims.about(t) {
			e.terms = append(e.terms, t)
		} else {
			e.others = strings.TrimPrefix(e.others+" "+t.String(), " ")
		}
	}
	return e
}

// written is the expected line for the runs that the terms say.
func (e expectation) written(terms []feature.Term) string {
	all := e.others
	for _, t := range terms {
		all = strings.TrimPrefix(all+" "+t.String(), " ")
	}
	if all == "" {
		return e.plain
	}
	return e.plain + " (" + all + " !)"
}

// optionalBlank is an empty line that may be absent, as an empty line of the file
// between expected lines is.
const optionalBlank = " (?)"

// leftOut reports whether a line is in one of the ranges.
func leftOut(off []event.Range, line int) bool {
	for _, r := range off {
		if r.Start <= line && line < r.End {
			return true
		}
	}
	return false
}

// surelyOff returns the lines that every #if leaves out of a variant that was
// not run, as far as that is known from the dimensions alone.
func surelyOff(t *transcript.Transcript, dims dimensions, at feature.Variant) []event.Range {
	type branch struct{ off, yes bool } // the #if surely holds
	var open []branch
	var ranges []event.Range
	now := branch{}
	next := 0
	for _, d := range t.Directives {
		if now.off && next < d.Line {
			ranges = append(ranges, event.Range{Start: next, End: d.Line})
		}
		next = d.Line + 1
		switch d.Name {
		case "if":
			open = append(open, now)
			yes, no := true, false
			for _, term := range d.Terms {
				holds, ours := dims.answer(term, at)
				yes = yes && ours && holds
				no = no || ours && !holds
			}
			now = branch{now.off || no, yes}
		case "else":
			if n := len(open); n > 0 {
				now.off = open[n-1].off || now.yes
			}
		case "endif":
			if n := len(open); n > 0 {
				now, open = open[n-1], open[:n-1]
			}
		}
	}
	return ranges
}
