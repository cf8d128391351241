package verdicts

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"syscall"
	"time"
)

// A stamp changes when a file does.
type stamp struct {
	Size, Modified, Changed int64
	Number, Device          uint64
	Mode                    uint32
}

func stampOf(info fs.FileInfo) stamp {
	s := stamp{Size: info.Size(), Modified: info.ModTime().UnixNano(), Mode: uint32(info.Mode())}
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		s.Changed, s.Number, s.Device = st.Ctim.Nano(), st.Ino, uint64(st.Dev)
	}
	return s
}

func (s stamp) settled(before time.Time) bool {
	return max(s.Modified, s.Changed) < before.UnixNano()
}

// owner says whose a file is, in words that hold on other machines too.
func owner(info fs.FileInfo) string {
	st, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case ok && int(st.Uid) == os.Geteuid():
		return "mine"
	case ok && st.Uid == 0:
		return "root"
	}
	return "other"
}

// Process says what a process gives to those that it starts besides the environment: who
// it is, and which permissions new files lack.
func Process() string {
	status, _ := os.ReadFile("/proc/self/status")
	return fmt.Sprintf("%d %d %s", os.Geteuid(), os.Getegid(), umask.Find(status))
}

var umask = regexp.MustCompile(`(?m)^Umask:.*$`)
