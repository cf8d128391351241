package watch

import (
	"fmt"
	"slices"

	"dott/matcher"
)

// A request is to run tests.
type request struct {
	tests []string // nil: all
	why   string   // "" when somebody asked for it
}

// change decides what is to be run for files that changed.
func (w *Watcher) change(c changedFiles) {
	if len(c.config) > 0 && (w.Reload == nil || w.reload()) {
		c.others = append(c.config, c.others...)
	}
	var r *request
	if len(c.tests) > 0 {
		all, _ := w.Tests()
		c.tests = slices.DeleteFunc(c.tests, func(t string) bool { return !slices.Contains(all, t) })
	}
	switch names := append(slices.Clone(c.others), c.tests...); {
	case len(names) == 0:
		return
	case len(names) == 1:
		r = &request{c.tests, matcher.Escape(names[0]) + " changed"}
	default:
		r = &request{c.tests, fmt.Sprintf("%d files changed", len(names))}
	}
	if len(c.others) > 0 {
		if c.during {
			w.touched = true
			if w.disturbed == disturbedLimit {
				w.culprit = c.others[0]
				if len(c.tests) == 0 {
					return
				}
			} else {
				w.disturbed++
				r.tests = nil
			}
		} else {
			r.tests = nil
		}
	}
	w.ask(r)
}

// reload reads the configuration anew, and reports whether that went well.
func (w *Watcher) reload() bool {
	scope, err := w.Reload()
	if err == nil {
		var files *fileTree
		if files, err = newFileTree(w.notify, scope); err == nil {
			_ = w.files.close()
			w.files, w.Scope = files, scope
		}
	}
	if w.fault, w.said = err, false; err != nil {
		w.terminal.line = "" // the fault is said above a new one
	}
	return err == nil
}

// ask has tests run as soon as may be: a run of any of them is ended, and all that
// it was to run is run, too.
func (w *Watcher) ask(r *request) {
	if w.next != nil {
		r = &request{joined(w.next.tests, r.tests), r.why}
	}
	if w.current != nil && overlap(w.current.tests, r.tests) {
		r = &request{joined(w.current.tests, r.tests), r.why}
		w.stale = true
		w.cancel(errStale)
	}
	w.next = r
}

// joined returns the tests of two requests.
func joined(a, b []string) []string {
	if a == nil || b == nil {
		return nil
	}
	return union(a, b)
}

func union(a, b []string) []string {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

func overlap(a, b []string) bool {
	return a == nil || b == nil || slices.ContainsFunc(a, func(t string) bool { return slices.Contains(b, t) })
}
