//go:build unix

package process

import (
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// outlet is where a command's output goes: a file, or a pipe from which it is
// copied to a writer.
type outlet struct {
	to    io.Writer
	read  int
	write uintptr
	piped bool

	buffers *sync.Pool // of *[bufferSize]byte
}

func (o *outlet) open() error {
	if f, ok := o.to.(*os.File); ok {
		o.write = f.Fd()
		return nil
	}
	var fds [2]int
	syscall.ForkLock.RLock()
	err := unix.Pipe(fds[:])
	if err == nil {
		unix.CloseOnExec(fds[0])
		unix.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err == nil {
		widen(fds[0])
	}
	o.read, o.write, o.piped = fds[0], uintptr(fds[1]), err == nil
	return err
}

// closeWrite closes our own copy of the pipe's end, once the command has its.
func (o *outlet) closeWrite() {
	if o.piped {
		_ = unix.Close(int(o.write))
		o.write = ^uintptr(0)
	}
}

func (o *outlet) close() {
	if o.piped {
		_ = unix.Close(o.read)
		if o.write != ^uintptr(0) {
			_ = unix.Close(int(o.write))
		}
	}
}

// bufferSize is how much is read at once, and how much the pipe should hold: the
// fewer times a chatty command must wait for us, the better.
const bufferSize = 256 << 10

// copy copies once what the pipe has; 0 is the end of the output.
func (o *outlet) copy(buf []byte) (int, error) {
	for {
		n, err := syscall.Read(o.read, buf)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("reading the output: %w", err)
		}
		if n > 0 {
			_, err = o.to.Write(buf[:n])
		}
		return n, err
	}
}

// drain copies what is in the pipe now.
func (o *outlet) drain(buf []byte) error {
	left, err := unix.IoctlGetInt(o.read, fionread)
	for left > 0 && err == nil {
		var n int
		n, err = o.copy(buf[:min(left, len(buf))])
		if n == 0 {
			break
		}
		left -= n
	}
	return err
}
