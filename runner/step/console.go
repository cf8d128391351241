package step

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"dott/runner/process"
	"dott/runner/process/typing"
)

// A Screen is the terminal of this process.
type Screen struct {
	In, Out *os.File
	Term    string // its kind, by the caller's environment

	was  *term.State
	stop func()
}

// IsTerminal reports whether a person can sit there.
func (s *Screen) IsTerminal() bool {
	return term.IsTerminal(int(s.In.Fd())) && term.IsTerminal(int(s.Out.Fd()))
}

// Size is how large it is now.
func (s *Screen) Size() (columns, rows int) {
	columns, rows, err := term.GetSize(int(s.Out.Fd()))
	if err != nil || columns <= 0 || rows <= 0 {
		return 80, 24
	}
	return columns, rows
}

// Begin gives what is typed to a command's terminal, until End.
func (s *Screen) Begin(to *process.Terminal) (err error) {
	return s.Listen(func(keys []byte) { _ = typing.Write(to, keys) }, func(columns, rows int) { typing.Resize(to, columns, rows) })
}

// Listen makes the terminal raw, until End, and tells what is typed, nil at its end, and
// each new size.
func (s *Screen) Listen(typed func(keys []byte), resized func(columns, rows int)) (err error) {
	if s.was, err = term.MakeRaw(int(s.In.Fd())); err != nil {
		return fmt.Errorf("the terminal: %w", err)
	}
	s.stop = onResize(func() { resized(s.Size()) })
	go func() {
		buf := make([]byte, 4<<10)
		for {
			n, err := s.In.Read(buf)
			if n > 0 {
				typed(buf[:n])
			}
			if err != nil {
				typed(nil)
				return
			}
		}
	}()
	return nil
}

// End makes the terminal what it was.
func (s *Screen) End() error {
	if s.was == nil {
		return nil
	}
	s.stop()
	// What a program left on may be what nobody can type with.
	_, _ = s.Out.WriteString("\x1b[?2004l")
	return term.Restore(int(s.In.Fd()), s.was)
}

func (s *Screen) Write(p []byte) (int, error) { return s.Out.Write(p) }

// Say shows lines of our own.
func (s *Screen) Say(text string) {
	_, _ = s.Write([]byte("\r" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"))
}
