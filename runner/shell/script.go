// Package shell makes one shell script of a transcript, and takes what that
// prints apart again.
//
// A transcript becomes a [Script] ([New]): its commands as they stand, with a
// marker before each block and one at the end. The script runs somewhere; its
// output goes, as it comes, through a [Splitter], which notes where the blocks
// begin and says which command is running. When the shell has ended,
// [Splitter.Output] gives each block what it printed.
//
// Nothing here touches the world. Cost: linear in the script and in the output,
// which is looked at once and not copied.
package shell

import (
	"crypto/rand"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/words"
)

// Options say how a script is made.
type Options struct {
	Shell       string   // the program that runs it, by its real name, such as dash
	Setup       []string // files that are sourced before the first command
	Teardown    []string // and behind the last
	Interpreter config.Interpreter
	StrictCd    bool // a plain cd that fails ends the test, as for Mercurial's test runner
	// Errors is the path of the pipe into which markers for standard error go; "" is that
	// both streams are one.
	Errors string
	// Repeated are the blocks whose command is repeated until an answer comes out of the
	// pipe Answers. Where that is not "", inline code that is unclear waits for one, too.
	Repeated map[int]bool
	Answers  string
	Terminal bool // it runs at a terminal, where ^C is for the command and not for the shell
}

// A Script is a transcript's commands as one shell script. A marker prints the
// salt, the line of the command that follows, and the exit status of the one
// before.
//
// In the script itself the salt is broken by quotes in its middle: a
// here-document without an end or `set -v` prints the markers' source, and that
// must not read as a marker.
type Script struct {
	Text string

	salt     string
	form     form
	blocks   int
	block    map[int]int    // by the line in the marker, from 1; the last marker is `blocks`
	code     string         // Text with a command that does nothing in the place of each marker
	lines    map[int][2]int // that are markers, in Text, by the number in the first of them
	terminal bool           // it runs at one
	errors   string         // where those for standard error go; "" is nowhere
	owner    []int          // of each line of code, the block whose command it is, or behind whose command it stands
	setups   int            // files that it sources at first
	ends     int            // and at last
}

// Lines in markers that stand for no line of the file.
const (
	afterSetup    = 0
	afterTeardown = -1
	// attempted stands behind a command that may be repeated, less the line of that.
	attempted = -10
)

// A form is how a marker is written for a shell: what prints its words, and what stands
// around that.
//
// Scripts change their shell in many ways, and the marker has to get through.
// The builtin is called past functions and aliases of its name; the status is
// quoted for any IFS; and where the shell lets it, what `set -x` and a closed
// standard output say about the marker itself goes nowhere.
type form struct{ print, open, end string }

func formFor(shell string, t *transcript.Transcript) form {
	shell = strings.TrimSuffix(filepath.Base(shell), ".exe")
	print := printer(shell, t)
	switch shell {
	case "mksh", "lksh", "oksh", "ksh", "ksh93":
		// They trace the redirection as well, and to the old standard error.
		return form{print: print}
	}
	away := "2>&-" // for nothing: to open /dev/null would be half the cost of a marker
	if shell == "zsh" {
		away = "2>/dev/null" // it ends where it cannot write a trace
	} else if mentions(t, "DEBUG") {
		// `trap … DEBUG` acts before every command but those of a subshell.
		return form{print, "( ", "; ) " + away}
	}
	return form{print, "{ ", "; } " + away}
}

