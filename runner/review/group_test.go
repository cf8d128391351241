package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/runner/event"
	"dott/runner/review/errfile"
)

// reviewed hands events to a review of files in dir, whose tests pass when they
// are run again, and returns what came out: the action of each, with its test.
func reviewed(t *testing.T, r *Review, events ...event.Event) string {
	t.Helper()
	var log []string
	r.Again = func(tests []string) (ends []event.Event, err error) {
		log = append(log, "again("+strings.Join(tests, " ")+")")
		for _, test := range tests {
			test, cell, _ := strings.Cut(strings.TrimSuffix(test, "]"), "[")
			name, cases, _ := strings.Cut(test, "#")
			e := event.Event{Action: event.Pass, Test: test, File: name, Cell: cell}
			if cases != "" {
				e.Case = strings.Split(cases, "#")
			}
			ends = append(ends, e)
		}
		return ends, nil
	}
	r.Next = event.HandlerFunc(func(e event.Event) error {
		s := fmt.Sprintf("%s(%s)", e.Action, e.Test)
		if e.Written > 0 {
			s += fmt.Sprintf("+%d", e.Written)
		}
		log = append(log, s)
		return nil
	})
	for _, e := range events {
		if err := r.Handle(e); err != nil {
			t.Fatal(err)
		}
	}
	return strings.Join(log, " ")
}

// end is the end of a case; a text is what it printed instead of the one line
// that the file of twoCases expects.
func end(action event.Action, data, test, printed string) event.Event {
	name, cases, _ := strings.Cut(test, "#")
	e := event.Event{Action: action, Test: test, File: name}
	if cases != "" {
		e.Case = strings.Split(cases, "#")
	}
	if printed != "" {
		sum := sha256.Sum256([]byte(data))
		line := strings.Count(data, "\n") - 1
		e.Hash, e.Edits = hex.EncodeToString(sum[:]), []matcher.Edit{{Start: line, End: line + 1, New: []string{"  " + printed}}}
	}
	return e
}

const twoCases = "#testcases k l\n  $ x\n  old\n"

