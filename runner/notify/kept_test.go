package notify

import (
	"slices"
	"testing"
	"time"

	"dott/runner/event"
	"dott/runner/history"
)

// TestTake: of several runs, what each has to tell.
func TestTake(t *testing.T) {
	axes := []event.Axis{{Name: "a", Versions: []string{"1", "2", "3"}}, {Name: "b", Versions: []string{"x", "y"}}}
	type run map[string]string // verdicts by cell
	for _, test := range []struct {
		name  string
		on    string
		after int
		runs  []run
		told  [][]string // "cell was>is first"
	}{
		{"a change, once", "change", 1, []run{{"a=1": passed}, {"a=1": failed}, {"a=1": failed}, {"a=1": passed}},
			[][]string{nil, {"a=1 passed>failed "}, nil, {"a=1 failed>passed "}}},
		{"it fails at first", "change", 1, []run{{"": failed}}, [][]string{{" passed>failed "}}},
		{"it is skipped at first, and then", "change", 1, []run{{"": skipped}, {"": passed}, {"": skipped}},
			[][]string{nil, {" skipped>passed "}, {" passed>skipped "}}},
		{"two in a row", "change", 2, []run{{"": failed}, {"": passed}, {"": failed}, {"": failed}, {"": failed}},
			[][]string{nil, nil, nil, {" passed>failed "}, nil}},
		{"a new version that breaks it", "change", 1, []run{{"a=1": passed, "a=2": passed}, {"a=1": passed, "a=2": passed, "a=3": failed}},
			[][]string{nil, {"a=3 passed>failed a=3"}}},
		{"a new version, broken before", "change", 1, []run{{"a=1": passed, "a=2": failed}, {"a=3": failed}},
			[][]string{{"a=2 passed>failed a=2"}, nil}},
		{"a new version that mends it", "change", 1, []run{{"a=2": failed}, {"a=2": failed, "a=3": passed}},
			[][]string{{"a=2 passed>failed "}, {"a=3 failed>passed "}}},
		{"all versions fail", "change", 1, []run{{"a=1": failed, "a=2": failed}}, [][]string{{"a=1 passed>failed ", "a=2 passed>failed "}}},
		{"over one that is skipped", "change", 1, []run{{"a=1": passed, "a=2": skipped, "a=3": failed}}, [][]string{{"a=3 passed>failed a=3"}}},
		{"two axes", "change", 1, []run{{"a=1,b=x": passed, "a=1,b=y": failed, "a=2,b=x": passed, "a=2,b=y": failed}},
			[][]string{{"a=1,b=y passed>failed b=y", "a=2,b=y passed>failed b=y"}}},
		{"each failure", "failure", 1, []run{{"": failed}, {"": failed}, {"": passed}}, [][]string{{" passed>failed "}, {" failed>failed "}, nil}},
		{"always", "always", 1, []run{{"": passed}, {"": failed}, {"": failed}, {"": passed}},
			[][]string{nil, {" passed>failed "}, {" failed>failed "}, {" failed>passed "}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := &kept{}
			for i, cells := range test.runs {
				r := &Run{}
				_ = r.Handle(event.Event{Action: event.Dott, Axes: axes})
				for cell, v := range cells {
					_ = r.Handle(event.Event{Action: map[string]event.Action{passed: event.Pass, failed: event.Fail, skipped: event.Skip}[v], Test: "a.t", Cell: cell})
				}
				var told []string
				for _, c := range k.take(r, "", test.on, test.after) {
					first := ""
					if len(c.FirstBad) > 0 {
						first = c.FirstBad[0]
					}
					told = append(told, c.Cell+" "+c.Was+">"+c.Is+" "+first)
				}
				k.list()
				if !slices.Equal(told, test.told[i]) {
					t.Errorf("run %d: told %q, want %q", i+1, told, test.told[i])
				}
			}
		})
	}
}

// TestFault: a run that could not be done is told, and its end; tests keep what they had.
func TestFault(t *testing.T) {
	k := &kept{}
	if c := k.take(&Run{}, "no network", "change", 1); len(c) != 1 || c[0].Test != "" || c[0].Reason != "no network" {
		t.Errorf("%+v", c)
	}
	k.list()
	if c := k.take(&Run{}, "no network", "change", 1); len(c) != 0 {
		t.Errorf("%+v", c)
	}
	k.list()
	if c := k.take(&Run{}, "", "change", 1); len(c) != 1 || c[0].Is != passed {
		t.Errorf("%+v", c)
	}
}

// TestBounds: what is kept does not grow without end.
func TestBounds(t *testing.T) {
	k := &kept{}
	for range outboxLimit + 5 {
		k.post(Message{})
	}
	if len(k.Outbox) != outboxLimit || k.dropped == 0 {
		t.Error(len(k.Outbox), k.dropped)
	}
	r := &Run{}
	_ = r.Handle(event.Event{Action: event.Pass, Test: "a.t"})
	k.take(r, "", "change", 1)
	k.prune(time.Now().Add(keptFor / 2))
	if len(k.Tests) != 2 {
		t.Error(k.Tests)
	}
	k.prune(time.Now().Add(2 * keptFor))
	if len(k.Tests) != 0 || k.index[history.Key{Test: "a.t"}] != nil {
		t.Error(k.Tests)
	}
}
