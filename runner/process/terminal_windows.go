package process

import "time"

// A Terminal is what a command sees as its terminal. There are none here.
type Terminal struct {
	Columns, Rows int
	Waits         func(w Waiting) error
	Soon          bool
}

// Type does nothing.
func (t *Terminal) Type(string) {}

// With does nothing.
func (t *Terminal) With(func(master, slave int)) bool { return false }

// Waiting is how a command waits.
type Waiting struct {
	Reads, Selects, Raw bool
	For                 time.Duration
}
