package trace

import "golang.org/x/sys/unix"

// old are the calls that newer systems have only in the form with a folder.
var old = []call{
	{unix.SYS_OPEN, opens, here, 0, 1},
	{unix.SYS_CREAT, writes, here, 0, none},
	{unix.SYS_STAT, stats, here, 0, none},
	{unix.SYS_LSTAT, stats, here, 0, none},
	{unix.SYS_ACCESS, accesses, here, 0, none},
	{unix.SYS_READLINK, readlinks, here, 0, none},
	{unix.SYS_RENAME, renames, here, 0, none},
	{unix.SYS_LINK, renames, here, 0, none},
	{unix.SYS_SYMLINK, symlinks, here, 0, none},
}
