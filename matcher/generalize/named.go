package generalize

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dott/matcher"
)

// A value that comes more than once in the output, such as the hash of a commit, is to be
// the same each time. It gets a name: the word in front of it, where there is one.

// Named is [Values] for several lines of a file, each with its forms in the same runs.
// Where a value changes from run to run and is the same in several places, a name stands
// for it in all of them. The pattern of a line that has none is empty. The names that the
// file has already are taken.
func Named(lines [][]string, taken []string) []string {
	patterns := make([]string, len(lines))
	for i, forms := range lines {
		patterns[i], _ = Values(forms)
	}
	return named(patterns, lines, taken)
}

// NamedLines is Named with the patterns of [Lines].
func NamedLines(lines [][]string, taken []string) []string {
	patterns := make([]string, len(lines))
	for i, forms := range lines {
		patterns[i], _ = Lines(forms)
	}
	return named(patterns, lines, taken)
}

// A slot is a star of a pattern, or an expression that is a whole line.
type slot struct {
	line, star int // star is -1 for an expression
	word       string
}

// named puts names into patterns, where one value has several places.
func named(patterns []string, lines [][]string, taken []string) []string {
	slots := map[string][]slot{} // by the values in all runs
	var order []string
	for i, pattern := range patterns {
		for values, s := range slotsOf(i, pattern, lines[i]) {
			if slots[values] == nil {
				order = append(order, values)
			}
			slots[values] = append(slots[values], s)
		}
	}
	names := map[slot]string{}
	first := map[string]int{} // the line that binds a name
	for _, values := range order {
		places := slots[values]
		if len(places) < 2 {
			continue
		}
		name := nameFor(places, strings.Split(values, "\x00")[0], taken)
		taken = append(taken, name)
		first[name] = places[0].line
		for _, s := range places {
			names[slot{s.line, s.star, ""}] = name
		}
	}
	if len(names) == 0 {
		return patterns
	}
	out := slices.Clone(patterns)
	for i, pattern := range patterns {
		out[i] = withNames(i, pattern, names, first)
	}
	if !hold(out, lines) {
		return patterns
	}
	return out
}

// slotsOf yields the values that a pattern stands for in all forms of its line, with where.
func slotsOf(line int, pattern string, forms []string) func(yield func(string, slot) bool) {
	return func(yield func(string, slot) bool) {
		var literals []string
		for _, form := range forms {
			p := matcher.Parse(form)
			if p.Kind != matcher.Literal && p.Kind != matcher.Escaped {
				return
			}
			literals = append(literals, literal(form))
		}
		glob, isGlob := strings.CutSuffix(pattern, " (glob)")
		switch {
		case pattern == "":
		case !isGlob:
			if tellingAll(literals) && !strings.ContainsAny(strings.Join(literals, ""), " \t") {
				yield(strings.Join(literals, "\x00"), slot{line, -1, ""})
			}
		default:
			stars := starred(glob)
			values := make([][]string, stars.NumSubexp())
			for _, l := range literals {
				m := stars.FindStringSubmatch(l)
				if m == nil {
					return
				}
				for i, v := range m[1:] {
					values[i] = append(values[i], v)
				}
			}
			for i, v := range values {
				if tellingAll(v) && !yield(strings.Join(v, "\x00"), slot{line, i, wordBefore(glob, i)}) {
					return
				}
			}
		}
	}
}

// tellingAll reports whether values are such that it is no chance where they are equal.
func tellingAll(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		return len(v) < 4 || strings.ContainsAny(v, " \t") || !strings.ContainsAny(v, "0123456789") || year().MatchString(v)
	})
}

// A year is the same in many dates, which are not the same for that.
var year = lazily(`^(?:19|20)\d\d$`)

// starAt returns where star n of a glob is.
func starAt(glob string, n int) int {
	for i := 0; i < len(glob); i++ {
		switch glob[i] {
		case '\\':
			i++
		case '*':
			if n == 0 {
				return i
			}
			n--
		}
	}
	return -1
}

// sayNothing are words that are no name for what stands behind them.
var sayNothing = []string{"is", "was", "at", "of", "to", "in", "on", "by", "for", "from", "with", "and", "the", "an", "as", "it", "now"}

var lastWord = lazily(`([A-Za-z][A-Za-z_-]*)[^A-Za-z0-9]*$`)

// wordBefore returns the word in front of a star.
func wordBefore(glob string, n int) string {
	m := lastWord().FindStringSubmatch(glob[:starAt(glob, n)])
	if m == nil || len(m[1]) > 20 || slices.Contains(sayNothing, strings.ToLower(m[1])) {
		return ""
	}
	return strings.Trim(strings.ToLower(m[1]), "_-")
}

