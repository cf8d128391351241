//go:build unix

package state

import (
	"os"

	"golang.org/x/sys/unix"
)

const nonblocking = unix.O_NONBLOCK

// tryLock takes the file's lock and returns the function that gives it back. It
// does not wait; free is false where another has it.
func tryLock(path string) (unlock func(), free bool, err error) {
	f, err := open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, false, err
	}
	for {
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err != unix.EINTR {
			break
		}
	}
	if err == nil {
		return func() { _ = f.Close() }, true, nil
	}
	_ = f.Close()
	if err == unix.EWOULDBLOCK {
		return nil, false, nil
	}
	return nil, false, err
}
