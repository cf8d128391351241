// Package transcript reads and writes `.t` files, as FORMAT's "Lines" defines
// them. [Format.Parse] takes any bytes and never fails: what is wrong becomes a
// [Fault] with its line, and the rest is read all the same. [Transcript.String]
// gives back the bytes that were parsed. Where #if chooses among lines,
// [Transcript.Choose] makes the transcript of one choice, whose edits still are
// edits of the whole file. Cost: one pass, linear.
package transcript

import (
	"fmt"
	"strings"

	"dott/matcher"
	"dott/matcher/feature"
)

// Kind says what a line of a transcript is.
type Kind uint8

// The kinds of FORMAT's table.
const (
	Comment      Kind = iota // anything else: kept, never run
	Command                  // `  $ `
	Continuation             // `  > `
	Inline                   // `  >>> `
	InlineMore               // `  ... ` right behind inline code
	Output                   // two spaces, anything else: expected output
	Blank                    // an empty line between two lines of expected output
	Directed                 // a directive, at column 0
	Off                      // any of these, where #if leaves it out
)

// A Line is one line of the file.
type Line struct {
	Kind  Kind
	Block int    // the block it belongs to, or in which it stands
	Text  string // without indent, sign and line end
	Raw   string // as it is in the file, with its line end
}

// A Block is a command, or a line of inline code, with its continuations and
// the output expected of it.
// Block 0 is what comes before the first command.
type Block struct {
	Code   []int // indexes of its lines of code
	Output []int // indexes of its lines of expected output, blank ones included
}

// A Directive is a line such as `#require git`.
type Directive struct {
	Line  int    // index of its line
	Name  string // without the sign
	Args  string // without blanks around it
	Terms []feature.Term
}

// A Fault is something wrong in a line.
type Fault struct {
	Line   int // index of its line
	Reason string
}

// A Transcript is a parsed file. Nothing in it may be changed.
type Transcript struct {
	Lines      []Line
	Blocks     []Block
	Directives []Directive
	Faults     []Fault // the file cannot be run
	Warnings   []Fault // it can, but is probably not what was meant
	EOL        string  // "\n", or "\r\n" when every line ends so
	indent     string
	format     Format
}

// Format is how files are read and written. The zero value is FORMAT's own; the
// others are for files written for other programs.
type Format struct {
	Indent int  // spaces before commands and output; 0 is 2
	Plain  bool // no directives and no inline code, as cram has none
	FlatIf bool // #if inside #if is a fault, as for Mercurial
	ASCII  bool // tabs, and all that is not ASCII, are written escaped, as by cram
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
	t := &Transcript{EOL: LineEnd(data), indent: f.Prefix(), format: f}
	t.Lines = make([]Line, 0, strings.Count(data, "\n")+1)
	for raw := range strings.Lines(data) {
		t.add(raw)
	}
	t.checkNesting()
	t.makeBlocks()
	return t
}

// LineEnd returns how the lines of a file end: "\r\n" when all of them do so,
// and "\n" otherwise.
func LineEnd(data string) string {
	if n := strings.Count(data, "\n"); n > 0 && strings.Count(data, "\r\n") == n {
		return "\r\n"
	}
	return "\n"
}

// String returns the bytes that were parsed.
func (t *Transcript) String() string {
	var b strings.Builder
	for _, l := range t.Lines {
		b.WriteString(l.Raw)
	}
	return b.String()
}

// Raw returns the lines as they are in the file, with their line ends.
func (t *Transcript) Raw() []string {
	raw := make([]string, len(t.Lines))
	for i, l := range t.Lines {
		raw[i] = l.Raw
	}
	return raw
}

// Empty reports whether the file has no bytes at all.
func (t *Transcript) Empty() bool { return len(t.Lines) == 0 }

func (t *Transcript) add(raw string) {
	text := strings.TrimSuffix(raw, "\n")
	if len(text) < len(raw) && t.EOL == "\r\n" {
		text = text[:len(text)-1]
	}
	n := len(t.Lines)
	l := Line{Raw: raw, Text: text}
	if body, ok := strings.CutPrefix(text, t.indent); ok {
		l.Kind, l.Text = t.indented(body)
	} else {
		t.unindented(&l, n)
	}
	t.Lines = append(t.Lines, l)
}

