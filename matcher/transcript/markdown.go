package transcript

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"dott/matcher/markdown"
	"dott/matcher/scrut"
)

// Markdown is the syntax of Markdown files: transcripts stand in fences that a word
// marks, and in HTML comments that begin with "dott". There commands, their
// continuations and their output stand at the margin of the fence, wherever that
// is; or they are indented, as in a `.t` file. All else is a comment.
//
// A fence that is to be a file is a command that writes it: its first line reads as
// the beginning of a here-document, and its last as the end of that.
type Markdown struct{ Format }

// IsMarkdown reports whether a file is Markdown, by its name.
func IsMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown" || ext == ".scrut"
}

// Words returns the words that mark a fence as a transcript.
func (f Format) Words() []string {
	switch {
	case f.Fences != nil:
		return f.Fences
	case f.Scrut:
		return scrutWords
	}
	return fenceWords
}

// fenceWords mark a fence, unless others are chosen.
var fenceWords = []string{"console", "shell-session", "sh-session", "t"}

// A fence is where lines of a transcript stand in a Markdown file.
type fence struct {
	open, close int         // its first and its last line
	prefix      string      // in front of its lines
	indent      string      // behind that, in front of commands and output
	mark        string      // what it begins with, such as ```
	hidden      bool        // it is an HTML comment
	file        string      // that it is written into; it is no transcript then
	scrut       *scrut.Case // it is a test case of scrut's
	heading     string
}

// Parse reads a file. One without any transcript in a fence or a comment is read as
// a `.t` file is, if that finds commands: so cram reads it.
func (m Markdown) Parse(data string) *Transcript {
	t := newTranscript(m, m.Format, data)
	t.terminal = !m.Plain && asksForTerminal(data, " \t>")
	for raw := range strings.Lines(data) {
		t.Lines = append(t.Lines, Line{Raw: raw, Text: withoutEnd(t, raw)})
	}
	document := m.front(t, data)
	if document.Languages != nil {
		m.Fences = document.Languages
	}
	inside := make([]bool, len(t.Lines))
	for _, p := range markdown.Parse(data) {
		for n := p.Open; n < min(p.Close+1, len(inside)); n++ {
			inside[n] = true
		}
		if p.Comment {
			m.comment(t, p)
		} else {
			m.fence(t, p, document.Defaults)
		}
	}
	if len(t.fences)+len(t.Faults) == 0 {
		if flat := m.Format.Parse(data); flat.HasCommands() {
			flat.syntax, flat.flat = m, true
			return flat
		}
	}
	for n, l := range t.Lines {
		if at := strings.Index(l.Text, opening); at > 0 && !inside[n] && l.Text[at-1] != '`' && strings.TrimSpace(l.Text[:at]) != "" {
			warn(t, n, fmt.Sprintf("this hidden transcript does not run, as its %s does not begin a line", opening))
		}
	}
	return finish(t)
}

// opening begins a hidden transcript.
const opening = "<!-- dott"

// fence reads a fenced block.
func (m Markdown) fence(t *Transcript, p markdown.Part, defaults scrut.Case) {
	word, attributes := splitInfo(p.Info)
	f := fence{open: p.Open, close: p.Close, prefix: p.Prefix, mark: p.Fence, heading: p.Heading}
	skip := false
	for _, a := range attributes {
		name, isFile := strings.CutPrefix(a, "file=")
		switch {
		case a == "skip":
			skip = true
		case isFile:
			if f.file = name; !isLocal(name) {
				fault(t, p.Open, fmt.Sprintf("file=%s: a fence is written into the directory of the test; name a file there", name))
				return
			}
		case m.runs(word) && (strings.HasPrefix(a, "skip") || strings.HasPrefix(a, "file")):
			warn(t, p.Open, fmt.Sprintf("%q is not known here; a fence has `skip` or `file=NAME` behind its word", a))
		}
	}
	switch {
	case f.file == "" && (skip || !m.runs(word)):
		m.warnOpen(t, p)
		return
	case !p.Closed:
		fault(t, p.Open, fmt.Sprintf("this fence never ends: below its last line it needs the line %q", p.Prefix+p.Fence))
		return
	}
	// What does not change where the fence grows.
	t.Lines[p.Open].Text, t.Lines[p.Close].Text = f.mark[:3]+p.Info, f.mark[:3]
	if f.file != "" {
		if !skip {
			t.fences = append(t.fences, f)
			writeFile(t, f, p)
		}
		return
	}
	if m.Scrut {
		m.scrutCase(t, f, p, defaults)
		return
	}
	m.lines(t, f, p)
}

