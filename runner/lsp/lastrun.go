package lsp

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/subsequence"
	"dott/matcher/transcript"
)

// A failure is what the last run of a test found out: the edits that would make the file
// describe what happened, of the bytes that ran.
type failure struct {
	name  string // of the case and the cell; "" is the file
	base  []string
	edits []matcher.Edit
	line  int // of what the reason is about, from 0
	why   string
}

// lastRun returns the failures that the last run left beside a file: FILE.err is the
// file as it would read with the actual output.
func lastRun(d *document) []failure {
	data, err := os.ReadFile(d.path + ".err")
	if err != nil {
		return nil
	}
	base, err := os.ReadFile(d.path)
	if err != nil {
		return nil
	}
	t := transcript.For(d.path, d.options.Format).Parse(string(base))
	if !transcript.SameCommands(t, string(data)) {
		return nil // it is of another file by now
	}
	was, is := fileLines(string(base)), fileLines(string(data))
	return []failure{{base: was, edits: between(was, is)}}
}

func fileLines(text string) []string { return slices.Collect(strings.Lines(text)) }

// between returns the edits that make one text of another.
func between(was, is []string) (edits []matcher.Edit) {
	at, to := 0, 0
	add := func(end, until int) {
		if end > at || until > to {
			e := matcher.Edit{Start: at, End: end}
			for _, line := range is[to:until] {
				e.New = append(e.New, strings.TrimRight(line, "\r\n"))
			}
			edits = append(edits, e)
		}
	}
	for _, pair := range subsequence.Common(was, is) {
		add(pair[0], pair[1])
		at, to = pair[0]+1, pair[1]+1
	}
	add(len(was), len(is))
	return edits
}

// A difference is an edit of the last run where it stands in the document now.
type difference struct {
	matcher.Edit
	name string
	why  string
	only bool // no other case or cell says something about the file
}

// differences returns what differed in the last run, as far as the lines are still there.
func differences(d *document) (all []difference) {
	for _, f := range d.last {
		now := func(line int) (int, bool) { return line, line < len(d.lines) && line < len(f.base) }
		if !slices.Equal(f.base, d.lines) {
			to := map[int]int{}
			for _, pair := range subsequence.Common(f.base, d.lines) {
				to[pair[0]] = pair[1]
			}
			now = func(line int) (int, bool) { n, ok := to[line]; return n, ok }
		}
		if len(f.edits) == 0 && f.why != "" {
			if line, ok := now(f.line); ok {
				all = append(all, difference{matcher.Edit{Start: line, End: line}, f.name, f.why, false})
			}
			continue
		}
		for _, e := range f.edits {
			if moved, ok := movedTo(e, now); ok {
				all = append(all, difference{moved, f.name, "", len(d.last) == 1})
			}
		}
	}
	return all
}

// movedTo returns an edit where its lines are now. What is put in needs the line above.
func movedTo(e matcher.Edit, now func(int) (int, bool)) (matcher.Edit, bool) {
	if e.Start == e.End {
		if e.Start == 0 {
			return e, true
		}
		above, ok := now(e.Start - 1)
		return matcher.Edit{Start: above + 1, End: above + 1, New: e.New}, ok
	}
	first, ok := now(e.Start)
	if !ok {
		return e, false
	}
	if e.Start > 0 { // the same text may stand below another command
		if above, ok := now(e.Start - 1); !ok || above != first-1 {
			return e, false
		}
	}
	for n := e.Start; n < e.End; n++ {
		if at, ok := now(n); !ok || at != first+n-e.Start {
			return e, false
		}
	}
	return matcher.Edit{Start: first, End: first + e.End - e.Start, New: e.New}, true
}

// where returns the range of a difference: its expected lines, or the line above what
// was printed besides.
func (h difference) where(d *document) textRange {
	if h.Start == h.End {
		return d.span(max(0, h.Start-min(1, h.Start)), 0, 0)
	}
	return textRange{d.span(h.Start, 0, 0).Start, d.span(h.End-1, 0, 0).End}
}

// shownLines is how many lines of output a message has.
const shownLines = 10

func (h difference) message() string {
	in := ""
	if h.name != "" {
		in = " (" + h.name + ")"
	}
	switch {
	case h.why != "":
		return "the last run" + in + ": " + h.why
	case len(h.New) == 0:
		return "the last run" + in + " did not print this"
	}
	lines := h.New
	more := ""
	if len(lines) > shownLines {
		more = fmt.Sprintf("\n… and %d more lines", len(lines)-shownLines)
		lines = lines[:shownLines]
	}
	besides := ""
	if h.Start == h.End {
		besides = " besides"
	}
	return "the last run" + in + " printed" + besides + ":\n" + strings.ToValidUTF8(strings.Join(lines, "\n"), "\uFFFD") + more
}
