package config

import "dott/matcher/expression"

func checkSubstitution(k checker, s Substitution, p place) {
	k.need(s.Pattern, p, "pattern", "a regular expression")
	with := p.key("with")
	if _, given := k.lines[with.id]; !given && !k.bad[p.id] {
		k.missing(p, "has no with: what to show in place of a match (\"\" is nothing)")
	}
	if s.Pattern == "" {
		return
	}
	if _, err := expression.NewSubstitution(s.Pattern, ""); err != nil {
		k.add(p.key("pattern"), "%s: %v", p, err)
	} else if _, err := expression.NewSubstitution(s.Pattern, s.With); err != nil {
		k.add(with, "%s: %v", p, err)
	}
}
