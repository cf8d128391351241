package runner

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/words"
)

// A script is a transcript's commands as one shell script, with a marker line
// before each block and one at the end. A marker prints the salt, the line of
// the command that follows, and the exit status of the one before. In the
// script itself the salt is written with quotes in its middle: a here-document
// without an end or `set -v` prints the markers' source, and that must not read
// as a marker.
type script struct {
	text   string
	salt   string
	quoted string      // the salt as the script has it
	block  map[int]int // by the line in the marker, from 1; the last marker is len(Blocks)
	index  func(text, needle string) int

	setups, teardowns int // files that it sources at first and at last
}

// Lines in markers that stand for no line of the file.
const (
	afterSetup    = 0
	afterTeardown = -1
)

// newScript makes the script of a transcript. What is sourced at first stands in
// the line of the first marker, so that a shell counts the lines as it does
// without.
func newScript(t *transcript.Transcript, s settings, strictCd bool) script {
	salt := "SALT" + rand.Text()
	sc := script{
		salt:      salt,
		quoted:    salt[:8] + `"` + salt[8:] + `"`,
		block:     make(map[int]int, len(t.Blocks)),
		index:     strings.Index,
		setups:    len(s.setup),
		teardowns: len(s.teardown),
	}
	var b strings.Builder
	for _, path := range s.setup {
		fmt.Fprintf(&b, ". %s; echo %s %d $?; ", quote(path), sc.quoted, afterSetup)
	}
	mark := func(line, block int) {
		sc.block[line] = block
		fmt.Fprintf(&b, "echo %s %d $?\n", sc.quoted, line)
	}
	code := inline{Interpreter: s.interpreter, transcript: t, salt: salt}
	for i, block := range t.Blocks {
		if i == 0 { // continuations of nothing, which the shell runs as they are
			writeCommand(&b, t, block, strictCd)
			continue
		}
		line := block.Code[0] + 1
		if t.Lines[block.Code[0]].Kind == transcript.Inline {
			if code.follows(i) {
				sc.block[line] = i
				code.mark(&b, line)
			} else {
				code.close(&b)
				mark(line, i)
				code.begin(&b)
			}
			code.code(&b, i)
			continue
		}
		code.close(&b)
		mark(line, i)
		writeCommand(&b, t, block, strictCd)
	}
	code.close(&b)
	mark(len(t.Lines)+1, len(t.Blocks))
	for _, path := range s.teardown {
		fmt.Fprintf(&b, ". %s; echo %s %d $?\n", quote(path), sc.quoted, afterTeardown)
	}
	sc.text = b.String()
	return sc
}

// writeCommand writes the lines of a command. Under strictCd, as for Mercurial's
// test runner, a plain cd that fails ends the test.
func writeCommand(b *strings.Builder, t *transcript.Transcript, block transcript.Block, strictCd bool) {
	for i, n := range block.Code {
		text := t.Lines[n].Text
		if words := strings.Fields(text); strictCd && i == 0 && len(words) == 2 && words[0] == "cd" {
			text = "cd " + words[1] + " || exit 1"
		}
		b.WriteString(text)
		b.WriteByte('\n')
	}
}

// plainScript is the commands alone, for watching the shell at work.
func plainScript(t *transcript.Transcript, s settings, strictCd bool) string {
	var b strings.Builder
	for _, path := range s.setup {
		fmt.Fprintf(&b, ". %s\n", quote(path))
	}
	code := inline{Interpreter: s.interpreter, transcript: t, salt: "SALT" + rand.Text()}
	for i, block := range t.Blocks {
		switch {
		case i == 0:
			writeCommand(&b, t, block, strictCd)
		case t.Lines[block.Code[0]].Kind == transcript.Inline:
			if !code.follows(i) {
				code.close(&b)
				code.begin(&b)
			}
			code.code(&b, i)
		default:
			code.close(&b)
			writeCommand(&b, t, block, strictCd)
		}
	}
	code.close(&b)
	return b.String() + teardownScript(s)
}

// teardownScript sources what is to be sourced last.
func teardownScript(s settings) string {
	var b strings.Builder
	for _, path := range s.teardown {
		fmt.Fprintf(&b, ". %s || exit\n", quote(path))
	}
	return b.String()
}

