package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Limits of what is read. A client that goes beyond them is broken.
const (
	longestHeader  = 8 << 10
	longestMessage = 256 << 20
)

// A stream reads and writes messages with their headers. It is in the place of the
// library's own, which allocates what a header says before it has it, reads a header of
// any length, and ends the connection at the first message that is no JSON.
type stream struct {
	r *bufio.Reader
	c io.Closer

	out     chan struct{} // closed when all that is to be written is
	mu      sync.Mutex
	waiting [][]byte   // messages to be written
	wake    *sync.Cond // there are some, or there will be none
	ended   bool
	err     error // of the first write that failed
}

func newStream(in io.Reader, out io.Writer) *stream {
	s := &stream{r: bufio.NewReader(in), out: make(chan struct{})}
	s.wake = sync.NewCond(&s.mu)
	s.c, _ = in.(io.Closer)
	go s.write(out)
	return s
}

// write writes what waits. It is a goroutine of its own, so that a client that sends and
// does not read meanwhile is heard all the same.
func (s *stream) write(w io.Writer) {
	defer close(s.out)
	for {
		s.mu.Lock()
		for len(s.waiting) == 0 && !s.ended {
			s.wake.Wait()
		}
		all := s.waiting
		s.waiting = nil
		s.mu.Unlock()
		if len(all) == 0 {
			return
		}
		for _, message := range all {
			if _, err := w.Write(message); err != nil {
				s.mu.Lock()
				s.err, s.ended, s.waiting = err, true, nil
				s.mu.Unlock()
				return
			}
		}
	}
}

// patience is how long a client that is gone may take to read what was said to it.
const patience = time.Second

// finish waits until all is written, or nobody seems to read it.
func (s *stream) finish() {
	s.mu.Lock()
	s.ended = true
	s.wake.Signal()
	s.mu.Unlock()
	select {
	case <-s.out:
	case <-time.After(patience):
	}
}

// ReadObject reads the next message that makes sense. One that does not is answered with
// an error, since the next one begins where it says.
func (s *stream) ReadObject(v any) error {
	for {
		length, err := s.header()
		if err != nil {
			return err
		}
		// It grows with what is there, and not with what the header promises.
		body, err := io.ReadAll(io.LimitReader(s.r, int64(length)))
		if err == nil && len(body) < length {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		if err = json.Unmarshal(body, v); err == nil {
			return nil
		}
		if err := s.WriteObject(unreadable(err)); err != nil {
			return err
		}
	}
}

// unreadable is the answer to a message that is not one.
func unreadable(err error) any {
	code := -32600
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		code = -32700
	}
	return map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": err.Error()}}
}

// header reads the lines in front of a message, and returns its length.
func (s *stream) header() (length int, err error) {
	length = -1
	for size := 0; ; {
		line, err := s.r.ReadSlice('\n')
		switch size += len(line); {
		case size > longestHeader, errors.Is(err, bufio.ErrBufferFull):
			return 0, fmt.Errorf("a header of more than %d bytes", longestHeader)
		case err != nil && size > 0 && errors.Is(err, io.EOF):
			return 0, io.ErrUnexpectedEOF
		case err != nil:
			return 0, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			if length < 0 {
				return 0, errors.New("a header without Content-Length")
			}
			return length, nil
		}
		name, value, _ := strings.Cut(text, ":")
		if !strings.EqualFold(name, "Content-Length") {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n > longestMessage {
			return 0, fmt.Errorf("no length of a message: %.100q", value)
		}
		length = n
	}
}

// WriteObject has one message written.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err == nil && !s.ended {
		s.waiting = append(s.waiting, fmt.Appendf(nil, "Content-Length: %d\r\n\r\n%s", len(body), body))
		s.wake.Signal()
	}
	return s.err
}

// Close ends reading.
func (s *stream) Close() error {
	if s.c == nil {
		return nil
	}
	return s.c.Close()
}