// printer is the beginning of a command that prints its words. Where a script takes
// away one of the builtins for that, or puts a function in its place, it is another.
func printer(shell string, t *transcript.Transcript) string {
	past := []string{"command", ""}
	if shell == "bash" || shell == "zsh" {
		past = []string{"builtin", "command", ""}
		if shell == "zsh" { // whose command starts programs
			past = []string{"builtin", ""}
		}
	}
	for _, print := range []string{"echo", `printf '%s %s %s\n'`} {
		name, _, _ := strings.Cut(print, " ")
		for _, p := range past {
			switch {
			case p == "" && !takes(t, name):
				return `\` + print + " "
			case p != "" && !takes(t, p) && !disables(t, name):
				return `\` + p + " " + print + " "
			}
		}
	}
	return `\` + past[0] + " echo "
}

// takes reports whether a script may define a function of a name, or disable the
// builtin.
func takes(t *transcript.Transcript, name string) bool {
	return mentions(t, name+"()") || mentions(t, name+" ()") || mentions(t, "function "+name) || disables(t, name)
}

// disables reports whether a script may disable a builtin.
func disables(t *transcript.Transcript, name string) bool {
	return (mentions(t, "enable -n") || mentions(t, "disable ")) && mentions(t, name)
}

// mentions reports whether a line of the file has a text in it.
func mentions(t *transcript.Transcript, text string) bool {
	return slices.ContainsFunc(t.Lines, func(l transcript.Line) bool { return strings.Contains(l.Text, text) })
}

// New makes the script of a transcript. What is sourced at first stands in the
// line of the first marker, so that a shell counts the lines as it does without.
func New(t *transcript.Transcript, o Options) *Script {
	salt := "SALT" + rand.Text()
	s := &Script{
		salt: salt, form: formFor(o.Shell, t), blocks: len(t.Blocks),
		errors: o.Errors, terminal: o.Terminal,
		block: make(map[int]int, len(t.Blocks)), lines: make(map[int][2]int, len(t.Blocks)+1),
		setups: len(o.Setup), ends: len(o.Teardown),
	}
	if s.errors == "" && !o.Terminal && seesTraces(o.Shell, s.form, t) {
		s.form.open, s.form.end = "", ""
	}
	if s.errors != "" {
		// With standard error closed, the pipe would be opened in its place.
		s.form.end = strings.Replace(s.form.end, "2>&-", "2>/dev/null", 1)
	}
	w := &writer{Script: s, transcript: t, repeated: o.Repeated, answers: words.Quote(o.Answers)}
	w.text.Grow(512)
	w.code.Grow(512)
	if o.Terminal {
		// With a trap the shell goes on, and what it starts has none.
		w.text.WriteString("trap : INT QUIT; ")
	}
	for _, path := range o.Setup {
		w.text.WriteString(". " + words.Quote(path) + "; " + s.marker(afterSetup) + "; ")
	}
	w.copied = w.text.Len()
	code := inline{Interpreter: o.Interpreter, transcript: t, salt: salt, apart: s.errors != ""}
	for i, block := range t.Blocks {
		switch {
		case i == 0: // continuations of nothing, which the shell runs as they are
			w.command(t, i, o.StrictCd)
			continue
		case t.Lines[block.Code[0]].Kind != transcript.Inline:
			code.close(&w.text)
			w.mark(block.Code[0]+1, i)
			w.command(t, i, o.StrictCd)
			continue
		}
		line := block.Code[0] + 1
		if code.follows(i) {
			s.block[line] = i
			code.mark(&w.text, line)
		} else {
			code.close(&w.text)
			w.gated = o.Answers != "" && t.At(i).Unclear()
			w.mark(line, i)
			w.gated = false
			code.begin(&w.text)
		}
		code.code(&w.text, i)
		w.owned(i)
	}
	code.close(&w.text)
	w.mark(len(t.Lines)+1, len(t.Blocks))
	for _, path := range o.Teardown {
		w.text.WriteString(". " + words.Quote(path) + "; " + s.marker(afterTeardown) + "\n")
	}
	s.Text, s.code = w.text.String(), w.code.String()
	return s
}

// marker returns the source of a marker.
func (s *Script) marker(line int) string {
	printed := s.form.print + s.source() + " " + strconv.Itoa(line)
	text := s.form.open + printed + ` "$?"`
	if s.errors != "" {
		// By the name of the pipe: where standard error leads is the test's business.
		text += "; " + printed + " " + errorSign + " >>" + words.Quote(s.errors)
	}
	return text + s.form.end
}

// errorSign stands in the place of the status in a marker for standard error.
const errorSign = "-"

// source is the salt as the script has it.
func (s *Script) source() string { return s.salt[:saltHead] + `"` + s.salt[saltHead:] + `"` }

// saltHead is how much of the salt stands before its break.
const saltHead = 8

// A writer writes a script, and its code beside it.
type writer struct {
	*Script
	transcript *transcript.Transcript
	repeated   map[int]bool
	answers    string // the pipe, quoted
	gated      bool   // the block that is marked waits for an answer, which is 0, before it runs
	text, code strings.Builder
	copied     int // bytes of text that are in code
}

// owned copies to the code what was written since the last call, for a block.
func (w *writer) owned(block int) {
	text := w.text.String()[w.copied:]
	for range strings.Count(text, "\n") {
		w.owner = append(w.owner, block)
	}
	w.code.WriteString(text)
	w.copied = w.text.Len()
}

// mark writes the marker that opens a block. It is the line behind the command
// of the block before.
func (w *writer) mark(line, block int) {
	w.owned(block - 1)
	w.block[line] = block
	start := strings.LastIndexByte(w.text.String(), '\n') + 1
	if w.repeated[block-1] {
		line := attempted - w.lineOf(block-1)
		w.block[line] = block - 1
		w.text.WriteString(w.marker(line) + "; done; ")
	}
	w.text.WriteString(w.marker(line))
	if w.repeated[block] {
		w.text.WriteString("; until " + w.asked() + "; do")
	} else if w.gated {
		w.text.WriteString("; " + w.asked())
	}
	own := w.text.String()[start:]
	_, behind, _ := strings.Cut(own, w.source()+" ")
	number, _, _ := strings.Cut(behind, " ")
	if n, err := strconv.Atoi(number); err == nil {
		w.lines[n] = [2]int{start, start + len(own)}
	}
	w.text.WriteByte('\n')
	w.code.WriteString(nothing + "\n")
	w.owner = append(w.owner, block-1)
	w.copied = w.text.Len()
}

// lineOf is the line of a block's command, from 1.
func (w *writer) lineOf(block int) int { return w.transcript.Blocks[block].Code[0] + 1 }

// asked is a command that waits for an answer, which is its status. In a shell of its
// own it leaves nothing behind in the test's.
func (w *writer) asked() string {
	print := strings.TrimPrefix(w.form.print, `\`)
	past, _, _ := strings.Cut(print, " ")
	if past = `\` + past + " "; strings.HasPrefix(print, "echo ") || strings.HasPrefix(print, "printf ") {
		past = `\`
	}
	return "( " + past + "read -r a <" + w.answers + "; " + past + `exit "$a"; ) 2>/dev/null`
}

// nothing is a command that does nothing.
const nothing = ":"

func (w *writer) command(t *transcript.Transcript, block int, strictCd bool) {
	writeCommand(&w.text, t, block, strictCd)
	w.owned(block)
}

// writeCommand writes the lines of a command.
func writeCommand(b *strings.Builder, t *transcript.Transcript, block int, strictCd bool) {
	before, after := t.At(block).Wrap()
	b.WriteString(before)
	for i, n := range t.Blocks[block].Code {
		text := t.Lines[n].Text
		if words := strings.Fields(text); strictCd && i == 0 && len(words) == 2 && words[0] == "cd" {
			text = "cd " + words[1] + " || exit 1"
		}
		b.WriteString(text)
		b.WriteByte('\n')
	}
	if after != "" {
		b.WriteString(after + "\n")
	}
}
