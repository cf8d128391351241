//go:build unix

// Package wire is what a process and its helper say to each other, and how that goes
// through a socket, along with files. See package process.
package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A Message is what a host and its helper say to each other. Which fields are
// used depends on the kind.
type Message struct {
	Kind    Kind
	A, B    int64
	Text    string
	Prepare string // how the thread is prepared on which a command starts; see package prepared
	Args    []string
	Env     []string
}

// A Kind says what a message is about.
type Kind byte

const (
	// From the host.
	OrderStart Kind = iota + 1 // Args with their program first, Env, Prepare, Text is the directory, A the grace, B is 1 where the files are a terminal; three files come along
	OrderEnd                   // what runs is to end; A is the grace
	OrderLeave                 // nothing is left to do, also if the host is gone next
	// From the helper.
	NewsStarted // A is the process id
	NewsRefused // the start failed; A is the error's number, or Text says why
	NewsEnded   // A is the wait status; B is 1 if nothing of the command is left
	NewsGone    // after NewsEnded: nothing of the command is left
	NewsStuck   // after NewsEnded: what is left does not end; Text names it
	// From the host.
	OrderSignal // the command itself gets the signal A
	// From the helper.
	NewsRefusal // a call of the command is refused, and waits until OrderGoOn; Text names it
	// From the host.
	OrderGoOn
)

// A message is written as its length in four bytes, its kind, the two numbers,
// the two texts, and the two lists with their lengths before them.

const headSize = 4

// errMessage is the error of a message that nobody can have sent.
var errMessage = errors.New("malformed message")

func (m Message) appendTo(b []byte) []byte {
	at := len(b)
	b = append(b, 0, 0, 0, 0, byte(m.Kind))
	b = binary.AppendVarint(b, m.A)
	b = binary.AppendVarint(b, m.B)
	b = appendText(b, m.Text)
	b = appendText(b, m.Prepare)
	for _, list := range [][]string{m.Args, m.Env} {
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
func parse(b []byte) (Message, error) {
	r := reader{b: b, whole: string(b)}
	m := Message{Kind: Kind(r.byte()), A: r.varint(), B: r.varint(), Text: r.text(), Prepare: r.text(), Args: r.list(), Env: r.list()}
	if r.bad || len(r.b) > 0 {
		return Message{}, errMessage
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

// A Line is one end of the socket between a host and a helper.
type Line struct {
	FD    int
	in    []byte // what has come and was not yet taken
	out   []byte // what is to be sent
	files []int  // that came along with what is in in
	lost  bool   // there was no room for a file that came along
}

// Send writes a Message, and hands over files with it.
func (l *Line) Send(m Message, files ...int) error {
	l.Put(m)
	return l.Flush(files...)
}

// Put notes a message that is to be sent with the next.
func (l *Line) Put(m Message) { l.out = m.appendTo(l.out) }

// Flush sends what was put.
func (l *Line) Flush(files ...int) error {
	b := l.out
	l.out = l.out[:0]
	var rights []byte
	if len(files) > 0 {
		rights = unix.UnixRights(files...)
	}
	for len(b) > 0 {
		n, err := unix.SendmsgN(l.FD, b, rights, nil, noSignal)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case errors.Is(err, unix.EAGAIN): // a very large environment
			_, _ = unix.Poll([]unix.PollFd{{Fd: int32(l.FD), Events: unix.POLLOUT}}, -1)
			continue
		case err != nil:
			return err
		}
		b, rights = b[n:], nil
	}
	return nil
}

// Pending reports whether something has come that was not taken yet.
func (l *Line) Pending() bool { return len(l.in) > 0 }

// Receive waits for a message.
func (l *Line) Receive() (Message, error) {
	for {
		if m, ok, err := l.Take(); ok || err != nil {
			return m, err
		}
		if err := l.Fill(); err != nil && !errors.Is(err, unix.EINTR) {
			return Message{}, err
		}
	}
}

// Take returns the next message of what has come, if it is whole.
func (l *Line) Take() (m Message, ok bool, err error) {
	n, whole := size(l.in)
	if !whole {
		return Message{}, false, nil
	}
	m, err = parse(l.in[headSize:n])
	l.in = l.in[:copy(l.in, l.in[n:])]
	return m, true, err
}

// Fill reads once from the socket. The error is io.EOF when the other side is
// gone.
func (l *Line) Fill() error {
	need, _ := size(l.in)
	const usual = 16 << 10
	if room := max(need, len(l.in)+1, usual); room > cap(l.in) {
		l.in = append(make([]byte, 0, room), l.in...)
	}
	var rights [1 << 10]byte // for 250 files, the most that the kernel sends
	n, control, flags, _, err := unix.Recvmsg(l.FD, l.in[len(l.in):cap(l.in)], rights[:], closeOnExec)
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

// TakeFiles returns the files that came along with the message that was taken
// last, all three of them.
func (l *Line) TakeFiles() ([]int, error) {
	files, lost := l.files, l.lost
	l.files, l.lost = nil, false
	if lost || len(files) != 3 {
		CloseAll(files)
		return nil, syscall.EMFILE
	}
	return files, nil
}

// TakeSome returns the files that have come along, however many.
func (l *Line) TakeSome() []int {
	files := l.files
	l.files, l.lost = nil, false
	return files
}

// CloseAll closes files.
func CloseAll(files []int) {
	for _, fd := range files {
		_ = unix.Close(fd)
	}
}

// Pair returns the two ends of a new socket. No other program gets them.
func Pair() (ours, its int, err error) {
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
