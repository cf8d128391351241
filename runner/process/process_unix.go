//go:build unix

package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dott/runner/process/prepared"
	"dott/runner/process/wire"
)

// A Process is a command that has been started.
type Process struct {
	supervisor *Supervisor
	helper     *helper
	ctx        context.Context
	pid        int
	out        outlet
	errs       outlet // stands open where stderr is told apart
	answers    *Answers
	grace      time.Duration
	ended      func(Result)
	refused    func(string)
	stop       func() bool   // of what ends the command with its context
	stopped    chan struct{} // closed when that has done so
	forwarded  func()        // ends the ways to services; nil for none
	end        sync.Once
	patience   *time.Timer // with a helper that was asked to end it all
	mu         sync.Mutex  // held to signal it, and to note that
	over       bool        // the helper may have another command
	lost       []int       // sessions of what a helper had started that is killed
}

var (
	errLost = errors.New("the process that watches over the command was killed, and with it the command")
	errLeft = errors.New("what it started could not be ended")
)

// Start starts a command. When ctx is done, the command is ended with all that it
// started: SIGTERM, and after its grace SIGKILL. Wait must be called.
func (s *Supervisor) Start(ctx context.Context, c Command) (*Process, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	dir := c.Dir
	if dir == "" { // the helper has one of its own
		var err error
		if dir, err = os.Getwd(); err != nil {
			return nil, fmt.Errorf("starting %s: %w", c.Path, err)
		}
	}
	p := &Process{supervisor: s, ctx: ctx, grace: c.grace(), ended: c.Ended, refused: c.Refused}
	p.out = outlet{to: c.Output, read: -1, buffers: &s.buffers, terminal: c.Terminal}
	if err := p.out.open(); err != nil {
		return nil, fmt.Errorf("making a pipe for the output: %w", err)
	}
	p.errs = outlet{to: c.Errors, read: -1, path: c.ErrorPipe}
	if c.Errors != nil {
		if err := p.errs.open(); err != nil {
			p.out.close()
			return nil, fmt.Errorf("making a pipe for standard error: %w", err)
		}
	}
	if p.answers = c.Answers; p.answers != nil {
		if err := p.answers.open(c.AnswerPipe); err != nil {
			p.closeAll()
			return nil, err
		}
	}
	var controlling int64
	if c.Terminal != nil {
		controlling = 1
	}
	order := wire.Message{Kind: wire.OrderStart, A: int64(p.grace), B: controlling, Text: dir, Args: append([]string{c.Path}, c.Args...), Env: c.Env, Prepare: prepared.Thread{Confine: c.Confine, Trace: c.Trace}.String()}
	err := p.start(order, c)
	p.out.closeWrite()
	if err != nil {
		p.closeAll()
		return nil, err
	}
	return p, nil
}

// closeAll closes what the command talked to us by.
func (p *Process) closeAll() {
	if p.forwarded != nil {
		p.forwarded()
	}
	p.out.close()
	p.errs.close()
	if p.answers != nil {
		p.answers.close()
	}
}

// start has a helper start the command. A helper that somebody has killed since it
// was last used is replaced, if it cannot have begun with this.
func (p *Process) start(order wire.Message, c Command) error {
	for {
		h, fresh, err := p.supervisor.take(c.Confine.Namespaces())
		if err != nil {
			return err
		}
		p.helper, p.stop = h, func() bool { return true }
		err = h.send(order, p.files(c)...)
		usable := err == nil
		switch {
		case usable:
			if err = p.begin(); err == nil {
				return nil
			}
			usable = !errors.Is(err, errLost)
		case errors.Is(err, unix.EPIPE), errors.Is(err, unix.ECONNRESET):
			err = errLost
		}
		again := !fresh && errors.Is(err, errLost) && p.supervisor.pages.started(h.page) == nothing
		err = p.finish(err, usable)
		if !again || p.ctx.Err() != nil {
			return fmt.Errorf("starting %s: %w", c.Path, err)
		}
	}
}

