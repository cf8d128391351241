package confine

import (
	"fmt"
	"maps"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"dott/runner/seccomp"
)

// Landlock does not know modes, owners, times and attributes of files. So calls that change
// them wait for the watcher, and it refuses them by itself if the file is not the test's
// own. That holds against a mistake, such as chmod -R on the wrong folder. It does not hold
// against a program that changes the path while the watcher looks.

// An attributes call changes what is known of a file besides its content.
type attributes struct {
	dir, path int  // arguments; the path is -1 where dir is the file itself
	flags     int  // the argument with AT_SYMLINK_NOFOLLOW; -1 is none
	link      bool // it is about a link itself
}

var attributesOf = with(oldAttributes, map[int32]attributes{
	unix.SYS_FCHMOD: {0, -1, -1, false}, unix.SYS_FCHMODAT: {0, 1, -1, false}, unix.SYS_FCHMODAT2: {0, 1, 3, false},
	unix.SYS_FCHOWN: {0, -1, -1, false}, unix.SYS_FCHOWNAT: {0, 1, 4, false}, unix.SYS_UTIMENSAT: {0, 1, 3, false},
	unix.SYS_SETXATTR: {-1, 0, -1, false}, unix.SYS_LSETXATTR: {-1, 0, -1, true}, unix.SYS_FSETXATTR: {0, -1, -1, false},
	unix.SYS_REMOVEXATTR: {-1, 0, -1, false}, unix.SYS_LREMOVEXATTR: {-1, 0, -1, true}, unix.SYS_FREMOVEXATTR: {0, -1, -1, false},
	unix.SYS_SETXATTRAT: {0, 1, 2, false}, unix.SYS_REMOVEXATTRAT: {0, 1, 2, false},
})

func with(more, all map[int32]attributes) map[int32]attributes {
	maps.Copy(all, more)
	return all
}

// judgeAttributes returns the file whose attributes a call must not change, or "".
func (w *Watcher) judgeAttributes(n *seccomp.Notice, a attributes) string {
	pid := int(n.PID)
	link := a.link || a.flags >= 0 && n.Args[a.flags]&unix.AT_SYMLINK_NOFOLLOW != 0
	var text []byte
	if a.path >= 0 && n.Args[a.path] != 0 {
		text = w.read0(pid, n.Args[a.path])
	}
	var real string
	if len(text) == 0 {
		if a.dir < 0 {
			return ""
		}
		of := fmt.Sprintf("/proc/%d/fd/%d", pid, int32(n.Args[a.dir]))
		if int32(n.Args[a.dir]) == unix.AT_FDCWD {
			of = fmt.Sprintf("/proc/%d/cwd", pid)
		}
		real, _ = os.Readlink(of)
	} else if path, ok := pathOf(pid, n, call{dir: a.dir}, string(text)); !ok {
		return ""
	} else if link {
		real, _ = nameOf(path)
	} else {
		real, _ = realPath(path)
	}
	var stat unix.Stat_t
	switch {
	case !strings.HasPrefix(real, "/"), below(w.own, real), unix.Lstat(real, &stat) != nil:
		return "" // a pipe, or it is not there
	case int(stat.Uid) != unix.Geteuid() && unix.Geteuid() != 0 && unix.Access(real, unix.W_OK) != nil:
		return "" // nor would it be changed without limits
	}
	return real
}
