package confine

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// A Watcher names what the limits refuse. The kernel refuses it in any case, and says so
// to the program alone, which may keep it to itself. So a filter of system calls has each
// that writes or connects, and may be refused, told to the helper before it is carried
// out. What never writes and never connects does not notice; any other call waits for
// some 20 µs.
type Watcher struct {
	FD      int // readable when there is something to look at
	limits  *Limits
	sockets []string // Limits.Sockets without symbolic links
	own     []string // Limits.Write without symbolic links, and terminals
	write   []string // these, and what every command may write to
	read    []string
	refuse  uint64             // the number of a call that the kernel would not refuse by itself
	shared  *waiting           // nil: it has a listener of its own
	text    [unix.PathMax]byte // of the call that is looked at
}

// Watch has the calls of this thread, and of what it starts, told to a watcher. Nil is
// that it cannot be: another dott around this one does it, say.
func (l *Limits) Watch() *Watcher {
	w := l.watcher()
	if w == nil {
		return nil
	}
	// From here on, this thread does nothing that is told: nobody looks yet.
	program := l.filter()
	fd, errno := seccomp.Listen(program)
	if errno != 0 {
		return nil
	}
	seccomp.TakeTurns(fd)
	w.FD = fd
	return w
}

// watcher returns one that has no listener yet; nil is that there is nothing to refuse.
func (l *Limits) watcher() *Watcher {
	if l.None() || !l.Writes && !l.Reads && !l.Network {
		return nil
	}
	w := &Watcher{limits: l, FD: -1}
	own := realPaths(l.Write)
	w.sockets = realPaths(l.Sockets)
	w.own, w.write = append(slices.Clip(own), "/dev/pts"), append(slices.Clip(own), realHarmless()...)
	if l.Reads {
		w.read = append(realPaths(l.Read), realSystem()...)
	}
	return w
}

func realPaths(paths []string) (all []string) {
	for _, path := range paths {
		if real, ok := realPath(path); ok {
			all = append(all, real)
		}
	}
	return all
}

// What every command may use is the same for all of them.
var (
	realHarmless = sync.OnceValue(func() []string { return realPaths(harmless) })
	realSystem   = sync.OnceValue(func() []string { return realPaths(system) })
)

// Close ends the watch. Calls that wait fail.
func (w *Watcher) Close() {
	if w != nil && w.FD >= 0 {
		_ = unix.Close(w.FD)
		w.FD = -1
	}
}

// filter is a program for the kernel: it tells calls that the limits may refuse.
func (l *Limits) filter() []unix.SockFilter {
	equal := func(k uint32, no uint8) unix.SockFilter { return seccomp.Jump(unix.BPF_JEQ, k, 0, no) }
	anyOf := func(bits uint32) unix.SockFilter { return seccomp.Jump(unix.BPF_JSET, bits, 0, 1) }
	const arguments = seccomp.ArgumentsAt
	load, tell, pass := seccomp.Load, seccomp.Tell, seccomp.Pass
	// Of another kind of processor no call is told, and nothing that is refused has a name.
	program := []unix.SockFilter{load(seccomp.ArchAt), seccomp.Jump(unix.BPF_JEQ, seccomp.Arch, 1, 0), pass, load(seccomp.NumberAt)}
	for _, c := range calls {
		switch {
		case c.kind == connects && !l.Network, c.kind != connects && !l.Writes && !l.Reads:
		case c.kind == opens && !l.Reads:
			// One that only reads is not told.
			program = append(program, equal(c.number, 4), load(arguments+8*uint32(c.path+1)), anyOf(writingFlags), tell, pass)
		case c.number == unix.SYS_SENDTO:
			// Mostly it has no address, as it is connected.
			program = append(program, equal(c.number, 4), load(arguments+8*uint32(c.path)), anyOf(math.MaxUint32), tell, pass)
		default:
			program = append(program, equal(c.number, 1), tell)
		}
	}
	if l.Writes {
		for number := range attributesOf {
			program = append(program, equal(uint32(number), 1), tell)
		}
	}
	return append(program, pass)
}

const writingFlags = unix.O_WRONLY | unix.O_RDWR | unix.O_CREAT | unix.O_TRUNC

// A call is one that may be refused.
type call struct {
	number uint32
	kind   kind
	dir    int // which argument is the folder that a path begins in; -1 is the current one
	path   int // which argument is the path; the flags of one that opens are behind it
}

