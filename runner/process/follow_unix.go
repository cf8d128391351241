//go:build unix

package process

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dott/runner/process/wire"
)

// errsWait is for how long standard error that is apart is not looked at, while nothing
// comes on the other stream: what a command says between two lines of that shall not
// wake us as often again. It is the longer the less comes.
var errsWait = pauses{5 * time.Millisecond, 40 * time.Millisecond}

// A follower copies the output of a command.
type follower struct {
	command *Process
	buf     []byte
	fds     [2]unix.PollFd // of the helper's news, and of the output
	wait    pauses         // for standard error
	err     error          // why the command is being ended
}

// follow copies the output of the command until that has ended, and waits until
// nothing of it is left. A process left behind may hold the pipe open; what that
// writes from then on is not waited for.
func (p *Process) follow() (ws syscall.WaitStatus, err error) {
	news := &p.helper.line
	f := follower{command: p, wait: errsWait}
	f.fds = [2]unix.PollFd{{Fd: int32(news.FD), Events: unix.POLLIN}, {Fd: int32(p.out.read), Events: unix.POLLIN}}
	if p.out.piped || p.errs.piped {
		room := p.supervisor.buffer()
		defer p.supervisor.buffers.Put(room)
		f.buf = room[:]
	}
	for {
		m, ok, merr := news.Take()
		switch {
		case merr != nil:
			return ws, fmt.Errorf("%w: %w", errLost, merr)
		case ok && m.Kind == wire.NewsEnded:
			ws = syscall.WaitStatus(m.A)
			f.drain()
			if p.ended != nil {
				p.ended(resultOf(ws))
			}
			if m.B == 1 {
				return ws, f.err
			}
			continue
		case ok && m.Kind == wire.NewsRefusal:
			f.tellRefusal(m.Text)
			continue
		case ok && m.Kind == wire.NewsGone:
			return ws, f.err
		case ok && m.Kind == wire.NewsStuck:
			return ws, fmt.Errorf("%w: %s", errLeft, m.Text)
		}
		n, perr := unix.Poll(f.fds[:], f.pause())
		switch {
		case n == 0 && f.command.out.terminal != nil && f.fds[1].Fd >= 0:
			f.stop(f.command.out.terminal.looked(f.command.pid))
		case errors.Is(perr, unix.EINTR):
		case perr != nil:
			return ws, fmt.Errorf("%w: waiting for it: %w", errLost, perr)
		case f.fds[0].Revents != 0:
			if ferr := news.Fill(); ferr != nil && !errors.Is(ferr, unix.EINTR) && !errors.Is(ferr, unix.EAGAIN) {
				return ws, errLost
			}
		default:
			f.copy()
		}
	}
}

// pause returns how long to wait for output at most, in milliseconds.
func (f *follower) pause() int {
	if f.command.out.terminal != nil && f.fds[1].Fd >= 0 {
		return f.command.out.terminal.pause()
	}
	if !f.command.errs.piped {
		return -1
	}
	pause := f.wait.next
	f.wait.next = min(2*pause, f.wait.most)
	return int(pause.Milliseconds())
}

// copy copies what has come.
func (f *follower) copy() {
	if f.fds[1].Revents != 0 {
		if n, err := f.command.out.copy(f.buf); n == 0 && f.command.out.terminal == nil || err != nil {
			f.fds[1].Fd = -1
			f.stop(err)
		}
	}
	if f.command.errs.piped {
		n, err := f.command.errs.copy(f.buf)
		if n > 0 {
			f.wait = errsWait
		}
		f.stop(err)
	}
}

// drain copies what is there when the command has ended. More is not wanted.
func (f *follower) drain() {
	if f.fds[1].Fd >= 0 {
		f.fds[1].Fd = -1
		f.stop(f.command.out.drain(f.buf))
	}
	if f.command.errs.piped {
		f.stop(f.command.errs.drain(f.buf))
	}
}

// tellRefusal tells what the command was refused, when all is copied that it had printed
// before.
func (f *follower) tellRefusal(what string) {
	if f.fds[1].Fd >= 0 {
		f.stop(f.command.out.drain(f.buf))
	}
	if f.command.refused != nil {
		f.command.refused(what)
	}
	_ = f.command.tell(wire.Message{Kind: wire.OrderGoOn})
}

// stop ends the command, for an error.
func (f *follower) stop(cause error) {
	if cause != nil && f.err == nil {
		f.err = cause
		f.command.end.Do(f.command.endAll)
	}
}
