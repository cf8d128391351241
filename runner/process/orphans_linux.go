package process

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const fionread = unix.TIOCINQ

// system is what Linux adds: orphans of our commands become our children, so
// what called setsid or forked twice is still found.
//
// Which test an orphan belongs to must be known when several run. Its session
// may be another, its environment clean and its parent gone, but its limits are
// those of the shell it came from: each command starts with a soft limit of its
// own on the bytes in POSIX message queues, as a mark. The limit is lower than
// the usual one by less than a megabyte, and nothing else about it is special.
type system struct {
	mark  uint64      // of the last command
	usual unix.Rlimit // without a mark; the marks are counted down from the hard limit
}

const markedLimit = unix.RLIMIT_MSGQUEUE

// markRange is how many marks there are. They begin anywhere in it, so that the
// marks of a dott that a test runs are hardly ours.
const markRange = 400_000

// marked starts a command with a mark, and returns that; 0 when the system
// leaves no room for marks.
func (s *Supervisor) marked(start func() (pid int, err error)) (pid int, mark uint64, err error) {
	if s.usual.Max < 2*markRange {
		pid, err = start()
		return pid, 0, err
	}
	s.mark++
	mark = s.usual.Max - 1 - s.mark%markRange
	// Ours for as long as it takes to start: what is started inherits it.
	if unix.Setrlimit(markedLimit, &unix.Rlimit{Cur: mark, Max: s.usual.Max}) != nil {
		mark = 0
	}
	pid, err = start()
	_ = unix.Setrlimit(markedLimit, &s.usual)
	return pid, mark, err
}

// isMark reports whether a limit may be a mark of ours, of a command that runs
// or of one that has ended.
func (s *Supervisor) isMark(limit uint64) bool {
	return limit != s.usual.Cur && limit < s.usual.Max && limit >= s.usual.Max-1-markRange
}

// markOf returns the mark of a process.
func markOf(pid int) uint64 {
	var limit unix.Rlimit
	if unix.Prlimit(pid, markedLimit, nil, &limit) != nil {
		return 0
	}
	return limit.Cur
}

func (s *Supervisor) init() {
	if unix.Getrlimit(markedLimit, &s.usual) == nil {
		s.mark = rand.Uint64N(markRange)
	}
	// Without it (a kernel before 3.4) orphans go to init, and the session is all
	// that is ended.
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
}

// ownSession gives a command a session of its own: one signal reaches all of it,
// and nothing of it can wait for an answer on our terminal.
func ownSession(pidfd *int) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, PidFD: pidfd}
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

// since returns the numbers that processes begun after the given one can have.
// The system gives them out in order and tells the last, so for a short test
// these are a handful. When they are very many, the processes there are get
// listed, and all of them when the numbers have wrapped around.
func since(pid int) (numbers []int, last int) {
	const many = 2000
	last = lastPid()
	if last >= pid && last-pid < many {
		numbers = make([]int, 0, last-pid+1)
		for n := pid; n <= last; n++ {
			numbers = append(numbers, n)
		}
		return numbers, last
	}
	return slices.DeleteFunc(pids(), func(n int) bool { return last >= pid && n < pid }), last
}

// widen gives a pipe room for bufferSize bytes, if the system allows it.
func widen(pipe int) { _, _ = unix.FcntlInt(uintptr(pipe), unix.F_SETPIPE_SZ, bufferSize) }

// lastPid returns the number of the process that was begun last, or 0.
func lastPid() int {
	var buf [128]byte
	f := strings.Fields(string(readSmall("/proc/loadavg", buf[:])))
	if len(f) != 5 {
		return 0
	}
	n, _ := strconv.Atoi(f[4])
	return n
}

// readSmall reads a file of /proc that fits into buf. It is asked so often that
// what os.File does for polling would show.
func readSmall(path string, buf []byte) []byte {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	n, _ := unix.Read(fd, buf)
	return buf[:max(n, 0)]
}

// A proc is what /proc/PID/stat says of a process.
type proc struct {
	pid, parent, session int
	zombie               bool
	since                uint64 // clock ticks since the machine started
}

func readProc(pid int) (proc, bool) {
	var buf [512]byte
	data := readSmall("/proc/"+strconv.Itoa(pid)+"/stat", buf[:])
	// The name is in parentheses and may hold anything, parentheses too.
	i := bytes.LastIndexByte(data, ')')
	if i < 0 {
		return proc{}, false
	}
	f := strings.Fields(string(data[i+1:]))
	if len(f) < 20 {
		return proc{}, false
	}
	p := proc{pid: pid, zombie: f[0] == "Z" || f[0] == "X"}
	p.parent, _ = strconv.Atoi(f[1])
	p.session, _ = strconv.Atoi(f[3])
	p.since, _ = strconv.ParseUint(f[19], 10, 64)
	return p, true
}

