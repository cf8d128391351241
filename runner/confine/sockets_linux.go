package confine

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// socket returns the path of a socket to which a call would connect, if whoever listens
// there is outside of the test's network: a socket with a path is a file, for which the
// kernel knows no network. The watcher refuses such a call by itself.
func (w *Watcher) socket(pid int, name []byte) string {
	name, _, _ = bytes.Cut(name, []byte{0})
	if len(name) == 0 { // abstract: its name belongs to the network
		return ""
	}
	path := string(name)
	if !filepath.IsAbs(path) {
		dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
		if err != nil {
			return ""
		}
		path = filepath.Join(dir, path)
	}
	if rest, ok := strings.CutPrefix(path, "/proc/self/"); ok {
		path = fmt.Sprintf("/proc/%d/%s", pid, rest)
	}
	hidden := slices.Contains(slices.Concat(brokers, userBrokers()), strings.Replace(path, "/var/run/", "/run/", 1))
	real, there := realPath(path)
	var stat unix.Stat_t
	switch {
	case !there, unix.Stat(real, &stat) != nil:
		return ""
	case hidden:
		if filepath.Base(filepath.Dir(path)) == "nscd" { // every look-up of a user asks it at first, and does without
			return ""
		}
		return path
	case stat.Mode&unix.S_IFMT != unix.S_IFSOCK, unix.Access(real, unix.W_OK) != nil:
		return ""
	case below(w.own, real), below(w.sockets, real), listens(pid, real):
		return ""
	}
	return real
}

// listens reports whether a socket with a path is one of the network that a process has.
// The kernel lists the paths as they were given, so that those of a relative one count by
// their last part.
func listens(pid int, path string) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/unix", pid))
	if err != nil {
		return false
	}
	for line := range bytes.Lines(text) {
		as := string(bytes.TrimSuffix(line, []byte("\n")))
		var numbers [7]string
		for i := range numbers {
			numbers[i], as, _ = strings.Cut(strings.TrimLeft(as, " "), " ")
		}
		// The other end of a connection has the path, too, wherever who listens is.
		const flags, kind, listening, messages = 3, 4, "00010000", "0002"
		if numbers[flags] != listening && numbers[kind] != messages {
			continue
		}
		switch real, ok := realPath(as); {
		case as == "" || as[0] == '@':
		case as == path, ok && real == path, as[0] != '/' && filepath.Base(as) == filepath.Base(path):
			return true
		}
	}
	return false
}
