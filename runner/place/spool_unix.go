//go:build unix

package place

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile makes the content of a file readable as memory, without its taking up
// any that could not be given back.
func mapFile(f *os.File, size int) ([]byte, error) {
	if size == 0 {
		return nil, nil
	}
	return unix.Mmap(int(f.Fd()), 0, size, unix.PROT_READ, unix.MAP_SHARED)
}

func unmapFile(b []byte) {
	if b != nil {
		_ = unix.Munmap(b)
	}
}

// releaseMap lets the system take the pages back; they can be read again.
func releaseMap(b []byte) {
	if b != nil {
		_ = unix.Madvise(b, unix.MADV_DONTNEED)
	}
}
