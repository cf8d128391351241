package review

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
)

// Review stands between the runner and the reports. Of a test whose output
// differs, it writes the changes that are accepted into the file, has the test
// run again, and hands on the verdict of that run. All else it hands on as it is.
type Review struct {
	Next   event.Handler
	Again  func(test string) (event.Event, error) // runs one test and returns its end
	Ask    *Prompt                                // nil: every change is accepted
	Indent int
}

// Handle deals with one event.
func (r *Review) Handle(e event.Event) error {
	// An error is no output to accept: the file or the machine is to be mended.
	if e.Action != event.Fail || len(e.Edits) == 0 {
		return r.Next.Handle(e)
	}
	data, err := read(e)
	if err != nil {
		return r.Next.Handle(refused(e, err))
	}
	chosen := e.Edits
	asked := r.Ask != nil
	if asked {
		chosen = r.Ask.choose(e, data, r.Indent)
	}
	if len(chosen) == 0 {
		if asked {
			e.Diff = "" // it was shown already
		}
		return r.Next.Handle(e)
	}
	if err := rewrite(e, chosen, r.Indent); err != nil {
		return r.Next.Handle(refused(e, err))
	}
	again, err := r.Again(e.Test)
	if err != nil {
		return err
	}
	lines := writtenLines(chosen)
	if again.Action == event.Fail && touches(again.Edits, lines) {
		if again, err = r.settle(again, lines); err != nil {
			return err
		}
	}
	again.Written = len(chosen)
	if again.Diff == "" && !asked {
		again.Diff = matcher.Unified(e.Test, e.Test+".err", fileLines(data), chosen, transcript.LineEnd(data))
	}
	return r.Next.Handle(again)
}

// refused adds to a failure why its file was left as it is.
func refused(e event.Event, err error) event.Event {
	e.Reason = strings.TrimPrefix(e.Reason+"\n"+e.Test+": not rewritten: "+err.Error(), "\n")
	return e
}

// writtenLines returns the lines, by their index in the rewritten file, that the
// edits put there.
func writtenLines(edits []matcher.Edit) map[int]bool {
	lines := map[int]bool{}
	shift := 0
	for _, e := range edits {
		for k := range e.New {
			lines[e.Start+shift+k] = true
		}
		shift += len(e.New) - (e.End - e.Start)
	}
	return lines
}

// touches reports whether one of the edits changes one of the lines.
func touches(edits []matcher.Edit, lines map[int]bool) bool {
	for _, e := range edits {
		for n := e.Start; n < e.End; n++ {
			if lines[n] {
				return true
			}
		}
	}
	return false
}

// Output that differs from the one accepted a moment ago is not stable. The test
// is then run a few times more, to see what it may be, and the lines that vary
// are written as globs, if that is wanted.
const (
	settleRuns   = 3
	settleRounds = 3
)

// settle takes the failure of a test that was just rewritten and returns the end
// of its last run.
func (r *Review) settle(e event.Event, lines map[int]bool) (event.Event, error) {
	var varied []int
	note := func(what string) string {
		return fmt.Sprintf("%s:%d: the output is not stable: %s from run to run%s", e.Test, varied[0]+1, differing(varied), what)
	}
	for range settleRounds {
		forms, last, err := r.variants(e)
		if err != nil {
			return last, err
		}
		e = last
		for n := range forms {
			if !slices.Contains(varied, n) {
				varied = append(varied, n)
			}
		}
		slices.Sort(varied)
		edits, ok := globs(forms, r.Indent)
		if len(varied) == 0 {
			return e, nil
		}
		if !ok || r.Ask != nil && !r.Ask.yes(note("; write globs for them?")) {
			e.Reason = strings.TrimPrefix(e.Reason+"\n"+note(""), "\n")
			return e, nil
		}
		if err := rewrite(e, edits, r.Indent); err != nil {
			return refused(e, err), nil
		}
		again, err := r.Again(e.Test)
		if err != nil {
			return again, err
		}
		e = again
		if e.Action == event.Pass {
			e.Reason = note("; written as globs")
			return e, nil
		}
		if e.Action != event.Fail || !touches(e.Edits, lines) {
			return e, nil
		}
	}
	e.Reason = strings.TrimPrefix(e.Reason+"\n"+note(""), "\n")
	return e, nil
}

// variants runs a failing test a few times more and returns, for each line of
// the file that was another in some run, all that it was. What was not a change
// line by line is left out.
func (r *Review) variants(e event.Event) (map[int][]string, event.Event, error) {
	data, err := read(e)
	if err != nil {
		return nil, refused(e, err), nil
	}
	old := fileLines(data)
	forms := map[int][]string{}
	failure := e
	for range settleRuns {
		for _, edit := range e.Edits {
			if edit.End-edit.Start != len(edit.New) {
				continue
			}
			for k, text := range edit.New {
				n := edit.Start + k
				if forms[n] == nil {
					forms[n] = []string{strings.TrimRight(old[n], "\r\n")}
				}
				forms[n] = append(forms[n], text)
			}
		}
		if e, err = r.Again(e.Test); err != nil {
			return nil, e, err
		}
		if e.Action == event.Fail {
			failure = e
		}
	}
	return forms, failure, nil
}

// globs returns edits that write each line as a glob for all its forms.
func globs(forms map[int][]string, indent int) ([]matcher.Edit, bool) {
	var edits []matcher.Edit
	for n, texts := range forms {
		for i := range texts {
			texts[i] = texts[i][min(indent, len(texts[i])):]
		}
		glob, ok := globLine(texts)
		if !ok {
			return nil, false
		}
		edits = append(edits, matcher.Edit{Start: n, End: n + 1, New: []string{strings.Repeat(" ", indent) + glob}})
	}
	slices.SortFunc(edits, func(a, b matcher.Edit) int { return a.Start - b.Start })
	return edits, len(edits) > 0
}

// differing names lines, counted from 0, with their verb.
func differing(lines []int) string {
	var b strings.Builder
	for i, n := range lines {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n+1)
	}
	if len(lines) == 1 {
		return "line " + b.String() + " differs"
	}
	return "lines " + b.String() + " differ"
}
