package runner

import (
	"context"
	"errors"
	"slices"
	"testing"

	"dott/runner/around"
	"dott/runner/event"
)

// TestLayerRunFails: where what is around a run cannot begin, the stream is whole all
// the same, and tells of each test that it was not run.
func TestLayerRunFails(t *testing.T) {
	write(t, map[string]string{"a.t": "  $ true\n", "b.t": "  $ true\n"})
	why := errors.New("no cells today")
	o := Options{Discover: DiscoverOptions{Paths: []string{"."}}, Around: []around.Layer{{
		Run: func(context.Context, []string) ([]around.Warning, around.AfterRun, error) { return nil, nil, why },
	}}}
	events, err := collect(t.Context(), o)
	var actions []event.Action
	for _, e := range events {
		actions = append(actions, e.Action)
	}
	if want := []event.Action{event.Dott, event.NotRun, event.NotRun, event.Summary}; !errors.Is(err, why) || !slices.Equal(actions, want) {
		t.Errorf("%v, %v", actions, err)
	}
	if last := events[len(events)-1]; last.Reason != why.Error() || last.NotRun != 2 {
		t.Errorf("%+v", last)
	}
}
