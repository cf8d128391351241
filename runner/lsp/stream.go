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

	mu sync.Mutex // of writing
	w  io.Writer
}

func newStream(in io.Reader, out io.Writer) *stream {
	s := &stream{r: bufio.NewReader(in), w: out}
	s.c, _ = in.(io.Closer)
	return s
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

// WriteObject writes one message.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.w.Write(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n%s", len(body), body))
	return err
}

// Close ends reading.
func (s *stream) Close() error {
	if s.c == nil {
		return nil
	}
	return s.c.Close()
}
