package weakened

import (
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/subsequence"
	"dott/matcher/transcript"
)

// What a block expects depends on which features there are. It is compared for every
// answer that the conditions of its lines could get, and the worst judgement of a line
// counts.

// maxWorlds is how many answers are tried.
const maxWorlds = 256

// A world is what there is of each feature.
type world map[string]feature.Known

// output compares the expected lines of two blocks.
func (c *comparison) output(a, b int) {
	was, is := c.was.At(a).Patterns(), c.is.At(b).Patterns()
	if slices.EqualFunc(was, is, func(p, q matcher.Pattern) bool { return p.Text == q.Text && p.Kind == q.Kind }) {
		return
	}
	after := max(1, c.is.end(b))
	all := slices.Concat(was, is)
	var found []change
	for i, w := range worlds(all, caseNames(c.was.Transcript, c.is.Transcript)) {
		for _, f := range compareLines(w.lines(was), w.lines(is)) {
			f.world = i
			found = append(found, f)
		}
	}
	for _, f := range merged(found) {
		c.add(f.finding(was, is, after))
	}
}

// caseNames returns the names of test cases, of each line those of which one holds.
func caseNames(all ...*transcript.Transcript) (groups [][]string) {
	for _, t := range all {
		for _, d := range t.Directives {
			if names := strings.Fields(d.Args); d.Name == "testcases" && !slices.ContainsFunc(groups, func(g []string) bool { return slices.Contains(names, g[0]) }) {
				groups = append(groups, names)
			}
		}
	}
	return groups
}

// worlds returns what there can be, as far as some lines ask. Where that is too much, it
// is one in which every condition holds: nil.
func worlds(lines []matcher.Pattern, cases [][]string) []world {
	versions := map[string][]string{} // of each feature, those that it is compared with
	bare := map[string]bool{}         // features that are asked for without a version
	var names []string
	for _, p := range lines {
		for _, t := range p.Conditions {
			if _, known := versions[t.Name]; !known {
				names = append(names, t.Name)
				versions[t.Name] = nil
			}
			if t.Op == "" {
				bare[t.Name] = true
			} else if !slices.Contains(versions[t.Name], t.Version) {
				versions[t.Name] = append(versions[t.Name], t.Version)
			}
		}
	}
	all := []world{{}}
	add := func(choices []world) {
		var more []world
		for _, w := range all {
			for _, choice := range choices {
				next := world{}
				for _, part := range []world{w, choice} {
					for name, k := range part {
						next[name] = k
					}
				}
				more = append(more, next)
			}
		}
		all = more
	}
	for _, group := range cases {
		if !slices.ContainsFunc(group, func(name string) bool { return bare[name] }) {
			continue
		}
		var choices []world
		for _, name := range group {
			choice := world{}
			for _, other := range group {
				choice[other] = feature.Known{Present: other == name}
				names = slices.DeleteFunc(names, func(n string) bool { return n == other })
			}
			choices = append(choices, choice)
		}
		add(choices)
	}
	for _, name := range names {
		var choices []world
		if bare[name] {
			choices = append(choices, world{name: {}})
		}
		if len(versions[name]) == 0 {
			choices = append(choices, world{name: {Present: true}})
		}
		for _, v := range between(versions[name]) {
			choices = append(choices, world{name: {Present: true, Version: v}})
		}
		if add(choices); len(all) > maxWorlds {
			return []world{nil}
		}
	}
	return all
}

// between returns versions that are all there are to tell apart for one who compares with
// some: these, one before all, and one behind each.
func between(versions []string) []string {
	if len(versions) == 0 {
		return nil
	}
	all := []string{"0"}
	for _, v := range versions {
		all = append(all, v, v+".0.0.1")
	}
	return all
}

// A numbered line is one of a block, with its number there.
type numbered struct {
	line matcher.Pattern
	at   int
}

// lines returns the lines that are expected in a world.
func (w world) lines(all []matcher.Pattern) []numbered {
	var in []numbered
	for i, p := range all {
		holds := true
		for _, t := range p.Conditions {
			if w == nil {
				break
			}
			ok, err := t.Holds(w[t.Name])
			holds = holds && (ok || err != nil)
		}
		if holds {
			in = append(in, numbered{p, i})
		}
	}
	return in
}

