// Package transcript reads and writes test files, as docs/format.md has them. A
// [Syntax] takes any bytes and never fails: what is wrong becomes a [Fault] with
// its line, and the rest is read all the same. [Transcript.String] gives back the
// bytes that were parsed.
//
// From then on a test is lines, blocks and the texts of expected lines. How these
// stand in the file (the indent, the line ends, what must not be written bare) is
// the syntax's business: [Section.Edits] and [Transcript.WriteOutput] make lines
// of the file, [Transcript.Apply] the whole file, [Transcript.Unified] a diff.
//
// Where #if chooses among lines, [Transcript.Choose] makes the transcript of one
// choice, whose edits still are edits of the whole file. Cost: one pass, linear.
package transcript

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
)

// Kind says what a line of a transcript is.
type Kind uint8

// The kinds of lines.
const (
	Comment      Kind = iota // anything else: kept, never run
	Command                  // the first line of a command
	Continuation             // one more line of it
	Inline                   // the first line of code for an interpreter
	InlineMore               // one more line of it, right behind
	Output                   // expected output
	Blank                    // an empty line between two lines of expected output
	Directed                 // a directive
	Input                    // what is typed into the command, directly below it
	Off                      // any of these, where #if leaves it out
)

// A Line is one line of the file.
type Line struct {
	Kind   Kind
	fenced bool   // an empty line that is part of the output above, in a format where that needs no indent
	Block  int    // the block it belongs to, or in which it stands
	Text   string // what the line says, without what makes it that kind and without line end
	Raw    string // as it is in the file, with its line end
}

// A Block is a command, or a line of inline code, with its continuations and
// the output expected of it.
// Block 0 is what comes before the first command.
type Block struct {
	Code   []int // indexes of its lines of code
	Input  []int // indexes of the lines that are typed into it
	Output []int // indexes of its lines of expected output, blank ones included
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
	Faults     []Fault        // the file cannot be run
	Warnings   []Fault        // it can, but is probably not what was meant
	eol        string         // "\n", or "\r\n" when every line ends so
	suspects   map[int]string // why expected lines look like something else than they are, by their indexes
	commands   bool
	terminal   bool   // some line asks for one, so there may be input
	fences     fences // of Markdown, in order
	flat       bool   // it is Markdown and reads as a `.t` file
	format     Format
	syntax     Syntax
}

// String returns the bytes that were parsed.
func (t *Transcript) String() string {
	var b strings.Builder
	for _, l := range t.Lines {
		b.WriteString(l.Raw)
	}
	return b.String()
}

// Hash returns the SHA-256 of the bytes that were parsed, in hexadecimal.
func (t *Transcript) Hash() string {
	h := sha256.New()
	for _, l := range t.Lines {
		_, _ = io.WriteString(h, l.Raw)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Empty reports whether the file has no bytes at all.
func (t *Transcript) Empty() bool { return len(t.Lines) == 0 }

// HasCommands reports whether there is anything to run, under whatever #if.
func (t *Transcript) HasCommands() bool { return t.commands }

// makeBlocks finds which lines belong together.
func makeBlocks(t *Transcript) {
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
		case Input:
			block.Input = append(block.Input, n)
		case Output:
			blanksBefore(t, n, block)
			block.Output = append(block.Output, n)
		case Comment:
			if l.fenced && l.Block > 0 {
				l.Kind = Blank
				block.Output = append(block.Output, n)
			}
		}
	}
}

// blanksBefore makes the empty lines between expected line n and the one before
// it part of the block's expected output.
func blanksBefore(t *Transcript, n int, block *Block) {
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
