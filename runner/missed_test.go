package runner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/event"
)

// TestJob: a job made again from its index is the one that the rounds had.
func TestJob(t *testing.T) {
	for _, o := range []Options{{}, {Repeat: 3}, {UntilFail: true, Repeat: 3}, {Order: Random, Seed: 1, Repeat: 2}} {
		p := newPlan(&run{Options: o}, filesNamed("a", "b", "c"))
		for jobs := p.round(); len(jobs) > 0; jobs = p.round() {
			for _, j := range jobs {
				if again := p.job(j.index); again.name != j.name || again.repeat != j.repeat || again.index != j.index {
					t.Errorf("%+v: %+v, want %+v", o, again, j)
				}
			}
		}
	}
}

// TestMissed: a run that is cancelled tells of each test that has no verdict,
// and of none that has one.
func TestMissed(t *testing.T) {
	dir := t.TempDir()
	for i := range 5 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.t", i)), []byte("  $ true\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	var ends, missed []string
	var summary event.Event
	err := Run(ctx, Options{Paths: []string{dir}, Order: ByFile}, event.HandlerFunc(func(e event.Event) error {
		switch {
		case e.Done():
			if ends = append(ends, e.Test); len(ends) == 2 {
				cancel(why)
			}
		case e.Action == event.NotRun:
			missed = append(missed, e.Test)
			if e.Reason != "enough" || e.File != e.Test {
				t.Errorf("%+v", e)
			}
		case e.Action == event.Summary:
			summary = e
		}
		return nil
	}))
	if !errors.Is(err, why) || summary.NotRun != 3 || summary.Elapsed <= 0 {
		t.Errorf("%v, %+v", err, summary)
	}
	var want []string
	for i := range 5 {
		want = append(want, filepath.Join(dir, fmt.Sprintf("%d.t", i)))
	}
	if !slices.Equal(append(ends, missed...), want) {
		t.Errorf("%v ended, %v were missed", ends, missed)
	}
}

func TestCommands(t *testing.T) {
	parsed := transcript.Format{}.Parse("A.\n  $ one\n  out\n  $ two <<END\n  > x\n  > END\n\n  $ three\n")
	j := &job{loaded: &loaded{transcript: parsed}}
	want := []event.Command{{Line: 2, Text: "one"}, {Line: 4, Text: "two <<END\nx\nEND"}, {Line: 8, Text: "three"}}
	if got := j.commands(nil); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := j.commands([]event.Range{{Start: 2, End: 6}}); !slices.Equal(got, []event.Command{want[0], want[2]}) {
		t.Errorf("%+v", got)
	}
	if got := (&job{}).commands(nil); got != nil {
		t.Errorf("%+v", got)
	}
}
