package report

import (
	"fmt"
	"io"

	"dott/runner/event"
)

// Debug is the report of a run in which the shell prints for itself and nothing
// is compared: only what kept a test from running is said.
type Debug struct{ Err io.Writer }

// Handle writes the reason of an error or a warning.
func (d Debug) Handle(e event.Event) error {
	switch e.Action {
	case event.Error, event.Warning:
		_, err := fmt.Fprintln(d.Err, e.Reason)
		return err
	}
	return nil
}
