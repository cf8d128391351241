package session

import (
	"fmt"
	"io"

	"dott/runner/event"
)

// debugReport is the report of a run in which the shell prints for itself and nothing
// is compared: only what kept a test from running is said.
type debugReport struct{ err io.Writer }

// Handle writes the reason of an error or a warning.
func (d debugReport) Handle(e event.Event) error {
	switch e.Action {
	case event.Error, event.Warning:
		_, err := fmt.Fprintln(d.err, e.Reason)
		return err
	}
	return nil
}
