// Package place is where tests run. The runner knows a [Place] by what it does:
// it gives each run of a test a [Sandbox] of its own, with directories and an
// environment; it starts a shell in it and streams what that prints; and when the
// test has ended, it ends all that the shell left behind, and removes the rest.
//
// [Local] is this machine. What only this machine has (process numbers, signals,
// /proc) stays in here and in runner/process, so that another place, a container
// or a machine that is reached by ssh, is another implementation of the same two
// interfaces.
package place

import (
	"context"
	"io"
	"os"

	"dott/runner/confine"
	"dott/runner/process"
)

// A Place is where the tests of a run get their shells. Its methods may be called
// at the same time.
type Place interface {
	// Open makes the sandbox of one run of one test.
	Open(ctx context.Context, t Test) (Sandbox, error)
	// Close removes what is left of all sandboxes, when no test runs any more.
	Close() error
}

// A Test is what a place is told of a test.
type Test struct {
	Path   string            // of the file, absolute
	Target string            // where it runs, by its name in the configuration; "" is this machine
	Cases  []string          // its cases
	Cell   string            // of the matrix
	Shell  string            // TESTSHELL
	Set    map[string]string // variables of its own, whose values may name others as $NAME
	Copy   bool              // it runs in a copy of the directory of its file
	Probe  bool              // only something is to be asked for it: it needs no ports
}

// A Sandbox is the place of one run of one test. Nobody else has it until Close.
type Sandbox interface {
	// Env returns the environment of the test.
	Env() []string
	// Put writes files into the sandbox: contents by path, in which $NAME is a
	// variable of env that the sandbox gave the test.
	Put(files map[string]string, env []string) error
	// Bring sees to it that a file of this machine can be read in the sandbox, and returns
	// its path there.
	Bring(file string) (string, error)
	// ShellName is the name of the program that a shell's path leads to: /bin/sh is dash,
	// or bash.
	ShellName(path string) string
	// Start starts a command in the sandbox.
	Start(ctx context.Context, c Command) (Process, error)
	// HasProgram reports whether the PATH of an environment has a program.
	HasProgram(name string, env []string) bool
	// Names returns the texts of the sandbox that are shown as variables, such as its
	// paths and ports, the longer ones first where one is the beginning of another.
	Names() []Name
	// Script is the path by which a shell knows the script that it runs.
	Script() string
	// Pipes are the paths by which a script knows its named pipes.
	Pipes() Pipes
	// Close ends the use of the sandbox. To close it again does nothing.
	Close() error
}

// Pipes are the paths of the named pipes of a sandbox. Each is there while a command
// runs that has it.
type Pipes struct {
	Errors  string // what is written into it comes in between on Command.Errors
	Answers string // Command.Answers come out of it
}

// A Name is a text that is another in each sandbox, and the variable for it.
type Name struct {
	Text, Variable string
	Number         bool // a digit before it makes it part of another number
}

// A Command is to be started in a sandbox.
type Command struct {
	Path    string   // of the program
	Args    []string // behind the program's name
	Script  string   // the text of a script, whose path becomes the last argument; "" is none
	OnStdin bool     // the script is read from standard input, and the argument is -
	Dir     string   // where it starts; "" is the sandbox's own directory
	Env     []string
	// Output takes what the command writes to stdout and stderr, in one stream, in
	// order and while it comes. An *os.File is handed over as it is.
	Output io.Writer
	Stderr *os.File // takes stderr alone, where Output is an *os.File
	// Errors takes stderr alone, while it comes, and what is written into the sandbox's
	// pipe for errors; nil is that Output takes it.
	Errors io.Writer
	// Terminal is what all three of its files are; nil is none. A script is in a file then.
	Terminal *process.Terminal
	// Confine is what the command may not do, besides what the sandbox sees to itself: that
	// it has its own folders, and what PATH has. In paths, $NAME is a variable of Env. Nil
	// is that it may do everything.
	Confine *confine.Limits
	Refused func(what string) // is told what is refused, while the output comes
	// Answers are what it reads from the sandbox's pipe for answers; nil is none.
	Answers *process.Answers
}

// A Process is a command that was started.
type Process interface {
	// Wait copies the output until the command has ended, ends what it left behind,
	// and returns how it ended. Where the context of Start was done first, the error
	// is its cause.
	Wait() (process.Result, error)
}
