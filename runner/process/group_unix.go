//go:build unix

package process

import (
	"os/exec"
	"syscall"
)

// ownGroup lets a command be ended with all that it started: `go list` starts git,
// and a merging tool may have workers. A Ctrl-C does not reach the group by itself.
// The function that it returns ends what did not listen.
func ownGroup(cmd *exec.Cmd) (kill func()) {
	signal := func(sig syscall.Signal) error { return syscall.Kill(-cmd.Process.Pid, sig) }
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// Politely at first: git has locks to remove.
	cmd.Cancel = func() error { return signal(syscall.SIGTERM) }
	return func() {
		if cmd.Process != nil {
			_ = signal(syscall.SIGKILL)
		}
	}
}