// nameFor returns a name that is not taken.
func nameFor(places []slot, value string, taken []string) string {
	name := ""
	for _, s := range places {
		if name == "" && len(s.word) > 1 {
			name = s.word
		}
	}
	switch {
	case name != "":
	case strings.Trim(value, "0123456789") == "":
		name = "number"
	case strings.Trim(value, "0123456789abcdef") == "":
		name = "hash"
	default:
		name = "value"
	}
	base := name
	for n := 2; slices.Contains(taken, name); n++ {
		name = fmt.Sprint(base, n)
	}
	return name
}

// withNames puts names in the place of stars.
func withNames(line int, pattern string, names map[slot]string, first map[string]int) string {
	glob, isGlob := strings.CutSuffix(pattern, " (glob)")
	if !isGlob {
		name, ok := names[slot{line, -1, ""}]
		expression, isRE := strings.CutSuffix(pattern, " (re)")
		if !ok || !isRE {
			return pattern
		}
		if first[name] != line {
			return "{{" + name + "}} (re)"
		}
		return "{{" + name + ":" + expression + "}} (re)"
	}
	for n := strings.Count(glob, "*"); n >= 0; n-- {
		name, ok := names[slot{line, n, ""}]
		if at := starAt(glob, n); ok && at >= 0 {
			glob = glob[:at] + "{{" + name + "}}" + glob[at+1:]
		}
	}
	return glob + " (glob)"
}

// hold reports whether patterns match their lines in each run, one after another.
func hold(patterns []string, lines [][]string) bool {
	runs := 0
	for _, forms := range lines {
		runs = max(runs, len(forms))
	}
	for run := range runs {
		var known *matcher.Values
		for i, pattern := range patterns {
			if pattern == "" || run >= len(lines[i]) {
				continue
			}
			text := literal(lines[i][run])
			bare, noeol := strings.CutSuffix(text, noEOL)
			l := matcher.NewLine(bare, bare, noeol)
			p := matcher.Parse(pattern)
			ok, bound, err := p.MatchWith(context.Background(), &l, known)
			if !ok || err != nil {
				return false
			}
			known = known.With(bound)
		}
	}
	return true
}

// madeUp finds what a program makes up: a hash, a UUID, a long number.
var madeUp = lazily(`\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{7,}|[0-9]{5,})\b`)

// Recurring returns patterns for lines of output in which values come more than once that
// a program has made up, with names for these. The pattern of a line that has none is
// empty.
func Recurring(lines []string, taken []string) []string {
	out := make([]string, len(lines))
	count := map[string]int{}
	literals := make([]string, len(lines))
	for i, line := range lines {
		p := matcher.Parse(line)
		if p.Kind != matcher.Literal || p.Optional || p.Repeated || len(p.Conditions) > 0 || p.NoEOL {
			continue
		}
		literals[i] = line
		for _, v := range madeUp().FindAllString(line, -1) {
			if strings.ContainsAny(v, "0123456789") {
				count[v]++
			}
		}
	}
	names := map[string]string{}
	for i, line := range literals {
		glob, at := "", 0
		for _, span := range madeUp().FindAllStringIndex(line, -1) {
			v := line[span[0]:span[1]]
			if count[v] < 2 {
				continue
			}
			glob += quoted(line[at:span[0]], false)
			if names[v] == "" {
				names[v] = nameFor([]slot{{word: wordBefore(glob+"*", strings.Count(unescaped(glob), "*"))}}, v, taken)
				taken = append(taken, names[v])
			}
			glob, at = glob+"{{"+names[v]+"}}", span[1]
		}
		if at > 0 {
			out[i] = glob + quoted(line[at:], false) + " (glob)"
		}
	}
	forms := make([][]string, len(lines))
	for i := range lines {
		forms[i] = lines[i : i+1]
	}
	if !hold(out, forms) {
		return make([]string, len(lines))
	}
	return out
}

var escapedSign = lazily(`\\.`)

// unescaped returns a glob without its escaped characters.
func unescaped(glob string) string { return escapedSign().ReplaceAllString(glob, "") }

// Names returns the names of values in expected lines.
func Names(lines []string) []string {
	var names []string
	for _, line := range lines {
		if strings.Contains(line, "{{") {
			p := matcher.Parse(line)
			names = append(names, p.Names()...)
		}
	}
	return names
}
