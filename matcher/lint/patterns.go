package lint

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"dott/matcher"
	"dott/matcher/transcript"
)

// findPatterns reads the expected lines. A command that prints a transcript, or a diff of
// one, prints endings that are no endings here: a line is compared as text first. No rule
// about patterns looks at these.
func (p *pass) findPatterns() {
	p.patterns, p.quotes = make([][]matcher.Pattern, len(p.Blocks)), make([]bool, len(p.Blocks))
	for b, block := range p.Blocks {
		if len(block.Output) == 0 || p.printsTranscript(block) {
			continue
		}
		p.patterns[b] = p.At(b).Patterns()
		p.quotes[b] = Quotes(p.Transcript, b)
	}
}

// printsTranscript reports whether a command has to do with test files.
func (p *pass) printsTranscript(block transcript.Block) bool {
	for _, n := range block.Code {
		if namesTest(p.Lines[n].Text) {
			return true
		}
	}
	for _, n := range block.Output {
		if strings.HasPrefix(p.Lines[n].Text, "@@ -") {
			return true
		}
	}
	return false
}

// namesTest reports whether a command names a test file, or a program that runs them.
func namesTest(text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" \t'\"=;|&<>()", r) }) {
		if strings.HasSuffix(word, ".t") || strings.HasSuffix(word, ".t.err") || word == "dott" || word == "cram" || strings.HasSuffix(word, "run-tests.py") {
			return true
		}
	}
	return false
}

// namesEnding reports whether a command has an ending in its text, and so prints one.
func namesEnding(text string) bool {
	for _, ending := range []string{" (re)", " (glob)", " (esc)", " (?)", " (no-eol)"} {
		if strings.Contains(text, ending) {
			return true
		}
	}
	return false
}

// Quotes reports whether the output of a block may have a transcript in it: what its
// endings say is then what a program prints.
func Quotes(t *transcript.Transcript, block int) bool {
	b := t.Blocks[block]
	for _, n := range b.Code {
		if text := t.Lines[n].Text; namesTest(text) || namesEnding(text) {
			return true
		}
	}
	for _, n := range b.Output {
		if text := t.Lines[n].Text; strings.HasPrefix(text, "@@ -") || strings.HasPrefix(strings.TrimLeft(text, " +-"), "$ ") {
			return true
		}
	}
	return false
}

// each calls f for every pattern of a kind, with what stands in front of its endings.
func (p *pass) each(f func(pat *matcher.Pattern, body string), kinds ...matcher.Kind) {
	for b := range p.patterns {
		for i := range p.patterns[b] {
			if p.quotes[b] {
				break
			}
			pat := &p.patterns[b][i]
			for _, k := range kinds {
				if pat.Kind == k {
					f(pat, Body(pat))
					break
				}
			}
		}
	}
}

// Body returns what stands in front of the endings of an expected line.
func Body(p *matcher.Pattern) string {
	body, _ := cutEndings(p)
	return body
}

// cutEndings takes a line apart: what stands in front of its endings, and these, the
// first one first.
func cutEndings(p *matcher.Pattern) (body string, endings []string) {
	body = p.Text
	for strings.HasSuffix(body, ")") {
		i := strings.LastIndex(body, " (")
		if i < 0 {
			break
		}
		ending := body[i+2 : len(body)-1]
		kind := isKind(ending)
		if !kind && !isModifier(ending) || kind && (p.Kind == matcher.Literal || p.Kind == matcher.Blank) {
			break
		}
		body, endings = body[:i], append([]string{ending}, endings...)
		if kind {
			break
		}
	}
	return body, endings
}

// isKind reports whether an ending says how a line compares.
func isKind(ending string) bool {
	name := strings.TrimRight(ending, "*+?")
	return name == "re" || name == "glob" || ending == "esc" || ending == "json" || strings.HasPrefix(ending, "json ~")
}

// isModifier reports whether an ending goes with every kind.
func isModifier(ending string) bool {
	switch ending {
	case "?", "*", "+", "no-eol", "any-order", "err", "style":
		return true
	}
	return strings.HasSuffix(ending, " !")
}

// invalidRegexps finds what no line could ever be compared with.
func invalidRegexps(p *pass) {
	p.each(func(pat *matcher.Pattern, body string) {
		if err := pat.Invalid(); err != nil {
			p.addAt(pat.Line, 0, len(body), err.Error())
		}
	}, matcher.Regexp)
}

// widePatterns finds lines that match whatever was printed.
func widePatterns(p *pass) {
	p.each(func(pat *matcher.Pattern, body string) {
		if !isWide(pat.Kind, body) {
			return
		}
		what := "one line, whatever it says"
		switch {
		case pat.Repeated && pat.Optional:
			what = "any output at all, also none"
		case pat.Repeated:
			what = "any number of lines, whatever they say"
		case pat.Optional:
			what = "one line, whatever it says, or none"
		}
		p.addAt(pat.Line, 0, len(pat.Text), fmt.Sprintf("this matches %s; write down what is known of it, as in `took * ms (glob)`", what))
	}, matcher.Regexp, matcher.Glob)
}

// isWide reports whether a pattern has nothing but what stands for any text.
func isWide(kind matcher.Kind, body string) bool {
	if kind == matcher.Glob {
		return body != "" && strings.Trim(body, "*?") == "" && strings.Contains(body, "*")
	}
	body = strings.TrimSuffix(strings.TrimPrefix(body, "^"), "$")
	for {
		trimmed := strings.TrimPrefix(body, ".*")
		trimmed = strings.TrimPrefix(trimmed, ".+")
		trimmed = strings.TrimPrefix(trimmed, "?")
		if inner, ok := strings.CutPrefix(trimmed, "("); ok && strings.HasSuffix(inner, ")") && len(trimmed) == len(body) {
			trimmed = strings.TrimPrefix(strings.TrimSuffix(inner, ")"), "?:")
		}
		if trimmed == body || trimmed == "" {
			return trimmed == "" && body != ""
		}
		body = trimmed
	}
}

