//go:build unix

package process

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A message is what a host and its helper say to each other. Which fields are
// used depends on the kind.
type message struct {
	kind kind
	a, b int64
	text string
	args []string
	env  []string
}

type kind byte

const (
	// From the host.
	orderStart kind = iota + 1 // args with their program first, env, text is the directory, a the grace, b is 1 where the files are a terminal; three files come along
	orderEnd                   // what runs is to end; a is the grace
	orderLeave                 // nothing is left to do, also if the host is gone next
	// From the helper.
	newsStarted // a is the process id
	newsRefused // the start failed; a is the error's number
	newsEnded   // a is the wait status; b is 1 if nothing of the command is left
	newsGone    // after newsEnded: nothing of the command is left
	newsStuck   // after newsEnded: what is left does not end; text names it
	// From the host.
	orderSignal // the command itself gets the signal a
)

// A message is written as its length in four bytes, its kind, the two numbers,
// the text, and the two lists with their lengths before them.

const headSize = 4

// errMessage is the error of a message that nobody can have sent.
var errMessage = errors.New("malformed message")

func (m message) appendTo(b []byte) []byte {
	at := len(b)
	b = append(b, 0, 0, 0, 0, byte(m.kind))
	b = binary.AppendVarint(b, m.a)
	b = binary.AppendVarint(b, m.b)
	b = appendText(b, m.text)
	for _, list := range [][]string{m.args, m.env} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		for _, s := range list {
			b = appendText(b, s)
		}
	}
	binary.LittleEndian.PutUint32(b[at:], uint32(len(b)-at-headSize))
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// size returns how many bytes a message takes that begins with b, and whether
// they are all there.
func size(b []byte) (n int, whole bool) {
	if len(b) < headSize {
		return headSize, false
	}
	n = headSize + int(binary.LittleEndian.Uint32(b))
	return n, n <= len(b)
}

// parse reads a message from the bytes behind its length.
func parse(b []byte) (message, error) {
	r := reader{b: b, whole: string(b)}
	m := message{kind: kind(r.byte()), a: r.varint(), b: r.varint(), text: r.text(), args: r.list(), env: r.list()}
	if r.bad || len(r.b) > 0 {
		return message{}, errMessage
	}
	return m, nil
}

// A reader takes apart what appendTo wrote. After a fault it gives zeros.
type reader struct {
	b     []byte
	whole string // what it began with: all texts are parts of one
	bad   bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.b)
	return v * r.step(n)
}

// length returns a number of things that follow, of which each takes a byte at
// least.
func (r *reader) length() int {
	v, n := binary.Uvarint(r.b)
	if r.step(n) == 0 || v > uint64(len(r.b)) {
		r.bad = true
		return 0
	}
	return int(v)
}

// step goes past a number that took n bytes; it returns 0 if there was none.
func (r *reader) step(n int) int64 {
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return 1
}

func (r *reader) text() string {
	n := r.length()
	at := len(r.whole) - len(r.b)
	s := r.whole[at : at+n]
	r.b = r.b[n:]
	return s
}

func (r *reader) list() []string {
	n := r.length()
	if n == 0 {
		return nil
	}
	list := make([]string, 0, n)
	for range n {
		list = append(list, r.text())
	}
	return list
}

// A line is one end of the socket between a host and a helper.
type line struct {
	fd    int
	in    []byte // what has come and was not yet taken
	out   []byte // what is to be sent
	files []int  // that came along with what is in in
	lost  bool   // there was no room for a file that came along
}

// send writes a message, and hands over files with it.
func (l *line) send(m message, files ...int) error {
	l.put(m)
	return l.flush(files...)
}

// put notes a message that is to be sent with the next.
func (l *line) put(m message) { l.out = m.appendTo(l.out) }

// flush sends what was put.
func (l *line) flush(files ...int) error {
	b := l.out
	l.out = l.out[:0]
	var rights []byte
	if len(files) > 0 {
		rights = unix.UnixRights(files...)
	}
	for len(b) > 0 {
		n, err := unix.SendmsgN(l.fd, b, rights, nil, noSignal)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EAGAIN): // a very large environment
			_, _ = poll([]unix.PollFd{{Fd: int32(l.fd), Events: unix.POLLOUT}}, -1)
			continue
		case err != nil:
			return err
		}
		b, rights = b[n:], nil
	}
	return nil
}

// receive waits for a message.
func (l *line) receive() (message, error) {
	for {
		if m, ok, err := l.take(); ok || err != nil {
			return m, err
		}
		if err := l.fill(); err != nil && !errors.Is(err, unix.EINTR) {
			return message{}, err
		}
	}
}

// take returns the next message of what has come, if it is whole.
func (l *line) take() (m message, ok bool, err error) {
	n, whole := size(l.in)
	if !whole {
		return message{}, false, nil
	}
	m, err = parse(l.in[headSize:n])
	l.in = l.in[:copy(l.in, l.in[n:])]
	return m, true, err
}

// fill reads once from the socket. The error is io.EOF when the other side is
// gone.
func (l *line) fill() error {
	need, _ := size(l.in)
	const usual = 16 << 10
	if room := max(need, len(l.in)+1, usual); room > cap(l.in) {
		l.in = append(make([]byte, 0, room), l.in...)
	}
	var rights [64]byte // for three files
	n, control, flags, _, err := unix.Recvmsg(l.fd, l.in[len(l.in):cap(l.in)], rights[:], closeOnExec)
	switch {
	case errors.Is(err, unix.ECONNRESET): // it went without reading all
		return io.EOF
	case err != nil:
		return err
	case n == 0:
		return io.EOF
	}
	l.in = l.in[:len(l.in)+n]
	l.lost = l.lost || flags&unix.MSG_CTRUNC != 0
	if control == 0 {
		return nil
	}
	all, err := unix.ParseSocketControlMessage(rights[:control])
	if err != nil {
		return fmt.Errorf("receiving files: %w", err)
	}
	for _, one := range all {
		files, err := unix.ParseUnixRights(&one)
		if err != nil {
			return fmt.Errorf("receiving files: %w", err)
		}
		for _, fd := range files {
			if closeOnExec == 0 { // the system cannot do it by itself
				unix.CloseOnExec(fd)
			}
		}
		l.files = append(l.files, files...)
	}
	return nil
}

// takeFiles returns the files that came along with the message that was taken
// last, all three of them.
func (l *line) takeFiles() ([]int, error) {
	files, lost := l.files, l.lost
	l.files, l.lost = nil, false
	if lost || len(files) != 3 {
		closeAll(files)
		return nil, syscall.EMFILE
	}
	return files, nil
}

func closeAll(files []int) {
	for _, fd := range files {
		_ = unix.Close(fd)
	}
}

// pair returns the two ends of a new socket. No other program gets them.
func pair() (ours, its int, err error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		return -1, -1, os.NewSyscallError("socketpair", err)
	}
	unix.CloseOnExec(fds[0])
	unix.CloseOnExec(fds[1])
	return fds[0], fds[1], nil
}
