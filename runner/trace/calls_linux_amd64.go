package trace

import "golang.org/x/sys/unix"

// old are the calls that newer systems have only in the form with a folder.
var old = []call{
	{unix.SYS_OPEN, opens, here, 0, 1},
	{unix.SYS_CREAT, changes, here, 0, none},
	{unix.SYS_STAT, stats, here, 0, none},
	{unix.SYS_LSTAT, lstats, here, 0, none},
	{unix.SYS_ACCESS, accesses, here, 0, none},
	{unix.SYS_READLINK, readlinks, here, 0, none},
	{unix.SYS_UNLINK, names, here, 0, none},
	{unix.SYS_RMDIR, names, here, 0, none},
	{unix.SYS_MKDIR, names, here, 0, none},
	{unix.SYS_MKNOD, names, here, 0, none},
	{unix.SYS_RENAME, renames, here, 0, here},
	{unix.SYS_LINK, renames, here, 0, here},
	{unix.SYS_SYMLINK, symlinks, here, 0, here},
	{unix.SYS_CHMOD, changes, here, 0, none},
	{unix.SYS_CHOWN, changes, here, 0, none},
	{unix.SYS_LCHOWN, changes, here, 0, none},
	{unix.SYS_UTIME, changes, here, 0, none},
	{unix.SYS_UTIMES, changes, here, 0, none},
	{unix.SYS_FUTIMESAT, changes, 0, 1, none},
}
