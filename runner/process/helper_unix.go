//go:build unix

package process

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dott/runner/confine"
	"dott/runner/process/slack"
	"dott/runner/process/wire"
)

// A helper is a process of ours that starts commands for us, one at a time. This
// is how we see it; a server is how it sees itself.
type helper struct {
	pid    int
	space  confine.Namespaces
	page   int64
	line   wire.Line
	socket *os.File   // of the line
	mu     sync.Mutex // held to send, and to change what follows
	buried bool       // the process id is nobody's any more
}

// startHelper starts this program once more, as a helper. It does not wait until
// that is ready: what it is told meanwhile is kept in the socket.
func startHelper(null, pages *os.File, page int64, space confine.Namespaces) (*helper, error) {
	program, err := self()
	if err != nil {
		return nil, err
	}
	ours, its, err := wire.Pair()
	if err != nil {
		return nil, err
	}
	defer unix.Close(its)
	env := append([]string{
		helperMark + "=" + strconv.FormatInt(page, 10), helperSpace + "=" + space.String(),
		// It waits in system calls. With a processor to spare, Go does not take away
		// the one that it has meanwhile.
		"GOMAXPROCS=2",
		helperSlack + "=" + strconv.FormatInt(int64(ownSlack), 10),
		"GOGC=50",
	}, os.Environ()...)
	// Out of reach of what is typed at our terminal.
	attr := &syscall.SysProcAttr{Setsid: true}
	if err := space.Prepare(attr); err != nil {
		_ = unix.Close(ours)
		return nil, err
	}
	var pid int
	err = slack.Relaxed.Around(func() (err error) {
		pid, err = syscall.ForkExec(program, []string{helperName}, &syscall.ProcAttr{
			Dir: "/", Env: env, Files: []uintptr{null.Fd(), null.Fd(), null.Fd(), uintptr(its), pages.Fd()},
			Sys: attr,
		})
		return err
	})
	if err != nil {
		_ = unix.Close(ours)
		return nil, space.Explain(os.NewSyscallError("fork", err))
	}
	// The runtime waits for it. A system call that takes as long as a test would make
	// it look, over and over, for something to do with the processor.
	_ = unix.SetNonblock(ours, true)
	return &helper{pid: pid, space: space, page: page, line: wire.Line{FD: ours}, socket: os.NewFile(uintptr(ours), "socket")}, nil
}

// hinted adds to the error of a helper that could not be started what can be done.
func hinted(err error) error {
	hint := ""
	switch {
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		hint = "; raise the limit on open files (ulimit -n), or run fewer at a time"
	case errors.Is(err, syscall.EAGAIN), errors.Is(err, syscall.ENOMEM):
		hint = "; raise the limit on processes (ulimit -u), or run fewer at a time"
	}
	return fmt.Errorf("starting the process that watches over commands: %w%s", err, hint)
}

func (h *helper) send(m wire.Message, files ...int) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.line.Send(m, files...)
}

// receive waits for a message.
func (h *helper) receive() (wire.Message, error) {
	conn, err := h.socket.SyscallConn()
	if err != nil {
		return wire.Message{}, err
	}
	for {
		if m, ok, err := h.line.Take(); ok || err != nil {
			return m, err
		}
		var came error
		if err := conn.Read(func(uintptr) bool { came = h.line.Fill(); return !errors.Is(came, unix.EAGAIN) }); err != nil {
			return wire.Message{}, err
		}
		if came != nil && !errors.Is(came, unix.EINTR) {
			return wire.Message{}, came
		}
	}
}

// kill ends a helper that does not answer.
func (h *helper) kill() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.buried {
		_ = syscall.Kill(h.pid, syscall.SIGKILL)
	}
}

// leave tells a helper that nothing is left to do. bury is to follow.
func (h *helper) leave() { _ = h.send(wire.Message{Kind: wire.OrderLeave}) }

// bury waits for a helper that ends, and for no other child of this process. The
// host may be somebody who waits for any child; then it is gone already.
func (h *helper) bury() {
	const patience = 2 * time.Second
	// The socket tells of its end. It may be stopped, by a test that found it.
	fds := []unix.PollFd{{Fd: int32(h.line.FD)}}
	_ = retry(func() error {
		n, err := unix.Poll(fds, int(patience.Milliseconds()))
		if n == 0 && err == nil {
			h.kill()
		}
		return err
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.buried = true
	_ = h.socket.Close()
	_ = retry(func() error {
		_, err := syscall.Wait4(h.pid, nil, 0, nil)
		return err
	})
}