type kind int

const (
	opens   kind = iota
	makes        // the name, which must not be there
	removes      // the name, which must be there
	renames      // to the name
	connects
)

// Next takes a call that waits, and says in words what of it is refused; "" is nothing.
// The call waits until Continue gets its number.
func (w *Watcher) Next() (refused string, id uint64, ok bool) {
	if w.shared != nil {
		return w.shared.take(w.FD)
	}
	n, ok := seccomp.Receive(w.FD)
	if !ok {
		return "", 0, false
	}
	what, refuse := w.judge(&n)
	if refuse {
		w.refuse = n.ID
	}
	return what, n.ID, true
}

// Continue has the kernel go on with a call, and so refuse what it refuses. What only the
// watcher refuses, it refuses here.
func (w *Watcher) Continue(id uint64) {
	if w.shared != nil {
		w.shared.goOn(id)
		return
	}
	if w.refuse == id {
		w.refuse = 0
		seccomp.Refuse(w.FD, id, unix.EACCES)
		return
	}
	seccomp.Continue(w.FD, id)
}

// judge says in words what of a call is refused, and whether the watcher has to refuse it,
// as the kernel does not.
func (w *Watcher) judge(n *seccomp.Notice) (what string, refuse bool) {
	pid := int(n.PID)
	if a, ok := attributesOf[n.Number]; ok {
		if path := w.judgeAttributes(n, a); path != "" {
			return "changing " + path + by(pid), true
		}
		return "", false
	}
	i := slices.IndexFunc(calls, func(c call) bool { return c.number == uint32(n.Number) })
	if i < 0 {
		return "", false
	}
	c := calls[i]
	if c.kind == connects {
		to, outside := w.connection(pid, n.Args[c.path], n.Args[c.path+1])
		if to != "" {
			return "connecting to " + to + by(pid), outside
		}
		return "", false
	}
	return w.judgePath(n, c), false
}

func (w *Watcher) judgePath(n *seccomp.Notice, c call) string {
	pid := int(n.PID)
	text := w.read0(pid, n.Args[c.path])
	if len(text) == 0 {
		return ""
	}
	changes := c.kind != opens || n.Args[c.path+1]&writingFlags != 0
	if !changes && (belowText(system, text) || belowText(w.limits.Read, text)) && !bytes.Contains(text, dotDot) {
		return "" // as most of what programs read: a link that leads elsewhere gets no name
	}
	path, ok := pathOf(pid, n, c, string(text))
	if !ok {
		return ""
	}
	real, there := realPath(path)
	if c.kind >= makes || changes && !there && n.Args[c.path+1]&unix.O_CREAT != 0 {
		// It is about the name, not about what that leads to.
		real, there = nameOf(path)
	}
	switch {
	case !strings.HasPrefix(real, "/"), // a pipe, or there is no such folder
		!there && (c.kind == removes || c.kind == opens && n.Args[c.path+1]&unix.O_CREAT == 0),
		there && c.kind == makes,
		!allowed(real, there && c.kind < makes, changes):
		return ""
	}
	switch {
	case changes && w.limits.Writes && !below(w.write, real):
		return "writing " + real + by(pid)
	case !changes && w.limits.Reads && !below(w.write, real) && !below(w.read, real):
		return "reading " + real + by(pid)
	}
	return ""
}

// nameOf returns the path of a name in its folder, and whether it is there; "" is that the
// folder is not.
func nameOf(path string) (real string, there bool) {
	path = filepath.Clean(path)
	parent, ok := realPath(filepath.Dir(path))
	if !ok {
		return "", false
	}
	real = filepath.Join(parent, filepath.Base(path))
	var stat unix.Stat_t
	return real, unix.Lstat(real, &stat) == nil
}

// allowed reports whether a user may do something without any limit: with the file
// itself, or with its name.
func allowed(path string, itself, change bool) bool {
	if !itself {
		return unix.Access(filepath.Dir(path), unix.W_OK|unix.X_OK) == nil
	}
	if change {
		return unix.Access(path, unix.W_OK) == nil
	}
	return unix.Access(path, unix.R_OK) == nil || unix.Access(path, unix.X_OK) == nil
}

