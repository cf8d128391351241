package record

import (
	"strings"

	"dott/matcher/transcript"
)

// Keep returns a file of which only what was added to it was brought up to date: old is
// what it was, recorded what it was then, and updated that when it had run.
func Keep(f transcript.Format, old, recorded, updated string) string {
	was, now, then := f.Parse(old), f.Parse(recorded), f.Parse(updated)
	first := len(was.Blocks)
	if first >= len(now.Blocks) || len(then.Blocks) != len(now.Blocks) {
		return recorded
	}
	from, to := now.Blocks[first].Code[0], then.Blocks[first].Code[0]
	var b strings.Builder
	for _, l := range now.Lines[:from] {
		b.WriteString(l.Raw)
	}
	for _, l := range then.Lines[to:] {
		b.WriteString(l.Raw)
	}
	return b.String()
}
