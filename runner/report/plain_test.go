package report

import (
	"errors"
	"strings"
	"testing"

	"dott/runner/event"
)

const diff = "--- a.t\n+++ a.t.err\n@@ -1,2 +1,2 @@\n   $ x\n-  - a\n+  + b\n"

var (
	pass    = event.Event{Action: event.Pass, Test: "p.t"}
	skip    = event.Event{Action: event.Skip, Test: "s.t", Reason: "no docker"}
	empty   = event.Event{Action: event.Skip, Test: "e.t", Reason: "empty", Empty: true}
	fail    = event.Event{Action: event.Fail, Test: "a.t", Line: 2, Diff: diff}
	early   = event.Event{Action: event.Fail, Test: "x.t", Line: 4, Reason: "x.t:4: the shell ended"}
	late    = event.Event{Action: event.Error, Test: "l.t", Line: 3, TimedOut: true, Reason: "l.t:3: timed out\n  some output"}
	broken  = event.Event{Action: event.Error, Test: "it's.t", Reason: "it's.t: permission denied"}
	warning = event.Event{Action: event.Warning, Test: "p.t", Reason: "p.t:1: a tab"}
	summary = event.Event{Action: event.Summary}
)

func TestPlain(t *testing.T) {
	for _, test := range []struct {
		name     string
		plain    Plain
		events   []event.Event
		out, err string
	}{
		{"nothing", Plain{}, []event.Event{summary}, "", ""},
		{"passed", Plain{}, []event.Event{pass, skip, empty, pass, summary}, ".ss.\n# Ran 4 tests, 2 skipped, 0 failed.\n", "skipped: no docker; empty\n"},
		{
			"failed", Plain{}, []event.Event{pass, fail, pass, summary},
			".!\n" + diff + ".\n# Ran 3 tests, 0 skipped, 1 failed.\n",
			"a.t:2: the output differs; to run it again: dott a.t\n",
		},
		{
			"failed twice", Plain{}, []event.Event{fail, early, summary},
			"!\n" + diff + "!\nx.t:4: the shell ended\n\n# Ran 2 tests, 0 skipped, 2 failed.\n",
			"a.t:2: the output differs; to run it again: dott a.t\nx.t:4: see above; to run it again: dott x.t\n",
		},
		{
			"quiet", Plain{Quiet: true}, []event.Event{pass, fail, late, broken, summary},
			".!t!\n# Ran 4 tests, 0 skipped, 3 failed.\n",
			"a.t:2: the output differs; to run it again: dott a.t\n" +
				"l.t:3: timed out; to run it again: dott l.t\n" +
				"it's.t: permission denied; to run it again: dott 'it'\\''s.t'\n",
		},
		{
			"verbose", Plain{Verbose: true, Quiet: true}, []event.Event{pass, skip, empty, fail, late, broken, summary},
			"p.t: passed\ns.t: skipped: no docker\ne.t: empty\na.t: failed\nl.t: timed out\nit's.t: error\n# Ran 6 tests, 2 skipped, 3 failed.\n",
			"a.t:2: the output differs; to run it again: dott a.t\n" +
				"l.t:3: timed out; to run it again: dott l.t\n" +
				"it's.t: permission denied; to run it again: dott 'it'\\''s.t'\n",
		},
		{"warned", Plain{}, []event.Event{warning, pass, summary}, ".\n# Ran 1 tests, 0 skipped, 0 failed.\n", "warning: p.t:1: a tab\n"},
		{
			"in colour", Plain{Color: true}, []event.Event{fail, summary},
			"!\n\x1b[1m--- a.t\x1b[0m\n\x1b[1m+++ a.t.err\x1b[0m\n\x1b[36m@@ -1,2 +1,2 @@\x1b[0m\n   $ x\n" +
				"\x1b[31m-  - a\x1b[0m\n\x1b[32m+  + b\x1b[0m\n\n# Ran 1 tests, 0 skipped, 1 failed.\n",
			"a.t:2: the output differs; to run it again: dott a.t\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out, err strings.Builder
			p := test.plain
			p.Out, p.Err = &out, &err
			for _, e := range test.events {
				// What does not end a test changes nothing.
				for _, e := range []event.Event{{Action: event.Start, Test: e.Test}, e} {
					if err := p.Handle(e); err != nil {
						t.Fatal(err)
					}
				}
			}
			if out.String() != test.out {
				t.Errorf("stdout %q\nwant   %q", out.String(), test.out)
			}
			if err.String() != test.err {
				t.Errorf("stderr %q\nwant   %q", err.String(), test.err)
			}
		})
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestPlainOutputLost(t *testing.T) {
	for _, p := range []*Plain{{Out: full{}, Err: &strings.Builder{}}, {Out: &strings.Builder{}, Err: full{}}} {
		err := p.Handle(fail)
		if err == nil {
			err = p.Handle(summary)
		}
		if !errors.Is(err, errFull) {
			t.Errorf("error %v", err)
		}
	}
}
