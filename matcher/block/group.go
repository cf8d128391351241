package block

import (
	"slices"

	"dott/matcher"
)

// A group is lines that match in any order. Its units are sorted into classes of equal
// lines. Lines of output are given to classes as in a bipartite matching: a line that finds
// no room displaces one that can go elsewhere (an augmenting path). Lines of the group that
// are text are found by their text, so that a group of text alone costs a look-up for each
// line; each pattern of the group is tried on every line.
type group struct {
	classes  []class
	byText   map[string][]int // the classes of text
	patterns []int            // the others
	least    int              // lines that it needs
	most     int              // lines that it takes; -1 is any number
}

// A class is units of a group that match the same lines.
type class struct {
	pattern *matcher.Pattern
	index   int   // of the first unit
	units   []int // in the order of the file
	least   int   // lines that it needs
	most    int   // -1 is any number
}

func (c *comparison) newGroup(first, last int) *group {
	g := &group{byText: map[string][]int{}}
	type key struct {
		own    string
		absent bool
		last   bool // which matches itself with its suffix, too
	}
	known := map[key]int{}
	for u := first; u <= last; u++ {
		p := c.units[u].pattern
		k := key{p.Own(), p.Absent, p.AnyOrder}
		n, ok := known[k]
		if !ok {
			n = len(g.classes)
			known[k] = n
			g.classes = append(g.classes, class{pattern: p, index: u})
			g.addTexts(n)
		}
		cl := &g.classes[n]
		cl.units = append(cl.units, u)
		if !p.Optional {
			cl.least++
			g.least++
		}
		switch {
		case p.Repeated:
			cl.most, g.most = -1, -1
		case cl.most >= 0:
			cl.most++
		}
		if g.most >= 0 {
			g.most++
		}
	}
	return g
}

// addTexts makes a class one that is found by its text, if it is.
func (g *group) addTexts(n int) {
	p := g.classes[n].pattern
	if p.Kind != matcher.Literal && p.Kind != matcher.Escaped {
		g.patterns = append(g.patterns, n)
		return
	}
	for _, text := range []string{p.Body(), p.Own(), p.Plain, p.Text} {
		if !slices.Contains(g.byText[text], n) {
			g.byText[text] = append(g.byText[text], n)
		}
	}
}

// candidates returns the classes that match a line.
func (c *comparison) candidates(g *group, l *matcher.Line, known *matcher.Values) (found []int) {
	try := func(n int) bool {
		if slices.Contains(found, n) {
			return true
		}
		ok, _ := c.match(g.classes[n].index, l, known)
		if ok {
			found = append(found, n)
		}
		return ok
	}
	if c.tries++; c.tries > maxTries {
		c.limit("not every line of the output was compared with all that match in any order")
		return nil
	}
	texts := []string{l.Shown(), l.Raw(), l.Written()}
	if l.NoEOL {
		texts = append(texts, l.Shown()+" (no-eol)", l.Raw()+" (no-eol)")
	}
	for i, text := range texts {
		if slices.Contains(texts[:i], text) {
			continue
		}
		for _, n := range g.byText[text] {
			try(n)
		}
	}
	for _, n := range g.patterns {
		if c.tries++; c.tries > maxTries {
			break
		}
		try(n)
	}
	return found
}

// An assignment gives lines to the classes of a group.
type assignment struct {
	*group
	lines   [][]int       // of each class
	of      map[int][]int // the classes that a line could be of
	owner   map[int]int   // the class that it is of
	touched [][]int       // of each class, the lines that could be of it
	total   int
	lacking int // classes that have less than they need
}

func newAssignment(g *group) *assignment {
	lacking := 0
	for _, cl := range g.classes {
		if cl.least > 0 {
			lacking++
		}
	}
	return &assignment{
		lacking: lacking, group: g, lines: make([][]int, len(g.classes)), touched: make([][]int, len(g.classes)),
		of: map[int][]int{}, owner: map[int]int{},
	}
}

// add gives a line to one of some classes, and reports whether it found room.
func (a *assignment) add(line int, classes []int) bool {
	a.of[line] = classes
	for _, n := range classes {
		a.touched[n] = append(a.touched[n], line)
	}
	if !a.place(line, map[int]bool{}) {
		return false
	}
	a.total++
	return true
}

func (a *assignment) place(line int, visited map[int]bool) bool {
	for _, n := range a.of[line] {
		if most := a.classes[n].most; most < 0 || len(a.lines[n]) < most {
			a.give(line, n)
			return true
		}
	}
	for _, n := range a.of[line] {
		if visited[n] {
			continue
		}
		visited[n] = true
		for _, other := range slices.Clone(a.lines[n]) {
			if len(a.of[other]) > 1 && a.place(other, visited) {
				a.give(line, n)
				return true
			}
		}
	}
	return false
}

