package place

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// entries counts the entries of a directory, up to most, and returns its mode; the
// count is -1 if it cannot be read. It is asked four times a test, and os.File would
// set up each for polling.
func entries(dir string, most int) (count int, mode fs.FileMode) {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, 0
	}
	defer unix.Close(fd)
	var info unix.Stat_t
	if err := unix.Fstat(fd, &info); err != nil {
		return -1, 0
	}
	mode = fs.FileMode(info.Mode)
	var buf [1024]byte
	for count < most {
		n, err := unix.Getdents(fd, buf[:])
		if err != nil {
			return -1, mode
		}
		if n == 0 {
			break
		}
		_, more, _ := unix.ParseDirent(buf[:n], -1, nil)
		count += more
	}
	return count, mode
}
