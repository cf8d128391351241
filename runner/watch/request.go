package watch

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
)

// A request is to run tests.
type request struct {
	tests []string // nil: all
	why   string   // "" when somebody asked for it
}

// change decides what is to be run for files that changed.
func (w *Watcher) change(c changedFiles) {
	all := c.missed
	if len(c.config) > 0 && (w.Reload == nil || w.reload()) {
		c.others, all = append(c.config, c.others...), true
	}
	if len(c.tests) > 0 {
		every, _ := w.Tests()
		c.tests = slices.DeleteFunc(c.tests, func(t string) bool { return !slices.Contains(every, t) })
	}
	names := append(slices.Clone(c.others), c.tests...)
	if len(names) == 0 {
		return
	}
	r := &request{c.tests, changed(names)}
	if all || w.Uses == nil {
		w.askOthers(r, c, all || len(c.others) > 0)
		return
	}
	use, ok := w.Uses(names)
	if !ok {
		w.askOthers(r, c, len(c.others) > 0)
		return
	}
	during := c.during
	c.during = c.during && use.Written
	if w.current != nil {
		// Those that run now are judged by what they do now.
		use.Unknown = slices.DeleteFunc(use.Unknown, w.current.has)
		w.during = during && (w.during || len(w.unjudged) == 0)
		w.unjudged = union(w.unjudged, names)
	}
	r.add(union(use.By, use.Unknown), len(names))
	w.askOthers(r, c, false)
}

// add adds the tests that use what changed.
func (r *request) add(users []string, files int) {
	own := len(r.tests)
	if r.tests = union(r.tests, users); own > 0 {
		return
	}
	them := "it"
	if files > 1 {
		them = "them"
	}
	switch n := len(users); n {
	case 0:
		r.why += "; no test uses " + them
	case 1:
		r.why += "; 1 test uses " + them
	default:
		r.why += fmt.Sprintf("; %d tests use %s", n, them)
	}
}

// has reports whether a test is one of those that are asked for, which may be files with
// several tests.
func (r *request) has(test string) bool {
	return r.tests == nil || slices.ContainsFunc(r.tests, func(t string) bool { return within(test, t) })
}

// within reports whether a test is one of those that a name stands for: file.t[cell] is
// one of file.t.
func within(test, name string) bool {
	rest, ok := strings.CutPrefix(test, name)
	return ok && (rest == "" || rest[0] == '#' || rest[0] == '[')
}

// changed says in words that files changed.
func changed(files []string) string {
	if len(files) == 1 {
		return matcher.Escape(files[0]) + " changed"
	}
	return fmt.Sprintf("%d files changed", len(files))
}

// askOthers asks for tests since files changed that are no tests, or for all. It does not
// do so for ever when tests change such files themselves.
func (w *Watcher) askOthers(r *request, c changedFiles, all bool) {
	more := all || len(r.tests) > len(c.tests)
	if len(c.others) > 0 && c.during && more {
		w.touched = true
		if w.disturbed == disturbedLimit {
			w.culprit = c.others[0]
			if len(c.tests) == 0 {
				return
			}
			r.tests, all = c.tests, false
		} else {
			w.disturbed++
		}
	}
	if all {
		r.tests = nil
	} else if len(r.tests) == 0 {
		if w.current == nil {
			w.remark, w.terminal.line = r.why, ""
		}
		return
	}
	w.ask(r)
}

// judge runs those tests of a run again that, as it turned out, use a file which changed
// meanwhile.
func (w *Watcher) judge(r *request) {
	files := w.unjudged
	w.unjudged = nil
	if len(files) == 0 {
		return
	}
	use, ok := w.Uses(files)
	users := slices.DeleteFunc(union(use.By, use.Unknown), func(t string) bool { return !r.has(t) })
	if !ok || len(users) > 0 {
		again := &request{why: changed(files)}
		again.add(users, len(files))
		w.askOthers(again, changedFiles{others: files, during: w.during && (use.Written || !ok)}, !ok)
	}
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
	return a == nil || b == nil || slices.ContainsFunc(a, func(t string) bool {
		return slices.ContainsFunc(b, func(u string) bool { return within(t, u) || within(u, t) })
	})
}
