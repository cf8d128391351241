package lsp

import (
	"strings"

	"dott/matcher/transcript"
)

// completionsAt returns what may stand at a position, given what stands in front of it in
// its line.
func completionsAt(d *document, p position) any {
	items := []completionItem{}
	if p.Line < 0 || p.Line >= max(1, len(d.lines)) {
		return items
	}
	line := ""
	if p.Line < len(d.lines) {
		line = strings.TrimRight(d.lines[p.Line], "\r\n")
	}
	before := line[:bytesOf(line, p.Character)]
	add := func(words []word, kind int, begun string, form func(word) string) {
		start := d.position(p.Line, len(before)-len(begun))
		for _, w := range words {
			text := form(w)
			if strings.HasPrefix(text, begun) {
				items = append(items, completionItem{
					Label: text, Kind: kind, Detail: w.form, Documentation: w.about,
					TextEdit: &textEdit{textRange{start, p}, text},
				})
			}
		}
	}
	name := func(w word) string { return w.name }
	begun := before[strings.LastIndexAny(before, " \t")+1:]
	directive, args, hasArgs := strings.Cut(before, " ")
	switch {
	case strings.HasPrefix(strings.TrimLeft(before, "# \t"), "dott:ignore "):
		add(rules(), isKeyword, begun, name)
	case strings.HasPrefix(before, "#") && !hasArgs:
		add(directives, isKeyword, before, func(w word) string { return "#" + w.name })
	case directive == "#if" || directive == "#require":
		negated := strings.HasPrefix(begun, "no-")
		add(features(d), isValue, begun, func(w word) string {
			if negated {
				return "no-" + w.name
			}
			return w.name
		})
	case directive == "#service":
		add(services(d), isModule, begun, name)
	case directive == "#shell" && !strings.Contains(strings.TrimSpace(args), " "):
		add([]word{{"bash", "bash", ""}, {"dash", "dash", ""}, {"sh", "sh", ""}, {"zsh", "zsh", ""}, {"mksh", "mksh", ""}}, isValue, begun, name)
	case directive == "#stderr":
		add([]word{{"apart", "#stderr apart", ""}, {"together", "#stderr together", ""}}, isValue, begun, name)
	case isOutputAt(d, p.Line, before):
		// An ending is begun: ` (gl`. Behind a feature in it, others.
		open := strings.LastIndex(before, " (")
		if open < 0 || strings.Contains(before[open:], ")") {
			break
		}
		inside := before[open+1:]
		if !strings.Contains(inside, " ") {
			add(endings, isOperator, inside, func(w word) string { return "(" + w.name + ")" })
		}
		word := inside[strings.LastIndexAny(inside, " (")+1:]
		add(features(d), isValue, word, name)
	}
	return items
}

// isOutputAt reports whether a line is expected output, or will be.
func isOutputAt(d *document, line int, before string) bool {
	t := d.parsed()
	return line < len(t.Lines) && t.Lines[line].Kind == transcript.Output && strings.TrimSpace(before) != ""
}
