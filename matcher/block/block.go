// Package block compares the output of a block with its expected lines where more than
// one line at a time counts: values that recur, lines in any order, and JSON that goes
// over several lines. All else is package matcher's.
//
// The life of one block: its expected lines are made into units, which are one line each
// but for a JSON value, and into groups of units that match in any order. Whether the
// block passes, a walk says: it follows all positions in the expected lines at once, each
// with the values that were bound on the way to it. Where the block does not pass,
// package matcher aligns it as if names that nothing has bound yet stood for any text;
// what that alignment binds is then held fixed, and the block is aligned once more until
// nothing contradicts it. Lines of a group are put into the order of the file first. What
// is to be written in this way is walked in turn, and where it would not pass, the output
// is written as it is.
//
// Costs: a block that has none of these costs a look at its lines. The walk is linear in
// the output as long as each name can be bound in one way. Lines in any order are looked up
// by their text, and tried on every pattern of their group. What is more than linear is
// limited: see the constants.
package block

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"dott/matcher"
)

const (
	maxRounds  = 20       // alignments until what they bind is left as it is
	spareEnvs  = 100      // ways to bind the names of a block, beyond those that it takes to bind each once
	maxTries   = 4 << 20  // comparisons of lines with the patterns of groups, in a block
	maxScanned = 64 << 20 // bytes looked at for where JSON values end, in a block
	maxGuesses = 64       // lines tried in a group for those that bind its names
)

// A Result is what Compare found.
type Result struct {
	Changes []matcher.Change // that would make the expected lines describe Output
	Faults  []matcher.Fault  // of patterns
	Notes   []matcher.Fault  // what there is to say about expected lines that differ
	// Output is what was printed, with lines of a group in the order of the file, and with
	// what is to be written for them.
	Output []matcher.Line
	Values *matcher.Values // what names stand for behind the block
	// Composite says that groups or JSON values are in the block, so that its lines do not
	// stand for themselves.
	Composite bool
}

// Compare compares expected lines with output. The values are those that the blocks before
// have bound. The error is the cause of the context's end.
func Compare(ctx context.Context, want []matcher.Pattern, got []matcher.Line, known *matcher.Values) (Result, error) {
	r := Result{Output: got, Values: known}
	var err error
	if !special(want) {
		r.Changes, r.Faults, err = matcher.Align(ctx, want, got)
		if err == nil {
			err = name(ctx, want, got, &r)
		}
		return r, err
	}
	if ok, err := matcher.Matches(ctx, asCram(want), slices.Values(got)); ok || err != nil {
		return r, err
	}
	c := newComparison(ctx, want, known)
	c.got = got
	r.Composite = c.composite
	ok, err := c.walk(slices.Values(got), &r.Values)
	if err != nil {
		return r, err
	}
	if ok {
		r.Faults = c.remaining()
		return r, nil
	}
	err = c.align(&r)
	return r, err
}

// Matches reports whether Compare would find nothing to change in output that is too long
// to be in memory as lines, and what names stand for then. Why is set where it cannot be
// compared in this way.
func Matches(ctx context.Context, want []matcher.Pattern, got iter.Seq[matcher.Line], known *matcher.Values) (ok bool, after *matcher.Values, why string, err error) {
	ok, err = matcher.Matches(ctx, asCram(want), got)
	if ok || err != nil || !special(want) {
		return ok, known, "", err
	}
	c := newComparison(ctx, want, known)
	if c.composite {
		return false, known, "the output is too long to be compared in any order, or as JSON", nil
	}
	after = known
	ok, err = c.walk(got, &after)
	for i := range want {
		want[i].Know(known)
	}
	return ok, after, "", err
}

// special reports whether there is anything in the expected lines that this package is
// for.
func special(want []matcher.Pattern) bool {
	return slices.ContainsFunc(want, func(p matcher.Pattern) bool {
		return p.AnyOrder || p.Kind == matcher.JSON || p.HasValues()
	})
}

// asCram returns the expected lines as they are read without anything special. Where they
// match so, they match.
func asCram(want []matcher.Pattern) []matcher.Pattern {
	plain := make([]matcher.Pattern, len(want))
	for i := range want {
		plain[i] = want[i]
		if special(want[i : i+1]) {
			plain[i] = matcher.AsCram(&want[i])
		}
	}
	return plain
}

// A comparison is one block that is compared.
type comparison struct {
	ctx   context.Context
	want  []matcher.Pattern
	got   []matcher.Line // nil where it is too long
	known *matcher.Values

	units     []unit
	elements  []element
	composite bool
	matched   []bool           // by the unit: it has matched something
	faults    map[int]error    // by the unit
	extents   map[int]extended // where a value ends that begins at a line
	scanned   int
	tries     int
	limited   string // why not everything was tried
}

func newComparison(ctx context.Context, want []matcher.Pattern, known *matcher.Values) *comparison {
	c := &comparison{ctx: ctx, want: want, known: known, faults: map[int]error{}, extents: map[int]extended{}}
	c.makeUnits()
	c.matched = make([]bool, len(c.units))
	return c
}

// match reports whether a unit matches a line with what is known, and what it binds.
func (c *comparison) match(u int, l *matcher.Line, known *matcher.Values) (bool, []matcher.Value) {
	ok, bound, err := c.units[u].pattern.MatchWith(c.ctx, l, known)
	switch {
	case ok:
		c.matched[u] = true
	case err != nil && c.ctx.Err() == nil && c.faults[u] == nil:
		c.faults[u] = err
	}
	return ok, bound
}

// remaining returns the faults of expected lines that have matched nothing.
func (c *comparison) remaining() []matcher.Fault {
	var faults []matcher.Fault
	for u, unit := range c.units {
		if err := c.faults[u]; err != nil && !c.matched[u] {
			faults = append(faults, matcher.Fault{Index: unit.start, Err: err})
		}
	}
	return faults
}

// stopped returns why the comparison is to end, if it is.
func stopped(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// limit notes that not everything was tried.
func (c *comparison) limit(format string, a ...any) {
	if c.limited == "" {
		c.limited = fmt.Sprintf(format, a...)
	}
}
