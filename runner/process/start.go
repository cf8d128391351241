package process

import "context"

// Start starts a command.
func (s *Supervisor) Start(ctx context.Context, c Command) (*Process, error) {
	return &Process{func() (Result, error) { return s.Run(ctx, c) }}, nil
}

// A Process is a command that was started.
type Process struct{ wait func() (Result, error) }

// Wait waits for the end.
func (p *Process) Wait() (Result, error) { return p.wait() }
