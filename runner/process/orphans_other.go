//go:build unix && !linux

package process

import (
	"errors"
	"syscall"
)

const fionread = 0x4004667f // FIONREAD, _IOR('f', 127, int) on every BSD and macOS

// system has nothing outside Linux: what leaves the process group is not found.
type system struct{}

func (s *Supervisor) init() {}

// ownSession gives a command a session of its own: one signal reaches all of it,
// and nothing of it can wait for an answer on our terminal.
func ownSession(*int) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func (s *Supervisor) marked(start func() (pid int, err error)) (pid int, mark uint64, err error) {
	pid, err = start()
	return pid, 0, err
}

func (s *Supervisor) strays() []int { return nil }

func widen(int) {}

func ticks() uint64 { return 0 }

func (s *Supervisor) alive(r *running) bool {
	return !errors.Is(syscall.Kill(-r.pid, 0), syscall.ESRCH)
}

func (s *Supervisor) signal(r *running, sig syscall.Signal) {
	_ = syscall.Kill(-r.pid, sig)
}
