package runner

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unsafe"
)

// spoolMemory is how much output of a test is kept in memory, in bytes.
const spoolMemory = 8 << 20

// A spool takes the output of a test: in memory at first, past spoolMemory in a
// file, and past its limit not at all.
type spool struct {
	dir   string // for the file
	limit int64
	size  int64
	mem   []byte
	file  *os.File

	looked int // bytes of the file that were looked at since release
}

// limitError is the error of output past the limit.
type limitError struct{ limit int64 }

func (e limitError) Error() string {
	return fmt.Sprintf("printed more than %s (--max-output)", sizeName(e.limit))
}

func sizeName(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// Write keeps p, up to the limit.
func (s *spool) Write(p []byte) (int, error) {
	fit := min(int64(len(p)), s.limit-s.size)
	n, err := s.put(p[:fit])
	s.size += int64(n)
	if err == nil && fit < int64(len(p)) {
		err = limitError{s.limit}
	}
	return n, err
}

func (s *spool) put(p []byte) (int, error) {
	if s.file == nil && len(s.mem)+len(p) <= spoolMemory {
		s.mem = append(s.mem, p...)
		return len(p), nil
	}
	if s.file == nil {
		f, err := os.CreateTemp(s.dir, "output-*")
		if err != nil {
			return 0, fmt.Errorf("keeping the output: %w", err)
		}
		if _, err := f.Write(s.mem); err != nil {
			// What there is stays in memory: half a file would be shorter than size.
			return 0, errors.Join(fmt.Errorf("keeping the output: %w", err), f.Close(), os.Remove(f.Name()))
		}
		s.file, s.mem = f, nil
	}
	n, err := s.file.Write(p)
	if err != nil {
		return n, fmt.Errorf("keeping the output: %w", err)
	}
	return n, nil
}

// text returns what was written, until close.
func (s *spool) text() (string, error) {
	b := s.mem
	if s.file != nil {
		var err error
		if b, err = mapFile(s.file, int(s.size)); err != nil {
			return "", fmt.Errorf("reading the output again: %w", err)
		}
		s.mem = b
	}
	return unsafe.String(unsafe.SliceData(b), len(b)), nil
}

// window is how much of a spooled text is looked at before its memory is given
// back, in bytes.
const window = 8 << 20

// release gives back the memory that reading the text took up so far.
func (s *spool) release() {
	s.looked = 0
	if s.file != nil {
		releaseMap(s.mem)
	}
}

// index is strings.Index for the text and its parts, in little memory.
func (s *spool) index(text, needle string) int {
	if s.file == nil {
		return strings.Index(text, needle)
	}
	for from := 0; from < len(text); from += window {
		end := min(len(text), from+window+len(needle)-1)
		if i := strings.Index(text[from:end], needle); i >= 0 {
			if s.looked += i; s.looked > window {
				s.release()
			}
			return from + i
		}
		s.release()
	}
	return -1
}

// close gives everything back. The text must not be used any more.
func (s *spool) close() {
	if s.file == nil {
		return
	}
	unmapFile(s.mem)
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}
