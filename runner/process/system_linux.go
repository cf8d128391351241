package process

import (
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const fionread = unix.TIOCINQ

// self is the program that runs, even if another one has taken its place on disk.
func self() (string, error) {
	const link = "/proc/self/exe"
	if _, err := os.Lstat(link); err == nil {
		return link, nil
	}
	return os.Executable()
}

// unnamed returns an empty file in memory.
func unnamed() (*os.File, error) {
	fd, err := unix.MemfdCreate("dott", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	return os.NewFile(uintptr(fd), "memfd"), nil
}

// widen gives a pipe room for bufferSize bytes, if the system allows it.
func widen(pipe int) { _, _ = unix.FcntlInt(uintptr(pipe), unix.F_SETPIPE_SZ, bufferSize) }

// pollQuietly is poll for a helper, which does nothing else meanwhile. To the runtime
// it is not a system call: there is nobody to whom it could give the processor that
// this goroutine has, and to find that out, each time, would cost more than the poll.
// It lasts for at most a moment, so that the runtime can do what else it has to.
func pollQuietly(fds []unix.PollFd, timeout time.Duration) (int, error) {
	const moment = 10 * time.Millisecond
	if timeout < 0 || timeout > moment {
		n, err := pollRaw(fds, moment)
		if n != 0 || err != nil {
			return n, err
		}
		if timeout > 0 {
			timeout -= moment
		}
		return poll(fds, timeout)
	}
	return pollRaw(fds, timeout)
}

func pollRaw(fds []unix.PollFd, timeout time.Duration) (int, error) {
	limit := unix.NsecToTimespec(int64(timeout))
	n, _, errno := syscall.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)), uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// becomeReaper makes this process, a helper, the parent of whatever below it
// loses its own.
func becomeReaper() {
	// Every kernel that Go runs on can do this.
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
	// Otherwise it would be called "exe", by the path in self.
	if fd, err := unix.Open("/proc/self/comm", unix.O_WRONLY|unix.O_CLOEXEC, 0); err == nil {
		_, _ = unix.Write(fd, []byte(helperName))
		_ = unix.Close(fd)
	}
}

// ownSession gives a command a session of its own: one signal reaches all of it,
// and nothing of it can wait for an answer on our terminal. It does not outlive a
// helper that is killed. The descriptor becomes readable when the command has
// ended; it stays -1 on a kernel before 5.3.
func ownSession(pidfd *int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL, PidFD: pidfd}
}

// anyLeft reports whether something is left of a command that has ended when
// this process has no children any more: nothing can be.
func anyLeft(int) bool { return false }
