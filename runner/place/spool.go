package place

import (
	"errors"
	"fmt"
	"os"
	"unsafe"
)

// spoolMemory is how much output of a test is kept in memory, in bytes.
const spoolMemory = 8 << 20

// A Spool takes the output of a test: in memory at first, past 8 MiB in a file,
// and past its limit not at all. The zero value has no room.
type Spool struct {
	Dir   string // for the file; "" is the system's temporary directory
	Limit int64  // in bytes

	size int64
	mem  []byte
	file *os.File
}

// A LimitError is the error of output past the limit.
type LimitError struct{ Limit int64 }

func (e LimitError) Error() string {
	return fmt.Sprintf("printed more than %s (--max-output)", SizeName(e.Limit))
}

// SizeName writes a number of bytes in the largest unit that divides it.
func SizeName(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// Write keeps p, up to the limit.
func (s *Spool) Write(p []byte) (int, error) {
	fit := min(int64(len(p)), s.Limit-s.size)
	n, err := s.put(p[:fit])
	s.size += int64(n)
	if err == nil && fit < int64(len(p)) {
		err = LimitError{s.Limit}
	}
	return n, err
}

func (s *Spool) put(p []byte) (int, error) {
	if s.file == nil && len(s.mem)+len(p) <= spoolMemory {
		s.mem = append(s.mem, p...)
		return len(p), nil
	}
	if s.file == nil {
		f, err := os.CreateTemp(s.Dir, "output-*")
		if err != nil {
			return 0, fmt.Errorf("keeping the output: %w", err)
		}
		// Without its name it goes with us, whatever ends us. Where a system keeps the
		// name of a file that is open, Close removes it.
		_ = os.Remove(f.Name())
		if _, err := f.Write(s.mem); err != nil {
			// What there is stays in memory: half a file would be shorter than size.
			err = errors.Join(fmt.Errorf("keeping the output: %w", err), f.Close())
			_ = os.Remove(f.Name())
			return 0, err
		}
		s.file, s.mem = f, nil
	}
	n, err := s.file.Write(p)
	if err != nil {
		return n, fmt.Errorf("keeping the output: %w", err)
	}
	return n, nil
}

// Text returns what was written, until the next call or Close. Of a large one nothing is in memory
// before it is looked at.
func (s *Spool) Text() (string, error) {
	b := s.mem
	if s.file != nil {
		unmapFile(b) // of an earlier call, when there was less
		var err error
		if b, err = mapFile(s.file, int(s.size)); err != nil {
			return "", fmt.Errorf("reading the output again: %w", err)
		}
		s.mem = b
	}
	return unsafe.String(unsafe.SliceData(b), len(b)), nil
}

// Release gives back the memory that looking at the text took up so far.
func (s *Spool) Release() {
	if s.file != nil {
		releaseMap(s.mem)
	}
}

// Close gives everything back. The text must not be used any more.
func (s *Spool) Close() {
	if s.file == nil {
		return
	}
	unmapFile(s.mem)
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}
