//go:build unix && !linux

package process

import "golang.org/x/sys/unix"

// unmount takes away what is mounted at a path, also while it is in use.
func unmount(path string) error { return unix.Unmount(path, unix.MNT_FORCE) }
