package judge

import (
	"context"
	"slices"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/shell"
)

// Where `set -x` traces the command that separates blocks, cram shows that as output, in a
// line `+ echo  (no-eol)`, and takes it for a further separator: from there on, output
// stands below the command after its own, and a status comes twice. Such a file passes
// here, and is written like that for cram alone, and where it has such lines already.

// compareTraced compares the blocks before the given one.
func (t *trial) compareTraced(ctx context.Context, to int) (changed []transcript.Rewriting, faults []transcript.Fault) {
	asCram := misplaced(t.in.Output.Blocks)
	if asCram == nil {
		return t.compareTo(ctx, to)
	}
	own, end := t.in.Output.Blocks, t.end
	if !t.in.Rules.Plain {
		changed, faults = t.compareTo(ctx, to)
		if len(changed) == 0 || t.blocks.stopped != nil {
			return changed, faults
		}
	}
	first := *t
	t.in.Output.Blocks, t.end, t.blocks = asCram, end, comparer{in: t.in}
	all, allFaults := t.compareTo(ctx, to)
	if t.in.Rules.Plain || len(all) == 0 || t.blocks.stopped != nil || expectsTraces(t.in.Transcript) {
		return all, allFaults
	}
	*t, t.in.Output.Blocks = first, own
	return changed, faults
}

// misplaced returns the blocks as cram has them; nil is that it has them like this.
func misplaced(blocks [][]shell.Piece) [][]shell.Piece {
	if !slices.ContainsFunc(blocks, isTraced) {
		return nil
	}
	all := make([][]shell.Piece, len(blocks))
	for b, pieces := range blocks {
		if pieces != nil && all[b] == nil {
			all[b] = []shell.Piece{}
		}
		to := b
		if b > 0 && b < len(blocks)-1 && isTraced(blocks[b-1]) {
			to++
		}
		for _, p := range pieces {
			traced := p.Traced != ""
			if traced {
				p.Text = p.Traced
			}
			if all[to] = append(all[to], p); traced {
				all[to] = append(all[to], shell.Piece{Status: p.Status})
			}
		}
	}
	return all
}

// isTraced reports whether the marker behind a block was traced.
func isTraced(pieces []shell.Piece) bool {
	return len(pieces) > 0 && pieces[len(pieces)-1].Traced != ""
}

// expectsTraces reports whether a file has such lines.
func expectsTraces(t *transcript.Transcript) bool {
	return slices.ContainsFunc(t.Lines, func(l transcript.Line) bool {
		return l.Kind == transcript.Output && strings.HasSuffix(l.Text, "echo  (no-eol)")
	})
}
