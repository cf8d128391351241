package process

import (
	"context"
	"errors"
	"os/exec"
	"time"
)

// Windows has neither sessions nor signals: the command itself is ended, and
// what it left behind is not.
type system struct{}

func (s *Supervisor) init() {}

const bufferSize = 0 // os/exec has buffers of its own

func ticks() uint64 { return 0 }

func (s *Supervisor) marked(start func() (pid int, err error)) (pid int, mark uint64, err error) {
	pid, err = start()
	return pid, 0, err
}

// Close has nothing to do: what a command left behind is not known.
func (s *Supervisor) Close() {}

// Run starts a command, waits until it has ended or ctx is done, and returns how
// it ended. When ctx is done first, the error is its cause.
func (s *Supervisor) Run(ctx context.Context, c Command) (Result, error) {
	cmd := exec.CommandContext(ctx, c.Path, c.Args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = c.Dir, c.Env, c.Output, c.Output
	if c.Stdin != nil {
		cmd.Stdin = c.Stdin
	}
	if c.Stderr != nil {
		cmd.Stderr = c.Stderr
	}
	// A process that keeps the output open is not waited for.
	cmd.WaitDelay = 100 * time.Millisecond
	r, err := s.enter(c.Token, func() (int, error) {
		if err := cmd.Start(); err != nil {
			return 0, err
		}
		return cmd.Process.Pid, nil
	})
	if err != nil {
		return Result{}, err
	}
	defer s.leave(r)
	err = cmd.Wait()
	if ctx.Err() != nil {
		return Result{}, context.Cause(ctx)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return Result{Status: exit.ExitCode()}, nil
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	return Result{}, err
}