// makeBlocks finds which lines belong together.
func (t *Transcript) makeBlocks() {
	t.Blocks = []Block{{}}
	for n := range t.Lines {
		l := &t.Lines[n]
		if l.Kind == Blank { // of an earlier choice
			l.Kind = Comment
		}
		if l.Kind == Command || l.Kind == Inline {
			t.Blocks = append(t.Blocks, Block{})
		}
		l.Block = len(t.Blocks) - 1
		block := &t.Blocks[l.Block]
		switch l.Kind {
		case Command, Continuation, Inline, InlineMore:
			block.Code = append(block.Code, n)
		case Output:
			t.blanksBefore(n, block)
			block.Output = append(block.Output, n)
		}
	}
}

func (t *Transcript) indented(body string) (Kind, string) {
	for _, sign := range []struct {
		prefix string
		kind   Kind
	}{{"$ ", Command}, {"> ", Continuation}, {">>> ", Inline}, {"... ", InlineMore}} {
		rest, ok := strings.CutPrefix(body, sign.prefix)
		if !ok {
			continue
		}
		if sign.kind == InlineMore && !t.afterInline() || t.format.Plain && sign.kind >= Inline {
			break
		}
		return sign.kind, rest
	}
	return Output, body
}

func (t *Transcript) afterInline() bool {
	n := len(t.Lines)
	return n > 0 && (t.Lines[n-1].Kind == Inline || t.Lines[n-1].Kind == InlineMore)
}

// blanksBefore makes the empty lines between expected line n and the one before
// it part of the block's expected output.
func (t *Transcript) blanksBefore(n int, block *Block) {
	if len(block.Output) == 0 {
		return
	}
	last := block.Output[len(block.Output)-1]
	for i := last + 1; i < n; i++ {
		if k := t.Lines[i].Kind; k != Comment && k != Blank || t.Lines[i].Text != "" {
			return
		}
	}
	for i := last + 1; i < n; i++ {
		t.Lines[i].Kind = Blank
		block.Output = append(block.Output, i)
	}
}

func (t *Transcript) unindented(l *Line, n int) {
	if strings.HasPrefix(l.Text, "\t$ ") {
		t.Warnings = append(t.Warnings, Fault{n, fmt.Sprintf(
			"this line begins with a tab, so it is a comment and is not run; indent commands by %d spaces", len(t.indent))})
		return
	}
	word, ok := strings.CutPrefix(l.Text, "#")
	if !ok || t.format.Plain {
		return
	}
	name, args, _ := strings.Cut(word, " ")
	d := Directive{Line: n, Name: name, Args: strings.TrimSpace(args)}
	fault := func(format string, a ...any) {
		t.Faults = append(t.Faults, Fault{n, fmt.Sprintf(format, a...)})
	}
	words := len(strings.Fields(d.Args))
	shaped := true
	switch name {
	case "if", "require":
		// Mercurial's runner hands the rest of the line to a shell, for which a # begins
		// a comment.
		args, _, _ := strings.Cut(" "+d.Args, " #")
		terms, err := feature.Parse(args)
		if err != nil {
			fault("#%s: %v", name, err)
		}
		d.Terms = terms
	case "testcases":
		if reason := t.badCases(strings.Fields(d.Args)); reason != "" {
			fault("#testcases %s", reason)
		}
	case "else", "endif":
	case "timeout", "setup", "teardown":
		shaped = words == 1
	case "shell", "service", "resource":
		shaped = words > 0
	case "env":
		before, _, ok := strings.Cut(d.Args, "=")
		shaped = ok && before != "" && !strings.ContainsAny(before, " \t")
	case "serial":
		shaped = words == 0
	default:
		if meant := misspelt(name); meant != "" {
			t.Warnings = append(t.Warnings, Fault{n, fmt.Sprintf(
				"this is a comment; if a directive is meant, it is called #%s", meant)})
		}
		return
	}
	if !shaped {
		// Under cram and Mercurial it is a comment, and may be meant as one.
		t.Warnings = append(t.Warnings, Fault{n, fmt.Sprintf(
			"this reads as a comment, not as the directive #%s, whose form is `%s`", name, forms[name])})
		return
	}
	l.Kind = Directed
	t.Directives = append(t.Directives, d)
}

var forms = map[string]string{
	"timeout":  "#timeout 30s",
	"setup":    "#setup FILE",
	"teardown": "#teardown FILE",
	"shell":    "#shell bash",
	"service":  "#service NAME",
	"resource": "#resource NAME",
	"env":      "#env NAME=value",
	"serial":   "#serial",
}