// give makes a line one of a class.
func (a *assignment) give(line, n int) {
	if old, ok := a.owner[line]; ok {
		if len(a.lines[old]) == a.classes[old].least {
			a.lacking++
		}
		a.lines[old] = slices.DeleteFunc(a.lines[old], func(l int) bool { return l == line })
	}
	a.owner[line] = n
	a.lines[n] = append(a.lines[n], line)
	if len(a.lines[n]) == a.classes[n].least {
		a.lacking--
	}
}

// fill moves lines to classes that need more than they have, and reports whether all have
// what they need.
func (a *assignment) fill() bool {
	if a.lacking == 0 || a.total < a.least {
		return a.lacking == 0
	}
	for n := range a.classes {
		for len(a.lines[n]) < a.classes[n].least {
			if !a.pull(n, map[int]bool{n: true}) {
				return false
			}
		}
	}
	return true
}

func (a *assignment) pull(n int, visited map[int]bool) bool {
	for _, line := range a.touched[n] {
		m, ok := a.owner[line]
		if !ok || m == n || visited[m] {
			continue
		}
		if len(a.lines[m]) <= a.classes[m].least {
			visited[m] = true
			if !a.pull(m, visited) || a.owner[line] != m {
				continue
			}
		}
		a.give(line, n)
		return true
	}
	return false
}

// An ending is a way in which a group matches lines of the output, up to the given one.
type ending struct {
	line  int
	bound []matcher.Value
}

// ends returns the ways in which a group matches the output from line j on.
func (c *comparison) ends(g *group, j int, known *matcher.Values) (found []ending) {
	a := newAssignment(g)
	end := func(line int) {
		if bound, ok := c.bindGroup(a, known, j, line); ok {
			found = append(found, ending{line, bound})
		}
	}
	if g.least == 0 {
		end(j)
	}
	for k := j; k < len(c.got) && (g.most < 0 || k < j+g.most); k++ {
		if stopped(c.ctx) != nil {
			return nil
		}
		classes := c.candidates(g, &c.got[k], known)
		if len(classes) == 0 || !a.add(k, classes) {
			break
		}
		if a.fill() {
			end(k + 1)
		}
	}
	return found
}

// bindGroup returns what the lines of a group bind that were given to its classes. Where
// they contradict each other, other lines are tried for the first unit that binds a name.
func (c *comparison) bindGroup(a *assignment, known *matcher.Values, from, to int) ([]matcher.Value, bool) {
	if bound, ok := c.bindAlong(a, known); ok {
		return bound, true
	}
	guesses := maxGuesses
	return c.guess(a.group, known, from, to, &guesses)
}

// bindAlong binds the names of a group in the order of the file.
func (c *comparison) bindAlong(a *assignment, known *matcher.Values) (all []matcher.Value, ok bool) {
	for n, cl := range a.classes {
		if !cl.pattern.HasValues() {
			continue
		}
		for _, line := range a.lines[n] {
			ok, bound := c.match(cl.index, &c.got[line], known)
			if !ok {
				return nil, false
			}
			known, all = known.With(bound), append(all, bound...)
		}
	}
	return all, true
}

// guess tries lines for the first unit that binds a name, and the rest with what it binds
// in each.
func (c *comparison) guess(g *group, known *matcher.Values, from, to int, guesses *int) ([]matcher.Value, bool) {
	i := slices.IndexFunc(g.classes, func(cl class) bool {
		return slices.ContainsFunc(cl.pattern.Names(), func(name string) bool { _, ok := known.Of(name); return !ok })
	})
	if i < 0 {
		return nil, false
	}
	for line := from; line < to; line++ {
		ok, bound := c.match(g.classes[i].index, &c.got[line], known)
		if !ok || len(bound) == 0 {
			continue
		}
		if *guesses--; *guesses < 0 {
			c.limit("not all ways were tried to bind the names of lines that match in any order")
			return nil, false
		}
		now := known.With(bound)
		a := newAssignment(g)
		full := true
		for k := from; k < to && full; k++ {
			full = a.add(k, c.candidates(g, &c.got[k], now))
		}
		if !full || !a.fill() {
			continue
		}
		more, ok := c.bindAlong(a, now)
		if !ok {
			more, ok = c.guess(g, now, from, to, guesses)
		}
		if ok {
			return append(bound, more...), true
		}
	}
	return nil, false
}
