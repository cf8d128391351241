// Package typing has nothing to do on this system, which has no such terminals.
package typing

import (
	"os"
	"time"

	"dott/runner/process"
)

// Write does nothing.
func Write(*process.Terminal, []byte) error { return os.ErrClosed }

// Try does nothing.
func Try(*process.Terminal, []byte) (int, error) { return 0, os.ErrClosed }

// Pause is how long to wait where a terminal has no room.
const Pause = time.Millisecond

// Resize does nothing.
func Resize(t *process.Terminal, columns, rows int) {}

// Unread does nothing.
func Unread(*process.Terminal) []byte { return nil }
