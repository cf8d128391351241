package place

import (
	"errors"

	"golang.org/x/sys/unix"
)

// changes tell whether anything came or went in some directories, or became another
// mode: the kernel notes it, and to ask takes one system call where to look takes
// twenty. Where the kernel has no room for that, nil, everything may have changed.
type changes struct{ fd int }

func watchChanges(dirs ...string) *changes {
	fd, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		return nil
	}
	for _, dir := range dirs {
		const what = unix.IN_CREATE | unix.IN_DELETE | unix.IN_MOVED_FROM | unix.IN_MOVED_TO | unix.IN_ATTRIB | unix.IN_DELETE_SELF | unix.IN_MOVE_SELF
		if _, err := unix.InotifyAddWatch(fd, dir, what|unix.IN_ONLYDIR|unix.IN_DONT_FOLLOW); err != nil {
			_ = unix.Close(fd)
			return nil
		}
	}
	return &changes{fd}
}

// any reports whether there were changes since it was asked last.
func (c *changes) any() bool {
	if c == nil {
		return true
	}
	var buf [4 << 10]byte
	for some := false; ; some = true {
		_, err := unix.Read(c.fd, buf[:])
		if errors.Is(err, unix.EAGAIN) {
			return some
		}
		if err != nil && !errors.Is(err, unix.EINTR) {
			return true
		}
	}
}

func (c *changes) close() {
	if c != nil {
		_ = unix.Close(c.fd)
	}
}
