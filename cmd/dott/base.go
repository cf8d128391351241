package main

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"dott/cmd/dott/options"
	"dott/runner/process"
)

// An app is what the program has of the process around it.
type app struct {
	env            []string
	stdin          io.Reader
	stdout, stderr io.Writer
	supervisor     *process.Supervisor // of all commands; nil is one for each run
}

// exitStatus is the error of a run that has a verdict and nothing more to say.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// written lets print write to w, and returns the error of the first write that
// failed.
func written(w io.Writer, print func(io.Writer)) error {
	b := bufio.NewWriter(w)
	print(b)
	return b.Flush()
}

func (a *app) getenv(name string) string { return options.Getenv(a.env, name) }

// colored reports whether the output is to have colours.
func (a *app) colored(when string, out io.Writer) bool {
	if when != "auto" {
		return when == "always"
	}
	f, ok := out.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return false
	}
	return a.getenv("NO_COLOR") == "" && a.getenv("CI") == "" && a.getenv("TERM") != "dumb"
}

// liveTerminal returns the terminal that takes a live report, if out is one.
func (a *app) liveTerminal(out io.Writer) (*os.File, bool) {
	f, ok := out.(*os.File)
	return f, ok && a.colored("auto", out)
}

// width returns a function that tells how many columns a terminal has now.
func width(terminal *os.File) func() int {
	return func() int {
		columns, _, _ := term.GetSize(int(terminal.Fd()))
		return columns
	}
}
