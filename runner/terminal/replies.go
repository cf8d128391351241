package terminal

import "bytes"

// A Live is a terminal while a command runs: it answers what programs ask a terminal
// (what it is, where the cursor stands), and knows how they want the keys. It is made
// when the first escape sequence comes, as most commands print none.
type Live struct {
	Size
	// Answer takes what the terminal answers, soon after it was asked; in a goroutine
	// of its own.
	Answer func(p []byte)

	Emulators *Emulators

	emulator *emulator
}

// Write takes what the command printed.
func (l *Live) Write(p []byte) {
	if l.emulator == nil {
		if bytes.IndexByte(p, '\x1b') < 0 {
			return
		}
		l.emulator = l.Emulators.take(l.Size)
		l.emulator.answers(l.Answer)
	}
	_, _ = l.emulator.Write(p)
}

// Clear empties the screen, for the next command.
func (l *Live) Clear() {
	if l.emulator != nil {
		l.emulator.clear()
	}
}

// Keys returns the bytes of a line that is typed now.
func (l *Live) Keys(line string) string {
	return Keys(line, l.emulator != nil && l.emulator.application)
}

// Close ends it.
func (l *Live) Close() {
	if l.emulator != nil {
		l.Emulators.give(l.Size, l.emulator)
		l.emulator = nil
	}
}
