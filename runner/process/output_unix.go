//go:build unix

package process

import (
	"errors"
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
	to       io.Writer
	read     int
	write    uintptr
	piped    bool
	terminal *Terminal // that it is; nil for a pipe
	path     string    // of a named pipe; "" is one without a name

	buffers *sync.Pool // of *[bufferSize]byte
}

func (o *outlet) open() error {
	if f, ok := o.to.(*os.File); ok {
		o.write = f.Fd()
		return nil
	}
	if o.path != "" {
		return o.openNamed()
	}
	if o.terminal != nil {
		if err := o.terminal.open(); err != nil {
			o.terminal.close()
			return err
		}
		o.read, o.write, o.piped = o.terminal.master, uintptr(o.terminal.slave), true
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

// openNamed makes a named pipe, or takes one that was made before. Both its ends stay
// open here: what writes may close it, and open it again by its name.
func (o *outlet) openNamed() error {
	if err := makeFifo(o.path); err != nil {
		return err
	}
	open := func(flags int) (fd int, err error) {
		err = retry(func() error {
			fd, err = unix.Open(o.path, flags|unix.O_CLOEXEC, 0)
			return err
		})
		return fd, err
	}
	read, err := open(unix.O_RDONLY | unix.O_NONBLOCK)
	if err != nil {
		return err
	}
	write, err := open(unix.O_WRONLY)
	if err != nil {
		_ = unix.Close(read)
		return err
	}
	widen(read)
	o.read, o.write, o.piped = read, uintptr(write), true
	return nil
}

// closeWrite closes our own copy of the pipe's end, once the command has its.
func (o *outlet) closeWrite() {
	if o.piped && o.path == "" && o.terminal == nil {
		_ = unix.Close(int(o.write))
		o.write = ^uintptr(0)
	}
}

func (o *outlet) close() {
	if o.terminal != nil {
		o.terminal.close()
		return
	}
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

// copy copies once what the pipe has; 0 is the end of the output, or that a named pipe
// has nothing.
func (o *outlet) copy(buf []byte) (int, error) {
	for {
		if o.terminal != nil {
			n, err := readTerminal(o.read, buf)
			if n > 0 {
				o.terminal.stirred()
				_, err = o.to.Write(buf[:n])
			}
			return n, err
		}
		n, err := syscall.Read(o.read, buf)
		if err == syscall.EINTR {
			continue
		}
		if err == syscall.EAGAIN {
			return 0, nil
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
	if !o.piped {
		return nil
	}
	if o.terminal != nil {
		return o.drainTerminal(buf)
	}
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

// drainTerminal copies what the terminal has. To ask has the system take along what is
// on its way.
func (o *outlet) drainTerminal(buf []byte) error {
	fds := []unix.PollFd{{Fd: int32(o.read), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if n <= 0 || fds[0].Revents&unix.POLLIN == 0 {
			return nil
		}
		if n, err := o.copy(buf); n == 0 || err != nil {
			return err
		}
	}
}
