package lsp

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/subsequence"
	"dott/matcher/transcript"
	"dott/runner/accept"
	"dott/runner/event"
)

// A failure is what the last run of a test found out: the edits that would make the file
// describe what happened, of the bytes that ran.
type failure struct {
	name  string // of the case and the cell; "" is the file
	base  []string
	edits []matcher.Edit
	line  int // of what the reason is about, from 0
	why   string
	stale bool // the file changed since
}

// failuresOf returns what runs left of a document, for those who review it. Changes are
// about the bytes that ran: these are what the document has kept of an earlier look, or
// the file, as their hash tells. Where the file has changed since, there is nothing to
// accept, and only the places are known.
func failuresOf(d *document, left []*accept.Left) (all []failure) {
	known := ""
	if len(d.last) > 0 {
		known = strings.Join(d.last[0].base, "")
	}
	for _, l := range left {
		e, err := l.Event()
		if err != nil || e.Target != "" {
			continue
		}
		f := failure{name: nameOf(e)}
		base, err := accept.Base(e, known)
		switch {
		case err == nil && !l.Large:
			f.base, f.edits = fileLines(base), e.Edits
			all = append(all, f)
			continue
		case err == nil:
			f.why = "its changes are too much to be kept; `dott -i` shows them"
		default:
			f.why, f.stale = "the output differed here; the file changed since then, so run it again", true
		}
		data, err := os.ReadFile(d.path)
		if err != nil {
			continue
		}
		f.base = fileLines(string(data))
		for _, line := range l.Now(transcript.For(d.path, d.options.Format).Parse(string(data))) {
			f.line = line - 1
			all = append(all, f)
		}
	}
	return all
}

// nameOf names the case and the cell of a test.
func nameOf(e event.Event) string {
	name := strings.Join(e.Case, "#")
	if e.Cell != "" {
		name += "[" + e.Cell + "]"
	}
	return name
}

// look reads what the last run left of a document, if there is anything new. It reports
// whether there is. The lock is held.
func (s *server) look(d *document) bool {
	if s.o.Left == nil {
		return false
	}
	left, stamp, err := s.o.Left(d.path, d.stamp)
	if err != nil {
		fmt.Fprintf(s.o.Log, "dott lsp: %v\n", err)
		return false
	}
	if stamp == d.stamp {
		return false
	}
	d.stamp, d.last = stamp, failuresOf(d, left)
	return true
}

func fileLines(text string) []string { return slices.Collect(strings.Lines(text)) }

// A difference is an edit of the last run where it stands in the document now.
type difference struct {
	matcher.Edit
	name string
	why  string
	only bool // no other case or cell says something about the file
	was  int  // the line, from 0, in the file that ran
	old  bool // the file changed since
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
				all = append(all, difference{Edit: matcher.Edit{Start: line, End: line}, name: f.name, why: f.why, old: f.stale})
			}
			continue
		}
		for _, e := range f.edits {
			if moved, ok := movedTo(e, now); ok {
				all = append(all, difference{Edit: moved, name: f.name, only: len(d.last) == 1, was: e.Start})
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
	if h.why != "" {
		return d.span(h.Start, 0, 0)
	}
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
