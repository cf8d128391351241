package lsp

import (
	"fmt"
	"strings"

	"dott/matcher"
	"dott/matcher/lint"
	"dott/matcher/transcript"
)

// hoverAt tells what stands at a position; nil is that there is nothing to say.
func hoverAt(d *document, p position) any {
	t := d.parsed()
	if p.Line < 0 || p.Line >= len(t.Lines) {
		return nil
	}
	l := t.Lines[p.Line]
	text := ""
	switch l.Kind {
	case transcript.Directed:
		text = aboutDirective(d, p)
	case transcript.Output:
		text = aboutPattern(d, p.Line)
	case transcript.Input:
		text = "Typed into the command when it waits for input."
	case transcript.Blank:
		text = "An empty line here matches an empty line of output, or none."
	}
	if text == "" {
		return nil
	}
	return hover{markup{"markdown", text}, d.span(p.Line, 0, 0)}
}

// wordAt returns the word of a line at a position.
func wordAt(d *document, p position) string {
	line := strings.TrimRight(d.lines[p.Line], "\r\n")
	at := bytesOf(line, p.Character)
	start := strings.LastIndexAny(line[:at], " \t(") + 1
	end := len(line)
	if n := strings.IndexAny(line[at:], " \t)"); n >= 0 {
		end = at + n
	}
	if start > end {
		return ""
	}
	return line[start:end]
}

func aboutDirective(d *document, p position) string {
	for _, dir := range d.parsed().Directives {
		if dir.Line != p.Line {
			continue
		}
		word := wordAt(d, p)
		for _, term := range dir.Terms {
			if word == term.String() {
				return fmt.Sprintf("**%s**: %s", term, feature(d, term.Name))
			}
		}
		if dir.Name == "service" {
			if w, ok := named(services(d), word); ok {
				return fmt.Sprintf("**%s**: %s", word, w.about)
			}
		}
		if w, ok := named(directives, dir.Name); ok {
			return fmt.Sprintf("`%s`\n\n%s", w.form, w.about)
		}
	}
	return ""
}

// aboutPattern tells how an expected line compares, and what the last run printed there.
func aboutPattern(d *document, line int) string {
	t := d.parsed()
	var about []string
	patterns := t.At(t.Lines[line].Block).Patterns()
	for i := range patterns {
		if p := &patterns[i]; p.Line == line {
			about = append(about, explained(d, p)...)
		}
	}
	for _, h := range differences(d) {
		if line >= h.Start && line < max(h.End, h.Start+1) && h.End > h.Start {
			about = append(about, "In "+strings.Replace(h.message(), ":\n", ":\n\n```\n", 1)+closing(h))
		}
	}
	return strings.Join(about, "\n\n")
}

// closing ends the text of a message that has lines of output.
func closing(h difference) string {
	if len(h.New) == 0 || h.why != "" {
		return ""
	}
	return "\n```"
}

// explained has a sentence for each ending of a line.
func explained(d *document, p *matcher.Pattern) (about []string) {
	if isStatus(p.Text) {
		return []string{"The exit status of the command."}
	}
	rest := strings.TrimPrefix(p.Text, lint.Body(p))
	for ending := range strings.SplitSeq(strings.TrimSuffix(strings.TrimPrefix(rest, " ("), ")"), ") (") {
		if w, ok := named(endings, ending); ok && rest != "" {
			about = append(about, fmt.Sprintf("`%s` %s", w.form, w.about))
		}
	}
	for _, term := range p.Conditions {
		about = append(about, fmt.Sprintf("**%s**: %s", term, feature(d, term.Name)))
	}
	if names := p.Names(); len(names) > 0 {
		about = append(about, "Values: "+strings.Join(names, ", ")+". The first line with a name binds it, and the others have the same text.")
	}
	if err := p.Invalid(); err != nil {
		about = append(about, err.Error())
	}
	return about
}

// isStatus reports whether an expected line is the plain form of an exit status.
func isStatus(text string) bool {
	digits, ok := strings.CutPrefix(text, "[")
	digits, closed := strings.CutSuffix(digits, "]")
	return ok && closed && digits != "" && strings.Trim(digits, "0123456789") == ""
}
