//go:build unix

package process

import "dott/runner/process/wire"

// look looks at a call of the command that may be refused. Of one that is, the host is
// told before the kernel says so to the command: then it knows what the command has
// printed until then.
func (s *server) look(w *ward, waits bool) {
	if !waits { // nothing is left of it
		w.watcher.Close()
		w.watcher = nil
		return
	}
	refused, id, ok := w.watcher.Next()
	switch {
	case !ok:
	case refused == "" || s.dead:
		w.watcher.Continue(id)
	default:
		w.refused = id
		s.say(wire.Message{Kind: wire.NewsRefusal, Text: refused})
	}
}

// asking reports whether a call waits until the host knows of it.
func (w *ward) asking() bool { return w.refused != 0 }

// goOn lets that call go on.
func (w *ward) goOn() {
	if w.watcher != nil {
		w.watcher.Continue(w.refused)
	}
	w.refused = 0
}
