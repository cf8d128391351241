// Package typing has nothing to do on this system, which has no such terminals.
package typing

import (
	"os"

	"dott/runner/process"
)

// Write does nothing.
func Write(*process.Terminal, []byte) error { return os.ErrClosed }

// Resize does nothing.
func Resize(t *process.Terminal, columns, rows int) {}

// Unread does nothing.
func Unread(*process.Terminal) []byte { return nil }
