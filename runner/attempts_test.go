package runner

import (
	"strings"
	"testing"

	"dott/runner/config"
	"dott/runner/event"
	"dott/runner/matrix"
	"dott/runner/schedule"
)

func foreign(files, command string) []config.Foreign {
	return []config.Foreign{{Files: files, Command: command}}
}

// TestRetry: a test that passes at last is flaky and says how it failed; one that
// does not has the last failure, and its number.
func TestRetry(t *testing.T) {
	write(t, map[string]string{
		"fails.t":  "  $ echo x >>$TESTDIR/tries; echo a\n  b\n",
		"flaky.t":  "  $ test -e $TESTDIR/once || { touch $TESTDIR/once; echo bad; }\n",
		"passes.t": "  $ true\n",
		"broken.t": "  $ true\n  * (re)\n#if nothing\n",
		"empty.t":  "",
	})
	o := here(1)
	o.Test.Retry = 2
	inTmp(t, &o)
	by := ends(t, o)
	for name, want := range map[string]struct {
		action  event.Action
		attempt int
		flaky   bool
		reason  string
	}{
		"fails.t":  {event.Fail, 3, false, ""},
		"flaky.t":  {event.Pass, 2, true, "flaky.t: flaky: it failed at first and passed at attempt 2"},
		"passes.t": {event.Pass, 1, false, ""},
		"broken.t": {event.Error, 0, false, "broken.t:3: "},
		"empty.t":  {event.Skip, 1, false, "empty"},
	} {
		e := by[name]
		if e.Action != want.action || e.Attempt != want.attempt || e.Flaky != want.flaky || !strings.HasPrefix(e.Reason, want.reason) || want.reason == "" && e.Reason != "" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	if e := by["flaky.t"]; e.Line != 2 || !strings.Contains(e.Diff, "+  bad") || len(e.Edits) > 0 {
		t.Errorf("%+v", e)
	}
}

// TestRepeat: each run of a test has its number.
func TestRepeat(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ echo $TESTFILE\n  b.t\n"})
	o := here(2)
	o.Schedule.Repeat = 2
	all, err := collect(t.Context(), o)
	if err != nil || all[0].Total != 4 {
		t.Error(err, all[0])
	}
	expectStory(t, story(all, event.Pass), "pass a.t", "pass a.t", "pass b.t", "pass b.t")
	n := 0
	for _, e := range all {
		if e.Action == event.Pass {
			if e.Run != 1+n%2 || e.Attempt != e.Run {
				t.Errorf("%+v", e)
			}
			n++
		}
	}

	o.Schedule = schedule.Options{UntilFail: true, Jobs: 1, Order: schedule.ByFile}
	o.Discover.Paths = []string{"c.t"}
	write(t, map[string]string{"c.t": "  $ echo x >>$TESTDIR/runs; test $(wc -l <$TESTDIR/runs) -lt 3\n"})
	if all, err = collect(t.Context(), o); err != nil {
		t.Error(err)
	}
	expectStory(t, story(all, event.Pass, event.Fail), "pass c.t", "pass c.t", "fail c.t")
}

// TestCells: a test runs in each cell, with what that gives it; where a cell may
// fail, its failures do not count.
func TestCells(t *testing.T) {
	write(t, map[string]string{
		"a.t": "#if tool>=2\n  $ echo $TESTCELL $TOOL\n  tool=2 two\n#else\n  $ echo $TESTCELL $TOOL\n  tool=1 one\n#endif\n",
		"b.t": "#require other\n  $ true\n",
		"c.t": "  $ echo $TOOL\n  one\n",
	})
	axes := config.Matrix{Axes: map[string]config.Axis{
		"tool":  {Values: []string{"one", "two"}, Env: map[string]string{"TOOL": "{value}"}},
		"other": {Values: []string{"x"}},
	}}
	cell := func(name, value string, may bool) matrix.Cell {
		v := matrix.Version{Axis: "tool", Name: name, Value: value}
		return matrix.Cell{Name: v.String(), Versions: []matrix.Version{v}, AllowFailure: may}
	}
	o := here(2)
	inTmp(t, &o)
	o.Test.FailFast = true
	o.Config.Matrix = axes
	o.Matrix = MatrixOptions{&matrix.Matrix{Config: axes}, []matrix.Cell{cell("1", "one", false), cell("2", "two", true)}, nil}
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range all {
		if e.Done() {
			told = append(told, string(e.Action)+" "+e.Test+" "+e.Cell)
			if e.Allowed != (e.Action == event.Fail) {
				t.Errorf("%+v", e)
			}
		}
	}
	expectStory(t, told, "pass a.t tool=1", "pass a.t tool=2", "skip b.t tool=1", "skip b.t tool=2", "pass c.t tool=1", "fail c.t tool=2")
	names, err := List(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	expectStory(t, names, "a.t[tool=1]", "a.t[tool=2]", "b.t[tool=1]", "b.t[tool=2]", "c.t[tool=1]", "c.t[tool=2]")
}

// TestList: it has what would run, case by case.
func TestList(t *testing.T) {
	write(t, map[string]string{"a.t": "#testcases x y\n  $ true\n", "b.t": "  $ true\n", "c.t": "  $ true\n", "skip": "b.t\n"})
	o := here(1)
	o.Discover.Choice.SkipList = "skip"
	names, err := List(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	expectStory(t, names, "a.t#x", "a.t#y", "c.t")
	if e := ends(t, o)["b.t"]; e.Action != event.Skip || e.Reason == "" {
		t.Errorf("%+v", e)
	}
}

// TestForeign: tests that are programs are judged by what their kind says.
func TestForeign(t *testing.T) {
	write(t, map[string]string{
		"a.py": "", "b.py": "", "b.py.out": "hello b.py $TESTTMP\n", "c.tap": "", "d.bad": "", "d.bad.out/x": "",
		"e.t": "  $ true\n",
	})
	o := here(2)
	inTmp(t, &o)
	o.Config.Foreign = []config.Foreign{
		{Files: "*.py", Command: "echo hello $TESTFILE $TESTTMP", Verdict: "output"},
		{Files: "*.tap", Command: "echo 1..1; echo not ok 1", Verdict: "tap"},
		{Files: "*.bad", Command: "true", Verdict: "output"},
	}
	by := ends(t, o)
	if e := by["a.py"]; e.Action != event.Fail || !strings.Contains(e.Diff, "+hello a.py $TESTTMP\n") || !strings.HasSuffix(e.Target, "a.py.out") {
		t.Errorf("%+v", e)
	}
	if e := by["b.py"]; e.Action != event.Pass {
		t.Errorf("%+v", e)
	}
	if e := by["c.tap"]; e.Action != event.Fail || e.Reason != "c.tap: 1 of 1 failed\n  not ok 1" {
		t.Errorf("%+v", e)
	}
	if e := by["d.bad"]; e.Action != event.Error || !strings.HasSuffix(e.Reason, "d.bad.out: not a regular file") {
		t.Errorf("%+v", e)
	}
	if e := by["e.t"]; e.Action != event.Pass {
		t.Errorf("%+v", e)
	}
}

// TestNothingToRun: a file that runs nothing is not one that passes.
func TestNothingToRun(t *testing.T) {
	write(t, map[string]string{"prose.t": "Some words.\n", "empty.t": "", "README": "Some words.\n"})
	by := ends(t, Options{Discover: DiscoverOptions{Paths: []string{".", "README"}}})
	for name, want := range map[string]event.Event{
		"prose.t": {Action: event.Skip, Reason: "no commands"},
		"empty.t": {Action: event.Skip, Reason: "empty", Empty: true},
		"README":  {Action: event.Error, Reason: `README: this is not a transcript: it has no command, a line that begins with "  $ "`},
	} {
		if e := by[name]; e.Action != want.Action || e.Reason != want.Reason || e.Empty != want.Empty {
			t.Errorf("%+v", e)
		}
	}
}
