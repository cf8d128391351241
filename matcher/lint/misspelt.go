package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"dott/matcher"
	"dott/matcher/transcript"
)

// confused are endings that people write for others, besides those with a letter wrong.
var confused = map[string]string{
	"regex": "re", "regexp": "re", "regular": "re", "noeol": "no-eol", "no eol": "no-eol", "no-newline": "no-eol",
	"escape": "esc", "escaped": "esc", "anyorder": "any-order", "any order": "any-order", "optional": "?",
}

// words are near to endings and are output in their own right.
var words = []string{"blob", "globe", "globs", "slob"}

// lastWord finds what stands in brackets at the end of a line.
var lastWord = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(` \(([A-Za-z][A-Za-z -]*)\)$`) })

// meant returns the ending that a word was probably meant to be, or "".
func meant(word string) string {
	low := strings.ToLower(word)
	if right := confused[low]; right != "" {
		return right
	}
	for _, right := range []string{"glob", "no-eol", "any-order", "re", "esc"} {
		// Of short words only the case is looked at: others are near to many.
		if low == right || len(right) > 3 && near(low, right) && !slices.Contains(words, low) {
			return right
		}
	}
	return ""
}

// near reports whether one letter is wrong, missing or too many, or two are swapped.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	a, b = a[n:], b[n:]
	switch {
	case a == "" || b == "":
		return len(b) == 1
	case len(a) < len(b):
		return a == b[1:]
	case a[1:] == b[1:]:
		return true
	}
	return len(a) == len(b) && len(a) > 1 && a[0] == b[1] && a[1] == b[0] && a[2:] == b[2:]
}

// misspeltEnding notes a line whose ending is none, and reports whether it did.
func misspeltEnding(p *pass, pat *matcher.Pattern) bool {
	m := lastWord().FindStringSubmatchIndex(pat.Text)
	if m == nil {
		return false
	}
	word := pat.Text[m[2]:m[3]]
	right := meant(word)
	if right == "" || right == word || p.inCode(word) {
		return false
	}
	f := p.addAt(pat.Line, m[2]-1, m[3]+1, fmt.Sprintf("(%s) is no ending, so the line is compared as text; did you mean (%s)?", word, right))
	f.Fix = &Fix{Title: "Write (" + right + ")", Edits: replaceLine(p.Lines[pat.Line], pat.Line, pat.Text[:m[2]]+right+")")}
	return true
}

// bareStatus finds an exit status at the margin.
var bareStatus = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\s*\[\d{1,3}\]\s*$`) })

// statuses finds comments below a command that were meant for its exit status.
func statuses(p *pass) {
	for n := 1; n < len(p.Lines); n++ {
		l := &p.Lines[n]
		if l.Kind != transcript.Comment || !bareStatus().MatchString(l.Text) {
			continue
		}
		switch p.Lines[n-1].Kind {
		case transcript.Command, transcript.Continuation, transcript.Output:
			p.add(n, "this is a comment, and no exit status; indent it like the output above")
		}
	}
}
