package confine

import "golang.org/x/sys/unix"

var oldCalls = []call{
	{unix.SYS_OPEN, opens, -1, 0},
	{unix.SYS_CREAT, renames, -1, 0},
	{unix.SYS_MKDIR, makes, -1, 0},
	{unix.SYS_RMDIR, removes, -1, 0},
	{unix.SYS_MKNOD, makes, -1, 0},
	{unix.SYS_UNLINK, removes, -1, 0},
	{unix.SYS_RENAME, renames, -1, 1},
	{unix.SYS_RENAMEAT, renames, 2, 3},
	{unix.SYS_LINK, makes, -1, 1},
	{unix.SYS_SYMLINK, makes, -1, 1},
}