func plain(lines []numbered) []matcher.Pattern {
	all := make([]matcher.Pattern, len(lines))
	for i, l := range lines {
		all[i] = l.line
	}
	return all
}

// A change is a difference between the lines of two blocks.
type change struct {
	was, is  []numbered
	at       int // number of the line of the new block that it stands before
	verdict  Judgement
	reason   string
	world    int
	appeared bool // nothing was there
}

// compareLines compares the lines of two blocks in one world.
func compareLines(was, is []numbered) (all []change) {
	text := func(lines []numbered) []string {
		texts := make([]string, len(lines))
		for i, l := range lines {
			texts[i] = "=" + l.line.Plain
		}
		return texts
	}
	a, b := 0, 0
	gap := func(endA, endB int) {
		if a < endA || b < endB {
			at := len(is)
			if b < len(is) {
				at = b
			}
			all = append(all, judged(was[a:endA], is[b:endB], at)...)
		}
		a, b = endA+1, endB+1
	}
	for _, pair := range subsequence.Common(text(was), text(is)) {
		gap(pair[0], pair[1])
	}
	gap(len(was), len(is))
	if len(all) > 1 && len(was)+len(is) < 100 {
		// A pattern that repeats may hold what stands beside it.
		if r := relate(plain(was), plain(is)); r.known && r.within && r.over {
			return nil
		}
	}
	return all
}

// judged compares lines with those that stand in their place.
func judged(was, is []numbered, at int) []change {
	if len(was) == len(is) && len(was) > 1 {
		if r := relate(plain(was), plain(is)); r.known && r.within && r.over {
			return nil
		}
		var all []change
		for i := range was {
			if was[i].line.Plain != is[i].line.Plain {
				all = append(all, judged(was[i:i+1], is[i:i+1], at+i)...)
			}
		}
		return all
	}
	c := change{was: was, is: is, at: at, appeared: len(was) == 0}
	if c.verdict, c.reason = judge(plain(was), plain(is)); c.verdict == Same {
		return nil
	}
	return []change{c}
}

// merged joins what was found in several worlds: of each place the worst. A line that
// moved from one world into another is no weaker for it.
func merged(found []change) []change {
	var all []change
	key := func(c change) [2]int {
		k := [2]int{-1, -1}
		if len(c.was) > 0 {
			k[0] = c.was[0].at
		}
		if len(c.is) > 0 {
			k[1] = c.is[0].at
		}
		return k
	}
	place := map[[2]int]int{} // of each key, the index in all
	came := map[string]bool{}
	for _, c := range found {
		if c.appeared {
			for _, l := range c.is {
				came[l.line.Plain] = true
			}
		}
	}
	for _, c := range found {
		if len(c.is) == 0 && c.verdict == Weakened && !slices.ContainsFunc(c.was, func(l numbered) bool { return !came[l.line.Plain] }) {
			c.verdict, c.reason = Changed, "it is expected elsewhere"
		}
		i, known := place[key(c)]
		switch {
		case !known:
			place[key(c)] = len(all)
			all = append(all, c)
		case all[i].verdict < c.verdict:
			all[i] = c
		}
	}
	return all
}

// finding tells of a change. after is the line that the block's output begins behind.
func (c *change) finding(was, is []matcher.Pattern, after int) Finding {
	f := Finding{Judgement: c.verdict, Reason: c.reason, Old: texts(c.was), New: texts(c.is)}
	if len(c.was) > 0 {
		f.Was = was[c.was[0].at].Line + 1
	}
	switch {
	case len(c.is) > 0:
		f.Line = is[c.is[0].at].Line + 1
	case c.at > 0 && c.at <= len(is):
		f.Line = is[c.at-1].Line + 1
	default:
		f.Line = after
	}
	return f
}

func texts(lines []numbered) string {
	var all []string
	for _, l := range lines {
		all = append(all, l.line.Text)
	}
	if len(all) == 0 {
		return ""
	}
	return shown(strings.Join(all, "\n"))
}
