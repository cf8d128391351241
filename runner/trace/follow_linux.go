//go:build amd64 || arm64

package trace

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// A Follower notes what a command touches. One thread does it: it is woken for each call,
// on the processor of the process that waits for it.
type Follower struct {
	spec     *Spec
	listener int
	keeps    func(n *seccomp.Notice, listener int) bool
	also     []uint32 // calls for keeps alone
	stop     [2]int   // a pipe, closed at its other end when nothing is left to follow
	done     chan struct{}
	started  atomic.Bool

	all    map[string]How
	dirs   map[uint32]string // current folders, by threads
	moving map[uint32]bool   // threads that are just changing theirs, or have not been seen since
	bound  map[uint16]bool   // ports that the command listens at
	linked bool              // a link leads out of the command's own folders
	path   [4096]byte
	whole  []byte
}

// Follow has what this thread starts followed. Started is to be called next, and End.
func (s *Spec) Follow() (*Follower, error) { return s.FollowWith(nil) }

// FollowWith is Follow for two: each call is also shown to somebody else, who reports
// whether it is to wait, and then lets it go on. Nil is nobody. It is shown some calls also
// that are of no interest here.
func (s *Spec) FollowWith(keeps func(n *seccomp.Notice, listener int) bool, also ...uint32) (*Follower, error) {
	f := &Follower{
		spec: s, keeps: keeps, also: also, done: make(chan struct{}),
		all: map[string]How{}, dirs: map[uint32]string{}, moving: map[uint32]bool{}, bound: map[uint16]bool{},
	}
	if err := unix.Pipe2(f.stop[:], unix.O_CLOEXEC); err != nil {
		return nil, err
	}
	prepareRuntime()
	fd, err := install(also)
	if err != nil {
		_ = unix.Close(f.stop[0])
		_ = unix.Close(f.stop[1])
		return nil, fmt.Errorf("tracing: %w", err)
	}
	f.listener = fd
	seccomp.TakeTurns(fd)
	ready := make(chan struct{})
	go f.follow(ready)
	<-ready // it has a thread and needs nothing of the runtime any more
	return f, nil
}

// Started is called when the command has been started, or has not.
func (f *Follower) Started() { f.started.Store(true) }

// prepareRuntime keeps the garbage collector from stopping the follower while the helper
// forks. The thread that forks waits, and cannot be stopped, until the program is executed,
// which has to be told to the follower first. So the helper collects garbage only between
// commands, but for one with which it takes very much memory.
var prepareRuntime = sync.OnceFunc(func() {
	runtime.GOMAXPROCS(max(3, runtime.GOMAXPROCS(0)))
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(128 << 20)
	runtime.GC() // one that had begun is over
})

// collectEvery is after how many commands garbage is collected.
const collectEvery = 100

var ended atomic.Int64

// End is called when nothing is left of the command. It writes the record.
func (f *Follower) End() error {
	_ = unix.Close(f.stop[1])
	<-f.done
	_ = unix.Close(f.stop[0])
	_ = unix.Close(f.listener)
	if ended.Add(1)%collectEvery == 0 {
		runtime.GC()
	}
	return sorted(f.all).write(f.spec.File)
}

func (f *Follower) follow(ready chan struct{}) {
	runtime.LockOSThread()
	defer close(f.done)
	byNumber := map[int32]*call{}
	for i := range calls {
		byNumber[int32(calls[i].number)] = &calls[i]
	}
	fds := []unix.PollFd{{Fd: int32(f.listener), Events: unix.POLLIN}, {Fd: int32(f.stop[0]), Events: unix.POLLIN}}
	close(ready)
	for {
		n, err := f.poll(fds)
		switch {
		case err == unix.EINTR:
			continue
		case n == 0:
			continue
		case err != nil:
			return
		case fds[0].Revents&unix.POLLIN == 0:
			if fds[1].Revents != 0 {
				return
			}
			if fds[0].Revents != 0 { // nobody has the filter any more
				fds[0].Fd = -1
			}
			continue
		}
		told, ok := seccomp.Receive(f.listener)
		if !ok {
			continue
		}
		c := byNumber[told.Number]
		switch {
		case told.Arch != seccomp.Arch, c == nil && !slices.Contains(f.also, uint32(told.Number)):
			c = &call{kind: unseen}
		case c == nil:
			c = &call{kind: shown}
		}
		f.take(&told, c)
	}
}

