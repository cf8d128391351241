package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// programs run tests of one command: each prints some lines, which depend on how
// often it was run.
type programs struct {
	dir   string
	print map[string]func(run int) []string // by the test's name
	runs  map[string]int
	told  []event.Event
}

// newPrograms makes a file for each test, which expects nothing. The cases of a
// file are k and l.
func newPrograms(t *testing.T, print map[string]func(run int) []string) *programs {
	p := &programs{dir: t.TempDir(), print: print, runs: map[string]int{}}
	for name := range print {
		file, _, cases := strings.Cut(name, "#")
		text := "  $ x\n"
		if cases {
			text = "#testcases k l\n" + text
		}
		if err := os.WriteFile(filepath.Join(p.dir, file), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// run runs a test and returns its end.
func (p *programs) run(name string) event.Event {
	p.runs[name]++
	file, run, cases := strings.Cut(name, "#")
	e := event.Event{Action: event.Pass, Test: name, File: filepath.Join(p.dir, file)}
	if cases {
		e.Case = []string{run}
	}
	data, err := os.ReadFile(e.File)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(data)
	e.Hash = hex.EncodeToString(sum[:])
	t := transcript.Format{}.Parse(string(data))
	got := matcher.Cut(strings.Join(p.print[name](p.runs[name]), "\n")+"\n", false, func(s string) string { return s })
	changes, _, _ := matcher.Align(context.Background(), t.At(1).Patterns(), got)
	if e.Edits = t.At(1).Edits(changes, got); len(e.Edits) > 0 {
		e.Action = event.Fail
	}
	return e
}

func (p *programs) again(tests []string) (ends []event.Event, err error) {
	for _, name := range tests {
		ends = append(ends, p.run(name))
	}
	return ends, nil
}

// update runs tests under -u, and keeps what is told of them.
func (p *programs) update(t *testing.T, names ...string) *Review {
	t.Helper()
	r := &Review{Again: p.again, Next: event.HandlerFunc(func(e event.Event) error {
		p.told = append(p.told, e)
		return nil
	})}
	for _, name := range names {
		if err := r.Handle(p.run(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Handle(event.Event{Action: event.Summary}); err != nil {
		t.Fatal(err)
	}
	return r
}

// TestSettle: output that is another each time is written as a pattern where its
// values differ, and where words do, the test fails, also if the last run printed
// what was written.
func TestSettle(t *testing.T) {
	for _, test := range []struct {
		name   string
		print  func(run int) []string
		action event.Action
		reason string
		file   string
	}{
		{"the same", func(int) []string { return []string{"a"} }, event.Pass, "", "a"},
		{"numbers", func(run int) []string { return []string{fmt.Sprint("pid ", run)} }, event.Pass,
			"f.t:2: the output is not stable: line 2 differs from run to run; written as patterns", "pid * (glob)"},
		{"numbers by turns", func(run int) []string { return []string{fmt.Sprint("pid ", run%2)} }, event.Pass,
			"f.t:2: the output is not stable: line 2 differs from run to run; written as patterns", "pid * (glob)"},
		{"words by turns", func(run int) []string { return []string{[]string{"even", "odd"}[run%2]} }, event.Fail,
			"f.t:2: the output is not stable: line 2 differs from run to run", "odd"},
		{"words once", func(run int) []string { return []string{[]string{"passed", "FAILED"}[min(run-1, 1)]} }, event.Fail,
			"f.t:2: the output is not stable: line 2 differs from run to run", "passed"},
		{"words and numbers", func(run int) []string { return []string{[]string{"even", "odd"}[run%2], fmt.Sprint("pid ", run)} }, event.Fail,
			"f.t:2: the output is not stable: line 2 differs from run to run", "odd\n  pid * (glob)"},
		{"words that come back", func(run int) []string {
			return []string{[]string{"b", "a", "a", "a", "a"}[min(run-1, 4)*min(1, run%6)], fmt.Sprint(run)}
		}, event.Fail,
			"f.t:2: the output is not stable: line 2 differs from run to run", "b\n  \\d+ (re)"},
		{"another number of lines", func(run int) []string { return strings.Fields(strings.Repeat("a ", run)) }, event.Fail,
			"f.t:1: the output is not stable: the number of lines below line 1 differs from run to run", "a"},
		{"another number of lines by turns", func(run int) []string { return strings.Fields(strings.Repeat("a ", 1+run%2)) }, event.Fail,
			"f.t:1: the output is not stable: the number of lines below line 1 differs from run to run", "a\n  a"},
		{"a hash", func(int) []string { return []string{"x", "60b725f10c9c85c70d97880dfe8191b3  -"} }, event.Pass,
			"f.t:3: this looks like a hash; if it changes from run to run, write it as a pattern", "x\n  60b725f10c9c85c70d97880dfe8191b3  -"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPrograms(t, map[string]func(int) []string{"f.t": test.print})
			synctest.Test(t, func(t *testing.T) { p.update(t, "f.t") })
			e := p.told[0]
			reason, advice, _ := strings.Cut(e.Reason, "; if that is right, write ")
			if (advice == "") == (e.Action == event.Fail) {
				t.Errorf("the advice is %q", advice)
			}
			if e.Action != test.action || reason != test.reason || len(p.told) != 2 {
				t.Errorf("%s, %q, want %s, %q", e.Action, e.Reason, test.action, test.reason)
			}
			checkFile(t, e.File, "  $ x\n  "+test.file+"\n")
		})
	}
}

// TestSettleCases: the same holds for the cases of a file.
func TestSettleCases(t *testing.T) {
	byTurns := func(words ...string) func(int) []string {
		return func(run int) []string { return []string{words[run%2], "always"} }
	}
	for _, test := range []struct {
		name    string
		k, l    func(run int) []string
		actions string
		reasons [2]string
		file    string
	}{
		{"numbers", byTurns("pid 1", "pid 2"), byTurns("pid 1", "pid 2"), "pass pass",
			[2]string{"f.t:3: the output is not stable: line 3 differs from run to run; written as patterns"}, "pid * (glob)\n  always"},
		{"words", byTurns("even", "odd"), byTurns("even", "odd"), "fail fail",
			[2]string{"f.t:3: the output is not stable: line 3 differs from run to run", "f.t:3: the output is not stable: line 3 differs from run to run"}, "odd\n  always"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPrograms(t, map[string]func(int) []string{"f.t#k": test.k, "f.t#l": test.l})
			synctest.Test(t, func(t *testing.T) { p.update(t, "f.t#k", "f.t#l") })
			if got := fmt.Sprint(p.told[0].Action, " ", p.told[1].Action); got != test.actions || len(p.told) != 3 {
				t.Errorf("%s, want %s", got, test.actions)
			}
			if got := [2]string{p.told[0].Reason, p.told[1].Reason}; got != test.reasons {
				t.Errorf("%q, want %q", got, test.reasons)
			}
			checkFile(t, filepath.Join(p.dir, "f.t"), "#testcases k l\n  $ x\n  "+test.file+"\n")
		})
	}
}

// TestSettleAnotherSecond: what depends on the second is run again in another one.
// However many such tests there are, the run waits once, and all is told in order.
func TestSettleAnotherSecond(t *testing.T) {
	print := map[string]func(int) []string{}
	var names []string
	for n := range 50 {
		name := fmt.Sprintf("f%02d.t", n)
		names = append(names, name)
		print[name] = func(int) []string { return []string{fmt.Sprint("at ", time.Now().Unix())} }
		if n%5 == 0 {
			print[name] = func(int) []string { return []string{"always"} }
		}
	}
	p := newPrograms(t, print)
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p.update(t, names...)
		if waited := time.Since(start); waited > time.Second+200*time.Millisecond {
			t.Errorf("it took %v", waited)
		}
	})
	for n, name := range names {
		want := "  $ x\n  at * (glob)\n"
		if n%5 == 0 {
			want = "  $ x\n  always\n"
		}
		checkFile(t, filepath.Join(p.dir, name), want)
		if e := p.told[n]; e.Test != name || e.Action != event.Pass || e.Written != 1 {
			t.Errorf("%d: %s %s %d %q, want %s", n, e.Test, e.Action, e.Written, e.Reason, name)
		}
	}
	if len(p.told) != len(names)+1 {
		t.Errorf("%d events", len(p.told))
	}
}

// TestSettleNoWait: what has no look of time is checked at once.
func TestSettleNoWait(t *testing.T) {
	p := newPrograms(t, map[string]func(int) []string{"f.t": func(int) []string {
		return []string{"a 12345", "2026-11-21", "12:30", "deadbeef", "a_long_name_of_letters", "v1.2.3", "took 0.25 s"}
	}})
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p.update(t, "f.t")
		if waited := time.Since(start); waited >= 50*time.Millisecond {
			t.Errorf("it waited %v", waited)
		}
	})
}

