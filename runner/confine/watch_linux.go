package confine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// A Watcher names what the limits refuse. The kernel refuses it in any case, and says so
// to the program alone, which may keep it to itself. So a filter of system calls has each
// that writes or connects, and may be refused, told to the helper before it is carried
// out. What never writes and never connects does not notice; any other call waits for
// some 20 µs.
type Watcher struct {
	FD     int // readable when there is something to look at
	limits *Limits
	write  []string // Limits.Write without symbolic links
	read   []string
	shared *waiting // nil: it has a listener of its own
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
	for _, path := range slices.Concat(l.Write, harmless) {
		if real, ok := realPath(path); ok {
			w.write = append(w.write, real)
		}
	}
	for _, path := range slices.Concat(l.Read, system) {
		if real, ok := realPath(path); ok {
			w.read = append(w.read, real)
		}
	}
	return w
}

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
	i := slices.IndexFunc(calls, func(c call) bool { return c.number == uint32(n.Number) })
	if i < 0 {
		return "", n.ID, true
	}
	return w.judge(&n, calls[i]), n.ID, true
}

// Continue has the kernel go on with a call, and so refuse what it refuses.
func (w *Watcher) Continue(id uint64) {
	if w.shared != nil {
		w.shared.goOn(id)
		return
	}
	seccomp.Continue(w.FD, id)
}

func (w *Watcher) judge(n *seccomp.Notice, c call) string {
	pid := int(n.PID)
	if c.kind == connects {
		if to := w.connection(pid, n.Args[c.path], n.Args[c.path+1]); to != "" {
			return "connecting to " + to + by(pid)
		}
		return ""
	}
	path, ok := pathOf(pid, n, c)
	if !ok {
		return ""
	}
	changes := c.kind != opens || n.Args[c.path+1]&writingFlags != 0
	if !changes && (below(w.limits.Read, path) || below(system, path)) && !strings.Contains(path, "..") {
		return "" // as most of what programs read: a link that leads elsewhere gets no name
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
func pathOf(pid int, n *seccomp.Notice, c call) (string, bool) {
	path, err := readText(pid, n.Args[c.path])
	if err != nil || path == "" {
		return "", false
	}
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
	if dir, err = os.Readlink(dir); err != nil {
		return "", false
	}
	return dir + "/" + path, true
}

// readText reads a text from the memory of a process.
func readText(pid int, at uint64) (string, error) {
	var text []byte
	for len(text) < unix.PathMax {
		// Not beyond a page, behind which there may be nothing.
		var buf [256]byte
		room := buf[:min(uint64(len(buf)), 4096-at%4096)]
		n, err := readMemory(pid, at, room)
		if err != nil || n == 0 {
			return "", errors.Join(err, unix.EFAULT)
		}
		for i, c := range room[:n] {
			if c == 0 {
				return string(append(text, room[:i]...)), nil
			}
		}
		text = append(text, room[:n]...)
		at += uint64(n)
	}
	return "", unix.ENAMETOOLONG
}

func readMemory(pid int, at uint64, buf []byte) (int, error) {
	local := []unix.Iovec{{Base: &buf[0]}}
	local[0].SetLen(len(buf))
	return unix.ProcessVMReadv(pid, local, []unix.RemoteIovec{{Base: uintptr(at), Len: len(buf)}}, 0)
}

// connection returns the address to which a call connects that a network of its own does
// not have; "" is that it has it.
func (w *Watcher) connection(pid int, at, length uint64) string {
	buf := make([]byte, min(length, 128))
	if len(buf) < 4 {
		return ""
	}
	n, err := readMemory(pid, at, buf)
	if err != nil || n < 4 {
		return ""
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
		path, _, _ := strings.Cut(string(buf[2:]), "\x00")
		path = strings.Replace(path, "/var/run/", "/run/", 1)
		// Every look-up of a user asks nscd at first, and does without.
		if slices.Contains(slices.Concat(brokers, userBrokers()), path) && path != nscd && unix.Access(path, unix.F_OK) == nil {
			return path
		}
	}
	port := int(binary.BigEndian.Uint16(buf[2:]))
	switch {
	case ip == nil || port == 0 || ip.IsUnspecified(): // port 0 asks only which way it would go
		return ""
	case port == 53:
		return "the name server " + net.JoinHostPort(ip.String(), "53")
	case ip.IsLoopback():
		return ""
	}
	return net.JoinHostPort(ip.String(), strconv.Itoa(port))
}
