package block

import (
	"slices"

	"dott/matcher"
)

// check reports whether the block passes when it is written as the result says, and what
// names stand for then.
func (a *aligner) check(r *Result) (bool, error) {
	written := writtenPatterns(a.want, r)
	if ok, err := matcher.Matches(a.ctx, asCram(written), slices.Values(a.got)); ok || err != nil {
		r.Values = a.known
		return ok, err
	}
	again := newComparison(a.ctx, written, a.known)
	again.got = a.got
	return again.walk(slices.Values(a.got), &r.Values)
}

// writtenPatterns returns the expected lines as the changes leave them.
func writtenPatterns(want []matcher.Pattern, r *Result) (written []matcher.Pattern) {
	at, apart := 0, false
	keep := func(end int) {
		for ; at < end; at++ {
			p := want[at]
			p.Apart, apart = p.Apart || apart, false
			written = append(written, p)
		}
	}
	for _, c := range r.Changes {
		keep(c.Start)
		for j := c.From; j < c.To; j++ {
			p := matcher.Parse(r.Output[j].Written())
			if j == c.From && c.Start < c.End {
				p.Line, p.Apart, apart = want[c.Start].Line, want[c.Start].Apart || apart, false
			} else if c.Start > 0 {
				p.Line = want[c.Start-1].Line
			}
			written = append(written, p)
		}
		// A comment among lines that go stays behind those that are put in.
		for i := c.Start; i < c.End; i++ {
			apart = apart || want[i].Apart && (i > c.Start || c.From == c.To)
		}
		at = c.End
	}
	keep(len(want))
	return written
}
