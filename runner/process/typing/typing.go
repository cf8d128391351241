//go:build unix

// Package typing is what a person's keys need of a terminal that a command sees: room for
// all of them, and those back that nobody read.
package typing

import (
	"os"
	"time"

	"golang.org/x/sys/unix"

	"dott/runner/process"
)

// Pause is how long to wait where a terminal has no room.
const Pause = time.Millisecond

// Write types keys into a terminal, and waits where there is no room for them. When the
// command has ended, nobody reads them.
func Write(t *process.Terminal, keys []byte) error {
	for len(keys) > 0 {
		n, err := Try(t, keys)
		if err != nil {
			return err
		}
		if keys = keys[n:]; n == 0 {
			time.Sleep(Pause)
		}
	}
	return nil
}

// Try types as many keys as there is room for.
func Try(t *process.Terminal, keys []byte) (n int, err error) {
	if !t.With(func(master, _ int) { n, err = unix.Write(master, keys) }) {
		return 0, os.ErrClosed
	}
	if err == unix.EAGAIN || err == unix.EINTR {
		return 0, nil
	}
	return max(n, 0), err
}

// Resize gives a terminal another size, of which what runs in it is told.
func Resize(t *process.Terminal, columns, rows int) {
	t.With(func(master, _ int) {
		_ = unix.IoctlSetWinsize(master, unix.TIOCSWINSZ, &unix.Winsize{Col: uint16(columns), Row: uint16(rows)})
	})
}

// Unread takes back what was typed into a terminal and nobody has read.
func Unread(t *process.Terminal) (keys []byte) {
	t.With(func(_, slave int) { keys = unread(slave) })
	return keys
}

func unread(slave int) []byte {
	was, err := unix.IoctlGetTermios(slave, getTermios)
	if err != nil {
		return nil
	}
	keys := *was // in which there are no lines to wait for
	keys.Lflag &^= unix.ICANON | unix.ECHO
	keys.Cc[unix.VMIN], keys.Cc[unix.VTIME] = 0, 0
	if unix.IoctlSetTermios(slave, setTermios, &keys) != nil {
		return nil
	}
	defer func() { _ = unix.IoctlSetTermios(slave, setTermios, was) }()
	// Where there is nothing, the system first takes along what is on its way.
	var all []byte
	buf := make([]byte, 8<<10)
	for {
		n, err := unix.Read(slave, buf)
		if n <= 0 && err != unix.EINTR {
			return all
		}
		all = append(all, buf[:max(n, 0)]...)
	}
}