// poll waits for a call. Until the command is started, it does so without the runtime.
func (f *Follower) poll(fds []unix.PollFd) (int, error) {
	if f.started.Load() {
		return unix.Poll(fds, -1)
	}
	moment := unix.Timespec{Nsec: 1e6}
	n, _, errno := unix.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)), uintptr(unsafe.Pointer(&moment)), 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// take reads what a call is about, notes it, and has it go on.
func (f *Follower) take(n *seccomp.Notice, c *call) {
	defer func() {
		if f.keeps == nil || !f.keeps(n, f.listener) {
			seccomp.Continue(f.listener, n.ID)
		}
	}()
	delete(f.moving, n.PID)
	switch c.kind {
	case shown:
		return
	case unseen:
		f.all["a system call that is not followed: "+strconv.Itoa(int(n.Number))] |= Unseen
		return
	case moves:
		clear(f.dirs)
		f.moving[n.PID] = true
		if c.path == none {
			return
		}
	case connects, sends, binds:
		f.address(n, c)
		return
	case symlinks:
		if target, ok := f.read(n.PID, n.Args[c.path]); ok && len(target) > 0 && (bytes.Contains(target, []byte("..")) || target[0] == '/' && !f.own(target)) {
			f.linked = true
		}
		f.second(n, c)
		return
	case renames:
		f.second(n, c)
	}
	if path := f.pathOf(n, c.dir, c.path, c.kind == execs); path != nil {
		f.note(n, path, c.how(n, f), c.follows(n))
	}
}

// second notes the other path of a call that has two.
func (f *Follower) second(n *seccomp.Notice, c *call) {
	at := c.path + 1
	if c.flags != here {
		at = c.flags + 1
	}
	if path := f.pathOf(n, c.flags, at, false); path != nil {
		f.note(n, path, Write, false)
	}
}

// note notes what is done with a path, or with what that leads to if it is a link.
func (f *Follower) note(n *seccomp.Notice, path []byte, how How, follow bool) {
	if f.own(path) {
		if f.linked {
			path = []byte(f.outward(string(path), follow))
		}
		if f.own(path) {
			if how&Exec != 0 {
				f.interpreter(n, string(path))
			}
			return
		}
	}
	known, ok := f.all[string(path)]
	if ok && known|how == known {
		return
	}
	name := string(path)
	if !ok {
		var st unix.Stat_t
		if unix.Stat(name, &st) != nil {
			how |= Absent
		}
	}
	f.all[name] = known | how
	if how&Exec != 0 && how&Absent == 0 {
		f.interpreter(n, name)
	}
}

// pathOf returns the path of a call from the root, by its arguments; nil is that it has
// none, or that the process is gone. Open files are executed by an empty path.
func (f *Follower) pathOf(n *seccomp.Notice, dir, arg int, empty bool) []byte {
	path, ok := f.read(n.PID, n.Args[arg])
	switch {
	case !ok:
		return nil
	case len(path) == 0:
		if !empty || dir < 0 {
			return nil
		}
		file, ok := f.dir(n, dir)
		if !ok {
			return nil
		}
		return []byte(file)
	case path[0] != '/':
		dir, ok := f.dir(n, dir)
		if !ok {
			return nil
		}
		f.whole = append(append(append(f.whole[:0], dir...), '/'), path...)
		path = f.whole
	}
	if bytes.HasPrefix(path, []byte("/proc/")) || bytes.HasPrefix(path, []byte("/dev/fd/")) {
		path = []byte(throughProc(n.PID, string(path)))
	}
	if unclean(path) {
		path = []byte(clean(string(path)))
	}
	return path
}

