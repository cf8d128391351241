package terminal

import (
	"bytes"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// A Live is a terminal while a command runs: it answers what programs ask a terminal
// (what it is, where the cursor stands), and knows how they want the keys. It is made
// when the first escape sequence comes, as most commands print none.
type Live struct {
	Size
	// Answer takes what the terminal answers, soon after it was asked; in a goroutine
	// of its own.
	Answer func(p []byte)

	emulator    *vt.Emulator
	application bool // the cursor's keys send their other sequences
}

// Write takes what the command printed.
func (l *Live) Write(p []byte) {
	if l.emulator == nil {
		if bytes.IndexByte(p, '\x1b') < 0 {
			return
		}
		l.emulator = newEmulator(l.Size)
		set := func(on bool) func(ansi.Mode) {
			return func(m ansi.Mode) {
				if m == ansi.ModeCursorKeys {
					l.application = on
				}
			}
		}
		l.emulator.SetCallbacks(vt.Callbacks{EnableMode: set(true), DisableMode: set(false)})
		go func(e *vt.Emulator) {
			var buf [256]byte
			for {
				n, err := e.Read(buf[:])
				if err != nil {
					return
				}
				l.Answer(buf[:n])
			}
		}(l.emulator)
	}
	_, _ = l.emulator.Write(p)
}

// Clear empties the screen, for the next command.
func (l *Live) Clear() {
	if l.emulator != nil {
		_, _ = l.emulator.WriteString(reset)
		l.application = false
	}
}

// Keys returns the bytes of a line that is typed now.
func (l *Live) Keys(line string) string { return Keys(line, l.application) }

// Close ends it.
func (l *Live) Close() {
	if l.emulator != nil {
		_ = l.emulator.Close()
	}
}
