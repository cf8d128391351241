package transcript

import (
	"bufio"
	"io"
	"iter"
	"math"
	"strings"

	"dott/matcher"
)

// A Rewriting is what becomes of one block: drafts, and the output that they are
// about, from its first line on.
type Rewriting struct {
	Drafts []Draft
	Output iter.Seq[matcher.Line]
}

// Rewrite writes the file with the drafts of some blocks made, which are in order. It
// writes the same as [Transcript.Apply] returns for the edits, a line at a time: the
// output may be longer than what fits into memory.
func (t *Transcript) Rewrite(w io.Writer, blocks []Rewriting) error {
	r := rewriter{t: t, w: bufio.NewWriterSize(w, 64<<10)}
	for _, b := range blocks {
		r.block(b)
	}
	r.keep(len(t.Lines))
	if n := len(t.Lines); n == 0 || strings.HasSuffix(t.Lines[n-1].Raw, "\n") || r.empty {
		r.endLine()
	}
	return r.w.Flush()
}

// A rewriter writes a file. What it writes to keeps the first error.
type rewriter struct {
	t     *Transcript
	w     *bufio.Writer
	at    int    // lines of the file that are dealt with
	end   string // of the line before, which is written when another follows
	empty bool   // that line
}

func (r *rewriter) endLine() {
	_, _ = r.w.WriteString(r.end)
	r.end = ""
}

// keep writes the lines of the file up to n.
func (r *rewriter) keep(n int) {
	for ; r.at < n; r.at++ {
		r.endLine()
		text := r.t.withoutEnd(r.t.Lines[r.at].Raw)
		_, _ = r.w.WriteString(text)
		r.end, r.empty = r.t.eol, text == ""
	}
}

func (r *rewriter) put(pieces iter.Seq[string]) {
	r.endLine()
	r.empty = true
	for p := range pieces {
		_, _ = r.w.WriteString(p)
		r.empty = r.empty && p == ""
	}
	r.end = r.t.eol
}

// block writes what stands before the drafts of a block, and these.
func (r *rewriter) block(b Rewriting) {
	drafts, begun := b.Drafts, false
	// upTo makes the drafts as far as they need no output from line j on.
	upTo := func(j int) {
		for len(drafts) > 0 && drafts[0].From <= j {
			d := &drafts[0]
			if !begun {
				r.keep(d.Start)
				begun = true
			}
			if j < d.To {
				return
			}
			for _, text := range d.New {
				r.put(func(yield func(string) bool) { yield(text) })
			}
			r.at = d.End
			drafts, begun = drafts[1:], false
		}
	}
	j := 0
	for l := range b.Output {
		if upTo(j); len(drafts) == 0 {
			return
		}
		if begun {
			r.put(r.t.NewLine(&drafts[0], j, &l).Pieces())
		}
		j++
	}
	upTo(math.MaxInt)
}
