// Package weigh judges what is written into tests: whether they check less than before.
package weigh

import (
	"dott/matcher"
	"dott/matcher/transcript"
	"dott/matcher/weakened"
	"dott/runner/event"
	"dott/runner/review/change"
)

// mostFindings is how many findings of one test are kept. The numbers count all.
const mostFindings = 1000

// Written judges a file that edits were made in, by what it was and what it is.
func Written(was, is *transcript.Transcript, edits []matcher.Edit) *event.Judged {
	findings := weakened.Compare(was, is)
	worst := byBlock(was, is, findings)
	j := &event.Judged{}
	for _, unit := range change.ByBlock(was, edits) {
		switch weakened.Worst(worst[change.Block(was, unit[0])]) {
		case weakened.Same:
			j.Same++
		case weakened.Changed:
			j.Changed++
		default:
			j.Weakened++
		}
	}
	kept := [weakened.Weakened + 1]int{}
	for _, f := range findings { // what changed takes no room from what is weaker
		if kept[f.Judgement]++; kept[f.Judgement] <= mostFindings {
			j.Findings = append(j.Findings, f)
		}
	}
	return j
}

// byBlock sorts findings by the blocks that they are about. These are the same in both
// versions, as no command changed.
func byBlock(was, is *transcript.Transcript, findings []weakened.Finding) map[int][]weakened.Finding {
	by := map[int][]weakened.Finding{}
	for _, f := range findings {
		block := 0
		switch {
		case f.Was > 0:
			block = was.Lines[f.Was-1].Block
		case f.Line <= len(is.Lines):
			block = is.Lines[f.Line-1].Block
		}
		by[block] = append(by[block], f)
	}
	return by
}

// A Denial is what must not be written, as less would be checked.
type Denial struct {
	Changes  int
	Findings []weakened.Finding // why; their lines are those of the file without the changes
}

// Deny takes those changes out of some edits that would make their block weaker than it
// was once. The edits are about the file as it is now.
func Deny(was, now *transcript.Transcript, edits []matcher.Edit, parse func(text string) *transcript.Transcript) ([]matcher.Edit, Denial) {
	is := parse(now.Apply(transcript.Complete(now, edits)))
	worst := byBlock(was, is, weakened.Compare(was, is))
	var kept []matcher.Edit
	var denied [][]matcher.Edit
	for _, unit := range change.ByBlock(now, edits) {
		if weakened.Worst(worst[change.Block(now, unit[0])]) == weakened.Weakened {
			denied = append(denied, unit)
		} else {
			kept = append(kept, unit...)
		}
	}
	if len(denied) == 0 {
		return edits, Denial{}
	}
	d := Denial{Changes: len(denied)}
	for _, unit := range denied {
		for _, f := range worst[change.Block(now, unit[0])] {
			if f.Judgement == weakened.Weakened {
				f.Line = change.Moved(unit[0].Start, kept) + 1
				d.Findings = append(d.Findings, f)
			}
		}
	}
	return kept, d
}

// Add adds another denial.
func (d *Denial) Add(more Denial) {
	d.Changes += more.Changes
	d.Findings = append(d.Findings, more.Findings...)
}
