package runner

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	"dott/matcher/transcript"
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
}

func newScript(t *transcript.Transcript) script {
	salt := "DOTT" + rand.Text()
	s := script{
		salt:   salt,
		quoted: salt[:8] + `"` + salt[8:] + `"`,
		block:  make(map[int]int, len(t.Blocks)),
		index:  strings.Index,
	}
	var b strings.Builder
	mark := func(line, block int) {
		s.block[line] = block
		fmt.Fprintf(&b, "echo %s %d $?\n", s.quoted, line)
	}
	for i, block := range t.Blocks {
		if i > 0 {
			mark(block.Code[0]+1, i)
		}
		for _, n := range block.Code {
			b.WriteString(t.Lines[n].Text)
			b.WriteByte('\n')
		}
	}
	mark(len(t.Lines)+1, len(t.Blocks))
	s.text = b.String()
	return s
}

// plainScript is the commands alone, for watching the shell at work.
func plainScript(t *transcript.Transcript) string {
	var b strings.Builder
	for _, block := range t.Blocks {
		for _, n := range block.Code {
			b.WriteString(t.Lines[n].Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

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
		if !ok || !known {
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
		put(piece{text, status})
		text = ""
		switch {
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
