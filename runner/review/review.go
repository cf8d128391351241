package review

import (
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// Review stands between the runner and the reports. Of a test whose output
// differs, it writes the changes that are accepted into the file, has the test
// run again, and hands on the verdict of that run. All else it hands on as it is.
type Review struct {
	Next   event.Handler
	Again  func(test string) (event.Event, error) // runs one test and returns its end
	Ask    *Prompt                                // nil: every change is accepted
	Format transcript.Format
}

// Handle deals with one event.
func (r *Review) Handle(e event.Event) error {
	// An error is no output to accept: the file or the machine is to be mended.
	if e.Action != event.Fail || len(e.Edits) == 0 {
		return r.Next.Handle(e)
	}
	data, err := read(e)
	if err != nil {
		return r.Next.Handle(refused(e, err))
	}
	chosen := e.Edits
	if r.Ask != nil {
		var seen bool
		if chosen, seen, err = r.Ask.choose(e, data, r.Format); err != nil {
			return err
		}
		if len(chosen) == 0 {
			if seen {
				e.Diff = "" // once is enough
			}
			return r.Next.Handle(e)
		}
	}
	if err := rewrite(e, chosen, r.Format); err != nil {
		return r.Next.Handle(refused(e, err))
	}
	s := settler{Review: r, units: unitsOf(data, e.Edits, chosen, r.Format), printed: applied(data, e.Edits)}
	if r.Ask == nil {
		s.diff = diffOf(e.Test, data, chosen)
	}
	place := e // of the test in this stream; the runs that follow have streams of their own
	if e, err = r.Again(e.Test); err != nil {
		return err
	}
	if e, err = s.settle(e); err != nil {
		return err
	}
	e.Seq, e.Run = place.Seq, place.Run
	e.Written = len(chosen)
	if e.Diff == "" {
		e.Diff = s.diff
	}
	return r.Next.Handle(e)
}

// refused adds to a failure why its file was left as it is.
func refused(e event.Event, err error) event.Event {
	return because(e, e.Test+": not rewritten: "+err.Error())
}

// because adds a sentence to the reason of an event.
func because(e event.Event, sentence string) event.Event {
	e.Reason = strings.TrimPrefix(e.Reason+"\n"+sentence, "\n")
	return e
}

func diffOf(test, data string, edits []matcher.Edit) string {
	return matcher.Unified(test, test+".err", fileLines(data), edits, transcript.LineEnd(data))
}

// units tells, for each block with differences, how much of them was written.
type units map[int]unit

type unit uint8

const (
	nothingDiffered unit = iota
	allWritten           // the block is now what was printed
	partWritten          // or written in another form
	nothingWritten
)

// unitsOf compares the differences with the chosen changes.
func unitsOf(data string, differences, chosen []matcher.Edit, format transcript.Format) units {
	t := format.Parse(data)
	all, some := edited(t, differences), edited(t, chosen)
	u := units{}
	for b, edits := range all {
		switch {
		case len(some[b]) == 0:
			u[b] = nothingWritten
		case applied(data, edits) == applied(data, some[b]):
			u[b] = allWritten
		default:
			u[b] = partWritten
		}
	}
	return u
}

// edited sorts edits by their blocks.
func edited(t *transcript.Transcript, edits []matcher.Edit) map[int][]matcher.Edit {
	by := map[int][]matcher.Edit{}
	for _, e := range edits {
		b := blockOf(t, e)
		by[b] = append(by[b], e)
	}
	return by
}

// blockOf returns the block whose output an edit changes.
func blockOf(t *transcript.Transcript, e matcher.Edit) int {
	n := e.Start
	if e.Start == e.End {
		n-- // put behind this line
	}
	if n < 0 {
		return 0
	}
	return t.Lines[n].Block
}

// byBlock groups the edits of one block each, in order.
func byBlock(t *transcript.Transcript, edits []matcher.Edit) [][]matcher.Edit {
	var groups [][]matcher.Edit
	for i, e := range edits {
		if i == 0 || blockOf(t, e) != blockOf(t, edits[i-1]) {
			groups = append(groups, nil)
		}
		last := &groups[len(groups)-1]
		*last = append(*last, e)
	}
	return groups
}
