package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dott/matcher"
)

func (k checker) substitution(s Substitution, p place) {
	k.need(s.Pattern, p, "pattern", "a regular expression")
	with := p.key("with")
	if _, given := k.lines[with.id]; !given && !k.bad[p.id] {
		k.missing(p, "has no with: what to show in place of a match (\"\" is nothing)")
	}
	if s.Pattern == "" {
		return
	}
	groups, err := matcher.RegexpGroups(s.Pattern)
	if err != nil {
		k.wrong(p.key("pattern"), s.Pattern, "%v", err)
		return
	}
	if err := checkReplacement(s.With, groups); err != nil {
		k.wrong(with, s.With, "%v", err)
	}
}

// checkReplacement checks the references of a replacement: \1, \g<1>, \g<name>.
// Group 0 is the whole match.
func checkReplacement(with string, groups []string) error {
	for {
		_, rest, ok := strings.Cut(with, `\`)
		if !ok {
			return nil
		}
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		name := ""
		switch {
		case strings.HasPrefix(rest, `\`):
			with = rest[1:]
			continue
		case digits > 0:
			digits = min(digits, 2)
			name, with = rest[:digits], rest[digits:]
		case strings.HasPrefix(rest, "g<"):
			if name, with, ok = strings.Cut(rest[2:], ">"); !ok {
				return fmt.Errorf(`\g< without >`)
			}
		default:
			return fmt.Errorf(`behind \ stands a group, \1 or \g<name>; a backslash itself is \\`)
		}
		if n, err := strconv.Atoi(name); err == nil {
			name = strconv.Itoa(n)
		}
		if !slices.Contains(groups, name) {
			return fmt.Errorf("the pattern has no group %s", name)
		}
	}
}
