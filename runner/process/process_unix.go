//go:build unix

package process

import (
	"errors"
	"io"
	"os/exec"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// ownSession gives the command a session of its own: one signal reaches all of
// it, and nothing of it can wait for an answer on our terminal.
func ownSession(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}

func signalName(exit *exec.ExitError) string {
	if ws, ok := exit.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return ws.Signal().String()
	}
	return ""
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

// finish ends what is left of a command that has ended, and forgets it.
func (s *Supervisor) finish(r *running, grace time.Duration) {
	if s.alive(r) {
		s.terminate(r, grace)
	}
	s.mu.Lock()
	delete(s.running, r.pid)
	s.mu.Unlock()
}

// drain stops copying after what is in the pipe now: a process that goes on
// writing is not waited for.
func (o *output) drain() error {
	// A read that waits is woken; what the pipe holds then is read without waiting.
	_ = o.read.SetReadDeadline(time.Unix(1, 0))
	if err := <-o.done; err != nil {
		return err
	}
	conn, err := o.read.SyscallConn()
	if err != nil {
		return err
	}
	var werr error
	_ = o.read.SetReadDeadline(time.Time{})
	err = conn.Read(func(fd uintptr) bool {
		left, err := unix.IoctlGetInt(int(fd), fionread)
		if err != nil {
			werr = err
			return true
		}
		buf := make([]byte, 32<<10)
		for left > 0 && werr == nil {
			n, err := syscall.Read(int(fd), buf[:min(left, len(buf))])
			if errors.Is(err, syscall.EINTR) {
				continue
			}
			if n <= 0 {
				break
			}
			left -= n
			_, werr = o.to.Write(buf[:n])
		}
		return true
	})
	if werr == nil && err != io.EOF {
		werr = err
	}
	return werr
}
