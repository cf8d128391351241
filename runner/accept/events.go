package accept

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/review/change"
)

// FromEvents returns what is left by the run of a stream of events, whose tests are named
// from the directory here.
func FromEvents(sources []event.Source, here string, format func(file string) transcript.Format) ([]*Left, error) {
	byKey := map[string]*Left{}
	cells := map[string][]string{}
	again := ""
	_, err := event.Merge(event.HandlerFunc(func(e event.Event) error {
		if e.Action == event.Dott {
			again = e.Again
		}
		if !e.Done() {
			return nil
		}
		e.File = filepath.Join(here, filepath.FromSlash(e.FileName()))
		key := event.Key(e.File, e.Case, e.Cell)
		if e.Cell != "" {
			cells[e.File] = append(cells[e.File], e.Cell)
		}
		if !wants(e) {
			return nil
		}
		l, err := newLeft(e, format)
		if err != nil {
			l = about(event.Event{Action: e.Action, Test: e.Test, File: e.File, Case: e.Case, Cell: e.Cell, Edits: e.Edits, Hash: e.Hash, Target: e.Target, Off: e.Off})
			var lines []Place
			for _, edit := range e.Edits {
				lines = append(lines, Place{Line: change.Line([]matcher.Edit{edit})})
			}
			l.setPlaces(lines)
		}
		l.Way = Way{again, here}
		byKey[key] = l
		return nil
	}), sources...)
	if err != nil {
		return nil, err
	}
	all := slices.SortedFunc(maps.Values(byKey), func(a, b *Left) int { return strings.Compare(a.key(), b.key()) })
	for _, l := range all {
		l.Cells = slices.Compact(slices.Sorted(slices.Values(cells[l.File])))
	}
	return all, nil
}
