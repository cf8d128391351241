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
)

// Run starts a command, waits until it has ended or ctx is done, ends whatever
// of it is left, and returns how it ended. When ctx is done first, the error is
// its cause. A process that keeps the output open does not hold up Run.
//
// One goroutine does it all with plain system calls: for a command that takes a
// millisecond, handing data and endings from one goroutine to the next would
// cost as much again.
func (s *Supervisor) Run(ctx context.Context, c Command) (Result, error) {
	if ctx.Err() != nil {
		return Result{}, context.Cause(ctx)
	}
	null, err := s.null()
	if err != nil {
		return Result{}, err
	}
	out := outlet{to: c.Output, read: -1, buffers: &s.buffers}
	if err := out.open(); err != nil {
		return Result{}, fmt.Errorf("making a pipe for the output: %w", err)
	}
	defer out.close()
	stderr := out.write
	if c.Stderr != nil {
		stderr = c.Stderr.Fd()
	}
	stdin := null.Fd()
	if c.Stdin != nil {
		stdin = c.Stdin.Fd()
	}
	pidfd := -1 // readable once the command has ended; -1 where there is no such thing
	r, err := s.enter(c.Token, func() (int, error) {
		return syscall.ForkExec(c.Path, append([]string{c.Path}, c.Args...), &syscall.ProcAttr{
			Dir: c.Dir, Env: c.Env, Files: []uintptr{stdin, out.write, stderr},
			Sys: ownSession(&pidfd),
		})
	})
	if err != nil {
		return Result{}, fmt.Errorf("starting %s: %w", c.Path, err)
	}
	defer s.leave(r)
	if pidfd >= 0 {
		defer unix.Close(pidfd)
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		s.terminate(r, c.grace())
	})
	out.closeWrite()
	ws, err := out.follow(r.pid, pidfd)
	if err != nil {
		s.terminate(r, c.grace())
		_, _ = wait(r.pid, 0)
	}
	if !stop() {
		<-ended
		if err == nil {
			err = context.Cause(ctx)
		}
	}
	if s.alive(r) {
		s.terminate(r, c.grace())
	}
	switch {
	case err != nil:
		return Result{}, err
	case ws.Signaled():
		return Result{-1, ws.Signal().String()}, nil
	}
	return Result{Status: ws.ExitStatus()}, nil
}

// wait waits for a child; with WNOHANG it returns 0 when that still runs.
func wait(pid, options int) (ws syscall.WaitStatus, ended int) {
	for {
		got, err := syscall.Wait4(pid, &ws, options, nil)
		if err != syscall.EINTR {
			return ws, got
		}
	}
}

// terminate ends all that belongs to a command: SIGTERM, and after the grace
// SIGKILL to what is left.
func (s *Supervisor) terminate(r *running, grace time.Duration) {
	s.signal(r, syscall.SIGTERM)
	deadline := time.Now().Add(grace)
	for pause := time.Millisecond; time.Now().Before(deadline); pause = min(2*pause, 20*time.Millisecond) {
		if !s.alive(r) {
			return
		}
		time.Sleep(pause)
	}
	// What forks while it is killed is found in the next round.
	for range 100 {
		s.signal(r, syscall.SIGKILL)
		time.Sleep(time.Millisecond)
		if !s.alive(r) {
			return
		}
	}
}

