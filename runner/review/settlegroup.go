package review

import (
	"maps"
	"slices"
	"time"

	"dott/matcher"
	"dott/matcher/generalize"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/review/change"
)

// settle does for a group what settler does for a test: where a run prints
// something else than was written a moment ago, it is run a few times more, and
// the lines that vary are written as patterns. What varies is found for each run
// by itself; the patterns are then joined like any other change. It returns the
// diffs of what was written that nobody was shown.
func (g *group) settle(u units, written []matcher.Edit) (diff string, err error) {
	found := unsteady{all: newVariation(), open: newVariation(), runs: map[string]bool{}}
	diff, refusal, err := g.steady(u, &found)
	if err != nil {
		return diff, err
	}
	g.blame(found, refusal)
	if remark := instantOf(time.Now()).remark(g.file.Test, written, found.all.lines); remark != "" && g.ends[0].Action == event.Pass {
		g.ends[0] = because(g.ends[0], remark)
	}
	return diff, nil
}

// unsteady is what varies in the runs of a file.
type unsteady struct {
	all, open variation       // open is what there is no pattern for
	runs      map[string]bool // those with something of that, by runKey
}

// steady writes patterns until nothing varies that there are patterns for. The
// refusal is why that could not be written.
func (g *group) steady(u units, found *unsteady) (diff string, refusal, err error) {
	for range settleRounds {
		unstable, data, err := g.varying(u)
		if err != nil || len(unstable) == 0 {
			return diff, err, nil
		}
		edits, varies, err := g.patterns(u, data, unstable, found)
		if err != nil {
			return diff, nil, err
		}
		denied := g.judge.denied.Changes
		if edits = g.judge.allowed(g.file, g.parse(g.file, data), edits); g.judge.denied.Changes > denied {
			found.open.add(varies)
			for key := range found.runs {
				found.runs[key] = true
			}
		}
		if len(edits) == 0 {
			break
		}
		g.file.Hash, g.data = g.ends[unstable[0]].Hash, data
		d := writtenDiff(g.Review, g.file, data, edits)
		if g.Ask != nil {
			ok, err := g.Ask.Yes(d, varies.about(g.file.Test)+"; write patterns for that?")
			if err != nil {
				return diff, nil, err
			}
			if !ok {
				break
			}
		}
		if err := g.judge.rewrite(g.file, edits); err != nil {
			return diff, err, nil
		}
		diff += d
		found.all, found.open = found.all.moved(edits), found.open.moved(edits)
		if err := g.rerun(ran); err != nil {
			return diff, nil, err
		}
	}
	return diff, nil, nil
}

// ran reports whether a test came to its end.
func ran(e event.Event) bool { return e.Action == event.Fail || e.Action == event.Pass }

// varying returns the ends, by their index, of runs that want other changes than
// those that were left, and the file as it is now.
func (g *group) varying(u units) (unstable []int, data string, err error) {
	var t *transcript.Transcript
	for i, e := range g.ends {
		if !wants(e) {
			continue
		}
		if t == nil {
			if data, err = change.Read(e); err != nil {
				return nil, "", err
			}
			t = g.parse(e, data)
		}
		for b := range edited(t, e.Edits) {
			if u[b] != nothingWritten {
				unstable = append(unstable, i)
				break
			}
		}
	}
	return unstable, data, nil
}

// patterns runs what is unstable some times more, adds what varies to what was
// found, and returns it with the edits that write patterns for it.
func (g *group) patterns(u units, data string, unstable []int, found *unsteady) ([]matcher.Edit, variation, error) {
	varies := newVariation()
	var tests []string
	runs := map[string][][]matcher.Edit{}
	for _, i := range unstable {
		e := g.ends[i]
		if key := runKey(e); runs[key] == nil {
			tests = append(tests, e.Address())
			runs[key] = [][]matcher.Edit{e.Edits}
		}
	}
	for range settleRuns {
		fresh, err := g.runAll(tests)
		if err != nil {
			return nil, varies, err
		}
		for key, e := range fresh {
			if ran(e) && runs[key] != nil {
				runs[key] = append(runs[key], e.Edits)
			}
		}
	}
	t := g.parse(g.file, data)
	g.list(t)
	for _, e := range g.ends {
		v := &g.variants[g.of[runKey(e)]]
		v.Silent = e.Action == event.Skip
		if ran(e) {
			v.Off = e.Off
		}
	}
	s := settler{Review: g.Review, judge: g.judge, units: u}
	varying := map[string]variation{}
	for key, edits := range runs {
		varying[key] = s.variation(t, edits)
	}
	made := shared(t, varying)
	for key, v := range varying {
		patterns, rest := v.patterns(t, made)
		g.variants[g.of[key]].Edits = patterns
		varies.add(v)
		found.open.add(rest)
		found.runs[key] = found.runs[key] || !rest.none()
	}
	found.all.add(varies)
	edits, err := join(t, g.dims, g.variants)
	if err != nil {
		return nil, varies, nil // it is said that the output is not stable
	}
	return edits, varies, nil
}

// shared returns patterns for neighbouring lines that vary, each in other runs: one
// for all of them, if there is one. So output that is another each time, in every
// cell, becomes one line, and not one for each cell.
func shared(t *transcript.Transcript, runs map[string]variation) map[int]string {
	in := map[int][]string{} // the runs in which a line varies
	for key, v := range runs {
		for n := range v.lines {
			in[n] = append(in[n], key)
		}
	}
	made := map[int]string{}
	var lines []int
	var keys, forms []string
	done := func() {
		if text, ok := generalize.Values(forms); ok && len(lines) > 1 {
			for _, n := range lines {
				made[n] = text
			}
		}
		lines, keys, forms = nil, nil, nil
	}
	for _, n := range slices.Sorted(maps.Keys(in)) {
		follows := len(lines) > 0 && lines[len(lines)-1] == n-1 && t.Lines[n].Block == t.Lines[n-1].Block
		if !follows || slices.ContainsFunc(in[n], func(key string) bool { return slices.Contains(keys, key) }) {
			done()
		}
		lines, keys = append(lines, n), append(keys, in[n]...)
		for _, key := range in[n] {
			v := runs[key]
			forms = append(forms, v.forms[n]...)
		}
	}
	done()
	return made
}

// blame says what varies: as a remark, or as the reason of the runs that fail.
// Those with something that there is no pattern for fail also if this once they
// printed what stands there.
func (g *group) blame(found unsteady, refusal error) {
	failed := false
	for i, e := range g.ends {
		switch {
		case wants(e) && refusal != nil:
			g.ends[i], failed = refused(e, refusal), true
		case wants(e) && !found.all.none():
			e.Line = found.all.first()
			g.ends[i], failed = because(e, found.all.about(g.file.Test)), true
		}
	}
	if failed || found.all.none() {
		return
	}
	for i, e := range g.ends {
		if ran(e) && found.runs[runKey(e)] {
			e.Action, e.Line = event.Fail, found.open.first()
			g.ends[i], failed = because(e, found.open.about(g.file.Test)), true
		}
	}
	if !failed && g.ends[0].Action == event.Pass {
		g.ends[0] = because(g.ends[0], found.all.about(g.file.Test)+"; written as patterns")
	}
}

// moved returns the variation by the numbers that its lines have after edits.
func (v *variation) moved(edits []matcher.Edit) variation {
	w := newVariation()
	for n := range v.lines {
		w.lines[change.Moved(n, edits)] = true
	}
	for n := range v.counts {
		w.counts[change.Moved(n, edits)] = true
	}
	for n := range v.orders {
		w.orders[change.Moved(n, edits)] = true
	}
	return w
}
