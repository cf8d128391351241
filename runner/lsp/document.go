package lsp

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"dott/matcher"
	"dott/matcher/lint"
	"dott/matcher/transcript"
	linter "dott/runner/lint"
)

// A document is a file that the client has open, as the client has it.
type document struct {
	uri     string
	path    string // absolute; a made-up name where it is no file
	version int
	text    string
	lines   []string // with their ends

	options    *linter.Options
	transcript *transcript.Transcript // of the text; nil until asked for
	findings   []lint.Finding         // of the text
	judged     bool
	outside    []lint.Finding // what shellcheck said of the text when it was saved
	last       []failure      // of the last run
	stamp      string         // of what it was read from
}

// pathOf returns the path of a document.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return "untitled.t"
	}
	path := u.Path
	if runtime.GOOS == "windows" {
		path = strings.TrimPrefix(path, "/")
	}
	return filepath.FromSlash(path)
}

// set gives the document another text.
func (d *document) set(text string) {
	d.text, d.lines = text, nil
	for line := range strings.Lines(text) {
		d.lines = append(d.lines, line)
	}
	d.transcript, d.findings, d.judged, d.outside = nil, nil, false, nil
}

// change makes changes in their order, each of the text that the one before left.
func (d *document) change(changes []contentChange) {
	for _, c := range changes {
		if c.Range == nil {
			d.set(c.Text)
			continue
		}
		start, end := d.offset(c.Range.Start), d.offset(c.Range.End)
		if end < start {
			start, end = end, start
		}
		d.set(d.text[:start] + c.Text + d.text[end:])
	}
}

// parsed returns the document as a transcript.
func (d *document) parsed() *transcript.Transcript {
	if d.transcript == nil {
		d.transcript = transcript.For(d.path, d.options.Format).Parse(d.text)
	}
	return d.transcript
}

// offset returns where in the text a position is; one that is outside of the text is at
// the end of its line, or of all.
func (d *document) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	at := 0
	for n, line := range d.lines {
		if n == p.Line {
			return at + bytesOf(strings.TrimRight(line, "\r\n"), p.Character)
		}
		at += len(line)
	}
	return at
}

// bytesOf returns how many bytes the first UTF-16 code units of a line have.
func bytesOf(line string, units int) int {
	for i, r := range line {
		if units <= 0 {
			return i
		}
		units -= unitsOf(r)
	}
	return len(line)
}

func unitsOf(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// position returns the position of a byte of a line.
func (d *document) position(line, at int) position {
	if line >= len(d.lines) {
		return position{Line: line}
	}
	text := strings.TrimRight(d.lines[line], "\r\n")
	units := 0
	for _, r := range text[:min(max(at, 0), len(text))] {
		units += unitsOf(r)
	}
	return position{line, units}
}

// span returns the range of some bytes of a line; an end of 0 is all that it says.
func (d *document) span(line, start, end int) textRange {
	if end <= start && line < len(d.lines) {
		end = len(strings.TrimRight(d.lines[line], "\r\n"))
		if start == 0 {
			text := d.lines[line]
			start = len(text) - len(strings.TrimLeft(text, " \t"))
			start = min(start, end)
		}
	}
	return textRange{d.position(line, start), d.position(line, end)}
}

// whole returns the range of the lines [start,end), with their ends.
func (d *document) whole(start, end int) textRange {
	r := textRange{position{Line: start}, position{Line: end}}
	if last := len(d.lines) - 1; end > last && last >= 0 && !strings.HasSuffix(d.lines[last], "\n") {
		r.End = d.position(last, len(d.lines[last]))
		if start > last {
			r.Start = r.End
		}
	}
	return r
}

// eol is how the lines of the document end.
func (d *document) eol() string {
	if len(d.lines) > 0 && strings.HasSuffix(d.lines[0], "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// edits turns edits of lines into the client's.
func (d *document) edits(edits []matcher.Edit) []textEdit {
	out := []textEdit{}
	for _, e := range edits {
		r := d.whole(e.Start, e.End)
		text := ""
		for _, line := range e.New {
			text += strings.ToValidUTF8(line, string(utf8.RuneError)) + d.eol()
		}
		if e.End >= len(d.lines) && len(d.lines) > 0 && !strings.HasSuffix(d.lines[len(d.lines)-1], "\n") {
			if text = strings.TrimSuffix(text, d.eol()); e.Start >= len(d.lines) {
				text = d.eol() + text
			}
		}
		out = append(out, textEdit{r, text})
	}
	return out
}

// asEdit is edits of one document for the client.
func (d *document) asEdit(edits []matcher.Edit) *workspaceEdit {
	return &workspaceEdit{Changes: map[string][]textEdit{d.uri: d.edits(edits)}}
}
