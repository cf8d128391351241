//go:build amd64 || arm64

package trace

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// lookInside notes what a path in the command's own folders leads to outside of them.
func (f *Follower) lookInside(path string, how How) {
	if f.linked {
		if real, absent := resolve(path); !f.own([]byte(real)) {
			if absent {
				how |= Absent
			}
			f.all[real] |= how
			path = real
		}
	}
	if how&Exec != 0 {
		f.interpreter(path)
	}
}

// interpreter notes what the kernel executes for a script.
func (f *Follower) interpreter(path string) {
	for range 4 {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
		if err != nil {
			return
		}
		var text [256]byte
		n, _ := unix.Read(fd, text[:])
		_ = unix.Close(fd)
		line, ok := bytes.CutPrefix(text[:max(n, 0)], []byte("#!"))
		if !ok {
			return
		}
		line, _, _ = bytes.Cut(line, []byte("\n"))
		words := bytes.Fields(line)
		if len(words) == 0 || words[0][0] != '/' {
			return
		}
		if path = string(words[0]); !f.own(words[0]) {
			how := Exec
			if unix.Access(path, unix.F_OK) != nil {
				how |= Absent
			}
			f.all[path] |= how
		}
	}
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

// resolve returns the path without links, of which the last part need not be there.
func resolve(path string) (real string, absent bool) {
	if real, err := realPath(path); err == nil {
		return real, false
	}
	if target, err := os.Readlink(path); err == nil {
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		return target, true
	}
	dir, err := realPath(filepath.Dir(path))
	if err != nil {
		return path, true
	}
	return filepath.Join(dir, filepath.Base(path)), true
}

func realPath(path string) (string, error) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return "", err
	}
	defer unix.Close(fd)
	return os.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
}