// poll waits for files, for ever if the timeout is negative.
func poll(fds []unix.PollFd, timeout time.Duration) (int, error) {
	return unix.Poll(fds, int(max(timeout, -time.Millisecond)/time.Millisecond))
}

// files returns what the command gets as its standard input, output and error.
func (p *Process) files(c Command) []int {
	files := []int{int(p.supervisor.null.Fd()), int(p.out.write), int(p.out.write)}
	if c.Terminal != nil {
		files[0] = files[1]
	}
	if c.Stdin != nil {
		files[0] = int(c.Stdin.Fd())
	}
	switch {
	case p.errs.piped:
		files[2] = int(p.errs.write)
	case c.Stderr != nil:
		files[2] = int(c.Stderr.Fd())
	}
	return files
}

// begin waits until a command has been started, or has not.
func (p *Process) begin() error {
	p.stopped = make(chan struct{})
	p.stop = context.AfterFunc(p.ctx, func() {
		defer close(p.stopped)
		p.end.Do(p.endAll)
	})
	m, err := p.helper.receive()
	switch {
	case err != nil:
		return errLost
	case m.Kind == wire.NewsRefused && m.Text != "":
		return errors.New(m.Text)
	case m.Kind == wire.NewsRefused:
		return syscall.Errno(m.A)
	}
	p.pid = int(m.A)
	if p.helper.space.Any() {
		p.receiveFiles()
	}
	return nil
}

// endAll asks the helper to end the command and all that it started. One that
// does not do so, since a test has stopped it, say, is killed.
func (p *Process) endAll() {
	const patience = 2 * time.Second
	_ = p.helper.send(wire.Message{Kind: wire.OrderEnd, A: int64(p.grace)})
	p.patience = time.AfterFunc(p.grace+killLimit+patience, func() {
		p.mu.Lock() // it may have been stopped before it could say what it started
		p.lost = sessionsBelow(p.helper.pid)
		p.mu.Unlock()
		p.helper.kill()
	})
}

// Wait copies the output of the command until that has ended, and waits until
// nothing of it is left. When the context was done first, the error is its cause.
// A process that keeps the output open does not hold it up.
//
// One goroutine does it all with plain system calls: for a command that takes a
// millisecond, handing data and endings from one goroutine to the next would
// cost as much again.
func (p *Process) Wait() (Result, error) {
	ws, err := p.follow()
	p.closeAll()
	err = p.finish(err, !errors.Is(err, errLost) && !errors.Is(err, errLeft))
	if err != nil {
		return Result{}, err
	}
	return resultOf(ws), nil
}

func resultOf(ws syscall.WaitStatus) Result {
	if ws.Signaled() {
		return Result{-1, ws.Signal().String()}
	}
	return Result{Status: ws.ExitStatus()}
}

// finish gives the helper back, or ends it if it is of no more use. It returns the
// error of the command.
func (p *Process) finish(err error, usable bool) error {
	p.mu.Lock()
	p.over = true
	lost := p.lost
	p.mu.Unlock()
	cancelled := !p.stop()
	if cancelled {
		<-p.stopped
	}
	if p.patience != nil && !p.patience.Stop() {
		usable = false // it is being killed
	}
	if usable {
		p.supervisor.give(p.helper)
	} else {
		if p.pid == 0 && !p.helper.space.Processes { // it came to no news
			p.pid = p.supervisor.pages.started(p.helper.page)
		}
		p.supervisor.drop(p.helper)
		for _, session := range append(lost, p.pid) {
			if errors.Is(err, errLost) && session > 0 {
				killSession(session)
			}
		}
	}
	switch cause := context.Cause(p.ctx); {
	case !cancelled:
		return err
	case err == nil:
		return cause
	case !usable:
		return fmt.Errorf("%w; %w", cause, err)
	}
	return err
}
