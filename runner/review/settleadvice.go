package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/generalize"
)

// advice says how what varies can be written, where dott does not do so on its own: words
// that differ may be right, or what a test is about.
func (v *variation) advice() string {
	for _, n := range slices.Sorted(maps.Keys(v.lines)) {
		if text, ok := generalize.Lines(v.forms[n]); ok {
			return fmt.Sprintf("; if that is right, write a pattern there: line %d as `%s`", n+1, text)
		}
	}
	if len(v.lines) > 0 {
		return "; if that is right, write a pattern there, such as `* (glob)`"
	}
	if len(v.counts) > 0 {
		return "; if that is right, write `* (glob*)` there, which matches any number of lines"
	}
	return ""
}

// scriptLine finds what a shell says with the number of a line of its script.
var scriptLine = lazily(`^((?:\S*/)?(?:sh|[abdkm]+a?sh|mksh|zsh|oksh): (?:line )?)(\d+)(: .*)$`)

// numbersRemark says which line that was written has such a number, which is another one as
// soon as a line of the file is added above.
func numbersRemark(test string, written []matcher.Edit) string {
	shift := 0
	for _, e := range written {
		for k, line := range e.New {
			text := strings.TrimSpace(line)
			if m := scriptLine().FindStringSubmatch(text); m != nil && matcher.Parse(text).Kind == matcher.Literal {
				return fmt.Sprintf("%s:%d: the number in this line changes with the lines above it in the file; to ignore it, write `%s*%s (glob)`", test, e.Start+shift+k+1, m[1], m[3])
			}
		}
		shift += len(e.New) - (e.End - e.Start)
	}
	return ""
}
