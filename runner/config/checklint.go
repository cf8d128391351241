package config

import (
	"maps"
	"slices"

	"dott/matcher/lint"
)

// checkLint checks that the rules which are named exist.
func checkLint(k checker) {
	known := func(p place, name string) {
		if _, ok := lint.Named(name); ok || k.bad[p.id] {
			return
		}
		nearest := Nearest(name, func(yield func(string) bool) {
			for _, r := range lint.Rules() {
				if !yield(r.Name) {
					return
				}
			}
		})
		k.add(p, "there is no rule %q%s; docs/lint.md lists them", name, didYouMean(nearest, "%q"))
	}
	section := place{}.key("lint")
	for i, name := range k.c.Lint.Disable {
		known(section.key("disable").item(i), name)
	}
	for _, name := range slices.Sorted(maps.Keys(k.c.Lint.Severity)) {
		at := section.key("severity").key(name)
		known(at, name)
		k.oneOf(k.c.Lint.Severity[name], at, "error", "warning", "note")
	}
}