func inFiles(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, data := range files {
		if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReviewHolds: the cases of a file are dealt with when the last has come, and
// all else flows by.
func TestReviewHolds(t *testing.T) {
	fail := func(test, printed string) event.Event { return end(event.Fail, twoCases, test, printed) }
	pass := func(test string) event.Event { return end(event.Pass, twoCases, test, "") }
	start := event.Event{Action: event.Start, Test: "z.t"}
	warning := event.Event{Action: event.Warning, Test: "a.t#l"}
	summary := event.Event{Action: event.Summary}
	attempt := func(e event.Event, n int) event.Event { e.Attempt = n; return e }
	for _, test := range []struct {
		name   string
		events []event.Event
		want   string
		file   string
	}{
		{"all of them", []event.Event{fail("a.t#k", "a"), start, warning, fail("a.t#l", "b"), pass("b.t"), summary},
			"start(z.t) warning(a.t#l) again(a.t#k a.t#l) pass(a.t#k)+1 pass(a.t#l) pass(b.t) summary()", "  a (k !)\n  b (l !)\n"},
		{"one passes", []event.Event{pass("a.t#k"), fail("a.t#l", "b")}, "again(a.t#k a.t#l) pass(a.t#k)+1 pass(a.t#l)", "  old (k !)\n  b (l !)\n"},
		{"one of them alone", []event.Event{fail("a.t#l", "b"), start, pass("b.t")}, "start(z.t) again(a.t#l) pass(a.t#l)+1 pass(b.t)", "  old (k !)\n  b (l !)\n"},
		{"one of them at the end", []event.Event{fail("a.t#l", "b"), summary}, "again(a.t#l) pass(a.t#l)+1 summary()", "  old (k !)\n  b (l !)\n"},
		{"nothing to do", []event.Event{pass("a.t#k"), pass("a.t#l"), summary}, "pass(a.t#k) pass(a.t#l) summary()", "  old\n"},
		{"an error", []event.Event{fail("a.t#k", "a"), end(event.Error, twoCases, "a.t#l", "b")}, "again(a.t#k) pass(a.t#k)+1 error(a.t#l)", "  a (k !)\n  old (l !)\n"},
		{"skipped", []event.Event{fail("a.t#k", "a"), end(event.Skip, twoCases, "a.t#l", "")}, "again(a.t#k) pass(a.t#k)+1 skip(a.t#l)", "  a\n"},
		{"repeated", []event.Event{attempt(fail("a.t#k", "a"), 1), attempt(fail("a.t#k", "a"), 2), attempt(pass("a.t#l"), 1), attempt(pass("a.t#l"), 2), summary},
			"again(a.t#k a.t#l) pass(a.t#k)+1 pass(a.t#k) pass(a.t#l) pass(a.t#l) summary()", "  a (k !)\n  old (l !)\n"},
		{"in rounds", []event.Event{attempt(fail("a.t#k", "a"), 1), attempt(pass("a.t#l"), 1), attempt(fail("a.t#k", "a"), 2), attempt(pass("a.t#l"), 2), summary},
			"again(a.t#k a.t#l) pass(a.t#k)+1 pass(a.t#l) again(a.t#k) pass(a.t#k) pass(a.t#l) summary()", "  a (k !)\n  old (l !)\n"},
		{"not the file that ran", []event.Event{end(event.Fail, twoCases+" ", "a.t#k", "a"), pass("a.t#l")}, "fail(a.t#k) pass(a.t#l)", "  old\n"},
		{"other cases", []event.Event{fail("a.t#k", "a"), pass("a.t#m")}, "fail(a.t#k) pass(a.t#m)", "  old\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			inFiles(t, map[string]string{"a.t": twoCases})
			if got := reviewed(t, &Review{}, test.events...); got != test.want {
				t.Errorf("%s\nwant\n%s", got, test.want)
			}
			checkFile(t, "a.t", "#testcases k l\n  $ x\n"+test.file)
		})
	}
}

// TestReviewStopped: after an interrupt nothing is written any more.
func TestReviewStopped(t *testing.T) {
	inFiles(t, map[string]string{"a.t": twoCases, "b.t": "  $ x\n  old\n"})
	r := &Review{Stopped: func() error { return errors.New("interrupted") }}
	got := reviewed(t, r, end(event.Fail, twoCases, "a.t#k", "a"), end(event.Fail, "  $ x\n  old\n", "b.t", "a"), event.Event{Action: event.Summary})
	if want := "fail(a.t#k) fail(b.t) summary()"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	checkFile(t, "a.t", twoCases)
	checkFile(t, "b.t", "  $ x\n  old\n")
}

// TestReviewCells: the cells of a matrix are joined as cases are. A cell that was
// not run keeps its lines.
func TestReviewCells(t *testing.T) {
	const data = "  $ x\n  old\n"
	inFiles(t, map[string]string{"a.t": data})
	r := &Review{Matrix: Matrix{
		Axes:  []feature.Dim{{Name: "git", Values: []string{"2.30", "2.40", "2.43"}}},
		Cells: map[string]feature.Variant{"git=2.30": {0}, "git=2.40": {1}, "git=2.43": {2}},
	}}
	cell := func(e event.Event, cell string) event.Event { e.Cell = cell; return e }
	got := reviewed(t, r, cell(end(event.Fail, data, "a.t", "a"), "git=2.30"), cell(end(event.Pass, data, "a.t", ""), "git=2.40"), event.Event{Action: event.Summary})
	if want := "again(a.t[git=2.30] a.t[git=2.40]) pass(a.t)+1 pass(a.t) summary()"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	checkFile(t, "a.t", "  $ x\n  a (git<2.40 !)\n  old (git>=2.40 !)\n")
}

// TestErrFileCases: each case has an .err file of its own.
func TestErrFileCases(t *testing.T) {
	inFiles(t, map[string]string{"a.t": twoCases})
	f := errfile.Files{Err: &strings.Builder{}}
	for _, name := range []string{"a.t#k", "a.t#l"} {
		e := end(event.Fail, twoCases, name, name)
		e.File, _ = filepath.Abs("a.t")
		handle(t, f, e)
		checkFile(t, name+".err", "#testcases k l\n  $ x\n  "+name+"\n")
	}
	e := end(event.Pass, twoCases, "a.t#k", "")
	e.File, _ = filepath.Abs("a.t")
	handle(t, f, e)
	checkGone(t, "a.t#k.err")
	checkFile(t, "a.t#l.err", "#testcases k l\n  $ x\n  a.t#l\n")
}
