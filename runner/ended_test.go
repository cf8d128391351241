package runner

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/event"
)

// inTmp makes the temporary directory of a run one that must be empty behind it.
func inTmp(t *testing.T, o *Options) {
	t.Helper()
	o.Place.TmpDir = t.TempDir()
	t.Cleanup(func() {
		if left, err := os.ReadDir(o.Place.TmpDir); err != nil || len(left) > 0 {
			t.Errorf("%v is left (%v)", left, err)
		}
	})
}

// TestCancel: a run that is cancelled ends what runs, and tells what it did not
// come to.
func TestCancel(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ echo begun; sleep 1000 & sleep 1000\n", "c.t": "  $ true\n", "d.t": "  $ false\n"})
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	o := here(1)
	inTmp(t, &o)
	var all []event.Event
	err := Run(ctx, o, listener{func(e event.Event) error {
		all = append(all, e)
		if e.Action == event.Output {
			cancel(why)
		}
		return nil
	}})
	if !errors.Is(err, why) {
		t.Error(err)
	}
	expectStory(t, story(all, event.Pass, event.Fail, event.Error, event.NotRun, event.Summary), "pass a.t", "notrun b.t", "notrun c.t", "notrun d.t", "summary")
	for _, e := range all {
		if (e.Action == event.NotRun || e.Action == event.Summary) && e.Reason != "enough" {
			t.Errorf("%+v", e)
		}
	}
	if last := all[len(all)-1]; last.NotRun != 3 {
		t.Errorf("%+v", last)
	}
}

// TestCancelled: a run that was cancelled before it began tells that.
func TestCancelled(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n"})
	why := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	o := here(1)
	inTmp(t, &o)
	o.Around = []around.Layer{{Run: func(context.Context, []string) ([]around.Warning, around.AfterRun, error) {
		cancel(why)
		return nil, nil, nil
	}}}
	all, err := collect(ctx, o)
	if !errors.Is(err, why) {
		t.Error(err)
	}
	expectStory(t, story(all), "dott", "notrun a.t", "summary")
	if all, err := collect(ctx, o); !errors.Is(err, context.Canceled) && !errors.Is(err, why) {
		t.Error(story(all), err)
	}
}

// TestRefused: a handler that refuses an event gets no more, and ends the run.
func TestRefused(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ sleep 1000\n"})
	refused := errors.New("disk full")
	o := here(2)
	inTmp(t, &o)
	calls := 0
	err := Run(t.Context(), o, event.HandlerFunc(func(e event.Event) error {
		if calls > 0 {
			t.Errorf("one more event: %+v", e)
		}
		if e.Action != event.Stop {
			return nil
		}
		calls++
		return refused
	}))
	if !errors.Is(err, refused) || calls != 1 {
		t.Error(err, calls)
	}
}

// TestFailFast: the first failure ends the run, which is no error.
func TestFailFast(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ false\n", "c.t": "  $ true\n"})
	o := here(1)
	o.Test.FailFast = true
	inTmp(t, &o)
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	expectStory(t, story(all, event.Pass, event.Fail, event.NotRun, event.Summary), "pass a.t", "fail b.t", "notrun c.t", "summary")
	if last := all[len(all)-1]; last.NotRun != 1 || last.Reason != "stopped at the first failure" {
		t.Errorf("%+v", last)
	}
}

// TestPanic: a panic in any stage is the error of that test alone, and what was
// begun around it is ended.
func TestPanic(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "before.t": "  $ true\n", "box.t": "  $ true\n", "c.t": "  $ true\n"})
	o := here(2)
	inTmp(t, &o)
	begun := make(chan string, 10)
	ended := make(chan string, 10)
	o.Around = []around.Layer{
		{Test: func(_ context.Context, test around.Test) (around.Part, error) {
			begun <- test.Name
			return around.Part{After: func(_ context.Context, passed bool) error {
				if passed != (len(test.Name) == 3) {
					t.Errorf("%s: passed is %v", test.Name, passed)
				}
				ended <- test.Name
				return nil
			}}, nil
		}},
		{Test: func(_ context.Context, test around.Test) (around.Part, error) {
			if test.Name == "before.t" {
				panic("boom " + test.Name)
			}
			return around.Part{Environ: func(env []string) []string {
				if test.Name == "box.t" {
					panic("boom " + test.Name)
				}
				return env
			}}, nil
		}},
	}
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	expectStory(t, story(all, event.Pass, event.Error), "pass a.t", "error before.t", "error box.t", "pass c.t")
	for _, e := range all {
		if e.Action == event.Error && (!strings.HasPrefix(e.Reason, e.Test+": dott itself failed: boom "+e.Test+"\n") || !strings.Contains(e.Reason, "ended_test.go")) {
			t.Error(e.Reason)
		}
	}
	if len(begun) != 4 || len(ended) != 4 {
		t.Errorf("around %d tests was begun, around %d ended", len(begun), len(ended))
	}
}

// TestPanicInCell: also before a test is one that runs.
func TestPanicInCell(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ true\n"})
	o := here(1)
	inTmp(t, &o)
	o.Around = []around.Layer{{Cell: func(string) (around.Environ, error) { panic("boom") }}}
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	expectStory(t, story(all, event.Start, event.Stop, event.Error), "stop a.t", "error a.t", "stop b.t", "error b.t")
}

