package transcript

import (
	"slices"
	"strings"
)

// A Syntax is a format of files. It is all that knows how a command or an
// expected line stands in a file; who changes a file asks the [Transcript], which
// asks the syntax that read it.
type Syntax interface {
	// Parse reads a file.
	Parse(data string) *Transcript

	// Render returns the line of the file, without its line end, that holds an
	// expected line where line n of t stands or is put in. The text is its end.
	Render(t *Transcript, n int, text string) string

	// Expected is the inverse of Render: the expected line that a line of the file
	// holds at the place n of t. It reports false for a line that is anything else
	// there; above is the kind of the line in front of it.
	Expected(t *Transcript, n int, above Kind, line string) (text string, ok bool)
}

// For returns the syntax of a file, by its name. The format is what was chosen for
// all files.
func For(path string, format Format) Syntax {
	if IsMarkdown(path) && !format.Plain {
		return Markdown{format}
	}
	return format
}

// newTranscript returns a transcript without lines, for data that a syntax will
// read.
func newTranscript(s Syntax, f Format, data string) *Transcript {
	return &Transcript{
		syntax: s, format: f, eol: lineEnd(data),
		Lines: make([]Line, 0, strings.Count(data, "\n")+1),
	}
}

// finish completes a transcript whose lines are all there.
func finish(t *Transcript) *Transcript {
	checkNesting(t)
	makeBlocks(t)
	for b := 1; b < len(t.Blocks) && !t.commands; b++ {
		t.commands = t.At(b).Sealed() == ""
	}
	warnSuspects(t)
	slices.SortStableFunc(t.Warnings, func(a, b Fault) int { return a.Line - b.Line })
	return t
}

// lineEnd returns how the lines of a file end: "\r\n" when all of them do so,
// and "\n" otherwise.
func lineEnd(data string) string {
	if n := strings.Count(data, "\n"); n > 0 && strings.Count(data, "\r\n") == n {
		return "\r\n"
	}
	return "\n"
}

// withoutEnd returns a line without its line end.
func withoutEnd(t *Transcript, raw string) string {
	text, ended := strings.CutSuffix(raw, "\n")
	if ended && t.eol == "\r\n" {
		text = text[:len(text)-1]
	}
	return text
}
