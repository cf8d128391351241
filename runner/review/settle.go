package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dott/matcher"
	"dott/matcher/generalize"
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
	"dott/runner/event"
	"dott/runner/review/change"
)

// Output that differs from what was accepted a moment ago is not stable. The
// test is then run a few times more, to see what it may be, and the lines that
// vary are written as patterns, if that is wanted. A block that has another
// number of lines from run to run is named, and its test fails: what should
// stand there is for a person to say.
const (
	settleRuns   = 3
	settleRounds = 3
)

// A settler deals with one test that was rewritten.
type settler struct {
	*Review
	judge   *judge
	units   units
	printed string         // the file as it would read with the output of the first run
	written []matcher.Edit // of that
	diff    string         // what was written that nobody was shown
}

// end runs the test once more, and returns its end when it has settled.
func (s *settler) end(e event.Event) (event.Event, error) {
	place := e // of the test in this stream; the runs that follow have streams of their own
	e, err := s.again(e)
	if err != nil {
		return e, err
	}
	if e.Target != "" {
		e, err = s.compare(e)
	} else {
		e, err = s.settle(e)
	}
	e.Seq, e.Run = place.Seq, place.Run
	if e.Diff == "" {
		e.Diff = s.diff
	}
	e = s.judge.told(e, s.written)
	return e, err
}

// settle takes the end of the run behind the rewriting, and returns the end of
// the last run.
func (s *settler) settle(e event.Event) (event.Event, error) {
	all, open := newVariation(), newVariation() // open is what there is no pattern for
	for range settleRounds {
		if !wants(e) {
			break
		}
		data, err := change.Read(e)
		if err != nil {
			return refused(e, err), nil
		}
		if change.Applied(e, data, e.Edits) == s.printed {
			break // it is what was left, and is stable for all that is known
		}
		runs := [][]matcher.Edit{e.Edits}
		for range settleRuns {
			again, err := s.again(e)
			if err != nil {
				return again, err
			}
			if !ran(again) {
				continue
			}
			if again.Hash != e.Hash {
				return refused(e, atomicfile.ErrChanged), nil
			}
			if again.Action == event.Fail {
				e = again
			}
			runs = append(runs, again.Edits)
		}
		t := s.parse(e, data)
		v := s.variation(t, runs)
		if v.none() {
			break
		}
		all.add(v)
		edits, rest := v.patterns(t, nil)
		open.add(rest)
		denied := s.judge.denied.Changes
		if edits = s.judge.allowed(e, t, edits); s.judge.denied.Changes > denied {
			open.add(v)
		}
		if len(edits) == 0 {
			break
		}
		diff := writtenDiff(s.Review, e, data, edits)
		if s.Ask == nil {
			s.diff += diff
		} else if ok, err := s.Ask.Yes(diff, v.about(e.Test)+"; write patterns for that?"); !ok || err != nil {
			return v.failed(e), err
		}
		if err := s.judge.rewrite(e, edits); err != nil {
			return refused(e, err), nil
		}
		if e, err = s.again(e); err != nil {
			return e, err
		}
	}
	switch {
	case !ran(e):
	case !open.none():
		e = open.failed(e) // also if this once it printed what stands there
	case !all.none() && e.Action == event.Fail:
		e = all.failed(e)
	case !all.none():
		e = because(e, all.about(e.Test)+"; written as patterns")
	}
	if remark := instantOf(time.Now()).remark(e.Test, s.written, all.lines); remark != "" && ran(e) {
		e = because(e, remark)
	}
	if remark := numbersRemark(e.Test, s.written); remark != "" && ran(e) {
		e = because(e, remark)
	}
	return e, nil
}

// compare says whether a test that is no transcript still prints what was written:
// there are no patterns for it.
func (s *settler) compare(e event.Event) (event.Event, error) {
	if !wants(e) {
		return e, nil
	}
	data, err := change.Read(e)
	if err != nil {
		return refused(e, err), nil
	}
	if change.Applied(e, data, e.Edits) == s.printed {
		return e, nil // it is what was left
	}
	return because(e, fmt.Sprintf("%s: the output is not stable: it is no more what was written", e.Test)), nil
}

// A variation is what differs from run to run of the same file.
type variation struct {
	lines  map[int]bool     // by the index of the line in the file
	counts map[int]bool     // blocks with another number of lines, by the line of their command
	orders map[int]bool     // the last lines of those that come in another order
	forms  map[int][]string // what the lines may be
	runs   map[int][]string // and what they were in each run
	sorted []matcher.Edit   // that say that lines come in any order
}

func newVariation() variation {
	return variation{lines: map[int]bool{}, counts: map[int]bool{}, orders: map[int]bool{}, forms: map[int][]string{}, runs: map[int][]string{}}
}

func (v *variation) none() bool { return len(v.lines)+len(v.counts)+len(v.orders) == 0 }

func (v *variation) add(w variation) {
	maps.Copy(v.lines, w.lines)
	maps.Copy(v.counts, w.counts)
	maps.Copy(v.orders, w.orders)
	maps.Copy(v.forms, w.forms)
}

