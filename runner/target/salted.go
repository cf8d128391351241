package target

import (
	"bytes"
	"strings"
)

// A salted is a stream that has marks in it: the salt, and the rest of the line.
type salted struct {
	salt []byte
	text func([]byte)
	mark func(line string)
	held []byte // it may be the beginning of a mark
}

// Write takes a part of the stream.
func (w *salted) Write(p []byte) (int, error) {
	buf := p
	if len(w.held) > 0 {
		w.held = append(w.held, p...)
		buf = w.held
	}
	for len(buf) > 0 {
		i := bytes.Index(buf, w.salt)
		if i < 0 {
			i = len(buf) - beginning(buf, w.salt)
			if i > 0 {
				w.text(buf[:i])
			}
			w.hold(buf[i:])
			return len(p), nil
		}
		if i > 0 {
			w.text(buf[:i])
		}
		end := bytes.IndexByte(buf[i:], '\n')
		if end < 0 {
			w.hold(buf[i:])
			return len(p), nil
		}
		w.mark(strings.TrimSpace(string(buf[i+len(w.salt) : i+end])))
		buf = buf[i+end+1:]
	}
	w.held = w.held[:0]
	return len(p), nil
}

func (w *salted) hold(rest []byte) { w.held = append(w.held[:0:0], rest...) }

// end says that nothing more comes.
func (w *salted) end() {
	if len(w.held) > 0 {
		w.text(w.held)
		w.held = nil
	}
}

// beginning returns how many bytes at the end of buf are the beginning of the salt.
func beginning(buf, salt []byte) int {
	for n := min(len(salt)-1, len(buf)); n > 0; n-- {
		if bytes.HasSuffix(buf, salt[:n]) {
			return n
		}
	}
	return 0
}
