package judge

import (
	"slices"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/event"
)

// Off returns the ranges of lines that #if left out.
func Off(t *transcript.Transcript) []event.Range {
	var ranges []event.Range
	for n, l := range t.Lines {
		if l.Kind != transcript.Off {
			continue
		}
		if last := len(ranges) - 1; last >= 0 && ranges[last].End == n {
			ranges[last].End++
		} else {
			ranges = append(ranges, event.Range{Start: n, End: n + 1})
		}
	}
	return ranges
}

// MaxCommands is how many commands of a failed test are told, at most.
const MaxCommands = 1000

// Commands returns the commands of a test, for those who want to do by hand what
// it does. Lines that #if left out are not among them.
func Commands(t *transcript.Transcript, off []event.Range) []event.Command {
	var all []event.Command
	for _, b := range t.Blocks {
		if len(b.Code) == 0 || slices.ContainsFunc(off, func(r event.Range) bool { return r.Start <= b.Code[0] && b.Code[0] < r.End }) {
			continue
		}
		if len(all) == MaxCommands {
			break
		}
		var text strings.Builder
		for i, n := range b.Code {
			if i > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(t.Lines[n].Text)
		}
		all = append(all, event.Command{Line: b.Code[0] + 1, Text: strings.ToValidUTF8(text.String(), "\uFFFD")})
	}
	return all
}
