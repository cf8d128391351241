package process

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// askRest asks all that is below this process to end, but for the process group
// of the command, which has been asked before: who is asked twice may take it for
// impatience.
func askRest(command int) {
	for _, p := range below(func(proc) {}) {
		if p.group != command {
			_ = syscall.Kill(p.pid, syscall.SIGTERM)
			_ = syscall.Kill(p.pid, syscall.SIGCONT) // what is stopped hears nothing
		}
	}
}

// killAll kills what is below this process. What forks meanwhile may have to be
// killed in another round: then it has lost its parent and is our own child. In
// one process group all is killed at once, however many fork there.
func killAll(command int) {
	_ = syscall.Kill(-command, syscall.SIGKILL)
	kill := func(p proc) {
		_ = syscall.Kill(-p.group, syscall.SIGKILL)
		_ = syscall.Kill(p.pid, syscall.SIGKILL)
	}
	for _, p := range below(kill) {
		kill(p)
	}
}

// remains names what is below this process.
func remains(int) string {
	var names []string
	for _, p := range below(func(proc) {}) {
		names = append(names, fmt.Sprintf("%d (%s)", p.pid, p.name))
	}
	if names == nil {
		return "processes that /proc does not show"
	}
	return strings.Join(names, ", ")
}

// below returns the processes below this one. It calls met with each child of our
// own as soon as it is met, the newest first: one that forks and ends, over and
// over, is gone when the list of all processes is complete.
//
// The lists of children that /proc can have are missing from many kernels, so it
// looks at every process of the machine. That takes a millisecond for some
// hundred, and is done only where a command leaves something that is not in the
// process group of its shell, or that does not end when it is asked to.
func below(met func(child proc)) []proc {
	own := os.Getpid()
	if seen, err := os.Readlink("/proc/self"); err != nil || seen != strconv.Itoa(own) {
		return nil // it is of another process namespace, with other numbers
	}
	children := map[int][]proc{}
	for _, pid := range slices.Backward(pids()) {
		if p, ok := readProc(pid); ok {
			children[p.parent] = append(children[p.parent], p)
			if p.parent == own {
				met(p)
			}
		}
	}
	all := slices.Clone(children[own])
	for n := 0; n < len(all); n++ {
		all = append(all, children[all[n].pid]...)
	}
	return all
}

// killSession kills a command whose helper is gone: what is in its session, and
// is not below us.
func killSession(command int) {
	for range 100 {
		_ = syscall.Kill(-command, syscall.SIGKILL)
		left := false
		for _, pid := range pids() {
			if p, ok := readProc(pid); ok && p.session == command && !p.zombie {
				left = true
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		if !left {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// sessionsBelow returns the sessions of the children of a helper, but for its own.
func sessionsBelow(helper int) (sessions []int) {
	own, ok := readProc(helper)
	if seen, err := os.Readlink("/proc/self"); !ok || err != nil || seen != strconv.Itoa(os.Getpid()) {
		return nil
	}
	for _, pid := range pids() {
		if p, ok := readProc(pid); ok && p.parent == helper && p.session != own.session {
			sessions = append(sessions, p.session)
		}
	}
	return sessions
}

// pids returns the processes of the machine.
func pids() []int {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	var pids []int
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// A proc is what /proc/PID/stat says of a process.
type proc struct {
	pid, parent, group, session int
	name                        string
	zombie                      bool
}

func readProc(pid int) (proc, bool) {
	// os.File would set up each for polling.
	fd, err := unix.Open("/proc/"+strconv.Itoa(pid)+"/stat", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return proc{}, false
	}
	defer unix.Close(fd)
	var buf [512]byte
	n, _ := unix.Read(fd, buf[:])
	return parseProc(pid, buf[:max(n, 0)])
}

func parseProc(pid int, stat []byte) (proc, bool) {
	// The name is in parentheses and may hold anything, parentheses too.
	from, to := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if from < 0 || to < from {
		return proc{}, false
	}
	p := proc{pid: pid, name: string(stat[from+1 : to])}
	fields := bytes.Fields(stat[to+1:]) // the state, parent, group and session
	if len(fields) < 4 {
		return proc{}, false
	}
	p.zombie = fields[0][0] == 'Z' || fields[0][0] == 'X'
	for i, n := range []*int{&p.parent, &p.group, &p.session} {
		var err error
		if *n, err = strconv.Atoi(string(fields[i+1])); err != nil {
			return proc{}, false
		}
	}
	return p, true
}
