// Package process starts commands so that nothing of them outlives them. No other
// package imports os/exec.
//
// A command is started by a helper: a process of our own that does nothing else,
// one for each command that runs at the same time. On Linux a helper is the child
// subreaper of what it starts, so what a command has started is exactly what is
// below its helper, whatever left its session, lost its parent, dropped its
// environment or became another user. The process that calls this package, the
// host, is the parent of its helpers and of nothing else: its own children, their
// statuses, its limits, signals and flags are as they were.
//
// The life of a command: the host takes an idle helper, or starts one, and sends it
// the command and its three files over a socket. The helper starts it, in a session
// of its own, and takes the status of whatever ends below. Meanwhile the host copies
// the output. When the command has ended, or is to end since its context has, the
// helper asks its process group to end, by SIGTERM; then what else is below; and
// when the grace is over, it kills all of it, again and again until there are no
// children any more. Then it says so, and waits for the next command. A helper whose
// host is gone, in whatever way, sees the end of the socket: it ends what is below it
// and removes the directories that the host has noted with [Supervisor.RemoveOnDeath].
//
// A helper is the same program, started once more. An init function of this package
// recognises that, and never returns; so a program that imports it needs to call
// nothing, but what its other packages do in their own init functions is done in
// helpers as well. (A library that a program of another language has loaded cannot
// start helpers.) A helper has the umask, the limits and the niceness that the host
// had when it started it, and hands them on. Of the files that the host has open, or
// has inherited, a command gets none but its three.
//
// It costs a command two messages: some 80 µs where both sides sleep and have to be
// woken, less where processors are busy. A helper takes 3 ms to start, and a megabyte
// of memory besides what all share that run the program.
//
// What a command can still do to leave something behind: ask a program that is not
// below its helper to start it; kill the helper, which is an error of the command, and
// what had left its session is not found then; as root, whatever root can do. What the
// helper may not end, or the system cannot, is named in an error after some seconds.
//
// On other Unix systems there is no subreaper, and the process group of a command is
// all that is ended. On Windows there are no helpers, and the command itself is.
package process

import (
	"context"
	"io"
	"os"
	"time"

	"dott/runner/confine"
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
	Stderr *os.File // takes stderr alone, where Output is an *os.File
	// Errors takes stderr alone, while it comes; nil is that Output takes it. It also
	// takes what is written into the named pipe that is made at ErrorPipe: so a shell can
	// say something in between, wherever its own stderr leads by then.
	Errors    io.Writer
	ErrorPipe string
	// Answers are what it reads from the named pipe that is made at AnswerPipe; nil is
	// that there is none.
	Answers    *Answers
	AnswerPipe string
	// Terminal is what all three of its files are, and Output takes what it prints there;
	// nil is that it sees none.
	Terminal *Terminal

	// Confine is what the command may not do; nil is that it may do everything.
	Confine *confine.Limits
	// Refused, if not nil, is called by Wait with what the limits refuse, "writing /etc/x, by
	// sh". All that the command has written before was copied then.
	Refused func(what string)

	Stdin *os.File      // what the command reads; nil is nothing
	Grace time.Duration // between the polite signal and the other; 0: DefaultGrace
	// Ended, if not nil, is called by Wait as soon as the command itself has ended. What it
	// has left behind may take all of its grace to end.
	Ended func(Result)
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
