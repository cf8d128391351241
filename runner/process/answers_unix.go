//go:build unix

package process

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// Answers are lines that a command reads from a named pipe, of which it waits for each.
// The zero value is ready for one command.
type Answers struct {
	mu   sync.Mutex
	to   *os.File
	give func(line string)
}

// To has lines given to somebody else: a command that is not on this machine.
func (a *Answers) To(give func(line string)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.give = give
}

// Give gives the command a line. Before it was started and after it has ended, nobody
// hears it.
func (a *Answers) Give(line string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.give != nil:
		a.give(line)
	case a.to != nil:
		// It is a few bytes, for which the pipe has room in any case.
		_, _ = a.to.WriteString(line + "\n")
	}
}

// open makes the pipe. It is open at both ends, so neither side has to wait for the
// other to open it, and nobody ever sees its end.
func (a *Answers) open(path string) error {
	if err := makeFifo(path); err != nil {
		return fmt.Errorf("making a pipe for answers: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		return fmt.Errorf("opening the pipe for answers: %w", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.to = f
	return nil
}

func (a *Answers) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.to != nil {
		_ = a.to.Close()
		a.to = nil
	}
}

// makeFifo makes a named pipe, unless there is one.
func makeFifo(path string) error {
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() != os.ModeNamedPipe {
		_ = os.Remove(path)
	}
	if err := unix.Mkfifo(path, 0o600); err != nil && !errors.Is(err, unix.EEXIST) {
		return &os.PathError{Op: "mkfifo", Path: path, Err: err}
	}
	return nil
}
