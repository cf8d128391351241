package report

import (
	"slices"

	"dott/runner/event"
)

// A Fan hands events to several handlers. One that fails gets no more, and ends the
// run; the others still hear how it ends, so that their files are whole.
type Fan struct {
	Cancel func(error) // ends the run; nil is that nothing can
	Err    error       // the first one
	all    []*branch
}

type branch struct {
	event.Handler
	failed bool
}

// Add adds handlers, which hear of events behind those that are there.
func (f *Fan) Add(handlers ...event.Handler) {
	for _, h := range handlers {
		f.all = append(f.all, &branch{Handler: h})
	}
}

// Handle hands an event on. Its error is always nil: Err has what went wrong.
func (f *Fan) Handle(e event.Event) error {
	for _, b := range f.all {
		if b.failed || !event.Wants(b.Handler, e.Action) {
			continue
		}
		if err := b.Handler.Handle(e); err != nil {
			b.failed = true
			f.Note(err)
		}
	}
	return nil
}

// Wants reports whether any handler asks for events of an action.
func (f *Fan) Wants(a event.Action) bool {
	return slices.ContainsFunc(f.all, func(b *branch) bool { return event.Wants(b.Handler, a) })
}

// Note keeps the first error, and ends the run.
func (f *Fan) Note(err error) {
	if err == nil || f.Err != nil {
		return
	}
	f.Err = err
	if f.Cancel != nil {
		f.Cancel(err)
	}
}