// unescapedDots finds dots between letters or digits that nothing repeats: as a rule a
// dot is meant.
func unescapedDots(p *pass) {
	p.each(func(pat *matcher.Pattern, body string) {
		dots := loneDots(body)
		if len(dots) == 0 {
			return
		}
		var fixed strings.Builder
		last := 0
		for _, at := range dots {
			fixed.WriteString(body[last:at] + `\`)
			last = at
		}
		fixed.WriteString(body[last:])
		f := p.addAt(pat.Line, dots[0], dots[0]+1, "this dot matches any character; write `\\.` for a dot")
		f.Fix = &Fix{Title: "Escape the dots", Edits: replaceLine(p.Lines[pat.Line], pat.Line, fixed.String()+pat.Text[len(body):])}
	}, matcher.Regexp)
}

// loneDots returns where in an expression dots stand between letters or digits.
func loneDots(body string) (dots []int) {
	class := false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
			if i+1 < len(body) && body[i+1] == '^' {
				i++
			}
			if i+1 < len(body) && body[i+1] == ']' {
				i++
			}
		case c == '{' && strings.HasPrefix(body[i:], "{{"): // a value's own expression
			if end := strings.Index(body[i:], "}}"); end > 0 {
				i += end + 1
			}
		case c == '.' && i > 0 && isWordByte(body[i-1]) && i+1 < len(body) && isWordByte(body[i+1]) && !(i > 1 && body[i-2] == '\\'):
			dots = append(dots, i)
		case c == '.' && i > 1 && body[i-2] == '\\' && i+1 < len(body) && isWordByte(body[i+1]) && strings.IndexByte("dw", body[i-1]) >= 0:
			dots = append(dots, i) // \d.5
		}
	}
	return dots
}

func isWordByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// looksRegexp finds what hardly any output has and many expressions have.
var looksRegexp = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\\d[+*{]|\\w[+*]|\\s[+*]|\[0-9a-f\]|\[0-9\][+*{]|\[a-z\][+*]|\(\.[*+]\)|[\w ]\.\*(?:[\w ]|$)`)
})

// missingEndings finds literal lines that read as expressions.
func missingEndings(p *pass) {
	p.each(func(pat *matcher.Pattern, body string) {
		if misspeltEnding(p, pat) || !strings.ContainsAny(body, `\[*`) || pat.HasValues() {
			return
		}
		m := looksRegexp().FindStringIndex(body)
		if m == nil || p.inCode(body[m[0]:m[1]]) {
			return
		}
		f := p.addAt(pat.Line, m[0], m[1], "this line is compared as text and reads as a regular expression; is the ending (re) missing?")
		f.Fix = &Fix{Title: "Add the ending (re)", Edits: replaceLine(p.Lines[pat.Line], pat.Line, pat.Text+" (re)")}
	}, matcher.Literal)
}

// redundantEndings finds endings that a line can lose, and still matches the same
// output.
func redundantEndings(p *pass) {
	for b := range p.patterns {
		for i := range p.patterns[b] {
			pat := &p.patterns[b][i]
			if p.quotes[b] {
				break
			}
			text, ok := Simpler(p.Transcript, pat)
			if !ok {
				continue
			}
			f := p.addAt(pat.Line, len(Body(pat)), len(pat.Text), fmt.Sprintf("this ending changes nothing; `%s` matches the same", text))
			f.Fix = &Fix{Title: "Write it as `" + text + "`", Safe: true, Edits: replaceLine(p.Lines[pat.Line], pat.Line, text)}
		}
	}
}

// Simpler returns an expected line without the endings that change nothing: an (re)
// without any sign of an expression, a (glob) without a star, an (esc) without a
// backslash, and an ending that stands there twice. The one output that it does not
// match any more is the text of the old line itself, with that ending.
func Simpler(t *transcript.Transcript, p *matcher.Pattern) (text string, ok bool) {
	if !t.HasValues() || !strings.HasSuffix(p.Text, ")") || p.Kind == matcher.Blank || p.Kind == matcher.JSON || p.Suspect != "" {
		return "", false
	}
	body, endings := cutEndings(p)
	var kept []string
	seen := map[string]bool{}
	for _, e := range endings {
		switch {
		case seen[e], isKind(e) && !p.HasValues() && plain(e, body):
			continue
		}
		seen[e] = true
		kept = append(kept, e)
	}
	if len(kept) == len(endings) || body == "" || body[0] == '[' || body[0] == '\\' || strings.HasSuffix(body, ")") || strings.Contains(body, "{{") {
		return "", false
	}
	text = body
	for _, e := range kept {
		text += " (" + e + ")"
	}
	q := matcher.Parse(text)
	same := q.Optional == p.Optional && q.Repeated == p.Repeated && q.NoEOL == p.NoEOL && q.AnyOrder == p.AnyOrder &&
		len(q.Conditions) == len(p.Conditions) && (q.Kind == p.Kind || q.Kind == matcher.Literal) && Body(&q) == body
	return text, same && t.Guard(p.Line, text) == text
}

// plain reports whether a text means itself under the ending of a kind.
func plain(ending, body string) bool {
	switch ending {
	case "re":
		return !strings.ContainsAny(body, `\.+*?()|[]{}^$`)
	case "glob":
		return !strings.ContainsAny(body, `*?\[`)
	case "esc":
		return strings.IndexByte(body, '\\') < 0
	}
	return false
}
