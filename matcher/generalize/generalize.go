// Package generalize makes an expected line of output that is another each time: one
// pattern that matches all forms that were seen.
//
// A line of output is cut into tokens: words and numbers, and the single characters
// between them. Tokens that all forms share, in order, stay; a star stands for the
// rest. Of a word that differs, the letters or digits it begins and ends with stay if
// all forms have them: `pid1234` and `pid1299` become `pid*`, not `pid12*`, since that
// both began with 12 was chance. Dates and times are generalised as a whole: what was
// the same hour a moment ago is not the same tomorrow. Where nothing is left but the
// star, a number, a hash or a name alone in its line, a regular expression says which
// of these it is. [Lines] does that; [Values] does it only where what differs is
// nothing that a test is about. Either checks that the pattern matches.
//
// Cost: the product of the lengths of two forms, in tokens, for each form.
package generalize

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"dott/matcher"
)

// Lines returns an expected line, a (glob) or an (re), that matches all the
// given ones, each as it would be written in a file. It reports false when they
// have nothing in common, so that only a pattern for anything would do. Lines
// that are patterns themselves count by their text if they are globs, and not at
// all otherwise. What tells the origin of all of them stays.
func Lines(lines []string) (string, bool) {
	if bare, mark := unmarked(lines); mark != "" {
		text, ok := Lines(bare)
		return matcher.Marked(text, mark), ok
	}
	var globs, literals []string
	for _, l := range lines {
		p := matcher.Parse(l)
		switch {
		case p.Optional || p.Repeated || len(p.Conditions) > 0:
		case p.Kind == matcher.Glob:
			globs = append(globs, strings.TrimSuffix(l, " (glob)"))
		case p.Kind == matcher.Literal || p.Kind == matcher.Escaped:
			literals = append(literals, literal(l))
		}
	}
	if len(literals) == 0 || len(literals)+len(globs) < 2 {
		return "", false
	}
	for _, l := range literals {
		globs = append(globs, quoted(l, stampsDiffer(literals)))
	}
	shared := tokens(globs[0])
	for _, g := range globs[1:] {
		shared = generalize(shared, tokens(g))
	}
	text := strings.Join(shared, "")
	if strings.Trim(strings.TrimSuffix(text, noEOL), "*? ") != "" {
		text += " (glob)"
	} else {
		var ok bool
		if text, ok = class(literals); !ok {
			return "", false
		}
	}
	p := matcher.Parse(text)
	for _, l := range literals {
		line := matcher.NewLine(strings.TrimSuffix(l, noEOL), strings.TrimSuffix(l, noEOL), strings.HasSuffix(l, noEOL))
		if ok, err := p.Match(&line); !ok || err != nil {
			return "", false // better none than one that does not hold
		}
	}
	return text, true
}

// unmarked returns lines without the ending that tells their origin, and that, where all
// have the same.
func unmarked(lines []string) (bare []string, mark string) {
	for i, l := range lines {
		text, m := matcher.Unmarked(l)
		if m == "" || i > 0 && m != mark {
			return nil, ""
		}
		bare, mark = append(bare, text), m
	}
	return bare, mark
}

const noEOL = " (no-eol)"

// literal returns the output that an expected line stands for.
func literal(line string) string {
	if body, ok := strings.CutSuffix(line, " (esc)"); ok {
		if decoded, ok := matcher.Unescape(body); ok {
			return decoded
		}
	}
	return line
}

