package prompt

import (
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
	"dott/matcher/generalize"
	"dott/matcher/transcript"
	"dott/runner/review/change"
)

// Patterns returns edits as the answer g makes them: with a pattern, or with a name for a
// value, wherever there is one.
func Patterns(about change.Change, edits []matcher.Edit) ([]matcher.Edit, bool) {
	c := choice{about: about}
	return c.globbed(edits)
}

// globbed returns the change with a pattern for the old and the new form of each
// replaced line, where they have something in common. It reports false when that
// is no other change.
func (c *choice) globbed(unit []matcher.Edit) ([]matcher.Edit, bool) {
	if c.about.Event.Target != "" {
		return nil, false // there are no patterns in it
	}
	t := c.about.Transcript
	if c.named == nil {
		c.nameValues()
	}
	var out []matcher.Edit
	found := false
	for _, e := range unit {
		if shared, ok := c.forAll(e); ok {
			out, found = append(out, shared), true
			continue
		}
		g := matcher.Edit{Start: e.Start, End: e.End, New: slices.Clone(e.New)}
		for k := range min(len(e.New), e.End-e.Start) {
			n := e.Start + k
			text, ok := t.ReadOutput(n, e.New[k])
			if !ok || t.Lines[n].Kind != transcript.Output {
				continue
			}
			was, is := matcher.Parse(t.Lines[n].Text), matcher.Parse(text)
			p, ok := generalize.Lines([]string{was.Plain, is.Plain})
			if named := c.named[place{n, 0}]; ok && named != "" {
				p = named
			}
			if ok && p != is.Plain {
				if k == 0 {
					p = t.Guard(n, p)
				}
				g.New[k] = t.WriteOutput(n, conditioned(p, is.Conditions))
				found = true
			}
		}
		for k := range g.New { // those of which nothing else is known
			if text := c.named[place{e.Start, k + 1}]; text != "" && g.New[k] == e.New[k] {
				g.New[k] = t.WriteOutput(e.Start, text)
				found = true
			}
		}
		out = append(out, g)
	}
	return out, found
}

// forAll returns the change with one pattern for neighbouring new lines of which each
// is for other runs, wherever there is one.
func (c *choice) forAll(e matcher.Edit) (matcher.Edit, bool) {
	if c.about.Together == nil {
		return e, false
	}
	found := false
	g := matcher.Edit{Start: e.Start, End: e.End}
	for first := 0; first < len(e.New); {
		next := first + 1
		line := e.New[first]
		for end := len(e.New); end > first+1; end-- {
			if p, ok := c.oneFor(e.Start, e.New[first:end]); ok {
				line, next, found = p, end, true
				break
			}
		}
		g.New, first = append(g.New, line), next
	}
	return g, found
}

// oneFor returns a line that stands for several, each for other runs.
func (c *choice) oneFor(n int, lines []string) (string, bool) {
	var plain []string
	var conditions [][]feature.Term
	for _, l := range lines {
		text, ok := c.about.Transcript.ReadOutput(n, l)
		p := matcher.Parse(text)
		if !ok || len(p.Conditions) == 0 {
			return "", false
		}
		plain, conditions = append(plain, p.Plain), append(conditions, p.Conditions)
	}
	terms, ok := c.about.Together(conditions)
	if !ok {
		return "", false
	}
	text, ok := generalize.Lines(plain)
	return c.about.Transcript.WriteOutput(n, conditioned(text, terms)), ok
}

// A place is a line of the file that is replaced, or line new-1 of those that are put in at
// a line.
type place struct{ line, new int }

// nameValues finds the values that come more than once in the changes of the file, and
// makes patterns with names for them.
func (c *choice) nameValues() {
	c.named = map[place]string{}
	t := c.about.Transcript
	if !t.HasValues() {
		return
	}
	var both, fresh []place // lines of which there is an old form, and others
	var forms [][]string
	var texts []string
	for _, e := range c.about.Event.Edits {
		for k, line := range e.New {
			n := e.Start + k
			text, ok := t.ReadOutput(e.Start, line)
			if !ok {
				continue
			}
			is := matcher.Parse(text)
			if n < e.End && t.Lines[n].Kind == transcript.Output {
				was := matcher.Parse(t.Lines[n].Text)
				both, forms = append(both, place{n, 0}), append(forms, []string{was.Plain, is.Plain})
			}
			fresh, texts = append(fresh, place{e.Start, k + 1}), append(texts, text)
		}
	}
	taken := namesIn(t)
	for i, text := range generalize.NamedLines(forms, taken) {
		if strings.Contains(text, "{{") {
			c.named[both[i]] = text
			taken = append(taken, generalize.Names([]string{text})...)
		}
	}
	for i, text := range generalize.Recurring(texts, taken) {
		c.named[fresh[i]] = text
	}
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

// conditioned returns an expected line under a condition.
func conditioned(text string, terms []feature.Term) string {
	if len(terms) == 0 {
		return text
	}
	words := make([]string, len(terms))
	for i, t := range terms {
		words[i] = t.String()
	}
	return text + " (" + strings.Join(words, " ") + " !)"
}
