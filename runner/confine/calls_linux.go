package confine

import "golang.org/x/sys/unix"

// calls are those that every kind of processor has, and those that yours has besides.
var calls = append([]call{
	{unix.SYS_OPENAT, opens, 0, 1},
	{unix.SYS_TRUNCATE, removes, -1, 0},
	{unix.SYS_MKDIRAT, makes, 0, 1},
	{unix.SYS_MKNODAT, makes, 0, 1},
	{unix.SYS_UNLINKAT, removes, 0, 1},
	{unix.SYS_RENAMEAT2, renames, 2, 3},
	{unix.SYS_LINKAT, makes, 2, 3},
	{unix.SYS_SYMLINKAT, makes, 1, 2},
	{unix.SYS_CONNECT, connects, -1, 1},
	{unix.SYS_SENDTO, connects, -1, 4},
}, oldCalls...)
