package weakened

import (
	"errors"
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"

	"dott/matcher"
	"dott/matcher/expression"
)

// Signs that stand in no line of output: behind the end of a line that is a status or has
// no newline. A newline, and these, are in no class of characters.
const (
	statusSign rune = 0xF0001
	noEOLSign  rune = 0xF0002
	jsonSign   rune = 0xF0003
)

// errPerl is the error for an expression that is no regular one: it looks around, or
// back.
var errPerl = errors.New("no regular expression in the sense of the word")

// tree returns the expression of an expected line, with its end.
func tree(p *matcher.Pattern) (*syntax.Regexp, error) {
	body, err := bodyTree(p)
	if err != nil {
		return nil, err
	}
	end := "\n"
	switch {
	case isStatus(p):
		end += string(statusSign)
	case p.NoEOL:
		end += string(noEOLSign)
	}
	line := concat(body, literal(end))
	switch {
	case p.Optional && p.Repeated:
		return around(syntax.OpStar, line), nil
	case p.Repeated:
		return around(syntax.OpPlus, line), nil
	case p.Optional:
		return around(syntax.OpQuest, line), nil
	}
	return line, nil
}

func bodyTree(p *matcher.Pattern) (*syntax.Regexp, error) {
	body := expression.MapInvalid(p.Body())
	switch p.Kind {
	case matcher.Glob:
		return parse(globSource(body))
	case matcher.Regexp:
		source := values(matcher.Regexp, body, func(s string) string { return s })
		return parse(source)
	case matcher.JSON:
		return literal(string(jsonSign) + expression.MapInvalid(p.Text)), nil
	}
	return literal(body), nil
}

// parse reads an expression that is for a line.
func parse(source string) (*syntax.Regexp, error) {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, errPerl
	}
	confine(re)
	return re, nil
}

// confine keeps an expression within its line.
func confine(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		re.Op = syntax.OpCharClass
		re.Rune = without([]rune{0, unicode.MaxRune})
	case syntax.OpCharClass:
		re.Rune = without(re.Rune)
	case syntax.OpBeginText:
		re.Op = syntax.OpBeginLine
	case syntax.OpEndText:
		re.Op = syntax.OpEndLine
	}
	for _, sub := range re.Sub {
		confine(sub)
	}
}

// without returns the ranges of a class without the signs.
func without(ranges []rune) []rune {
	for _, gap := range [][2]rune{{'\n', '\n'}, {statusSign, jsonSign}} {
		var out []rune
		for i := 0; i+1 < len(ranges); i += 2 {
			low, high := ranges[i], ranges[i+1]
			if high < gap[0] || low > gap[1] {
				out = append(out, low, high)
				continue
			}
			if low < gap[0] {
				out = append(out, low, gap[0]-1)
			}
			if high > gap[1] {
				out = append(out, gap[1]+1, high)
			}
		}
		ranges = out
	}
	return ranges
}

func literal(s string) *syntax.Regexp {
	if s == "" {
		return &syntax.Regexp{Op: syntax.OpEmptyMatch}
	}
	return &syntax.Regexp{Op: syntax.OpLiteral, Rune: []rune(s)}
}

func concat(parts ...*syntax.Regexp) *syntax.Regexp {
	return &syntax.Regexp{Op: syntax.OpConcat, Sub: parts}
}

func around(op syntax.Op, re *syntax.Regexp) *syntax.Regexp {
	return &syntax.Regexp{Op: op, Sub: []*syntax.Regexp{re}}
}

// globSource returns the source of an expression for a glob. A value that stands in it is
// any text, or what its own expression says.
func globSource(glob string) string {
	return values(matcher.Glob, glob, func(s string) string { return expression.NewGlob(s).Expression() })
}

// values returns the source of a pattern of a kind with an expression for each value, and
// the rest as between makes it.
func values(kind matcher.Kind, source string, between func(string) string) string {
	var b strings.Builder
	at := 0
	for _, r := range matcher.References(kind, source) {
		b.WriteString(between(source[at:r.Start]))
		if r.Expression != "" {
			b.WriteString("(?:" + r.Expression + ")")
		} else {
			b.WriteString("(?:.*)")
		}
		at = r.End
	}
	b.WriteString(between(source[at:]))
	return b.String()
}

