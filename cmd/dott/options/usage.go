// Package options is the command line of dott. One table has every option, with its
// group and its lines in the help. [Parse] reads a command line by it, [Line.Settle]
// adds what $DOTT_OPTS, the configuration and a preset say, each where nothing above
// it did, and what comes out is plain [Settings].
package options

import (
	"fmt"

	"dott/runner/environment"
)

// Error is an error in how the program was called.
type Error struct{ reason string }

func (e Error) Error() string { return e.reason }

// Errorf returns an [Error].
func Errorf(format string, a ...any) error { return Error{worded(fmt.Sprintf(format, a...))} }

// Getenv returns the value of a variable of an environment, or "".
func Getenv(env []string, name string) string {
	value, _ := environment.Lookup(env, name)
	return value
}
