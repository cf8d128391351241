package judge

import (
	"context"

	"dott/runner/shell"
)

// Matches reports whether a piece of output, whose lines are shown in some way, is what a
// block expects, by the same rules as for the whole. A comparison that was ended early
// is true: the test is ended as well.
func Matches(ctx context.Context, in Input, block int, shown func(string) string, p shell.Piece) bool {
	in.Ran.Shown = shown
	in.Output = shell.Output{Blocks: make([][]shell.Piece, block+1), Last: block, Complete: true, Stray: -1}
	in.Output.Blocks[block] = []shell.Piece{p}
	c := comparer{in: &in}
	change, faults := c.block(ctx, block)
	return c.stopped != nil || len(change.Drafts)+len(faults)+len(c.spared)+len(c.gone) == 0
}