// below reports whether a path is one of some, or below it.
func below(folders []string, path string) bool {
	return slices.ContainsFunc(folders, func(f string) bool {
		rest, ok := strings.CutPrefix(path, f)
		return ok && (rest == "" || rest[0] == '/' || f == "/")
	})
}

// belowText is below for a text that is not kept.
func belowText(folders []string, path []byte) bool {
	for _, f := range folders {
		if len(path) >= len(f) && string(path[:len(f)]) == f && (len(path) == len(f) || path[len(f)] == '/' || f == "/") {
			return true
		}
	}
	return false
}

var dotDot = []byte("..")

// by names the program that does it.
func by(pid int) string {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return ""
	}
	return ", by " + strings.TrimSpace(string(name))
}

// realPath returns the path of a file without symbolic links, and reports whether it is
// there.
func realPath(path string) (string, bool) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", false
	}
	defer unix.Close(fd)
	real, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
	return real, err == nil
}

// pathOf returns the path that a call is about, from the root.
func pathOf(pid int, n *seccomp.Notice, c call, path string) (_ string, ok bool) {
	if rest, ok := strings.CutPrefix(path, "/proc/self/"); ok {
		return fmt.Sprintf("/proc/%d/%s", pid, rest), true
	}
	if rest, ok := strings.CutPrefix(path, "/dev/fd/"); ok {
		return fmt.Sprintf("/proc/%d/fd/%s", pid, rest), true
	}
	if filepath.IsAbs(path) {
		return path, true
	}
	dir := fmt.Sprintf("/proc/%d/cwd", pid)
	if c.dir >= 0 && int32(n.Args[c.dir]) != unix.AT_FDCWD {
		dir = fmt.Sprintf("/proc/%d/fd/%d", pid, int32(n.Args[c.dir]))
	}
	dir, err := os.Readlink(dir)
	if err != nil {
		return "", false
	}
	return dir + "/" + path, true
}

// read0 reads a text from the memory of a process. It holds until the next is read, and is
// empty where there is none.
func (w *Watcher) read0(pid int, at uint64) []byte {
	for n := 0; n < len(w.text); {
		// Not beyond a page, behind which there may be nothing.
		room := w.text[n : n+int(min(256, 4096-at%4096, uint64(len(w.text)-n)))]
		got, err := readMemory(pid, at, room)
		if err != nil || got == 0 {
			return nil
		}
		if i := bytes.IndexByte(room[:got], 0); i >= 0 {
			return w.text[:n+i]
		}
		n, at = n+got, at+uint64(got)
	}
	return nil
}

// readMemory reads from the memory of a process. To the runtime it is not a system call:
// it is over before the runtime could make use of that.
func readMemory(pid int, at uint64, buf []byte) (int, error) {
	local := unix.Iovec{Base: &buf[0]}
	local.SetLen(len(buf))
	remote := unix.RemoteIovec{Base: uintptr(at), Len: len(buf)}
	n, _, errno := unix.RawSyscall6(unix.SYS_PROCESS_VM_READV, uintptr(pid), uintptr(unsafe.Pointer(&local)), 1, uintptr(unsafe.Pointer(&remote)), 1, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// connection returns the address to which a call connects that a network of its own does
// not have; "" is that it has it. The kernel does not refuse it by itself if it is a
// socket outside.
func (w *Watcher) connection(pid int, at, length uint64) (to string, outside bool) {
	buf := make([]byte, min(length, 128))
	if len(buf) < 4 {
		return "", false
	}
	n, err := readMemory(pid, at, buf)
	if err != nil || n < 4 {
		return "", false
	}
	buf = buf[:n]
	var ip net.IP
	switch binary.NativeEndian.Uint16(buf) {
	case unix.AF_INET:
		if n >= 8 {
			ip = net.IP(buf[4:8])
		}
	case unix.AF_INET6:
		if n >= 24 {
			ip = net.IP(buf[8:24])
		}
	case unix.AF_UNIX:
		to = w.socket(pid, buf[2:])
		return to, to != ""
	}
	port := int(binary.BigEndian.Uint16(buf[2:]))
	switch {
	case ip == nil || port == 0 || ip.IsUnspecified(): // port 0 asks only which way it would go
		return "", false
	case port == 53:
		return "the name server " + net.JoinHostPort(ip.String(), "53"), false
	case ip.IsLoopback():
		return "", false
	}
	return net.JoinHostPort(ip.String(), strconv.Itoa(port)), false
}