// TestLayerFails: a layer that fails before a test is the test's error; behind it,
// that is a warning.
func TestLayerFails(t *testing.T) {
	write(t, map[string]string{"after.t": "  $ true\n", "before.t": "  $ true\n"})
	o := here(1)
	inTmp(t, &o)
	layer := around.Layer{
		Run: func(context.Context, []string) ([]around.Warning, around.AfterRun, error) {
			return []around.Warning{{Cell: "c", Reason: "mind"}}, func(_ context.Context, summary *event.Event) error {
				summary.Coverage = &event.Coverage{Tool: "x"}
				return errors.New("cannot stop")
			}, nil
		},
		Test: func(_ context.Context, test around.Test) (around.Part, error) {
			if test.Name == "before.t" {
				return around.Part{Logs: func() []event.Log { return []event.Log{{Service: "x"}} }}, errors.New("no service")
			}
			return around.Part{After: func(context.Context, bool) error { return errors.New("does not end") }}, nil
		},
	}
	o.Around = []around.Layer{layer}
	all, err := collect(t.Context(), o)
	if err == nil || err.Error() != "cannot stop" {
		t.Error(err)
	}
	expectStory(t, story(all, event.Warning, event.Pass, event.Error), "warning", "warning after.t", "pass after.t", "error before.t")
	for _, e := range all {
		want := map[string]string{"warning": "mind", "warning after.t": "after.t: after the test: does not end", "error before.t": "before.t: no service"}[story([]event.Event{e})[0]]
		if want != "" && e.Reason != want {
			t.Errorf("%+v", e)
		}
	}
	if last := all[len(all)-1]; last.Coverage == nil {
		t.Errorf("%+v", last)
	}

	none := errors.New("no daemon")
	layer.Run = func(context.Context, []string) ([]around.Warning, around.AfterRun, error) { return nil, nil, none }
	o.Around = []around.Layer{layer}
	if all, err := collect(t.Context(), o); !errors.Is(err, none) {
		t.Error(story(all), err)
	}
}

// TestRunFails: what a run as a whole cannot do without is an error of its own.
func TestRunFails(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "sub/x": ""})
	for name, change := range map[string]func(o *Options){
		"no tests found in sub (a test is a file whose name ends in .t)": func(o *Options) { o.Discover.Paths = []string{"sub"} },
		"making the temporary directory: ":                               func(o *Options) { o.Place.TmpDir = "a.t" },
		"the temporary directory: ":                                      func(o *Options) { o.Place.TmpDir = "missing" },
		"dott.toml: a substitution: ": func(o *Options) {
			o.Config.Path, o.Config.Substitute = "dott.toml", []config.Substitution{{Pattern: "("}}
		},
	} {
		o := here(1)
		change(&o)
		all, err := collect(t.Context(), o)
		if err == nil || !strings.HasPrefix(err.Error(), name) || len(all) > 0 {
			t.Errorf("%s: %v, %v", name, err, story(all))
		}
	}
	if _, err := List(t.Context(), Options{Discover: DiscoverOptions{Paths: []string{"sub"}}}); !errors.Is(err, ErrNoTests) {
		t.Error(err)
	}
}

// TestTearDown: what is sourced last is, however the test's shell ended.
func TestTearDown(t *testing.T) {
	write(t, map[string]string{
		"down.sh":   "echo down $x >>$TESTDIR/$TESTFILE.down\n",
		"bad.sh":    "echo 'it hangs'; exit 4\n",
		"end.t":     "#teardown down.sh\n  $ x=1\n",
		"exit.t":    "#teardown down.sh\n  $ x=1; exit 0\n",
		"timeout.t": "#teardown down.sh\n#timeout 0.3\n  $ sleep 1000\n",
		"bad.t":     "#teardown bad.sh\n  $ kill $$\n",
		"badend.t":  "#teardown bad.sh\n  $ true\n",
		"skip.sh":   "exit 80\n",
		"skip.t":    "#teardown skip.sh\n  $ false\n",
	})
	o := here(2)
	inTmp(t, &o)
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Error(err)
	}
	expectStory(t, story(all, event.Pass, event.Fail, event.Error), "fail bad.t", "error badend.t", "pass end.t", "pass exit.t", "fail skip.t", "error timeout.t")
	for _, name := range []string{"end.t", "exit.t", "timeout.t"} {
		text, err := os.ReadFile(name + ".down")
		if want := map[bool]string{true: "down 1\n", false: "down\n"}[name == "end.t"]; err != nil || string(text) != want {
			t.Errorf("%s: %q (%v)", name, text, err)
		}
	}
	for _, e := range all {
		bad, _ := filepath.Abs("bad.sh")
		if strings.HasPrefix(e.Test, "bad") && e.Reason != "" && !strings.Contains(e.Reason, e.Test+": sourcing "+bad+": it ended with status 4\n  it hangs") {
			t.Errorf("%s: %s", e.Test, e.Reason)
		}
	}
}

// TestTimes: how long a test took is told also where it was ended.
func TestTimes(t *testing.T) {
	write(t, map[string]string{"a.t": "#timeout 0.3\n  $ echo a\n  b\n  $ echo so far; sleep 1000\n"})
	began := time.Now()
	e := ends(t, Options{})["a.t"]
	if e.Action != event.Error || !e.TimedOut || e.Elapsed < 0.3 || e.Elapsed > time.Since(began).Seconds() {
		t.Errorf("%+v", e)
	}
	if want := "a.t:4: timed out after 300ms; while running: echo so far; sleep 1000\n  so far"; e.Reason != want || !strings.Contains(e.Diff, "+  a") {
		t.Errorf("%s\n%s", e.Reason, e.Diff)
	}
}
