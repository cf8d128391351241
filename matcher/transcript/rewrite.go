package transcript

import (
	"bufio"
	"io"
	"iter"
	"math"
	"strings"

	"dott/matcher"
)

// A Rewriting is what becomes of one block: drafts, the output that they are about, from
// its first line on, and how line j of it stands in the file.
type Rewriting struct {
	Drafts []Draft
	Output iter.Seq[matcher.Line]
	Line   func(d *Draft, j int, l *matcher.Line) matcher.Text
}

// Rewriting returns what becomes of a block by the changes.
func (s Section) Rewriting(changes []matcher.Change, output iter.Seq[matcher.Line]) Rewriting {
	return Rewriting{s.Drafts(changes), output, func(d *Draft, j int, l *matcher.Line) matcher.Text { return newLine(s.t, d, j, l) }}
}

// Rewrite writes the file with the drafts of some blocks made, which are in order. It
// writes the same as [Transcript.Apply] returns for the edits, a line at a time: the
// output may be longer than what fits into memory.
func Rewrite(t *Transcript, w io.Writer, blocks []Rewriting) error {
	r := rewriter{t: t, w: bufio.NewWriterSize(w, 64<<10), fences: longerFor(t, blocks)}
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

	fences []matcher.Edit // lines of the file that become longer
}

func (r *rewriter) endLine() {
	_, _ = r.w.WriteString(r.end)
	r.end = ""
}

// keep writes the lines of the file up to n.
func (r *rewriter) keep(n int) {
	for ; r.at < n; r.at++ {
		r.endLine()
		text := withoutEnd(r.t, r.t.Lines[r.at].Raw)
		if len(r.fences) > 0 && r.fences[0].Start == r.at {
			text, r.fences = r.fences[0].New[0], r.fences[1:]
		}
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
	for d, line := range b.each {
		if line != nil {
			r.put(line.Pieces())
			continue
		}
		r.keep(d.Start)
		for _, text := range d.New {
			r.put(func(yield func(string) bool) { yield(text) })
		}
		r.at = d.End
	}
}

// each yields the drafts, each first without and then with each of the lines of output
// that it puts in.
func (b Rewriting) each(yield func(*Draft, *matcher.Text) bool) {
	drafts, begun := b.Drafts, false
	// upTo yields the drafts that begin before or at line j of the output, and reports
	// whether all of this is wanted.
	upTo := func(j int) bool {
		for len(drafts) > 0 && drafts[0].From <= j {
			if !begun && !yield(&drafts[0], nil) {
				return false
			}
			if begun = j < drafts[0].To; begun {
				return true
			}
			drafts = drafts[1:]
		}
		return true
	}
	j := 0
	var line matcher.Line // one for all, as there may be millions
	var text matcher.Text
	for line = range b.Output {
		if !upTo(j) || len(drafts) == 0 {
			return
		}
		if begun {
			text = b.Line(&drafts[0], j, &line)
			if !yield(&drafts[0], &text) {
				return
			}
		}
		j++
	}
	upTo(math.MaxInt)
}

// A Limit is how much of edits is wanted. 0 is no limit.
type Limit struct {
	Lines int // that are put in, and edits
	Bytes int // of the lines that are put in
	Line  int // bytes of one line, of which only the beginning is wanted
}

// Collect returns the edits that the drafts of some blocks become, up to a limit, and
// how many changed lines these lack.
func Collect(blocks []Rewriting, limit Limit) (edits []matcher.Edit, left int) {
	for _, b := range blocks {
		for i := range b.Drafts {
			left += b.Drafts[i].Size()
		}
	}
	unlimited := func(n int) int {
		if n == 0 {
			return math.MaxInt
		}
		return n
	}
	lines, bytes, longest := unlimited(limit.Lines), unlimited(limit.Bytes), unlimited(limit.Line)
	for _, b := range blocks {
		for d, line := range b.each {
			if lines--; lines < 0 {
				return edits, left
			}
			if line == nil {
				edits = append(edits, d.Edit)
				left -= d.End - d.Start + len(d.New)
				continue
			}
			text, all := line.Head(min(bytes, longest))
			if !all && bytes <= longest {
				return edits, left
			}
			bytes -= min(bytes, len(text)+1)
			left--
			e := &edits[len(edits)-1]
			e.New = append(e.New, text)
		}
	}
	return edits, left
}

// longerFor returns the edits of fences that become longer by what is put into blocks.
func longerFor(t *Transcript, blocks []Rewriting) []matcher.Edit {
	if len(t.fences) == 0 {
		return nil
	}
	return longer(t, func(yield func(int, string) bool) {
		for _, b := range blocks {
			for d, line := range b.each {
				for _, text := range d.New {
					if line == nil && !yield(d.Start, text) {
						return
					}
				}
				if line != nil {
					if text, _ := line.Head(decisive); !yield(d.Start, text) {
						return
					}
				}
			}
		}
	})
}
