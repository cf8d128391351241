//go:build unix

package process

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// A Terminal is what a command sees as its terminal, for all three of its files. The
// zero value has no size.
type Terminal struct {
	Columns, Rows int
	// Waits is called, in the goroutine of [Process.Wait], when the command seems to wait
	// for something to be typed; what is to be typed it gives to Type. An error ends the
	// command. It is called again while the command waits.
	Waits func(w Waiting) error
	// Soon is set while something is to be typed. What waits for nothing is looked at
	// seldom: that means to look at every process of the machine.
	Soon bool

	mu            sync.Mutex
	files         []*os.File // its two ends
	master, slave int
	name          string
	last          time.Time // when something was printed or typed
	pauses        pauses
}

// Waiting is how a command waits.
type Waiting struct {
	Reads   bool          // it is seen to read from the terminal
	Selects bool          // it waits for one of several files, of which the terminal may be one
	Raw     bool          // the terminal is to give it each key, and not whole lines
	For     time.Duration // since it has printed anything
}

// look is how often a command is looked at that prints nothing: soon, and then ever
// more seldom.
var look = pauses{time.Millisecond, 50 * time.Millisecond}

// Type types into the terminal, as a person would. What there is no room for is lost.
func (t *Terminal) Type(keys string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files != nil {
		_, _ = unix.Write(t.master, []byte(keys))
		t.last, t.pauses = time.Now(), look
	}
}

// With calls f with the two ends of the terminal, unless the command has ended.
func (t *Terminal) With(f func(master, slave int)) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.files != nil {
		f(t.master, t.slave)
	}
	return t.files != nil
}

// stirred notes that something was printed.
func (t *Terminal) stirred() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last, t.pauses = time.Now(), look
}

func (t *Terminal) open() error {
	master, slave, err := pty.Open()
	if err != nil {
		return fmt.Errorf("making a terminal: %w", err)
	}
	size := pty.Winsize{Cols: uint16(t.Columns), Rows: uint16(t.Rows)}
	err = pty.Setsize(master, &size)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.files, t.master, t.slave, t.name = []*os.File{master, slave}, int(master.Fd()), int(slave.Fd()), slave.Name()
	t.last, t.pauses = time.Now(), look
	if err = errors.Join(err, unix.SetNonblock(t.master, true)); err != nil {
		return fmt.Errorf("setting up a terminal: %w", err)
	}
	return nil
}

func (t *Terminal) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, f := range t.files {
		_ = f.Close()
	}
	t.files = nil
}

// pause returns how long to wait before looking at the command, in milliseconds.
func (t *Terminal) pause() int {
	if !t.Soon {
		return seldom
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.pauses.next
	t.pauses.next = min(2*d, t.pauses.most)
	return int(d.Milliseconds())
}

// unread reports whether something was typed that nobody has read yet.
func (t *Terminal) unread() bool {
	// To ask whether there is anything has the system take along what is on its way.
	_, _ = unix.Poll([]unix.PollFd{{Fd: int32(t.slave), Events: unix.POLLIN}}, 0)
	n, err := unix.IoctlGetInt(t.slave, fionread)
	return err == nil && n > 0
}

// seldom is how often a command is looked at into which nothing is to be typed, in
// milliseconds.
const seldom = 250

// looked looks at whether the command waits, and tells whoever wants to know.
func (t *Terminal) looked(command int) error {
	if t.Waits == nil || t.unread() {
		return nil
	}
	t.mu.Lock()
	w := Waiting{For: time.Since(t.last)}
	t.mu.Unlock()
	w.Reads, w.Selects = waitsAt(command, t.name)
	w.Raw = !t.lines()
	return t.Waits(w)
}

// readTerminal reads what was printed. An error is the end of it: all have closed it.
func readTerminal(fd int, buf []byte) (int, error) {
	for {
		n, err := syscall.Read(fd, buf)
		switch err {
		case syscall.EINTR:
			continue
		case syscall.EAGAIN, syscall.EIO:
			return 0, nil
		}
		return n, err
	}
}
