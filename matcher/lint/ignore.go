package lint

import (
	"fmt"
	"slices"
	"strings"

	"dott/matcher/transcript"
)

// mark begins the names of rules to ignore.
const mark = "dott:ignore"

// ignored are the lines for which a file asks to ignore a rule. An ignore in front of
// all else is for the whole file; one behind a command, in a comment of the shell, for
// that line; and any other for the line below it, or where that is a command, for all
// of its block.
type ignored struct {
	whole []string
	lines map[int][]string
}

func (i ignored) has(f Finding) bool {
	return names(i.whole, f) || names(i.lines[f.Line], f)
}

// names reports whether a finding's rule is among some words. For shellcheck, its codes
// are names as well.
func names(words []string, f Finding) bool {
	code, _, _ := strings.Cut(f.Message, ":")
	return slices.Contains(words, f.Rule) || f.Rule == "shellcheck" && slices.Contains(words, code)
}

// ignoreIn returns the names behind the mark in a line, and whether the line is nothing
// else.
func ignoreIn(l transcript.Line) (words []string, alone, ok bool) {
	if !strings.Contains(l.Raw, mark) {
		return nil, false, false
	}
	before, after, ok := strings.Cut(l.Raw, mark)
	switch l.Kind {
	case transcript.Command, transcript.Continuation, transcript.Inline, transcript.InlineMore:
		ok = ok && strings.HasSuffix(strings.TrimRight(before, " \t"), "#")
	case transcript.Comment:
		alone = true
		after, _, _ = strings.Cut(after, "-->")
		before = strings.TrimRight(before, " \t")
		ok = ok && (before == "" || before == "#" || strings.HasSuffix(before, "<!--"))
	default:
		return nil, false, false
	}
	if !ok || after != "" && !strings.ContainsAny(after[:1], " \t\r\n:") {
		return nil, false, false
	}
	after, _, _ = strings.Cut(strings.TrimPrefix(after, ":"), " --")
	return strings.FieldsFunc(after, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' || r == '\r' }), alone, true
}

func ignores(t *transcript.Transcript) ignored {
	all := ignored{lines: map[int][]string{}}
	top := true
	var waiting []string
	add := func(n int, words []string) { all.lines[n] = append(all.lines[n], words...) }
	for n, l := range t.Lines {
		words, alone, ok := ignoreIn(l)
		switch {
		case ok && alone && top:
			all.whole = append(all.whole, words...)
			continue
		case ok && alone:
			waiting = append(waiting, words...)
			continue
		case ok:
			add(n, words)
		}
		top = false
		if len(waiting) == 0 || l.Kind == transcript.Comment && isBetween(l.Text) {
			continue
		}
		add(n, waiting)
		if l.Kind == transcript.Command || l.Kind == transcript.Inline {
			b := t.Blocks[l.Block]
			for _, list := range [][]int{b.Code, b.Input, b.Output} {
				for _, k := range list {
					if k != n {
						add(k, waiting)
					}
				}
			}
		}
		waiting = nil
	}
	return all
}

// isBetween reports whether a line may stand between an ignore and what it is about: it is
// empty, or opens a fence of Markdown.
func isBetween(text string) bool {
	text = strings.TrimLeft(text, " \t>")
	return text == "" || strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~")
}

// unknownIgnores finds ignores that name no rule.
func unknownIgnores(p *pass) {
	for n, l := range p.Lines {
		words, _, ok := ignoreIn(l)
		if !ok {
			continue
		}
		if len(words) == 0 {
			p.add(n, mark+" names no rule; write it as `# "+mark+" sleep`")
		}
		for _, w := range words {
			if _, known := Named(w); !known && !isShellcheckCode(w) {
				p.add(n, fmt.Sprintf("%s: there is no rule %q; docs/lint.md lists them", mark, w))
			}
		}
	}
}

// isShellcheckCode reports whether a word is such as SC2086.
func isShellcheckCode(w string) bool {
	digits, ok := strings.CutPrefix(w, "SC")
	return ok && len(digits) == 4 && strings.Trim(digits, "0123456789") == ""
}
