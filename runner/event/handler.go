package event

// A Handler takes events, one at a time and in order. After an error it gets no
// more, and the run ends.
type Handler interface {
	Handle(Event) error
}

// HandlerFunc is a function as a Handler.
type HandlerFunc func(Event) error

// Handle calls the function.
func (f HandlerFunc) Handle(e Event) error { return f(e) }

// A Listener is a handler that asks for events which are sent only where somebody
// does: [Output]. A handler that hands events on answers for those behind it.
type Listener interface {
	Handler
	Wants(Action) bool
}

// Wants reports whether a handler is to get events of an action. All but those of
// a [Listener] are for everybody.
func Wants(h Handler, a Action) bool {
	if a != Output {
		return true
	}
	l, ok := h.(Listener)
	return ok && l.Wants(a)
}

// All sends every event to each handler that wants it, in order.
func All(handlers ...Handler) Handler { return all(handlers) }

type all []Handler

func (a all) Handle(e Event) error {
	for _, h := range a {
		if !Wants(h, e.Action) {
			continue
		}
		if err := h.Handle(e); err != nil {
			return err
		}
	}
	return nil
}

// Wants reports whether any of them asks for an action.
func (a all) Wants(action Action) bool {
	for _, h := range a {
		if Wants(h, action) {
			return true
		}
	}
	return false
}
