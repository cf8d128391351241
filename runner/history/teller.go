package history

import (
	"time"

	"dott/runner/event"
)

// A Teller stands in front of other handlers: it says of each verdict what earlier runs
// make of it, and of the run how those before it went.
type Teller struct {
	Next    event.Handler
	History *History // of earlier runs; nil is that nothing is said
	Asked   bool     // somebody named it
	All     bool     // its runs count as earlier ones, whenever they were
	Names   Names
	Fresh   *Run // this run, when it has come to its end; nil before

	fold Fold
	past *History
}

// Handle hands an event on.
func (t *Teller) Handle(e event.Event) error {
	if e.Action == event.Dott {
		t.fold.Names = t.Names
		began := e.Time
		if began.IsZero() {
			began = time.Now()
		}
		switch {
		case t.All:
			t.past = t.History
		case t.History != nil:
			t.past = t.History.Before(began.Truncate(time.Millisecond))
		}
	}
	_ = t.fold.Handle(e)
	switch {
	case e.Done() && t.past != nil && e.Written == 0: // what was written just now is another test
		k := t.fold.Names.Key(e)
		e.Past = t.past.Past(k, VerdictOf(e), e.Resolved)
		if e.Past != nil {
			e.Past.Asked = t.Asked
		}
	case e.Action == event.Summary:
		t.Fresh = &t.fold.Run
		if t.past != nil {
			e.Trend = t.past.Trend(t.fold.Run.Ran)
		}
	}
	return t.Next.Handle(e)
}

// Wants reports whether a handler behind it asks for events of an action.
func (t *Teller) Wants(a event.Action) bool { return event.Wants(t.Next, a) }
