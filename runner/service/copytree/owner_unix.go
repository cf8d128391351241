//go:build unix

package copytree

import (
	"io/fs"
	"os"
	"syscall"
)

// Chown gives what was copied the owner of what it is a copy of, which only root
// can.
func Chown(path string, of fs.FileInfo) error {
	s, ok := of.Sys().(*syscall.Stat_t)
	if !ok || os.Geteuid() != 0 || s.Uid == 0 && s.Gid == 0 {
		return nil
	}
	return os.Lchown(path, int(s.Uid), int(s.Gid))
}
