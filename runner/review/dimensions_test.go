package review

import (
	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// sight returns a file as one of its runs sees it: without the lines that are not
// for that run, and without the conditions that make the others be.
func sight(t *transcript.Transcript, prefix string, dims dimensions, at feature.Variant, off []event.Range) []string {
	var lines []string
	for n, l := range t.Lines {
		if leftOut(off, n) {
			continue
		}
		if l.Kind != transcript.Output {
			lines = append(lines, l.Text)
			continue
		}
		e := dims.expectation(l.Text)
		if !dims.hold(e.terms, at) {
			continue
		}
		if text := e.written(nil); text == optionalBlank {
			lines = append(lines, "")
		} else {
			lines = append(lines, prefix+text)
		}
	}
	return lines
}