// quote returns a word of the shell that stands for s.
func quote(s string) string { return words.Quote(s) }

// A piece is a part of a block's output, up to a marker or to the end of all.
type piece struct {
	text   string
	status int // that the marker behind it tells; -1 when there was none
}

// output is what a script printed, block by block.
type output struct {
	blocks   [][]piece // nil for a block whose marker was not seen
	last     int       // the last block that was seen to begin
	complete bool      // the last marker arrived
	leaked   bool      // the source of a marker was printed: something read it as text

	setups, teardowns []piece // what each file that was sourced at first and at last printed
}

// split cuts what the script printed at its markers.
//
// A marker that comes for the first time opens its block, usually the next one;
// the commands of a function may come later than those behind it. One that comes
// again (a loop over several blocks) opens nothing: as under cram, what follows
// belongs to the block that was opened last. One that never comes leaves its
// block nil.
func (s *script) split(printed string) output {
	n := len(s.block)
	o := output{blocks: make([][]piece, n)}
	if s.index(printed, s.quoted) >= 0 {
		printed = s.dropSource(printed)
		o.leaked = true
	}
	o.blocks[0] = []piece{}
	open := 0
	put := func(p piece) { o.blocks[open] = append(o.blocks[open], p) }
	text := ""
	for from := 0; ; {
		i := s.index(printed[from:], s.salt)
		if i < 0 {
			break
		}
		line, status, rest, ok := readMarker(printed[from+i+len(s.salt):])
		block, known := s.block[line]
		if !ok || !known && line != afterSetup && line != afterTeardown {
			from += i + len(s.salt)
			continue
		}
		text = joined(text, printed[:from+i])
		printed, from = rest, 0
		if l, st, _, ok := readMarker(strings.TrimPrefix(rest, s.salt)); ok && l == line && st == status && strings.HasSuffix(text, "echo ") && strings.HasPrefix(rest, s.salt) {
			// The trace of the marker, before the marker itself.
			text = dropTrace(strings.TrimSuffix(text, "echo "))
			continue
		}
		if p := (piece{text, status}); line == afterSetup {
			o.setups = append(o.setups, p)
		} else if line == afterTeardown {
			o.teardowns = append(o.teardowns, p)
		} else {
			put(p)
		}
		text = ""
		switch {
		case !known:
		case block == n:
			o.complete = true
		case o.blocks[block] == nil:
			o.blocks[block] = []piece{}
			open = block
			o.last = max(o.last, block)
		}
	}
	if text = joined(text, printed); text != "" {
		put(piece{text, -1})
	}
	return o
}

// joined is a + b, without a copy where one is empty.
func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + b
}

// readMarker reads what follows the salt: ` LINE STATUS` and a newline.
func readMarker(s string) (line, status int, rest string, ok bool) {
	s, ok = strings.CutPrefix(s, " ")
	if !ok {
		return 0, 0, "", false
	}
	s, rest, ok = strings.Cut(s, "\n")
	l, st, ok2 := strings.Cut(s, " ")
	if !ok || !ok2 {
		return 0, 0, "", false
	}
	line, err1 := strconv.Atoi(l)
	status, err2 := strconv.Atoi(st)
	return line, status, rest, err1 == nil && err2 == nil
}

// dropTrace takes what `set -x` prints before a traced command off the end of
// text: `+ ` in most shells, `+name:3> ` in zsh, or else the whole line, for a
// prompt of the test's own.
func dropTrace(text string) string {
	start := strings.LastIndexByte(text, '\n') + 1
	line := text[start:]
	if before, ok := strings.CutSuffix(line, "+ "); ok {
		return text[:start] + before
	}
	if i := strings.LastIndexByte(line, '+'); i >= 0 && strings.HasSuffix(line, "> ") {
		return text[:start+i]
	}
	return text[:start]
}

// dropSource drops the lines in which the source of a marker was printed.
func (s *script) dropSource(printed string) string {
	var b strings.Builder
	for line := range strings.Lines(printed) {
		if before, after, ok := strings.Cut(line, "echo "+s.quoted+" "); ok && before == "" && !strings.Contains(after, s.salt) {
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}
