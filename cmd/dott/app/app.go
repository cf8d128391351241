// Package app has what dott has of the process around it: its environment, its
// standard streams, and what they are connected to.
package app

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

// An App is what the program has of the process around it.
type App struct {
	Env            []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Supervisor     *process.Supervisor // of all commands; nil is one for each run
}

// ExitStatus is the error of a run that has a verdict and nothing more to say.
type ExitStatus int

func (s ExitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// Written lets print write to w, and returns the error of the first write that
// failed.
func Written(w io.Writer, print func(io.Writer)) error {
	b := bufio.NewWriter(w)
	print(b)
	return b.Flush()
}

func (a *App) Getenv(name string) string { return options.Getenv(a.Env, name) }

// Colored reports whether the output is to have colours.
func (a *App) Colored(when string, out io.Writer) bool {
	if when != "auto" {
		return when == "always"
	}
	f, ok := out.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return false
	}
	return a.Getenv("NO_COLOR") == "" && a.Getenv("CI") == "" && a.Getenv("TERM") != "dumb"
}

// LiveTerminal returns the terminal that takes a live report, if out is one.
func (a *App) LiveTerminal(out io.Writer) (*os.File, bool) {
	f, ok := out.(*os.File)
	return f, ok && a.Colored("auto", out)
}

// Width returns a function that tells how many columns a terminal has now.
func Width(terminal *os.File) func() int {
	return func() int {
		columns, _, _ := term.GetSize(int(terminal.Fd()))
		return columns
	}
}