// variation compares the edits that several runs of a file would make. Where
// all that differed in a block was written, the file itself is one more form
// that was printed.
func (s *settler) variation(t *transcript.Transcript, runs [][]matcher.Edit) variation {
	v := newVariation()
	sorted := s.orders(t, runs, &v)
	seen := map[int]int{}               // runs with an edit of a line
	uneven := map[int]map[string]bool{} // what stands for blocks with other numbers of lines
	unevenRuns := map[int]int{}         // and in how many runs
	block := func(n int) int { return t.Lines[n].Block }
	for run, edits := range runs {
		for b, edits := range edited(t, edits) {
			if s.units[b] == nothingWritten || sorted[b] {
				continue // it is unchanged, and stays so; or only the order differs
			}
			text := ""
			for _, e := range edits {
				if e.End-e.Start != len(e.New) {
					text += fmt.Sprintln(e.Start, e.End, e.New)
					continue
				}
				for k, line := range e.New {
					n := e.Start + k
					text, _ := t.ReadOutput(n, line)
					v.forms[n] = append(v.forms[n], text)
					for len(v.runs[n]) < run { // in these runs it was what stands there
						v.runs[n] = append(v.runs[n], matcher.Parse(t.Lines[n].Text).Plain)
					}
					v.runs[n] = append(v.runs[n], text)
					seen[n]++
				}
			}
			if text != "" {
				if uneven[b] == nil {
					uneven[b] = map[string]bool{}
				}
				uneven[b][text] = true
				unevenRuns[b]++
			}
		}
	}
	for n, forms := range v.forms {
		if s.units[block(n)] != partWritten || seen[n] < len(runs) {
			forms = append(forms, matcher.Parse(t.Lines[n].Text).Plain)
		}
		slices.Sort(forms)
		v.forms[n] = slices.Compact(forms)
		if len(v.forms[n]) > 1 {
			v.lines[n] = true
		}
	}
	for b, texts := range uneven {
		if s.units[b] != partWritten || len(texts) > 1 || unevenRuns[b] < len(runs) {
			line := 0
			if code := t.Blocks[b].Code; len(code) > 0 {
				line = code[len(code)-1]
			}
			v.counts[line] = true
		}
	}
	return v
}

// patterns returns edits that write each line that varies as a pattern for all
// its forms, where there is one, and what there is none for. Some lines may have a
// pattern already, by their index.
func (v *variation) patterns(t *transcript.Transcript, made map[int]string) (edits []matcher.Edit, rest variation) {
	rest = newVariation()
	maps.Copy(rest.counts, v.counts)
	lines := slices.Sorted(maps.Keys(v.lines))
	named := v.named(t, lines)
	for i, n := range lines {
		text, ok := made[n]
		if !ok {
			text, ok = generalize.Values(v.forms[n])
			if ok && strings.Contains(named[i], "{{") {
				text = named[i]
			}
		}
		if ok {
			edits = append(edits, matcher.Edit{Start: n, End: n + 1, New: []string{t.WriteOutput(n, t.Guard(n, text))}})
		} else {
			rest.lines[n], rest.forms[n] = true, v.forms[n]
		}
	}
	edits = append(edits, v.sorted...)
	slices.SortFunc(edits, func(a, b matcher.Edit) int { return a.Start - b.Start })
	return edits, rest
}

// named returns the patterns of lines that vary, with names for values that come more than
// once.
func (v *variation) named(t *transcript.Transcript, lines []int) []string {
	if !t.HasValues() {
		return make([]string, len(lines))
	}
	runs := 0
	for _, n := range lines {
		runs = max(runs, len(v.runs[n]))
	}
	forms := make([][]string, len(lines))
	for i, n := range lines {
		forms[i] = slices.Clone(v.runs[n])
		now := matcher.Parse(t.Lines[n].Text).Plain
		for len(forms[i]) < runs {
			forms[i] = append(forms[i], now)
		}
		forms[i] = append(forms[i], now) // as it was when it was written
	}
	return generalize.Named(forms, namesIn(t))
}

// namesIn returns the names of values that a file has.
func namesIn(t *transcript.Transcript) []string {
	var lines []string
	for _, l := range t.Lines {
		if l.Kind == transcript.Output {
			lines = append(lines, l.Text)
		}
	}
	return generalize.Names(lines)
}

// first is the line, from 1, at which something varies.
func (v *variation) first() int {
	all := slices.AppendSeq(slices.Collect(maps.Keys(v.lines)), maps.Keys(v.counts))
	return 1 + slices.Min(slices.AppendSeq(all, maps.Keys(v.orders)))
}

// about returns the sentence that names what varies.
func (v *variation) about(test string) string {
	var parts []string
	if len(v.lines) > 0 {
		parts = append(parts, numbered(v.lines))
	}
	if len(v.counts) > 0 {
		parts = append(parts, "the number of lines below "+numbered(v.counts))
	}
	if len(v.orders) > 0 {
		parts = append(parts, "the order of the lines up to "+numbered(v.orders))
	}
	verb := "differ"
	if len(parts) == 1 && (len(v.counts)+len(v.orders) > 0 || len(v.lines) == 1) {
		verb = "differs"
	}
	return fmt.Sprintf("%s:%d: the output is not stable: %s %s from run to run", test, v.first(), listed(parts), verb)
}

// failed makes what varies the reason of a failure.
func (v *variation) failed(e event.Event) event.Event {
	e.Action, e.Line = event.Fail, v.first()
	return because(e, v.about(e.Test)+v.advice())
}

// shownNumbers is how many lines are named before the rest is only counted.
const shownNumbers = 12

// numbered names lines, given from 0: line 2, lines 2, 3.
func numbered(set map[int]bool) string {
	word := "line"
	var numbers []string
	for _, n := range slices.Sorted(maps.Keys(set)) {
		numbers = append(numbers, fmt.Sprint(n+1))
	}
	if len(numbers) > 1 {
		word += "s"
	}
	more := ""
	if n := len(numbers) - shownNumbers; n > 0 {
		numbers, more = numbers[:shownNumbers], fmt.Sprintf(" and %d more", n)
	}
	return word + " " + strings.Join(numbers, ", ") + more
}
