// Package matcher compares what a command printed with what a transcript
// expects, and says what would have to change for the two to agree.
//
// The life of one block: each expected line becomes a [Pattern], the output is
// cut into [Line] values, and [Align] finds the changes between the two
// sequences. The transcript turns these into [Edit] values over the lines of
// the file, and edits are all that anybody sees from then on: [Unified] shows
// them, [Apply] carries them out.
//
// A (glob) or (re) line may have values in it, {{name}}, and a (json) line is compared as a
// value. What that means for a block as a whole, package block says: there a name is bound
// by one line and holds in the next, and lines match in any order.
//
// The package is pure: it opens nothing, starts nothing and knows no clock
// (but for the second after which a backtracking pattern is stopped).
//
// Costs: a block that passes is matched in one pass, with memory for the
// patterns only. A block that differs is first trimmed at both ends and rid of
// lines that nothing on the other side matches; the rest takes O(N+D²) steps
// for N lines and D changes, up to a limit on D past which the alignment is
// still valid but no longer the smallest. Memory is linear in the lines.
package matcher