// width is how much a line leaves open: 0 for a literal, and more the more texts it
// matches. It compares patterns of which neither matches all that the other does.
func width(p *matcher.Pattern) float64 {
	w := 0.0
	switch p.Kind {
	case matcher.JSON:
		w = 1
	case matcher.Glob, matcher.Regexp:
		w = bodyWidth(p)
	}
	const optional, repeated = 10, 1000
	if p.Optional {
		w += optional
	}
	if p.Repeated {
		w += repeated
	}
	return w
}

// looking are the parts of an expression that match no text, and those that match one
// that was there before.
var looking = regexp.MustCompile(`\(\?<?[=!](?:[^()\\]|\\.)*\)|\\[1-9]`)

func bodyWidth(p *matcher.Pattern) float64 {
	re, err := bodyTree(p)
	held := 0
	if err != nil {
		source := values(p.Kind, expression.MapInvalid(p.Body()), func(s string) string { return s })
		held = len(looking.FindAllString(source, -1))
		if re, err = parse(looking.ReplaceAllString(source, "")); err != nil {
			return float64(strings.Count(source, "*") + strings.Count(source, "+"))
		}
	}
	return open(re) - float64(held)/8
}

// unbounded is how often something is counted that may come any number of times.
const unbounded = 20

// open is width for an expression: the logarithm of how many texts it matches.
func open(re *syntax.Regexp) float64 {
	sum := 0.0
	for _, sub := range re.Sub {
		sum += open(sub)
	}
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return float64(len(re.Rune))
		}
	case syntax.OpCharClass:
		n := 0.0
		for i := 0; i+1 < len(re.Rune); i += 2 {
			n += float64(re.Rune[i+1]-re.Rune[i]) + 1
		}
		return math.Log2(max(1, n))
	case syntax.OpStar, syntax.OpPlus:
		return unbounded * (1 + sum)
	case syntax.OpQuest:
		return 1 + sum
	case syntax.OpRepeat:
		if re.Max < 0 {
			return unbounded * (1 + sum)
		}
		return float64(re.Max)*sum + float64(re.Max-re.Min)
	case syntax.OpAlternate:
		most := 0.0
		for _, sub := range re.Sub {
			most = max(most, open(sub))
		}
		return most + math.Log2(float64(len(re.Sub)))
	}
	return sum
}

// longest is how many bytes of lines are compared by what they match. Of more, each line
// is compared with one other.
const longest = 20_000

// relate compares what some lines match with what others do.
func relate(was, is []matcher.Pattern) relation {
	if literals(was) && literals(is) {
		same := slices.EqualFunc(was, is, func(p, q matcher.Pattern) bool {
			return p.Body() == q.Body() && p.NoEOL == q.NoEOL && isStatus(&p) == isStatus(&q)
		})
		return relation{same, same, true}
	}
	a, errA := machineOf(was)
	b, errB := machineOf(is)
	if errA != nil || errB != nil {
		same := slices.EqualFunc(was, is, func(p, q matcher.Pattern) bool { return p.Plain == q.Plain })
		return relation{same, same, same}
	}
	return compare(a, b)
}

// literals reports whether some lines match one text.
func literals(lines []matcher.Pattern) bool {
	return !slices.ContainsFunc(lines, func(p matcher.Pattern) bool {
		return p.Kind != matcher.Literal && p.Kind != matcher.Escaped || p.Optional || p.Repeated
	})
}

var errLong = errors.New("too much to be looked at")

func machineOf(lines []matcher.Pattern) (*machine, error) {
	all := make([]*syntax.Regexp, len(lines))
	size := 0
	for i := range lines {
		if size += len(lines[i].Text) + 1; size > longest {
			return nil, errLong
		}
		var err error
		if all[i], err = tree(&lines[i]); err != nil {
			return nil, err
		}
	}
	if len(all) == 0 {
		return newMachine(literal(""))
	}
	return newMachine(concat(all...))
}
