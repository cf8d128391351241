package outfile

import (
	"bytes"
	"errors"
	"io"
	"os"
	"runtime"
)

// A Spool keeps the body of a report until its head, which has the counts, can
// be written: a little in memory, more in a temporary file. So a report takes no
// more memory for many tests than for few.
type Spool struct {
	memory bytes.Buffer
	file   *os.File
}

const spoolMemory = 256 << 10

// Write adds to the spool.
func (s *Spool) Write(p []byte) (int, error) {
	if s.memory.Len()+len(p) <= spoolMemory {
		return s.memory.Write(p)
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "dott-report-")
		if err != nil {
			return 0, err
		}
		s.file = f
		if runtime.GOOS != "windows" {
			// Without a name it cannot stay behind, whatever happens to us.
			if err := os.Remove(f.Name()); err != nil {
				return 0, errors.Join(err, f.Close())
			}
		}
	}
	if _, err := s.file.Write(s.memory.Bytes()); err != nil {
		return 0, err
	}
	s.memory.Reset()
	if len(p) > spoolMemory {
		return s.file.Write(p)
	}
	return s.memory.Write(p)
}

// CopyTo writes all of it.
func (s *Spool) CopyTo(w io.Writer) error {
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		if _, err := io.Copy(w, s.file); err != nil {
			return err
		}
	}
	_, err := w.Write(s.memory.Bytes())
	return err
}

// Close gives up what the Spool takes.
func (s *Spool) Close() {
	s.memory = bytes.Buffer{}
	if s.file != nil {
		_ = s.file.Close()
		if runtime.GOOS == "windows" {
			_ = os.Remove(s.file.Name())
		}
		s.file = nil
	}
}
