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
)

// A Size is that of a screen, in characters. The zero Size is no terminal at all.
type Size struct{ Columns, Rows int }

// A Screen shows what commands print, one after another. It has to be closed.
type Screen struct {
	Size
	Styles    bool // colours and attributes are shown as tags
	Emulators *Emulators

	emulator *emulator // nil until something was printed that needs one
}

// Lines returns what the screen shows when a command has printed a text: its lines,
// without blanks at their ends, up to the last that is not empty. Each ends in a newline.
func (s *Screen) Lines(printed string) string {
	if plain, ok := s.plain(printed); ok {
		return plain
	}
	if s.emulator == nil {
		s.emulator = s.Emulators.take(s.Size)
	}
	s.emulator.clear()
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
		s.Emulators.give(s.Size, s.emulator)
		s.emulator = nil
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