// Close ends what is left of commands that have ended, wherever it may belong. It
// is called when no command runs any more.
func (s *Supervisor) Close() {
	s.mu.Lock()
	busy := len(s.running) > 0
	s.mu.Unlock()
	if busy {
		return
	}
	for n := range 200 {
		left := s.strays()
		if len(left) == 0 {
			return
		}
		for _, pid := range left {
			if n == 0 {
				_ = syscall.Kill(pid, syscall.SIGTERM)
			} else if n > 50 {
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// outlet is where a command's output goes: a file, or a pipe from which it is
// copied to a writer.
type outlet struct {
	to    interface{ Write([]byte) (int, error) }
	read  int
	write uintptr
	piped bool

	buffers *sync.Pool // of *[bufferSize]byte
}

func (o *outlet) open() error {
	if f, ok := o.to.(*os.File); ok {
		o.write = f.Fd()
		return nil
	}
	var fds [2]int
	syscall.ForkLock.RLock()
	err := unix.Pipe(fds[:])
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err == nil {
		widen(fds[0])
	}
	o.read, o.write, o.piped = fds[0], uintptr(fds[1]), err == nil
	return err
}

// closeWrite closes our own copy of the pipe's end, once the command has its.
func (o *outlet) closeWrite() {
	if o.piped {
		_ = unix.Close(int(o.write))
		o.write = ^uintptr(0)
	}
}

func (o *outlet) close() {
	if o.piped {
		_ = unix.Close(o.read)
		if o.write != ^uintptr(0) {
			_ = unix.Close(int(o.write))
		}
	}
}

// quiet is for how long at the start nothing is read. A short command is then
// through with all its writing, which fits into the pipe, and has not woken us
// once a line; a long one is not held up to speak of.
const quiet = 2 * time.Millisecond

// bufferSize is how much is read at once, and how much the pipe should hold: the
// fewer times a chatty command must wait for us, the better.
const bufferSize = 256 << 10

// follow copies the output of a process until the process has ended, and waits
// for it. A process left behind may hold the pipe open; what that writes from
// then on is not waited for.
func (o *outlet) follow(pid, pidfd int) (syscall.WaitStatus, error) {
	if !o.piped {
		ws, _ := wait(pid, 0)
		return ws, nil
	}
	const longest = 10 * time.Millisecond
	fds := []unix.PollFd{{Fd: int32(pidfd), Events: unix.POLLIN}, {Fd: int32(o.read), Events: unix.POLLIN}}
	timeout := -1 // of poll, in milliseconds
	if pidfd >= 0 {
		_, _ = unix.Poll(fds[:1], int(quiet.Milliseconds()))
	} else {
		timeout = 1
	}
	buf := o.buffers.Get().(*[bufferSize]byte)[:]
	defer func() { o.buffers.Put((*[bufferSize]byte)(buf)) }()
	looked := time.Now()
	for {
		n, err := unix.Poll(fds, timeout)
		if err != nil && !errors.Is(err, unix.EINTR) {
			return 0, fmt.Errorf("waiting for output: %w", err)
		}
		if n > 0 && fds[1].Revents != 0 && fds[0].Revents == 0 {
			got, err := o.copy(buf)
			if err != nil {
				return 0, err
			}
			if got == 0 {
				ws, _ := wait(pid, 0)
				return ws, nil
			}
		}
		if pidfd >= 0 {
			if n > 0 && fds[0].Revents != 0 {
				ws, _ := wait(pid, 0)
				return ws, o.drain(buf)
			}
			continue
		}
		// Without a pidfd, to ask now and then is all that can be done.
		if now := time.Now(); n == 0 || now.Sub(looked) > longest {
			looked, timeout = now, min(2*timeout, int(longest.Milliseconds()))
			if ws, ended := wait(pid, syscall.WNOHANG); ended == pid {
				return ws, o.drain(buf)
			}
		}
	}
}

// copy copies once what the pipe has; 0 is the end of the output.
func (o *outlet) copy(buf []byte) (int, error) {
	for {
		n, err := syscall.Read(o.read, buf)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("reading the output: %w", err)
		}
		if n > 0 {
			_, err = o.to.Write(buf[:n])
		}
		return n, err
	}
}

// drain copies what is in the pipe now.
func (o *outlet) drain(buf []byte) error {
	left, err := unix.IoctlGetInt(o.read, fionread)
	for left > 0 && err == nil {
		var n int
		n, err = o.copy(buf[:min(left, len(buf))])
		if n == 0 {
			break
		}
		left -= n
	}
	return err
}
