package process

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// lines reports whether the terminal gives whole lines only, as at the beginning.
func (t *Terminal) lines() bool {
	settings, err := unix.IoctlGetTermios(t.slave, unix.TCGETS)
	return err != nil || settings.Lflag&unix.ICANON != 0
}

// waitsAt reports whether something of a command reads from a terminal, and whether
// something waits for any of several files, as what is called by keys does; that is also said of what cannot be seen: a
// process of another user, say.
func waitsAt(command int, terminal string) (reads, selects bool) {
	// Often it is the shell itself, and then the others need not be looked for.
	if reads, selects = processWaits(command, terminal); reads {
		return reads, selects
	}
	for _, pid := range pids() {
		if p, ok := readProc(pid); !ok || p.session != command || pid == command || p.zombie {
			continue
		}
		r, s := processWaits(pid, terminal)
		reads, selects = reads || r, selects || s
	}
	return reads, selects
}

// processWaits is the same for one process.
func processWaits(pid int, terminal string) (reads, selects bool) {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		return false, false
	}
	for _, task := range tasks {
		number, fd, err := systemCall(pid, task.Name())
		switch {
		case err != nil:
			selects = selects || !errors.Is(err, unix.ESRCH)
		case slices.Contains(readCalls, number) && leadsTo(pid, fd, terminal):
			reads = true
		case slices.Contains(selectCalls, number):
			selects = true
		}
	}
	return reads, selects
}

// systemCall returns the number of the system call in which a thread waits, and its
// first argument; -1 is that it runs.
func systemCall(pid int, task string) (number, first int, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/syscall", pid, task))
	words := bytes.Fields(text)
	if err != nil || len(words) < 2 {
		return -1, -1, err
	}
	number, err = strconv.Atoi(string(words[0]))
	argument, err2 := strconv.ParseUint(string(words[1]), 0, 64)
	if err != nil || err2 != nil {
		return -1, -1, nil
	}
	return number, int(int32(argument)), nil
}

// leadsTo reports whether a file of a process is the terminal.
func leadsTo(pid, fd int, terminal string) bool {
	path, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, fd))
	return err == nil && (path == terminal || path == "/dev/tty")
}

var (
	readCalls   = []int{unix.SYS_READ, unix.SYS_READV}
	selectCalls = append([]int{unix.SYS_PPOLL, unix.SYS_PSELECT6, unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_PWAIT2}, oldSelectCalls...)
)
