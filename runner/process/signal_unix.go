//go:build unix

package process

import (
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dott/runner/process/wire"
)

// Signal sends a signal, "TERM" say, to the command itself, and to nothing that it
// has started: a server that is asked so ends what it started in an order of its own.
// A command that has ended gets none.
func (p *Process) Signal(name string) error {
	number := unix.SignalNum("SIG" + name)
	if number == 0 {
		return fmt.Errorf("no signal is named %s", name)
	}
	return p.tell(wire.Message{Kind: wire.OrderSignal, A: int64(number)})
}

// Kill ends the command and all that it started, at once. It does not wait.
func (p *Process) Kill() {
	_ = p.tell(wire.Message{Kind: wire.OrderEnd, A: int64(time.Nanosecond)})
}

// tell sends the helper an order about this command, and none about its next.
func (p *Process) tell(m wire.Message) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return nil
	}
	if err := p.helper.send(m); err != nil && err != syscall.EPIPE {
		return err
	}
	return nil
}
