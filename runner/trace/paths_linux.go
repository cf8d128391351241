//go:build amd64 || arm64

package trace

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// outward returns where a path in the command's own folders leads by the links there: a path
// outside of them as soon as one leads out, or one inside without links. The last part is
// followed only if it is to be.
func (f *Follower) outward(path string, follow bool) string {
	for range 40 {
		at := 0
		for _, dir := range f.spec.Skip {
			if strings.HasPrefix(path, dir+"/") {
				at = len(dir) + 1
			}
		}
		if at == 0 {
			return path
		}
		next := ""
		for next == "" && at < len(path) {
			end := len(path)
			if i := strings.IndexByte(path[at:], '/'); i >= 0 {
				end = at + i
			} else if !follow {
				break
			}
			if target, err := os.Readlink(path[:end]); err == nil {
				if !strings.HasPrefix(target, "/") {
					target = path[:at] + target
				}
				next = clean(target + path[end:])
			}
			at = end + 1
		}
		if next == "" {
			return path
		}
		path = next
	}
	return path
}

// interpreter notes what the kernel executes for a program: what a script names in its
// first line, and what loads the shared libraries of others.
func (f *Follower) interpreter(n *seccomp.Notice, path string) {
	for range 5 {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
		if err != nil {
			return
		}
		name := interpreterOf(func(b []byte, at int64) int {
			read, _ := unix.Pread(fd, b, at)
			return max(read, 0)
		})
		_ = unix.Close(fd)
		if name == "" {
			return
		}
		if name[0] != '/' {
			dir, ok := f.dir(n, here)
			if !ok {
				return
			}
			name = clean(dir + "/" + name)
		}
		path = name
		if f.own([]byte(path)) {
			continue
		}
		known, ok := f.all[path]
		if ok && known&Exec != 0 {
			return
		}
		how := Exec
		if unix.Access(path, unix.F_OK) != nil {
			how |= Absent
		}
		f.all[path] = known | how
	}
}

// interpreterOf returns the interpreter that a file names: in its first line, or as one of
// its segments (elf(5)); "" is none.
func interpreterOf(read func(b []byte, at int64) int) string {
	var buf [4096]byte
	head := buf[:read(buf[:], 0)]
	if line, ok := bytes.CutPrefix(head, []byte("#!")); ok {
		line, _, _ = bytes.Cut(line[:min(len(line), 254)], []byte("\n"))
		if words := bytes.Fields(line); len(words) > 0 {
			return string(words[0])
		}
		return ""
	}
	const header, segment, class64, interpreter = 64, 56, 2, 3
	if len(head) < header || !bytes.HasPrefix(head, []byte("\x7fELF")) || head[4] != class64 {
		return ""
	}
	order := binary.LittleEndian
	at, size, count := int64(order.Uint64(head[32:])), int64(order.Uint16(head[54:])), int64(order.Uint16(head[56:]))
	for i := range count {
		var s [segment]byte
		if read(s[:], at+i*size) < segment {
			return ""
		}
		if order.Uint32(s[:]) == interpreter {
			name := buf[:read(buf[:min(order.Uint64(s[32:]), uint64(len(buf)))], int64(order.Uint64(s[8:])))]
			name, _, _ = bytes.Cut(name, []byte{0})
			return string(name)
		}
	}
	return ""
}

// throughProc returns the path that one of /proc stands for, as it is about the process
// itself: its current folder, its root, and its open files.
func throughProc(pid uint32, path string) string {
	if rest, ok := strings.CutPrefix(path, "/dev/fd/"); ok {
		path = "/proc/self/fd/" + rest
	}
	of, rest, _ := strings.Cut(path[len("/proc/"):], "/")
	if of == "self" || of == "thread-self" {
		of = strconv.Itoa(int(pid))
	}
	what, rest, more := strings.Cut(rest, "/")
	if what == "fd" && more {
		var fd string
		fd, rest, more = strings.Cut(rest, "/")
		what += "/" + fd
	}
	if what != "cwd" && what != "root" && !strings.HasPrefix(what, "fd/") {
		return path
	}
	target, err := os.Readlink("/proc/" + of + "/" + what)
	if err != nil || !strings.HasPrefix(target, "/") {
		return path
	}
	if more {
		target += "/" + rest
	}
	return target
}

// unclean reports whether a path has to be looked at by the part.
func unclean(path []byte) bool {
	return bytes.Contains(path, []byte("/.")) || bytes.Contains(path, []byte("//")) || len(path) > 1 && path[len(path)-1] == '/'
}

// clean returns a path without "..": what stands before it may be a link.
func clean(path string) string {
	for {
		i := strings.LastIndex(path+"/", "/../")
		if i < 0 {
			return filepath.Clean(path)
		}
		up, rest := path[:i+len("/..")], path[min(len(path), i+len("/..")):]
		real, err := realPath(up)
		if err != nil {
			return filepath.Clean(path)
		}
		path = real + rest
	}
}

func realPath(path string) (string, error) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	return os.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
}
