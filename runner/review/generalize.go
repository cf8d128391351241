package review

import (
	"strings"
	"unicode"

	"dott/matcher"
)

// A line of output that is another each time is generalised by comparing what
// it was: the lines are cut into tokens (runs of letters and digits, and single
// characters between them), tokens that all lines share stay, and a star stands
// for what lies between. Where a token differs only in its end, its beginning
// stays if it is of another kind: `pid1234` and `pid1299` become `pid*`, not
// `pid12*`, since that they both began with 12 was chance.

// globLine returns a glob line that matches all the given expected lines, each
// as it would be written in a file. It reports false when they have nothing in
// common, so that the glob would match anything.
func globLine(lines []string) (string, bool) {
	pattern := tokens(globText(lines[0]))
	for _, l := range lines[1:] {
		pattern = generalize(pattern, tokens(globText(l)))
	}
	text := join(pattern)
	if strings.Trim(text, "* ") == "" {
		return "", false
	}
	return text + " (glob)", true
}

// globText returns an expected line as a glob: what it has literally is quoted.
func globText(line string) string {
	if p := matcher.Parse(line); p.Kind == matcher.Glob && !p.Optional && !p.Repeated && !p.NoEOL {
		return strings.TrimSuffix(line, " (glob)")
	}
	var b strings.Builder
	for _, r := range []byte(line) {
		if r == '*' || r == '?' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(r)
	}
	return b.String()
}

const star = "*"

// tokens cuts a glob into words, quoted characters, stars and other characters.
func tokens(glob string) []string {
	var out []string
	for i := 0; i < len(glob); {
		end := i + 1
		switch {
		case glob[i] == '\\' && end < len(glob):
			end++
		case isWordByte(glob[i]):
			for end < len(glob) && isWordByte(glob[end]) {
				end++
			}
		}
		out = append(out, glob[i:end])
		i = end
	}
	return out
}

func isWordByte(c byte) bool {
	return c >= 0x80 || c == '_' || unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))
}

// tooLong is the product of the lengths of two lines, in tokens, past which
// nothing is looked for in common.
const tooLong = 4 << 20

// generalize returns the tokens that a and b share, in order, with stars
// between. The longest common subsequence keeps as much as can be kept.
func generalize(a, b []string) []string {
	if len(a)*len(b) > tooLong {
		return []string{star}
	}
	best := make([][]int, len(a)+1)
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
	var out []string
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		si, sj := i, j
		for i < len(a) && j < len(b) && (a[i] != b[j] || best[i][j] != best[i+1][j+1]+len(a[i])) {
			if best[i+1][j] >= best[i][j+1] {
				i++
			} else {
				j++
			}
		}
		if i < len(a) && j < len(b) {
			out = append(out, between(a[si:i], b[sj:j])...)
			out = append(out, a[i])
			i++
			j++
		} else {
			return append(out, between(a[si:], b[sj:])...)
		}
	}
	return append(out, between(a[i:], b[j:])...)
}

// between returns what stands for two differing stretches.
func between(a, b []string) []string {
	switch {
	case len(a) == 0 && len(b) == 0:
		return nil
	case len(a) != 1 || len(b) != 1 || a[0] == star || b[0] == star:
		return []string{star}
	}
	x, y := a[0], b[0]
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	for n > 0 && n <= len(x) && n <= len(y) && sameKind(x, y, n) {
		n--
	}
	m := 0
	for m < len(x)-n && m < len(y)-n && x[len(x)-1-m] == y[len(y)-1-m] {
		m++
	}
	for m > 0 && sameKindBack(x, y, m) {
		m--
	}
	if isHex(x) && isHex(y) {
		n, m = 0, 0
	}
	var out []string
	if n > 0 {
		out = append(out, x[:n])
	}
	out = append(out, star)
	if m > 0 {
		out = append(out, x[len(x)-m:])
	}
	return out
}

// sameKind reports whether the n-th byte, the last that is shared, belongs to
// the run of digits or letters that differs behind it.
func sameKind(x, y string, n int) bool {
	last := kind(x[n-1])
	return n < len(x) && kind(x[n]) == last || n < len(y) && kind(y[n]) == last
}

func sameKindBack(x, y string, m int) bool {
	first := kind(x[len(x)-m])
	i, j := len(x)-m-1, len(y)-m-1
	return i >= 0 && kind(x[i]) == first || j >= 0 && kind(y[j]) == first
}

func kind(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return 1
	case c == '_':
		return 2
	}
	return 3
}

// isHex reports whether a word is a number in hexadecimal, a hash say.
func isHex(s string) bool {
	digits := 0
	for _, c := range []byte(s) {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case c < 'a' || c > 'f':
			return false
		}
	}
	return len(s) >= 6 && digits > 0
}

func join(tokens []string) string {
	var b strings.Builder
	last := ""
	for _, t := range tokens {
		if t == star && last == star {
			continue
		}
		b.WriteString(t)
		last = t
	}
	return b.String()
}
