//go:build unix

package discover

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// readRegular reads a regular file with as few system calls as it takes: os.File
// would set it up for polling, which costs more than to read it. To open a pipe
// would wait for its other end, but for O_NONBLOCK.
func readRegular(path string) ([]byte, error) {
	fd, err := retry(func() (int, error) {
		return unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK|unix.O_NOCTTY, 0)
	})
	if errors.Is(err, unix.ENXIO) { // a socket
		return nil, errNotRegular
	}
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		return nil, err
	}
	if info.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, errNotRegular
	}
	// One byte more than there should be: a regular file gives less than it is asked
	// for only at its end. One that is being written, or has no size, takes more care.
	data := make([]byte, min(info.Size, 1<<30)+1)
	n, err := retry(func() (int, error) { return unix.Read(fd, data) })
	if err != nil || n == 0 || int64(n) != info.Size {
		return os.ReadFile(path)
	}
	return data[:n], nil
}

func retry(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