// quoted returns output as a glob that matches it, with the form of dates and
// times in place of these if so wished. A character that a file cannot hold is a
// question mark.
func quoted(text string, stamps bool) string {
	var b strings.Builder
	quote := func(s string) {
		for _, r := range s {
			switch {
			case r == '*' || r == '?' || r == '\\':
				b.WriteString(`\` + string(r))
			case r == '\uFFFD' || !printable(r):
				b.WriteByte('?')
			default:
				b.WriteRune(r)
			}
		}
	}
	at := 0
	if stamps {
		for _, span := range stamp().FindAllStringIndex(text, -1) {
			quote(text[at:span[0]])
			shape := stampPart().ReplaceAllString(text[span[0]:span[1]], star)
			b.WriteString(starBlank().ReplaceAllString(shape, star))
			at = span[1]
		}
	}
	quote(text[at:])
	return b.String()
}

// printable reports whether a character may stand in a file as it is: it does if
// a line of it is written unescaped.
func printable(r rune) bool {
	line := matcher.NewLine(string(r), string(r), false)
	return line.Written() == string(r)
}

const (
	weekday = `(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*`
	month   = `(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*`
	moment  = `\d{4}[-/]\d\d[-/]\d\d|\d\d?[./]\d\d?[./]\d{4}|\d\d?:\d\d(?::\d\d(?:[.,]\d+)?)?|` +
		weekday + `|` + month + ` +\d\d?|\d\d? ` + month
	zone = `[+-]\d\d:?\d\d|(?:19|20)\d\d|[A-Z]{3,4}|[AP]M`
)

var (
	// A stamp is a date, a time, or several of them in a row with a year and a zone.
	stamp     = lazily(`\b(?:` + moment + `)(?:(?:T|[ ,]+)(?:` + moment + `|` + zone + `))*(?:Z|[+-]\d\d:?\d\d)?\b`)
	stampPart = lazily(`\d+|[A-Za-z]{2,}`)
	starBlank = lazily(`\*(?: +\*)+`)
)

// lazily returns an expression that is compiled when it is first needed: most runs
// need none.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// stampsDiffer reports whether dates or times are among what differs.
func stampsDiffer(lines []string) bool {
	first := stamp().FindAllString(lines[0], -1)
	return slices.ContainsFunc(lines[1:], func(l string) bool {
		return !slices.Equal(first, stamp().FindAllString(l, -1))
	})
}

// class returns the regular expression for lines that are a single word each,
// and maybe blanks.
func class(lines []string) (string, bool) {
	for _, word := range []string{`\d+`, `\d+\.\d+`, `[0-9a-f]+`, `\w+`} {
		for _, form := range []string{`%s`, `%s \(no-eol\)`, `\s*%s\s*`, `\s*%s\s* \(no-eol\)`} {
			text := fmt.Sprintf(form, word)
			re := regexp.MustCompile(`^` + text + `$`)
			if !slices.ContainsFunc(lines, func(l string) bool { return !re.MatchString(l) }) {
				return text + " (re)", true
			}
		}
	}
	return "", false
}

const star = "*"

// tokens cuts a glob into words and numbers, which may have stars in them, and
// other characters, quoted or not.
func tokens(glob string) []string {
	word := func(i int) int {
		for i < len(glob) && (isWordByte(glob[i]) || glob[i] == '*') {
			i++
		}
		return i
	}
	var out []string
	for i := 0; i < len(glob); {
		end := word(i)
		switch {
		case end == i && glob[i] == '\\' && i+1 < len(glob):
			end = i + 2
		case end == i:
			end++
		case isDecimal(glob, i, end):
			end = word(end + 1)
		}
		out = append(out, glob[i:end])
		i = end
	}
	return out
}

func isWordByte(c byte) bool {
	return c >= 0x80 || c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isDecimal reports whether glob[i:end] is the part in front of the point of a
// number with one point; versions and addresses have more.
func isDecimal(glob string, i, end int) bool {
	if strings.Trim(glob[i:end], "0123456789") != "" || i > 0 && glob[i-1] == '.' {
		return false
	}
	j := end + 1
	for j < len(glob) && isDigit(glob[j]) {
		j++
	}
	return j > end+1 && glob[end] == '.' && !(j+1 < len(glob) && glob[j] == '.' && isDigit(glob[j+1]))
}

// tooLong is the product of the lengths of two lines, in tokens, past which
// nothing is looked for in common.
const tooLong = 1 << 20

// generalize returns the tokens that a and b share, in order, with stars
// between. The longest common subsequence keeps as much as can be kept.
func generalize(a, b []string) []string {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	out := slices.Clone(a[:head])
	end := a[len(a)-tail:]
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	if len(a)*len(b) > tooLong {
		return joined(append(out, star), end)
	}
	best := make([][]int, len(a)+1) // bytes that a[i:] and b[j:] share at most
	for i := range best {
		best[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if a[i] == b[j] {
				best[i][j] = max(best[i][j], best[i+1][j+1]+len(a[i]))
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		si, sj := i, j
		for i < len(a) && j < len(b) && (a[i] != b[j] || best[i][j] != best[i+1][j+1]+len(a[i])) {
			if best[i+1][j] >= best[i][j+1] {
				i++
			} else {
				j++
			}
		}
		if i == len(a) || j == len(b) {
			out = joined(out, between(a[si:], b[sj:]))
			break
		}
		out = joined(out, between(a[si:i], b[sj:j]))
		out = joined(out, a[i:i+1])
		i++
		j++
	}
	return joined(out, end)
}

// joined appends tokens; a star behind a star is none.
func joined(out, more []string) []string {
	for _, t := range more {
		if t == star && len(out) > 0 && out[len(out)-1] == star {
			continue
		}
		out = append(out, t)
	}
	return out
}

// between returns what stands for two differing stretches.
func between(a, b []string) []string {
	switch {
	case len(a) == 0 && len(b) == 0:
		return nil
	case len(a) != 1 || len(b) != 1:
		return []string{star}
	}
	x, y := a[0], b[0]
	if isHex(x) && isHex(y) {
		return []string{star}
	}
	lead, tail := firstRun(x), lastRun(x)
	if firstRun(y) != lead {
		lead = ""
	}
	if lastRun(y) != tail || len(lead)+len(tail) > min(len(x), len(y)) {
		tail = ""
	}
	return []string{lead + star + tail}
}

// firstRun returns the letters, or the number, that a word begins with.
func firstRun(word string) string {
	n := 0
	for n < len(word) && kind(word[n]) != wild && kind(word[n]) == kind(word[0]) {
		n++
	}
	return word[:n]
}

func lastRun(word string) string {
	n := len(word)
	for n > 0 && kind(word[n-1]) != wild && kind(word[n-1]) == kind(word[len(word)-1]) {
		n--
	}
	return word[n:]
}

const wild = 0

func kind(c byte) int {
	switch {
	case isDigit(c) || c == '.': // a point in a word is that of a number
		return 1
	case c == '_':
		return 2
	case isWordByte(c):
		return 3
	}
	return wild
}

// isHex reports whether a word is a number in hexadecimal, a hash say.
func isHex(s string) bool {
	return len(s) >= 6 && strings.Trim(s, "0123456789abcdef") == "" && strings.ContainsAny(s, "0123456789")
}
