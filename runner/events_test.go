package runner

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dott/runner/event"
	"dott/runner/schedule"
)

// here are options for the working directory.
func here(jobs int) Options {
	return Options{Discover: DiscoverOptions{Paths: []string{"."}}, Schedule: schedule.Options{Jobs: jobs, Order: schedule.ByFile}}
}

// story writes what events tell: `start a.t`, `fail a.t`.
func story(all []event.Event, actions ...event.Action) []string {
	var told []string
	for _, e := range all {
		if len(actions) == 0 || slices.Contains(actions, e.Action) {
			told = append(told, strings.TrimSpace(string(e.Action)+" "+e.Test))
		}
	}
	return told
}

func expectStory(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("told was\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// until makes a command that waits for a file in the tests' folder.
func until(name string) string { return "while ! test -e $TESTDIR/" + name + "; do sleep 0.01; done" }

// TestEvents: the ends of tests come in the order of the files, whatever the order
// of work is, and all else when it happens.
func TestEvents(t *testing.T) {
	write(t, map[string]string{
		"a.t": "  $ " + until("b-ended") + "\n",
		"b.t": "  $ echo x\n  y\n",
		"c.t": "",
	})
	o := here(2)
	o.About = event.Event{Version: "7", Host: "h"}
	o.Schedule.Seconds = func(key string) float64 { return float64(len(key)) / float64(len(key)) }
	var all []event.Event
	err := Run(t.Context(), o, event.HandlerFunc(func(e event.Event) error {
		all = append(all, e)
		if e.Action == event.Stop && e.Test == "c.t" {
			return os.WriteFile("b-ended", nil, 0o666)
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	expectStory(t, story(all, event.Stop, event.Pass, event.Fail, event.Skip), "stop b.t", "stop c.t", "stop a.t", "pass a.t", "fail b.t", "skip c.t")
	started := story(all, event.Start)
	if slices.Sort(started); !slices.Equal(started, []string{"start a.t", "start b.t", "start c.t"}) {
		t.Error(started)
	}
	for i, e := range all {
		if e.Seq != i+1 || e.Time.IsZero() || i > 0 && e.Time.Before(all[0].Time) {
			t.Errorf("event %d: %+v", i, e)
		}
		if e.Action == event.Start && e.Expected != 1 || e.Action == event.Stop && e.Failed != (e.Test == "b.t") {
			t.Errorf("%+v", e)
		}
	}
	if e := all[0]; e.Action != event.Dott || e.Version != "7" || e.Host != "h" || e.Schema != event.Schema || e.Shell != "/bin/sh" || e.Total != 3 || e.Expected != 1.5 {
		t.Errorf("first: %+v", e)
	}
	last := all[len(all)-1]
	if last.Action != event.Summary || last.Elapsed <= 0 || last.NotRun != 0 || last.Reason != "" {
		t.Errorf("last: %+v", last)
	}
	for _, e := range all {
		if e.Action != event.Fail {
			continue
		}
		want := event.Event{Line: 2, Command: "echo x", Diff: "--- b.t\n+++ b.t.err\n@@ -1,2 +1,2 @@\n   $ echo x\n-  y\n+  x\n"}
		if e.Line != want.Line || e.Command != want.Command || e.Diff != want.Diff || e.Hash == "" || len(e.Edits) != 1 ||
			len(e.Commands) != 1 || e.Commands[0] != (event.Command{Line: 1, Text: "echo x"}) || e.File != "" && !strings.HasSuffix(e.File, "b.t") {
			t.Errorf("%+v", e)
		}
	}
}

// A listener wants to hear what tests print.
type listener struct{ event.HandlerFunc }

func (listener) Wants(event.Action) bool { return true }

// TestOutputEvents: what tests print is told while it comes, and only to who wants
// to know. The test does not end before it was.
func TestOutputEvents(t *testing.T) {
	write(t, map[string]string{"a.t": "text\n  $ printf 'first\\n'\n  first\n  $ printf '\\377'; " + until("heard") + "\n  \\xff (no-eol) (esc)\n"})
	var all []event.Event
	printed := ""
	err := Run(t.Context(), here(1), listener{func(e event.Event) error {
		all = append(all, e)
		if e.Action == event.Output {
			if printed += fmt.Sprintf("%d:%s;", e.Line, e.Output); strings.Contains(printed, "\uFFFD") {
				return os.WriteFile("heard", nil, 0o666)
			}
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	if printed != "2:first\n;4:\uFFFD;" {
		t.Errorf("heard was %q", printed)
	}
	if ends := story(all, event.Pass, event.Fail, event.Error); !slices.Equal(ends, []string{"pass a.t"}) {
		t.Error(ends, all)
	}
	others, err := collect(t.Context(), here(1))
	if told := story(others, event.Output); err != nil || len(told) > 0 {
		t.Error(told, err)
	}
}

// TestSlowHandler: a handler that does not come back holds back no test.
func TestSlowHandler(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ true\n", "c.t": "  $ touch $TESTDIR/ran\n"})
	var told []string
	err := Run(t.Context(), here(1), event.HandlerFunc(func(e event.Event) error {
		if e.Action == event.Dott {
			for _, err := os.Stat("ran"); err != nil; _, err = os.Stat("ran") {
				if t.Context().Err() != nil {
					return t.Context().Err()
				}
			}
		}
		told = append(told, story([]event.Event{e}, event.Pass)...)
		return nil
	}))
	if err != nil {
		t.Error(err)
	}
	expectStory(t, told, "pass a.t", "pass b.t", "pass c.t")
}

func TestWarnings(t *testing.T) {
	write(t, map[string]string{
		"a.t":  "  $ false\n  [1] (?) \n  $ echo a\n  a (glob) \n",
		"only": "a.t\nb.t\n",
	})
	o := here(1)
	o.Discover.All, o.Discover.Choice.OnlyList = true, "only"
	all, err := collect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var warnings []event.Event
	for _, e := range all {
		if e.Action == event.Warning {
			warnings = append(warnings, e)
		}
	}
	if len(warnings) == 0 || !strings.Contains(warnings[0].Reason, "b.t") || warnings[0].Seq != 2 {
		t.Errorf("%+v", warnings)
	}
	for _, w := range warnings[min(1, len(warnings)):] {
		if w.Test != "a.t" || w.Line == 0 || !strings.HasPrefix(w.Reason, fmt.Sprintf("a.t:%d: ", w.Line)) {
			t.Errorf("%+v", w)
		}
	}
}

// TestOff: the lines that #if left out are told with the end of the test.
func TestOff(t *testing.T) {
	write(t, map[string]string{"a.t": "#if command:nosuchprogram\n  $ false\n#else\n  $ echo a\n#endif\n  $ true\n"})
	e := ends(t, Options{})["a.t"]
	if !slices.Equal(e.Off, []event.Range{{Start: 1, End: 2}}) || len(e.Commands) != 2 || e.Action != event.Fail {
		t.Errorf("%+v", e)
	}
}

func TestDebug(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ echo out; echo err >&2; exit 3\n  x\n", "b.py": ""})
	create := func(name string) *os.File {
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	o := here(1)
	o.Debug = &Streams{Out: create("out"), Err: create("err")}
	o.Config.Foreign = foreign("*.py", "echo foreign; echo too >&2")
	for name, e := range ends(t, o) {
		if e.Action != event.Skip || e.Reason != "debug: nothing was compared" {
			t.Errorf("%s: %+v", name, e)
		}
	}
	for name, want := range map[string]string{"out": "out\nforeign\n", "err": "err\ntoo\n"} {
		if got, err := os.ReadFile(name); err != nil || string(got) != want {
			t.Errorf("%s has %q (%v)", name, got, err)
		}
	}
}

// TestKept: a temporary directory that is left is told by an error, and has all.
func TestKept(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ echo mine >file\n", "tmp/x": ""})
	o := here(1)
	o.Place = PlaceOptions{Keep: true, TmpDir: "tmp"}
	_, err := collect(t.Context(), o)
	kept, ok := err.(Kept)
	if !ok || kept.Error() != "kept temporary directory: "+kept.Dir {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(kept.Dir + "/1/a.t/file"); err != nil || string(text) != "mine\n" {
		t.Errorf("%q (%v)", text, err)
	}
}

// TestShards: a shard that has no tests is a run that has none.
func TestShards(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ true\n"})
	split := ""
	for index, want := range []string{"pass a.t", "pass b.t", ""} {
		o := here(1)
		o.Schedule.Shard = schedule.Shard{Index: index + 1, Of: 3}
		all, err := collect(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		first := all[0]
		if split == "" {
			split = first.Split
		}
		if got := strings.Join(story(all, event.Pass), " "); got != want || first.Shard != fmt.Sprintf("%d/3", index+1) || first.Split != split || split == "" {
			t.Errorf("%q, %+v", got, first)
		}
		if last := all[len(all)-1]; last.Action != event.Summary || last.NotRun > 0 || index == 2 && len(all) != 2 {
			t.Errorf("%+v", all)
		}
		names, err := List(context.Background(), o)
		if got := "pass " + strings.Join(names, " "); err != nil || strings.TrimSpace(strings.TrimPrefix(got, "pass ")) != strings.TrimPrefix(want, "pass ") {
			t.Errorf("%q (%v)", got, err)
		}
	}
}
