// Package layout writes test files in one form, as `dott fmt` does: no blanks at the ends
// of lines, one blank between the words of a directive, the usual indent, no endings
// that change nothing, and one newline at the end.
//
// [File] makes a line of each line and then reads the result. If that would run other
// commands or match other output, which it has no reason to do, the file stays as it was.
// In Markdown, nothing outside of transcripts changes. Cost: the file is parsed twice,
// and a third time where its indent changes.
package layout

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"dott/matcher/lint"
	"dott/matcher/transcript"
)

// File returns a file in the one form.
func File(path, data string, format transcript.Format) string {
	f := file{path: path, format: format}
	if text := f.indented(data); text != data {
		return f.written(text)
	}
	return f.written(data)
}

type file struct {
	path   string
	format transcript.Format
}

func (f *file) parse(data string) *transcript.Transcript {
	return transcript.For(f.path, f.format).Parse(data)
}

func (f *file) isMarkdown() bool { return transcript.IsMarkdown(f.path) && !f.format.Plain }

// indented returns a file whose commands all have another indent with the usual one. Such
// a file runs nothing as it is.
func (f *file) indented(data string) string {
	if f.isMarkdown() || f.parse(data).HasCommands() {
		return data
	}
	indent := ""
	for line := range strings.Lines(data) {
		body := strings.TrimLeft(line, " \t")
		if own := line[:len(line)-len(body)]; strings.HasPrefix(body, "$ ") {
			if own == "" || indent != "" && own != indent {
				return data
			}
			indent = own
		}
	}
	if indent == "" || strings.Trim(indent, " ") != "" && indent != "\t" {
		return data
	}
	var b strings.Builder
	for line := range strings.Lines(data) {
		if body, ok := strings.CutPrefix(line, indent); ok {
			line = f.format.Prefix() + body
		} else if strings.HasPrefix(line, f.format.Prefix()) {
			return data // it would become expected output
		}
		b.WriteString(line)
	}
	return b.String()
}

// written returns a file with each of its lines in the one form.
func (f *file) written(data string) string {
	t := f.parse(data)
	if len(t.Faults) > 0 {
		return data
	}
	better := map[int]string{} // of expected lines
	for b := range t.Blocks {
		if len(t.Blocks[b].Output) == 0 || lint.Quotes(t, b) {
			continue
		}
		patterns := t.At(b).Patterns()
		for i := range patterns {
			if text, ok := lint.Simpler(t, &patterns[i]); ok {
				better[patterns[i].Line] = text
			}
		}
	}
	lines := make([]string, len(t.Lines))
	for n, l := range t.Lines {
		lines[n] = l.Raw
		text, changes := better[n]
		if !changes {
			text, changes = f.line(t, n)
		}
		if changes && text != l.Text {
			at := lint.Offset(l)
			lines[n] = l.Raw[:at] + text + l.Raw[at+len(l.Text):]
		}
	}
	if !f.isMarkdown() {
		lines = ended(t, lines)
	}
	text := strings.Join(lines, "")
	if text == data || !same(t, f.parse(text), better) {
		return data
	}
	return text
}

// line returns what a line says in the one form, if that may be something else.
func (f *file) line(t *transcript.Transcript, n int) (text string, changes bool) {
	l := t.Lines[n]
	switch l.Kind {
	case transcript.Comment:
		if f.isMarkdown() {
			return "", false
		}
		return strings.TrimRight(l.Text, " \t"), true
	case transcript.Directed:
		return directive(l.Text), true
	case transcript.Command:
		if len(t.Blocks[l.Block].Code) == 1 {
			return command(l.Text), true
		}
	}
	return "", false
}

// directive returns a directive without needless blanks. What stands behind #env and the
// like is text of somebody else, whose blanks may mean something.
func directive(text string) string {
	text = strings.TrimRight(text, " \t")
	name, args, _ := strings.Cut(text, " ")
	switch name {
	case "#if", "#require", "#testcases", "#service", "#resource":
		return strings.Join(strings.Fields(text), " ")
	case "#env", "#shell", "#known-failure":
		return text
	}
	return strings.TrimRight(name+" "+strings.TrimLeft(args, " \t"), " ")
}

// command returns a command of one line without blanks at its end, if they are that for
// the shell as well.
func command(text string) string {
	short := strings.TrimRight(text, " \t")
	if short == text || strings.HasSuffix(short, `\`) {
		return text
	}
	if f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(short), ""); err != nil || len(f.Stmts) == 0 {
		return text // it goes on below, in a quote say
	}
	return short
}

// ended returns the lines without empty ones at the end, and with a newline there.
func ended(t *transcript.Transcript, lines []string) []string {
	n := len(lines)
	for n > 0 && t.Lines[n-1].Kind == transcript.Comment && strings.Trim(lines[n-1], " \t\r\n") == "" {
		n--
	}
	if n == 0 {
		return lines
	}
	lines = lines[:n]
	if last := lines[n-1]; !strings.HasSuffix(last, "\n") {
		end := "\n"
		if n > 1 && strings.HasSuffix(lines[n-2], "\r\n") {
			end = "\r\n"
		}
		lines[n-1] = last + end
	}
	return lines
}

// same reports whether two transcripts run the same and match the same, but for the
// expected lines that are better. Lines correspond up to the end of the shorter file.
func same(a, b *transcript.Transcript, better map[int]string) bool {
	if len(a.Blocks) != len(b.Blocks) || len(a.Directives) != len(b.Directives) || len(b.Faults) > 0 || len(b.Lines) > len(a.Lines) {
		return false
	}
	for n := range b.Lines {
		x, y := a.Lines[n], b.Lines[n]
		text := x.Text
		if to, ok := better[n]; ok {
			text = to
		}
		switch x.Kind {
		case transcript.Comment, transcript.Directed, transcript.Command:
			text = strings.TrimRight(text, " \t")
		}
		if x.Kind != y.Kind || x.Block != y.Block || x.Kind != transcript.Directed && text != strings.TrimRight(y.Text, " \t") && text != y.Text {
			return false
		}
	}
	for i := range a.Blocks {
		if !slices.Equal(a.Blocks[i].Output, b.Blocks[i].Output) || !slices.Equal(a.Blocks[i].Code, b.Blocks[i].Code) {
			return false
		}
	}
	return slices.EqualFunc(a.Directives, b.Directives, func(x, y transcript.Directive) bool {
		return x.Name == y.Name && strings.Join(strings.Fields(x.Args), " ") == strings.Join(strings.Fields(y.Args), " ") && slices.Equal(x.Terms, y.Terms)
	})
}
