package covermap

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
)

// fileState is a file as it was.
type fileState struct {
	name string
	size int64 // -1: there was none
	time int64 // of its last change, in ns
	sum  [sumSize]byte
}

const sumSize = 16 // bytes of SHA-256, enough to tell what is not made to deceive

// stateOf returns a file as it is now. One that cannot be read, or is very large,
// has no sum, and is never the same.
func stateOf(root, name string) fileState {
	s := fileState{name: name}
	path := InRoot(root, name)
	info, err := os.Stat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			s.size = -1
		}
		return s
	}
	s.size, s.time = info.Size(), info.ModTime().UnixNano()
	if s.size > maxSummed {
		return s
	}
	if sum, err := sumOf(path); err == nil {
		s.sum = sum
	}
	return s
}

// maxSummed is the size of the largest file that is read: nobody shall wait for an
// image of a disk that lies about.
const maxSummed = 64 << 20

func sumOf(path string) (sum [sumSize]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	copy(sum[:], h.Sum(nil))
	return sum, nil
}

// same reports whether a file still is what it was. One of the same size and time
// is not read.
func (f *fileState) same(root string) bool {
	path := InRoot(root, f.name)
	info, err := os.Stat(path)
	if f.size < 0 {
		return errors.Is(err, fs.ErrNotExist)
	}
	if err != nil || f.sum == [sumSize]byte{} || info.Size() != f.size {
		return false
	}
	if info.ModTime().UnixNano() == f.time {
		return true
	}
	sum, err := sumOf(path)
	return err == nil && sum == f.sum
}
