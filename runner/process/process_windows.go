package process

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// Windows has neither sessions nor signals: the command itself is ended, and
// what it left behind is not.
type system struct{}

// Close has nothing to do: there are no helpers.
func (s *Supervisor) Close() {}

// RemoveOnDeath does nothing: there are no helpers that could see to it.
func (s *Supervisor) RemoveOnDeath(dir string) {}

// Forget takes back what was asked of RemoveOnDeath.
func (s *Supervisor) Forget(dir string) {}

// RunOnDeath does nothing, for the same reason.
func (s *Supervisor) RunOnDeath(path string, args ...string) (forget func(), err error) {
	return func() {}, nil
}

// A Process is a command that has been started.
type Process struct {
	cmd   *exec.Cmd
	ctx   context.Context
	ended func(Result)
}

// Start starts a command. When ctx is done, the command is ended. Wait must be
// called.
func (s *Supervisor) Start(ctx context.Context, c Command) (*Process, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if c.Terminal != nil {
		return nil, errors.New("#tty needs a terminal as Unix has them")
	}
	if c.Errors != nil || c.Answers != nil {
		return nil, errors.New("#stderr apart and #eventually need named pipes, which Windows does not have")
	}
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
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", c.Path, err)
	}
	return &Process{cmd: cmd, ctx: ctx, ended: c.Ended}, nil
}

// Wait waits until the command has ended. When the context was done first, the
// error is its cause.
func (p *Process) Wait() (Result, error) {
	err := p.cmd.Wait()
	if p.ctx.Err() != nil {
		return Result{}, context.Cause(p.ctx)
	}
	var r Result
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		r.Status, err = exit.ExitCode(), nil
	}
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	if err == nil && p.ended != nil {
		p.ended(r)
	}
	return r, err
}

// Signal ends the command: Windows has no signals.
func (p *Process) Signal(string) error {
	p.Kill()
	return nil
}

// Kill ends the command.
func (p *Process) Kill() { _ = p.cmd.Process.Kill() }
