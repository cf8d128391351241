// Package terminal is a terminal without glass: what its screen shows when a command has
// ended, what is typed for a key, and what a terminal answers when a program asks it.
//
// The screen itself is that of charmbracelet/x/vt. A screen is made of all that one
// command printed, at once, so what it shows does not depend on how the output came.
//
// Cost: linear in the output, and some tens of microseconds for a screen.
package terminal

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// A Size is that of a screen, in characters. The zero Size is no terminal at all.
type Size struct{ Columns, Rows int }

// A Screen shows what commands print, one after another. The zero value has no size.
type Screen struct {
	Size
	Styles bool // colours and attributes are shown as tags

	emulator *vt.Emulator
}

// reset makes an emulator what it was when it was new, and clears its screen.
const reset = "\x1bc\x1b[?1049l\x1b[H\x1b[2J"

// Lines returns what the screen shows when a command has printed a text: its lines,
// without blanks at their ends, up to the last that is not empty. Each ends in a newline.
func (s *Screen) Lines(printed string) string {
	if plain, ok := s.plain(printed); ok {
		return plain
	}
	if s.emulator == nil {
		s.emulator = newEmulator(s.Size)
		go drain(s.emulator)
	}
	_, _ = s.emulator.WriteString(reset)
	_, _ = s.emulator.WriteString(strings.ToValidUTF8(printed, "\uFFFD"))
	var b strings.Builder
	empty := 0
	for y := range s.Rows {
		line := s.line(y)
		if line == "" {
			empty++
			continue
		}
		b.WriteString(strings.Repeat("\n", empty) + line + "\n")
		empty = 0
	}
	return b.String()
}

// Close gives back what the screen needed.
func (s *Screen) Close() {
	if s.emulator != nil {
		_ = s.emulator.Close()
	}
}

// drain takes what the emulator answers, which nobody waits for when all is over.
func drain(e *vt.Emulator) {
	var buf [256]byte
	for {
		if _, err := e.Read(buf[:]); err != nil {
			return
		}
	}
}

// plain returns the lines of a text that needs no emulator: short lines of ASCII that
// fit on the screen.
func (s *Screen) plain(printed string) (text string, ok bool) {
	if s.Styles && strings.Contains(printed, "<") || strings.Count(printed, "\n") >= s.Rows {
		return "", false
	}
	var b strings.Builder
	empty := 0
	for line := range strings.Lines(printed) {
		body, ended := strings.CutSuffix(line, "\r\n")
		if !ended && strings.HasSuffix(line, "\n") || len(body) >= s.Columns {
			return "", false
		}
		for i := range len(body) {
			if c := body[i]; c < ' ' || c > '~' {
				return "", false
			}
		}
		body = strings.TrimRight(body, " ")
		if body == "" {
			empty++
			continue
		}
		b.WriteString(strings.Repeat("\n", empty) + body + "\n")
		empty = 0
	}
	return b.String(), true
}

// line returns a line of the screen.
func (s *Screen) line(y int) string {
	var cells []*uv.Cell
	last := 0
	for x := 0; x < s.Columns; x++ {
		c := s.emulator.CellAt(x, y)
		if c != nil && c.Width == 0 && c.Content == "" {
			continue // the second half of a wide character
		}
		cells = append(cells, c)
		if c != nil && (strings.Trim(c.Content, " ") != "" || s.Styles && styleOf(c) != "") {
			last = len(cells)
		}
	}
	cells = cells[:last]
	if s.Styles {
		return tagged(cells)
	}
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(content(c))
	}
	return b.String()
}

func content(c *uv.Cell) string {
	if c == nil || c.Content == "" {
		return " "
	}
	return c.Content
}

// newEmulator returns an emulator without history.
func newEmulator(size Size) *vt.Emulator {
	e := vt.NewEmulator(size.Columns, size.Rows)
	e.SetScrollbackSize(1)
	// Some sequences are repeated as often as they say. What would be more than the
	// screen holds, a hundred million times say, is left out.
	for _, final := range "@bEILMPSTXZ" {
		e.RegisterCsiHandler(int(final), func(params ansi.Params) bool {
			n, _, ok := params.Param(0, 1)
			return ok && n > size.Columns*size.Rows
		})
	}
	return e
}
