//go:build unix && !linux

package process

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// FIONREAD, _IOR('f', 127, int) on every BSD and macOS.
const fionread = 0x4004667f

// self is the program that runs.
func self() (string, error) { return os.Executable() }

// unnamed returns an empty file without a name.
func unnamed() (*os.File, error) {
	file, err := os.CreateTemp("", "dott-")
	if err != nil {
		return nil, err
	}
	return file, os.Remove(file.Name())
}

func pollQuietly(fds []unix.PollFd, timeout time.Duration) (int, error) { return poll(fds, timeout) }

func widen(int) {}

// becomeReaper does nothing: what loses its parent goes to the system's first
// process, and what also left the process group of its command is not found.
func becomeReaper() {}

// ownSession gives a command a session of its own: one signal reaches all of it,
// and nothing of it can wait for an answer on our terminal.
func ownSession(*int) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// anyLeft reports whether something is left of a command that has ended.
func anyLeft(command int) bool { return !errors.Is(syscall.Kill(-command, 0), syscall.ESRCH) }

func askRest(int) {}

func killAll(command int) { _ = syscall.Kill(-command, syscall.SIGKILL) }

func remains(command int) string { return fmt.Sprintf("the process group %d", command) }

func sessionsBelow(int) []int { return nil }

// killSession kills a command whose helper is gone.
func killSession(command int) { killAll(command) }
