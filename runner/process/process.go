// Package process starts commands so that nothing of them outlives them. A
// command gets a session of its own; when it has ended, or its context has, all
// that it started is ended too, also what left the session or lost its parent
// (on Linux, where orphans come to us; elsewhere as far as the process group
// reaches). No other package imports os/exec.
package process

import (
	"context"
	"io"
	"os"
	"time"
)

// A Command says what to start.
type Command struct {
	Path string   // of the program
	Args []string // behind the program's name
	Dir  string
	Env  []string
	// Output takes what the command writes to stdout and stderr, in one stream
	// and in order. An *os.File is handed to the command as it is; to any other
	// writer, what was written before the command ended is copied.
	Output io.Writer
	Stderr *os.File      // takes stderr alone, where Output is an *os.File
	Stdin  *os.File      // what the command reads; nil is nothing
	Grace  time.Duration // between the polite signal and the other; 0: DefaultGrace
}

// DefaultGrace is how long a process may take to end after SIGTERM.
const DefaultGrace = 500 * time.Millisecond

// A Result tells how a command ended.
type Result struct {
	Status int    // its exit status; -1 if a signal ended it
	Signal string // the signal's name, "killed" say, if one ended it
}

// A Supervisor starts commands. Its methods may be called at the same time. The
// zero value is ready; at the end it must be closed.
type Supervisor struct {
	system
}

// NewSupervisor returns a Supervisor. It starts no process yet.
func NewSupervisor() *Supervisor { return &Supervisor{} }

// Run starts a command and waits for it.
func (s *Supervisor) Run(ctx context.Context, c Command) (Result, error) {
	p, err := s.Start(ctx, c)
	if err != nil {
		return Result{}, err
	}
	return p.Wait()
}

func (c *Command) grace() time.Duration {
	if c.Grace > 0 {
		return c.Grace
	}
	return DefaultGrace
}
