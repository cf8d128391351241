package transcript

import (
	"strings"

	"dott/matcher"
)

// Format is the syntax of `.t` files: commands and their output are indented, and
// all else is a comment or a directive. The zero value is what docs/format.md
// says; the others are for files written for other programs.
type Format struct {
	Indent int      // spaces before commands and output; 0 is 2
	Plain  bool     // no directives, no inline code and no conditions, as cram has none
	FlatIf bool     // #if inside #if is a fault, as for Mercurial
	ASCII  bool     // tabs, and all that is not ASCII, are written escaped, as by cram
	Scrut  bool     // suffixes and test cases are scrut's
	Fences []string // the words that mark a transcript in Markdown; nil are the usual ones
}

// Prefix is the indent.
func (f Format) Prefix() string {
	if f.Indent == 0 {
		return "  "
	}
	return strings.Repeat(" ", f.Indent)
}

// Parse reads a file.
func (f Format) Parse(data string) *Transcript {
	t := newTranscript(f, f, data)
	t.terminal = !f.Plain && asksForTerminal(data, "")
	indent := f.Prefix()
	above := Comment
	fence := false // of Markdown, where an example of a session stands
	for raw := range strings.Lines(data) {
		text := withoutEnd(t, raw)
		l := Line{Raw: raw, Text: text}
		if body, ok := strings.CutPrefix(text, indent); ok {
			if l.Kind, l.Text = f.indented(t, body, above); l.Kind == Output {
				if reason := f.suspectOutput(body, len(indent)); reason != "" {
					suspect(t, len(t.Lines), reason)
				} else if !t.terminal && !f.Plain && isCodeOrInput(above) && isTyped(body) {
					suspect(t, len(t.Lines), matcher.Typed)
				}
			}
		} else if direct(t, len(t.Lines), text) {
			l.Kind = Directed
		} else if strings.HasPrefix(text, "```") {
			fence = !fence
		} else if reason := f.suspectComment(text); reason != "" && !fence {
			warn(t, len(t.Lines), reason)
		}
		t.Lines = append(t.Lines, l)
		above = l.Kind
	}
	return finish(t)
}

// indented returns what a line is, given without its indent and with the kind of
// the line in front of it.
func (f Format) indented(t *Transcript, body string, above Kind) (Kind, string) {
	if t.terminal && isCodeOrInput(above) && isTyped(body) {
		return Input, body
	}
	for _, sign := range []struct {
		prefix string
		kind   Kind
	}{{"$ ", Command}, {"> ", Continuation}, {">>> ", Inline}, {"... ", InlineMore}} {
		rest, ok := strings.CutPrefix(body, sign.prefix)
		if !ok {
			continue
		}
		if sign.kind == InlineMore && above != Inline && above != InlineMore || f.Plain && sign.kind >= Inline {
			break
		}
		return sign.kind, rest
	}
	return Output, f.expected(body)
}

// Render indents an expected line.
func (f Format) Render(_ *Transcript, _ int, text string) string { return f.Prefix() + text }

// Expected returns a line without its indent, if it is an expected line.
func (f Format) Expected(t *Transcript, _ int, above Kind, line string) (text string, ok bool) {
	body, ok := strings.CutPrefix(line, f.Prefix())
	if !ok {
		return "", false
	}
	kind, text := f.indented(t, body, above)
	return text, kind == Output
}
