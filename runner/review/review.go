// Package review does with the edits of a run what a person wants done: it writes them
// into the tests, has these run again, and tells what came of it.
package review

import (
	"errors"
	"fmt"
	"slices"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/review/change"
)

// Review stands between the runner and the reports. Of a test whose output
// differs, it writes the changes that are accepted into the file, has the test
// run again, and hands on the verdict of that run. All else it hands on as it is.
//
// The ends of the cases of one file, which come one after another, are held back
// until the last of them has come: they are dealt with as one (see group). What is
// to be run again in another second waits for that, with all that comes behind it
// (see backlog).
type Review struct {
	Next   event.Handler
	Again  func(tests []string) ([]event.Event, error) // runs tests, by their addresses, and returns their ends
	Ask    Asker                                       // nil: every change is accepted
	Format func(file string) transcript.Format         // how a file is read and written
	// Silent reports whether Ask has all answers, so that nobody waits for the next
	// question. It may be nil.
	Silent func() bool
	// Stopped returns why nothing more is to be written: the run was interrupted.
	// It may be nil.
	Stopped func() error
	Matrix  Matrix
	MaxDiff matcher.DiffLimit
	Judge   bool // what is written is judged: whether less is checked
	Deny    bool // changes after which less is checked are not written

	backlog  *backlog // that Next stands behind
	held     []event.Event
	expected int               // how many ends the file in held has
	replaced map[string]string // of files that were rewritten: the hash of what they were
}

// An Asker is asked which changes are written.
type Asker interface {
	// Choose returns the edits of a failing test that are accepted, and whether somebody
	// saw all of its differences. An error is not the end of the answers but of the run.
	Choose(c change.Change) (chosen []matcher.Edit, seen bool, err error)
	// Yes shows a diff and asks a question that has only two answers.
	Yes(diff, text string) (bool, error)
}

// errBytes is the error for output that no edit can hold.
var errBytes = errors.New("the output has bytes that are not UTF-8")

// errMany is the error for a test whose changes are left out of its event.
var errMany = errors.New("these are too many changes to be written into a test")

// Handle deals with one event.
func (r *Review) Handle(e event.Event) error {
	if r.backlog == nil {
		r.backlog = &backlog{review: r, next: r.Next}
		r.Next = r.backlog
	}
	switch {
	case e.Done() && (len(e.Case) > 0 || e.Cell != ""):
		return r.hold(e)
	case e.Done():
		if err := r.release(); err != nil {
			return err
		}
		return reviewSingle(r, e)
	case e.Action == event.Summary:
		if err := r.release(); err != nil {
			return err
		}
	}
	return r.Next.Handle(e)
}

// Wants reports whether anybody behind asks for events of an action.
func (r *Review) Wants(a event.Action) bool { return event.Wants(r.Next, a) }

// syntax is that of the event's file.
func (r *Review) syntax(e event.Event) transcript.Syntax {
	var format transcript.Format
	if r.Format != nil {
		format = r.Format(e.File)
	}
	return transcript.For(e.File, format)
}

// parse reads the event's file.
func (r *Review) parse(e event.Event, data string) *transcript.Transcript {
	return r.syntax(e).Parse(data)
}

// wants reports whether a test has changes to accept. An error is no output to
// accept: the file or the machine is to be mended. Neither is that of a failure that
// is known.
func wants(e event.Event) bool { return e.Action == event.Fail && len(e.Edits) > 0 && e.Known == "" }

// reviewSingle deals with the end of a test that is a whole file.
func reviewSingle(r *Review, e event.Event) error {
	if !wants(e) || r.stopped() {
		return r.handOn([]event.Event{e})
	}
	if outdatedEvent(r, e) {
		return r.late(e)
	}
	data, err := change.Read(e)
	if err != nil {
		return r.Next.Handle(refused(e, err))
	}
	t := transcript.Taken(r.parse(e, data), e.Edits)
	chosen := e.Edits
	j := &judge{review: r, was: t}
	if r.Ask != nil {
		var seen bool
		if chosen, seen, err = r.Ask.Choose(change.Change{Event: e, Data: data, Transcript: t}); err != nil {
			return err
		}
		if seen && len(chosen) == 0 {
			e.Diff = "" // once is enough
		}
	}
	if chosen = j.allowed(e, t, chosen); len(chosen) == 0 {
		return r.Next.Handle(j.told(e, nil))
	}
	if err := j.rewrite(e, chosen); err != nil {
		return r.Next.Handle(refused(e, err))
	}
	s := settler{Review: r, judge: j, units: unitsOf(t, e.Edits, chosen), printed: change.Applied(e, data, e.Edits), written: chosen}
	if r.Ask == nil {
		s.diff = writtenDiff(r, e, data, chosen)
	}
	e.Written = numberOf(t, e, chosen) // also where it is not run again
	return r.checked([]event.Event{e}, chosen, func() ([]event.Event, error) {
		end, err := s.end(e)
		return []event.Event{end}, err
	})
}

func (r *Review) stopped() bool { return r.Stopped != nil && r.Stopped() != nil }

// again runs one test once more and returns its end.
func (r *Review) again(e event.Event) (event.Event, error) {
	ends, err := r.Again([]string{e.Address()})
	if err != nil {
		return e, err
	}
	if len(ends) != 1 {
		return e, fmt.Errorf("%s: running it again gave %d verdicts", e.Test, len(ends))
	}
	ends[0].Attempt = e.Attempt
	return ends[0], nil
}

// outdatedEvent reports whether a test ran, as one of several times, before we wrote
// into its file.
func outdatedEvent(r *Review, e event.Event) bool { return wants(e) && r.replaced[e.File] == e.Hash }

// late deals with such a test: what it would do now is what counts.
func (r *Review) late(e event.Event) error {
	e, err := r.again(e)
	if err != nil {
		return err
	}
	return r.Next.Handle(e)
}

// refused adds to a failure why its file was left as it is.
func refused(e event.Event, err error) event.Event {
	return because(e, e.Test+": not rewritten: "+err.Error())
}

// writtenDiff returns the diff of edits that were made in the event's file.
func writtenDiff(r *Review, e event.Event, data string, edits []matcher.Edit) string {
	return change.Diff(r.MaxDiff, e, data, edits, change.ShownName(e))
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
func unitsOf(t *transcript.Transcript, differences, chosen []matcher.Edit) units {
	all, some := edited(t, differences), edited(t, chosen)
	u := units{}
	for b, edits := range all {
		switch {
		case len(some[b]) == 0:
			u[b] = nothingWritten
		case sameResult(t, edits, some[b]):
			u[b] = allWritten
		default:
			u[b] = partWritten
		}
	}
	return u
}

// sameResult reports whether two lists of edits, both of some, leave the same file. Only
// the lines between them are looked at, as a file may have thousands of blocks.
func sameResult(t *transcript.Transcript, a, b []matcher.Edit) bool {
	start := min(a[0].Start, b[0].Start)
	end := max(a[len(a)-1].End, b[len(b)-1].End)
	return slices.Equal(transcript.Excerpt(t, start, end, a), transcript.Excerpt(t, start, end, b))
}

// edited sorts edits by their blocks.
func edited(t *transcript.Transcript, edits []matcher.Edit) map[int][]matcher.Edit {
	by := map[int][]matcher.Edit{}
	for _, e := range transcript.WithoutFences(t, edits) {
		b := change.Block(t, e)
		by[b] = append(by[b], e)
	}
	return by
}
