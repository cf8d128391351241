package process

import (
	"os"
	"time"
)

// A Terminal is what a command sees as its terminal. There are none here.
type Terminal struct {
	Columns, Rows int
	Waits         func(w Waiting) error
	Soon          bool
}

// Type does nothing.
func (t *Terminal) Type(string) {}

// Write does nothing.
func (t *Terminal) Write([]byte) (int, error) { return 0, os.ErrClosed }

// Resize does nothing.
func (t *Terminal) Resize(columns, rows int) {}

// Unread does nothing.
func (t *Terminal) Unread() []byte { return nil }

// Waiting is how a command waits.
type Waiting struct {
	Reads, Selects, Raw bool
	For                 time.Duration
}
