package lint

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher/feature"
	"dott/matcher/transcript"
)

// A condition is what some lines of a file ask for.
type condition struct {
	line  int
	own   []feature.Term // that it has itself
	under []feature.Term // that hold wherever it is asked: of #require and of #if around it
}

// conditions returns all conditions of a file.
func (p *pass) conditions() (all []condition) {
	var required []feature.Term
	type level struct{ own, before []feature.Term }
	var open []level
	var under []feature.Term
	perLine := map[int][]feature.Term{} // what holds from a line on
	for _, d := range p.Directives {
		switch d.Name {
		case "require":
			all = append(all, condition{d.Line, d.Terms, slices.Concat(required, under)})
			if len(open) == 0 {
				required = append(required, d.Terms...)
			}
		case "if":
			all = append(all, condition{d.Line, d.Terms, slices.Concat(required, under)})
			open = append(open, level{d.Terms, under})
			under = slices.Concat(under, d.Terms)
		case "else":
			if n := len(open); n > 0 {
				under = open[n-1].before
				if own := open[n-1].own; len(own) == 1 {
					not := own[0]
					not.Negated = !not.Negated
					under = slices.Concat(under, []feature.Term{not})
				}
			}
		case "endif":
			if n := len(open); n > 0 {
				under, open = open[n-1].before, open[:n-1]
			}
		default:
			continue
		}
		perLine[d.Line] = slices.Concat(required, under)
	}
	at, holds := 0, []feature.Term(nil)
	for b, block := range p.patterns {
		for i := range block {
			if p.quotes[b] {
				break
			}
			pat := &block[i]
			for ; at <= pat.Line; at++ {
				if h, ok := perLine[at]; ok {
					holds = h
				}
			}
			if len(pat.Conditions) > 0 && p.HasConditions() {
				all = append(all, condition{pat.Line, pat.Conditions, holds})
			}
		}
	}
	return all
}

// unknownFeatures finds names that neither the file nor the configuration has.
func unknownFeatures(p *pass) {
	cases := caseGroups(p.Transcript)
	for _, c := range p.conditions() {
		for _, t := range c.own {
			if _, is := cases[t.Name]; is || p.facts.Feature == nil {
				continue
			}
			f := p.facts.Feature(t.Name)
			switch {
			case !f.Known && p.Lines[c.line].Kind == transcript.Output && p.severity == Error:
				// It may be output that ends so, and is compared as text at first.
				p.add(c.line, fmt.Sprintf("nothing defines the feature %q", t.Name)).Severity = Warning
			case !f.Known:
				p.add(c.line, fmt.Sprintf("nothing defines the feature %q: no #testcases, no axis of the matrix, and not [features] in dott.toml", t.Name))
			case t.Op != "" && f.Unversion:
				p.add(c.line, fmt.Sprintf("%s: the feature %s has no version to compare", t, t.Name))
			}
		}
	}
}

// contradictions finds conditions that cannot hold, whatever the machine is.
func contradictions(p *pass) {
	cases := caseGroups(p.Transcript)
	for _, c := range p.conditions() {
		if why := p.impossible(c, cases); why != "" {
			p.add(c.line, why)
		}
	}
}

// impossible returns why a condition never holds, or "".
func (p *pass) impossible(c condition, cases map[string]int) string {
	all := slices.Concat(c.under, c.own)
	for i, a := range all {
		for _, b := range all[:i] {
			if !clash(a, b, cases) {
				continue
			}
			where := ""
			if i >= len(c.under) && !slices.Contains(c.own, b) {
				where = ", which holds here by #if or #require above"
			}
			if i < len(c.under) {
				continue // it is said where that stands
			}
			return fmt.Sprintf("this never holds: %s excludes %s%s", a, b, where)
		}
	}
	for _, t := range c.own {
		if t.Op == "" || t.Negated || p.facts.Feature == nil {
			continue
		}
		versions := p.facts.Feature(t.Name).Versions
		if len(versions) > 0 && !slices.ContainsFunc(versions, func(v string) bool {
			ok, err := t.Holds(feature.Known{Present: true, Version: v})
			return ok || err != nil
		}) {
			return fmt.Sprintf("%s holds in no version of the axis %s, which has %s", t, t.Name, strings.Join(versions, ", "))
		}
	}
	return ""
}

// systems exclude one another.
var systems = []string{"linux", "macos", "windows"}

// clash reports whether two terms never hold together.
func clash(a, b feature.Term, cases map[string]int) bool {
	if a.Name != b.Name {
		exclusive := slices.Contains(systems, a.Name) && slices.Contains(systems, b.Name) ||
			cases[a.Name] > 0 && cases[a.Name] == cases[b.Name]
		return exclusive && !a.Negated && !b.Negated
	}
	if a.Op == b.Op && a.Version == b.Version {
		return a.Negated != b.Negated
	}
	switch {
	case a.Op == "" && a.Negated:
		return !b.Negated
	case b.Op == "" && b.Negated:
		return !a.Negated
	case a.Op == "" || b.Op == "" || a.Negated || b.Negated:
		return false
	}
	return disjoint(a, b) || disjoint(b, a)
}

// disjoint reports whether no version meets both comparisons, looking at them in one
// order.
func disjoint(a, b feature.Term) bool {
	switch a.Op {
	case "=":
		ok, err := b.Holds(feature.Known{Present: true, Version: a.Version})
		return err == nil && !ok
	case "<", "<=":
		n := feature.Compare(a.Version, b.Version)
		switch b.Op {
		case ">":
			return n <= 0
		case ">=":
			return n < 0 || n == 0 && a.Op == "<"
		}
	}
	return false
}

// caseGroups returns, for each case of a file, the line of its #testcases, from 1.
func caseGroups(t *transcript.Transcript) map[string]int {
	groups := map[string]int{}
	for _, d := range t.Directives {
		if d.Name == "testcases" {
			for name := range strings.FieldsSeq(d.Args) {
				groups[name] = d.Line + 1
			}
		}
	}
	return groups
}