// warnOpen warns about a fence that nothing closes, if it swallows others.
func (m Markdown) warnOpen(t *Transcript, p markdown.Part) {
	if p.Closed {
		return
	}
	for _, l := range p.Lines {
		text := strings.TrimSpace(l)
		if rest := strings.TrimLeft(text, p.Fence[:1]); len(text)-len(rest) >= 3 {
			if word, _ := splitInfo(rest); m.runs(word) {
				warn(t, p.Open, fmt.Sprintf("this fence never ends, so nothing below it runs: it needs the line %q below its last line", p.Prefix+p.Fence))
				return
			}
		}
	}
}

// comment reads an HTML comment.
func (m Markdown) comment(t *Transcript, p markdown.Part) {
	word, rest, _ := strings.Cut(p.Info, " ")
	switch {
	case word != "dott" || p.Open == p.Close && strings.TrimSpace(rest) == "":
		return
	case rest != "":
		fault(t, p.Open, fmt.Sprintf("%s stands alone on its line: what is hidden begins on the next", opening))
		return
	case !p.Closed:
		reason := "this hidden transcript never ends: it needs the line \"-->\" below its last line"
		if strings.TrimSpace(p.Prefix) != "" || p.Prefix != "" {
			reason += fmt.Sprintf(", and all its lines begin as this one does, with %q, since it is part of a list or a quote", p.Prefix)
		}
		fault(t, p.Open, reason)
		return
	case strings.TrimSpace(strings.TrimPrefix(t.Lines[p.Close].Text, strings.TrimRight(p.Prefix, " \t"))) != "-->":
		fault(t, p.Close, "the --> that ends a hidden transcript stands alone on its line")
		return
	}
	if p.Splits {
		warn(t, p.Open, fmt.Sprintf("this hidden transcript ends the list above, and another begins below; indent its lines by %d spaces to keep it in one", p.Indent))
	}
	m.lines(t, fence{open: p.Open, close: p.Close, prefix: p.Prefix, hidden: true, heading: p.Heading}, p)
}

// lines reads the lines of a transcript.
func (m Markdown) lines(t *Transcript, f fence, p markdown.Part) {
	f.indent = m.indentOf(p.Lines)
	t.fences = append(t.fences, f)
	started := false          // a command stands above
	above, odd := Comment, -1 // the first line that is nothing
	directed := false
	for i, raw := range p.Lines {
		n := p.Open + 1 + i
		l := &t.Lines[n]
		body, indented := strings.CutPrefix(withoutEnd(t, raw), f.indent)
		l.Text = body
		switch {
		case (!indented || f.hidden && f.indent == "") && direct(t, n, body):
			l.Kind, directed = Directed, true
		case indented:
			l.Kind, l.Text = m.indented(t, body, above)
			switch isCode := l.Kind == Command || l.Kind == Inline; {
			case isCode:
				started = true
			case !started:
				l.Kind, l.Text = Comment, body
			}
		}
		switch {
		case l.Kind == Continuation || l.Kind == InlineMore:
			for k := n - 1; t.Lines[k].fenced; k-- {
				t.Lines[k].fenced = false
			}
		case l.Kind == Output && l.Text == "" && f.indent == "":
			l.Kind, l.fenced = Comment, true
		case l.Kind == Output:
			if reason := m.suspectOutput(body, len(f.indent)); reason != "" {
				suspect(t, n, reason)
			}
		case l.Kind == Comment && odd < 0 && strings.TrimSpace(l.Text) != "" && f.indent == "":
			odd = n
		}
		above = l.Kind
	}
	switch {
	case !started && (odd >= 0 || !f.hidden) && !directed:
		warn(t, p.Open, `no line here is a command, which begins with "$ ", so nothing runs`)
	case odd >= 0 && started && !f.hidden:
		warn(t, odd, "this stands above the first command of its fence, and is not compared with anything")
	}
}

