package watch

import (
	"fmt"
	"io"

	"golang.org/x/term"

	"dott/runner/report"
)

// A screen shows one line between runs: on a terminal, where it is taken away again
// and keys are single ones meanwhile, or anywhere else.
type screen struct {
	keys    io.Reader
	out     io.Writer
	width   func() int  // of the terminal that out is; nil: it is none
	line    string      // that is there; "" is that it has to be shown anew
	drawn   bool        // something stands in the terminal's last line
	columns int         // that the terminal had then
	raw     *term.State // what the keys' terminal was before
}

func (s *screen) shown() bool { return s.line != "" }

// show shows the line, and makes the terminal give single keys.
func (s *screen) show(line string) error {
	s.line = line
	if s.width == nil {
		_, err := fmt.Fprintln(s.out, line)
		return err
	}
	s.columns = s.width()
	width := s.columns
	if width <= 0 {
		width = 80
	}
	if f, ok := terminal(s.keys); ok && s.raw == nil {
		s.raw, _ = term.MakeRaw(int(f.Fd())) // without, keys are lines
	}
	s.drawn = true
	// The cursor stays in the first column, so that the line can be erased from
	// there whatever happens to the window.
	_, err := io.WriteString(s.out, "\r"+report.Truncate(line, width-1)+"\x1b[J\r")
	return err
}

// look has the line shown anew when the terminal became wider or narrower.
func (s *screen) look() {
	if s.shown() && s.width() != s.columns {
		s.line = ""
	}
}

// clear takes away the line and gives the terminal back.
func (s *screen) clear() error {
	if f, ok := terminal(s.keys); ok && s.raw != nil {
		_ = term.Restore(int(f.Fd()), s.raw)
		s.raw = nil
	}
	s.line = ""
	if !s.drawn {
		return nil
	}
	s.drawn = false
	_, err := io.WriteString(s.out, "\r\x1b[J")
	return err
}
