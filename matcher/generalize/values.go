package generalize

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"dott/matcher"
)

// Values is Lines for lines of which nobody said that they mean the same:
// only what is a value of a kind that changes from run to run may differ in them,
// such as a number, a hash, a time or the random part of a name. Words are what a
// test is about, and `passed` in one run and `FAILED` in the next is nothing to
// make a pattern of.
func Values(lines []string) (string, bool) {
	if bare, mark := unmarked(lines); mark != "" {
		text, ok := Values(bare)
		return matcher.Marked(text, mark), ok
	}
	text, ok := Lines(lines)
	if !ok {
		return "", false
	}
	var literals []string
	for _, l := range lines {
		if p := matcher.Parse(l); p.Kind != matcher.Glob && p.Kind != matcher.Regexp {
			literals = append(literals, literal(l))
		}
	}
	glob, isGlob := strings.CutSuffix(text, " (glob)")
	if !isGlob { // each is a single word
		if !areValues(literals) {
			return "", false
		}
		return text, true
	}
	stars := starred(glob)
	var differ [][]string // what each star stands for, in each line
	for _, l := range literals {
		m := stars.FindStringSubmatch(l)
		if m == nil {
			continue // bytes that no character stands for
		}
		for i, part := range m[1:] {
			if i == len(differ) {
				differ = append(differ, nil)
			}
			differ[i] = append(differ[i], part)
		}
	}
	for _, parts := range differ {
		if !areValues(parts) {
			return "", false
		}
	}
	return text, true
}

// starred returns an expression for a glob that has a group for each star.
func starred(glob string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)^`)
	escaped := false
	for _, r := range glob {
		switch {
		case escaped:
			b.WriteString(regexp.QuoteMeta(string(r)))
			escaped = false
			continue
		case r == '\\':
			escaped = true
		case r == '*':
			b.WriteString(`(.*?)`)
		case r == '?':
			b.WriteString(`.`)
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	b.WriteString(`$`)
	return regexp.MustCompile(b.String())
}

var (
	words = lazily(`[\pL\pN]+`)
	// Words that are part of a date or a time, or of a number with its unit.
	valueWord = lazily(`^(?:` + weekday + `|` + month + `|[AaPp][Mm]|[mnµ]?s|min|h|d|[kKMGT]i?B)$`)
)

// areValues reports whether texts differ in values only: each word of them is in
// all of them, or is one that a program made up.
func areValues(texts []string) bool {
	if areRandom(texts) {
		return true
	}
	inAll := map[string]int{}
	each := make([][]string, len(texts))
	for i, text := range texts {
		each[i] = words().FindAllString(text, -1)
		for _, w := range slices.Compact(slices.Sorted(slices.Values(each[i]))) {
			inAll[w]++
		}
	}
	var plain []string
	for _, ws := range each {
		for _, w := range ws {
			if isPlain(w) && inAll[w] < len(texts) {
				plain = append(plain, w)
			}
		}
	}
	return !slices.ContainsFunc(plain, func(w string) bool {
		return !valueWord().MatchString(w) && !slices.ContainsFunc(plain, func(v string) bool { return v == w+"s" || v+"s" == w }) &&
			!oneOfNames(w, texts)
	})
}

// enough is in how many runs texts must all differ before words among them are taken for
// random, and how long they are at least.
const enough, longEnough = 4, 4

// areRandom reports whether texts are names that a program made of random letters: each
// has another one, of the same length.
func areRandom(texts []string) bool {
	distinct := slices.Compact(slices.Sorted(slices.Values(texts)))
	if len(distinct) < enough || len(distinct) < len(texts) || len(texts[0]) < longEnough {
		return false
	}
	return !slices.ContainsFunc(texts, func(t string) bool {
		t, rest := strings.TrimSuffix(t, noEOL), strings.TrimSuffix(texts[0], noEOL)
		return len(t) != len(rest) || strings.ContainsFunc(t, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	})
}

// isPlain reports whether a word is one of a language, or could be: random names
// have digits in them, or capitals in the middle.
func isPlain(word string) bool {
	first, rest := true, ""
	for _, r := range word {
		if !unicode.IsLetter(r) {
			return false
		}
		if !first {
			rest += string(r)
		}
		first = false
	}
	return rest == strings.ToLower(rest) || word == strings.ToUpper(word)
}

// oneOfNames reports whether a word is one of several names of the same length, of
// which others are not words: by chance, a random name is made of letters only.
func oneOfNames(word string, texts []string) bool {
	same := func(text string) bool { return len(text) == len(word) && !strings.ContainsFunc(text, unicode.IsSpace) }
	made := func(text string) bool { return !isPlain(text) }
	return !slices.ContainsFunc(texts, func(t string) bool { return !same(t) }) && slices.ContainsFunc(texts, made)
}