// how is what a call does with its path.
func (c *call) how(n *seccomp.Notice, f *Follower) How {
	switch c.kind {
	case opens:
		return opened(n.Args[c.flags])
	case opens2:
		var flags [8]byte
		if !f.peek(n.PID, n.Args[c.flags], flags[:]) {
			return Read | Write
		}
		return opened(binary.NativeEndian.Uint64(flags[:]))
	case execs:
		return Exec
	case stats, lstats:
		return Stat
	case accesses:
		return Access
	case moves:
		return Enter
	case readlinks:
		return Link
	}
	return Write
}

// follows reports whether a call is about what a symbolic link leads to, and not about the
// link.
func (c *call) follows(n *seccomp.Notice) bool {
	switch c.kind {
	case opens:
		return n.Args[c.flags]&unix.O_NOFOLLOW == 0
	case stats:
		return c.flags == none || n.Args[c.flags]&unix.AT_SYMLINK_NOFOLLOW == 0
	case lstats, readlinks, renames, names:
		return false
	}
	return true
}

func opened(flags uint64) How {
	switch {
	case flags&unix.O_PATH != 0:
		return Stat | Enter
	case flags&unix.O_ACCMODE == unix.O_WRONLY:
		return Write
	case flags&(unix.O_CREAT|unix.O_TRUNC) != 0 || flags&unix.O_ACCMODE == unix.O_RDWR:
		return Read | Write
	}
	return Read
}

// read reads a text from the memory of a process.
func (f *Follower) read(pid uint32, at uint64) ([]byte, bool) {
	const page = 4096
	for n := 0; n < len(f.path); {
		size := min(page-int(at%page), 256, len(f.path)-n)
		if !f.peek(pid, at, f.path[n:n+size]) {
			return nil, false
		}
		if i := bytes.IndexByte(f.path[n:n+size], 0); i >= 0 {
			return f.path[:n+i], true
		}
		n, at = n+size, at+uint64(size)
	}
	return nil, false
}

func (f *Follower) peek(pid uint32, at uint64, to []byte) bool {
	local := unix.Iovec{Base: &to[0], Len: uint64(len(to))}
	remote := unix.RemoteIovec{Base: uintptr(at), Len: len(to)}
	n, _, errno := unix.RawSyscall6(unix.SYS_PROCESS_VM_READV, uintptr(pid), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
	if errno != 0 {
		f.refused(errno)
	}
	return errno == 0 && int(n) == len(to)
}

// refused notes that what a process does cannot be seen: it has protected itself, say.
// That it has gone, or gave no path, is nothing.
func (f *Follower) refused(err error) {
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) || errors.Is(err, unix.ENOSYS) {
		f.all["a process that does not let itself be looked at"] |= Unseen
	}
}

// dir returns the folder that a path begins in, by the argument that has it.
func (f *Follower) dir(n *seccomp.Notice, arg int) (string, bool) {
	if arg >= 0 {
		if fd := int32(n.Args[arg]); fd != unix.AT_FDCWD {
			dir, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", n.PID, fd))
			f.refused(err)
			return dir, err == nil && strings.HasPrefix(dir, "/")
		}
	}
	if dir, ok := f.dirs[n.PID]; ok {
		return dir, true
	}
	dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", n.PID))
	if err != nil {
		f.refused(err)
		return "", false
	}
	if len(f.moving) == 0 {
		if len(f.dirs) > 500 { // the numbers of processes come again
			clear(f.dirs)
		}
		f.dirs[n.PID] = dir
	}
	return dir, true
}

// own reports whether a path is in the command's own folders.
func (f *Follower) own(path []byte) bool {
	for _, dir := range f.spec.Skip {
		if len(path) >= len(dir) && string(path[:len(dir)]) == dir && (len(path) == len(dir) || path[len(dir)] == '/') {
			return true
		}
	}
	return false
}
