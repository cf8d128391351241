// Package process starts commands so that nothing of them outlives them. A
// command gets a session of its own; when it has ended, or its context has, all
// that it started is ended too, also what left the session or lost its parent
// (on Linux, where orphans come to us; elsewhere as far as the process group
// reaches). It is the only importer of os/exec.
package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
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
	// Token is text that only the command's environment has, by which a process
	// that left its session is still known as its own.
	Token string
	Grace time.Duration // between the polite signal and the other; 0: DefaultGrace
}

// DefaultGrace is how long a process may take to end after SIGTERM.
const DefaultGrace = 500 * time.Millisecond

// A Result tells how a command ended.
type Result struct {
	Status int    // its exit status; -1 if a signal ended it
	Signal string // the signal's name, "killed" say, if one ended it
}

// A Supervisor starts commands and knows which processes are theirs. Its
// methods may be called at the same time.
type Supervisor struct {
	mu      sync.Mutex
	running map[int]*running // by process id
	system
}

// running is one command that has been started and not yet been cleaned up after.
type running struct {
	pid   int
	token string
	since uint64 // its start, in the system's own count
}

// NewSupervisor returns a Supervisor. On Linux it makes this process the one
// that orphans of its commands come to.
func NewSupervisor() *Supervisor {
	s := &Supervisor{running: map[int]*running{}}
	s.init()
	return s
}

// Run starts a command, waits until it has ended or ctx is done, ends whatever
// of it is left, and returns how it ended. When ctx is done first, the error is
// its cause. A process that keeps the output open does not hold up Run.
func (s *Supervisor) Run(ctx context.Context, c Command) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, context.Cause(ctx)
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return Result{}, err
	}
	defer null.Close()
	cmd := exec.Command(c.Path, c.Args...)
	cmd.Dir, cmd.Env, cmd.Stdin = c.Dir, c.Env, null
	ownSession(cmd)

	var out *output
	if f, ok := c.Output.(*os.File); ok {
		cmd.Stdout, cmd.Stderr = f, f
	} else {
		out, err = newOutput(c.Output)
		if err != nil {
			return Result{}, fmt.Errorf("making a pipe for the output: %w", err)
		}
		defer out.close()
		cmd.Stdout, cmd.Stderr = out.write, out.write
	}
	r, err := s.start(cmd, c.Token)
	if err != nil {
		return Result{}, err
	}
	if out != nil {
		out.start()
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	var cause error
	select {
	case err = <-ended:
	case <-ctx.Done():
		cause = context.Cause(ctx)
		s.terminate(r, c.grace())
		err = <-ended
	case <-out.failed():
		cause = out.err()
		s.terminate(r, c.grace())
		err = <-ended
	}
	if out != nil {
		if oerr := out.drain(); cause == nil {
			cause = oerr
		}
	}
	s.finish(r, c.grace())
	if cause != nil {
		return Result{}, cause
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return Result{exit.ExitCode(), signalName(exit)}, nil
	}
	return Result{}, err
}

func (c *Command) grace() time.Duration {
	if c.Grace > 0 {
		return c.Grace
	}
	return DefaultGrace
}

// start starts cmd and enters it as running under one lock, so that nobody takes
// it for an orphan.
func (s *Supervisor) start(cmd *exec.Cmd, token string) (*running, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	since := ticks()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r := &running{pid: cmd.Process.Pid, token: token, since: since}
	s.running[r.pid] = r
	return r, nil
}

// output copies a pipe to a writer.
type output struct {
	to          io.Writer
	read, write *os.File
	done        chan error
	broken      chan struct{} // closed when the writer refused
	cause       error
}

func newOutput(to io.Writer) (*output, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	return &output{to: to, read: r, write: w, done: make(chan error, 1), broken: make(chan struct{})}, nil
}

// start begins to copy, once the command has its own end of the pipe.
func (o *output) start() {
	o.write.Close()
	go func() { o.done <- o.copy() }()
}

func (o *output) copy() error {
	buf := make([]byte, 32<<10)
	for {
		n, err := o.read.Read(buf)
		if n > 0 {
			if _, werr := o.to.Write(buf[:n]); werr != nil {
				o.cause = werr
				close(o.broken)
				return werr
			}
		}
		if err != nil {
			if err == io.EOF || errors.Is(err, os.ErrDeadlineExceeded) {
				return nil
			}
			return fmt.Errorf("reading the output: %w", err)
		}
	}
}

func (o *output) failed() <-chan struct{} {
	if o == nil {
		return nil
	}
	return o.broken
}

func (o *output) err() error {
	if o == nil {
		return nil
	}
	return o.cause
}

func (o *output) close() {
	o.read.Close()
	o.write.Close()
}