// indentOf returns the indent of commands in a fence: that of a `.t` file, if the
// first command has it, and otherwise none.
func (m Markdown) indentOf(lines []string) string {
	for _, l := range lines {
		for _, sign := range []string{"$ ", ">>> "} {
			if strings.HasPrefix(l, sign) {
				return ""
			}
			if strings.HasPrefix(l, m.Prefix()+sign) {
				return m.Prefix()
			}
		}
	}
	return ""
}

// runs reports whether a word marks a transcript.
func (m Markdown) runs(word string) bool {
	return slices.ContainsFunc(m.Words(), func(w string) bool { return strings.EqualFold(w, word) })
}

// splitInfo returns the words behind the marks of a fence. Blanks may stand in quotes.
func splitInfo(info string) (word string, attributes []string) {
	if at := strings.IndexByte(info, '{'); at > 0 { // what is in braces is another program's
		end := max(at, strings.LastIndexByte(info, '}'))
		info = info[:at] + " " + info[end+1:]
	}
	quoted := false
	fields := strings.FieldsFunc(info, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ' ' || r == '\t')
	})
	for i := range fields {
		fields[i] = strings.ReplaceAll(fields[i], `"`, "")
	}
	if len(fields) == 0 {
		return "", nil
	}
	return fields[0], fields[1:]
}

// isLocal reports whether a file's name is that of a file below a directory.
func isLocal(name string) bool {
	return name != "" && !path.IsAbs(name) && !strings.ContainsAny(name, "\x00\\") && !strings.HasSuffix(name, "/") &&
		path.Clean(name) != "." && !slices.Contains(strings.Split(name, "/"), "..")
}

// writeFile makes the lines of a fence the command that writes it into its file.
func writeFile(t *Transcript, f fence, p markdown.Part) {
	end := "EOF"
	for i := 0; i < len(p.Lines); i++ {
		if strings.TrimRight(p.Lines[i], "\r\n") == end {
			end, i = end+"_", -1
		}
	}
	command := ""
	if dir := path.Dir(f.file); dir != "." {
		command = "command -p mkdir -p " + quoted(dir) + " && "
	}
	set := func(n int, kind Kind, text string) { t.Lines[n].Kind, t.Lines[n].Text = kind, text }
	set(f.open, Command, command+"command -p cat >"+quoted(f.file)+" <<'"+end+"'")
	for i, raw := range p.Lines {
		set(f.open+1+i, Continuation, withoutEnd(t, raw))
	}
	set(f.close, Continuation, end)
}

// quoted returns a word for a shell.
func quoted(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") == "" && word[0] != '-' {
		return word
	}
	return "./'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// Render puts in front of an expected line what its fence has there.
func (m Markdown) Render(t *Transcript, n int, text string) string {
	f := t.fences.at(n)
	switch {
	case t.flat:
		return m.Format.Render(t, n, text)
	case f == nil:
		return text
	case text == "" && f.indent == "":
		return strings.TrimRight(f.prefix, " \t")
	}
	return f.prefix + f.indent + text
}

// Expected returns a line without what its fence has in front, if it is an expected
// line. A fence that it would close grows (see [Complete]).
func (m Markdown) Expected(t *Transcript, n int, above Kind, line string) (text string, ok bool) {
	f := t.fences.at(n)
	switch {
	case t.flat:
		return m.Format.Expected(t, n, above, line)
	case f == nil:
		return "", false
	}
	body, ok := strings.CutPrefix(line, f.prefix+f.indent)
	if !ok {
		return "", f.indent == "" && line == strings.TrimRight(f.prefix, " \t")
	}
	if f.hidden && (strings.Contains(body, "-->") || f.indent == "" && direct((&Transcript{format: m.Format}), 0, body)) {
		return "", false
	}
	kind, text := m.indented(t, body, above)
	if f.scrut != nil {
		kind, text = m.scrutLine(body, above)
	}
	return text, kind == Output
}