// TestSettleInterrupted: what waits for its check when the run is interrupted is
// told as what it is, and nothing more is run.
func TestSettleInterrupted(t *testing.T) {
	stamp := func(int) []string { return []string{"12:30:45"} }
	p := newPrograms(t, map[string]func(int) []string{"a.t": stamp, "b.t": func(int) []string { return []string{"b"} }})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		r := &Review{Again: p.again, Stopped: func() error { return context.Cause(ctx) }, Next: event.HandlerFunc(func(e event.Event) error {
			p.told = append(p.told, e)
			return nil
		})}
		for _, name := range []string{"a.t", "b.t"} {
			if err := r.Handle(p.run(name)); err != nil {
				t.Fatal(err)
			}
		}
		time.AfterFunc(100*time.Millisecond, func() { cancel(errors.New("interrupted")) })
		time.Sleep(200 * time.Millisecond)
		start := time.Now()
		if err := r.Handle(event.Event{Action: event.Summary}); err != nil || time.Since(start) > 0 {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
	if p.runs["a.t"] != 1 || p.runs["b.t"] != 2 || len(p.told) != 3 {
		t.Fatalf("%v runs, %d events", p.runs, len(p.told))
	}
	if e := p.told[0]; e.Action != event.Fail || e.Reason != "a.t: written, and not run again: interrupted" || len(e.Edits) > 0 {
		t.Errorf("%s %q", e.Action, e.Reason)
	}
	if e := p.told[1]; e.Test != "b.t" || e.Action != event.Pass {
		t.Errorf("%s %s", e.Test, e.Action)
	}
}

// TestLooks: what of a line may be of the moment, which is 23:58 on the last of
// November here, and the day before the first of December.
func TestLooks(t *testing.T) {
	at := instantOf(time.Date(2026, 12, 1, 0, 3, 20, 0, time.UTC))
	for line, want := range map[string]string{
		"Tue Dec  1 00:03:20 UTC 2026": "a date", "Mon, 30 Nov 2026": "a date", "2026-12-01": "a date", "on 2026/11/30.": "a date",
		"20261201T000320Z": "a date", "1 Dec": "a date", "01.12.2026": "a date",
		"[00:02:11] x": "a time", "since 23:55": "a time", "0:03": "a time",
		fmt.Sprint(at.to.Unix() - 1): "a time", fmt.Sprint(at.to.UnixMilli() - 5): "a time",
		"4a1f9c2 x": "a hash", "60b725f10c9c85c70d97880dfe8191b3  -": "a hash",
		"": "", "a": "", "2001-02-03": "", "12026-12-01": "", "2026-12-011": "", "Dec 10": "", "11 Dec": "", "12:30": "", "00:04": "", "23:50": "", "24:01": "",
		"1795823278": "", "1234567": "", "deadbeef": "", "4a1f9c2d4a1f9c2d": "", "x4a1f9c2": "",
	} {
		if got := at.looks(line); got != want {
			t.Errorf("%q looks like %q, want %q", line, got, want)
		}
	}
}

// TestRemark: the lines are named as they are numbered after the update.
func TestRemark(t *testing.T) {
	at := instantOf(time.Date(2026, 12, 1, 0, 3, 20, 0, time.UTC))
	edits := []matcher.Edit{{Start: 1, End: 3, New: []string{"  at 00:03"}}, {Start: 4, End: 4, New: []string{"  x", "  4a1f9c2"}}}
	for _, test := range []struct {
		edits []matcher.Edit
		but   map[int]bool
		want  string
	}{
		{edits, nil, "f.t:2: lines 2, 5 look like a hash or a time; if they change from run to run, write them as patterns"},
		{edits, map[int]bool{1: true}, "f.t:5: this looks like a hash; if it changes from run to run, write it as a pattern"},
		{edits[:1], nil, "f.t:2: this looks like a time; if it changes from run to run, write it as a pattern"},
		{[]matcher.Edit{{Start: 1, End: 1, New: []string{"  00:0? (glob)", "  00:03.* (re)"}}}, nil, ""},
		{nil, nil, ""},
	} {
		if got := at.remark("f.t", test.edits, test.but); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}

// TestNumbered: long lists are cut.
func TestNumbered(t *testing.T) {
	lines := map[int]bool{}
	for n, want := range []string{"line 1", "lines 1, 2", "lines 1, 2, 3"} {
		lines[n] = true
		if got := numbered(lines); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for n := range 30 {
		lines[n] = true
	}
	if got, want := numbered(lines), "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 18 more"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