// misspelt returns the directive that a word differs from by one letter, or by two
// in the wrong order; "" if there is none. It is a comment all the same: cram's
// files may have any word there.
func misspelt(word string) string {
	if word == "elif" || word == "elseif" {
		return "else"
	}
	for _, name := range []string{"else", "endif", "env", "require", "resource", "serial", "service", "setup", "shell", "teardown", "testcases", "timeout"} {
		a, b := word, name
		for a != "" && b != "" && a[0] == b[0] {
			a, b = a[1:], b[1:]
		}
		for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
			a, b = a[:len(a)-1], b[:len(b)-1]
		}
		swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
		if len(name) > 3 && len(a) <= 1 && len(b) <= 1 || swapped {
			return name
		}
	}
	return ""
}

// checkNesting finds #else and #endif without #if, and #if without #endif.
func (t *Transcript) checkNesting() {
	type open struct {
		line    int
		hasElse bool
	}
	var stack []open
	fault := func(line int, reason string) { t.Faults = append(t.Faults, Fault{line, reason}) }
	for _, d := range t.Directives {
		switch d.Name {
		case "if":
			if len(stack) > 0 && t.format.FlatIf {
				fault(d.Line, "#if inside #if: Mercurial's test runner cannot do that")
			}
			stack = append(stack, open{line: d.Line})
		case "else":
			switch {
			case len(stack) == 0:
				fault(d.Line, "#else without #if")
			case stack[len(stack)-1].hasElse:
				fault(d.Line, "a second #else for the same #if")
			default:
				stack[len(stack)-1].hasElse = true
			}
		case "endif":
			if len(stack) == 0 {
				fault(d.Line, "#endif without #if")
			} else {
				stack = stack[:len(stack)-1]
			}
		}
	}
	for _, o := range stack {
		fault(o.line, "#if without #endif")
	}
}

// Patterns returns the expected lines of a block as patterns.
func (t *Transcript) Patterns(block int) []matcher.Pattern {
	output := t.Blocks[block].Output
	patterns := make([]matcher.Pattern, len(output))
	for i, n := range output {
		if t.Lines[n].Kind == Blank {
			patterns[i] = matcher.BlankLine()
		} else {
			patterns[i] = matcher.Parse(t.Lines[n].Text)
		}
	}
	return patterns
}

// Edits turns the changes of a block into edits of the file's lines.
func (t *Transcript) Edits(block int, changes []matcher.Change, got []matcher.Line) []matcher.Edit {
	var edits []matcher.Edit
	output := t.Blocks[block].Output
	for _, c := range changes {
		var written []string
		for j := c.From; j < c.To; j++ {
			written = append(written, t.indent+t.written(&got[j]))
		}
		at := t.outputStart(block)
		if c.Start > 0 {
			at = output[c.Start-1] + 1
		}
		if c.Start < c.End {
			at = output[c.Start]
		}
		// A deleted stretch may have comments in it, which stay.
		e := matcher.Edit{Start: at, End: at, New: written}
		for i := c.Start; i < c.End; i++ {
			if output[i] != e.End {
				edits = append(edits, e)
				e = matcher.Edit{Start: output[i], End: output[i]}
			}
			e.End = output[i] + 1
		}
		edits = append(edits, e)
	}
	if len(changes) == 0 || changes[0].From == len(got) {
		return t.guardInline(block, edits, nil)
	}
	return t.guardInline(block, edits, &got[changes[0].From])
}

// written returns the expected line that stands for a line of output.
func (t *Transcript) written(l *matcher.Line) string {
	if t.format.ASCII {
		return l.WrittenASCII()
	}
	return l.Written()
}

// guardInline keeps the first line of output behind inline code from reading as
// more code, once the edits are made; got is the first line they write.
func (t *Transcript) guardInline(block int, edits []matcher.Edit, got *matcher.Line) []matcher.Edit {
	start := t.outputStart(block)
	if len(edits) == 0 || edits[0].Start != start || start == 0 {
		return edits
	}
	if k := t.Lines[start-1].Kind; k != Inline && k != InlineMore {
		return edits
	}
	first := &edits[0]
	switch next := first.End; {
	case len(first.New) > 0:
		if strings.HasPrefix(first.New[0], t.indent+"... ") {
			first.New[0] = t.indent + got.WrittenBehindCode()
		}
	case next < len(t.Lines) && t.Lines[next].Kind == Output && strings.HasPrefix(t.Lines[next].Text, "... "):
		first.End++
		p := matcher.Parse(t.Lines[next].Text)
		first.New = []string{t.indent + p.BehindCode()}
	}
	return edits
}

// outputStart returns the index of the line where a block's output begins.
func (t *Transcript) outputStart(block int) int {
	b := t.Blocks[block]
	if len(b.Code) > 0 {
		return b.Code[len(b.Code)-1] + 1
	}
	return 0
}
