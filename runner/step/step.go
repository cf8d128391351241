// Package step is what becomes of one test where a person, and not a report, is to see
// it: its shell, run up to a line and handed over to whoever sits at the terminal
// ([Enter]), or a script that does without dott what the test does ([Script]).
//
// The runner takes the test as far as its sandbox, with its services and its cell, and
// calls a function with a [Test]. When that returns, all of the test is ended and
// removed, as behind any other.
package step

import (
	"context"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/shell"
)

// A Test is a test in its sandbox, of which nothing has run yet.
type Test struct {
	Name       string // with its case and cell
	Path       string // of its file
	Copies     bool   // it runs in a copy of the folder of its file
	Transcript *transcript.Transcript
	Format     transcript.Format // of its file
	Shell      string            // the path of the program
	Args       []string          // and its arguments
	Script     shell.Options
	Apart      bool // standard error is compared apart
	Terminal   bool // it sees a terminal
	Services   []string
	Box        place.Sandbox
	Env        []string
	Files      map[string]string // that the configuration put into the sandbox

	// Start starts a command in the sandbox, within the limits of the test. When it has
	// ended, flush is to be called.
	Start func(ctx context.Context, c place.Command) (p place.Process, flush func(), err error)
	// Mask hides secret values in a text.
	Mask func(text string) string
	// Judge compares what was printed, in one stream or two, with a part of the transcript.
	Judge func(ctx context.Context, o Outcome) (event.Event, []transcript.Fault)
	// TearDown sources what is to be sourced last, and says what went wrong.
	TearDown func() string
}

// An Outcome is what came out of a part of a test.
type Outcome struct {
	Transcript      *transcript.Transcript
	Output          shell.Output
	Printed, Errors string
	Ran             judge.Ran
}

// A Stepper does with a test what is to be done in the place of running it.
type Stepper func(ctx context.Context, t *Test) error

// Done is the reason of a test that a Stepper had, and that was not run therefore.
const Done = "it was not run, but handed over"