// ticks returns the time now in the unit of proc.since: the kernel tells it in
// hundredths of a second on every architecture that Go knows.
func ticks() uint64 {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts) != nil {
		return 0
	}
	return uint64(ts.Sec)*100 + uint64(ts.Nsec)/1e7
}

// alive reports whether anything of a command still runs. Orphans that have
// ended are reaped on the way.
func (s *Supervisor) alive(r *running) bool {
	if unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil) == unix.ECHILD {
		return false // the usual case: no child at all, and no orphan
	}
	return len(s.processes(r)) > 0
}

func (s *Supervisor) signal(r *running, sig syscall.Signal) {
	// The session's first process leads a process group of the same number; it
	// may have been reaped, but the number stays taken while the group lives.
	_ = syscall.Kill(-r.pid, sig)
	for _, pid := range s.processes(r) {
		_ = syscall.Kill(pid, sig)
	}
}

// processes returns the living processes of a command: those below it, and
// orphans that are its own with those below them.
//
// The lists of children that /proc can have are missing from some kernels, so
// it looks at every process that may be one.
func (s *Supervisor) processes(r *running) []int {
	// One that forks and ends, over and over, is always gone already when its
	// number is looked at; but then there are newer numbers. And one that was met
	// on its way out or between two programs may be somebody else a moment later.
	for from, n := r.pid, 0; ; n++ {
		numbers, last := since(from)
		mine, doubt := s.processesAmong(r, numbers, func(p proc) bool { return s.owner(p) == r })
		switch {
		case len(mine) > 0 || n == 50:
			return mine
		case doubt && n < 10:
			time.Sleep(time.Millisecond)
			from = r.pid
		case lastPid() == last:
			return nil
		default:
			from = last + 1
		}
	}
}

// processesAmong returns those of the processes that are below r, or below an
// orphan that is wanted. There is doubt when an orphan had just ended, or could
// not be told whose it is.
func (s *Supervisor) processesAmong(r *running, pids []int, wanted func(orphan proc) bool) (mine []int, doubt bool) {
	below := map[int][]proc{} // by parent
	for _, pid := range pids {
		if p, ok := readProc(pid); ok {
			below[p.parent] = append(below[p.parent], p)
		}
	}
	// Only now the lock, so that nobody is kept from starting commands: what is
	// started has its entry before anyone else gets the lock.
	s.mu.Lock()
	defer s.mu.Unlock()
	var add func(p proc)
	add = func(p proc) {
		if !p.zombie {
			mine = append(mine, p.pid)
		}
		for _, child := range below[p.pid] {
			add(child)
		}
	}
	own, _ := unix.Getsid(0)
	for _, p := range below[os.Getpid()] {
		switch {
		case p.pid == r.pid:
			add(p)
			continue
		case s.running[p.pid] != nil, p.session == own:
			continue // of another test, or no test's at all: those never are in our session
		}
		// Once more: a command of somebody else may have ended since.
		p, ok := readProc(p.pid)
		switch {
		case !ok:
			doubt = true
		case p.zombie:
			doubt = true
			var ws syscall.WaitStatus
			_, _ = syscall.Wait4(p.pid, &ws, syscall.WNOHANG, nil)
		case wanted(p):
			add(p)
		case s.owner(p) == nil:
			doubt = true
		}
	}
	return mine, doubt
}

// owner returns the command that an orphan belongs to, or nil.
func (s *Supervisor) owner(p proc) *running {
	if r := s.running[p.session]; r != nil {
		return r
	}
	if env, err := os.ReadFile("/proc/" + strconv.Itoa(p.pid) + "/environ"); err == nil {
		for _, r := range s.running {
			if r.token != "" && bytes.Contains(env, []byte(r.token)) {
				return r
			}
		}
	}
	if mark := markOf(p.pid); mark != 0 {
		for _, r := range s.running {
			if r.mark == mark {
				return r
			}
		}
		if s.usual.Max >= 2*markRange && !s.isMark(mark) {
			return nil // nothing that we started
		}
	}
	// It has another user, or changed its limits. If only one command is old enough, it is that
	// one's; else the last of the candidates to end takes it along.
	var only *running
	for _, r := range s.running {
		if r.since > p.since {
			continue
		}
		if only != nil {
			return nil
		}
		only = r
	}
	return only
}

// strays returns the marked children that are of no running command, with what
// is below them.
func (s *Supervisor) strays() []int {
	left, _ := s.processesAmong(&running{}, pids(), func(p proc) bool { return s.isMark(markOf(p.pid)) })
	return left
}
