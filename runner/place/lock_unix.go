//go:build unix

package place

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock locks a file, and reports whether nobody else has it locked.
func tryLock(f *os.File) bool {
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}
