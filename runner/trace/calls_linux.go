//go:build amd64 || arm64

package trace

import (
	"math"

	"golang.org/x/sys/unix"

	"dott/runner/seccomp"
)

// A call is one that takes a path, or an address. Its arguments are counted from 0.
type call struct {
	number uint32
	kind   kind
	dir    int // the folder that the path begins in
	path   int // the path
	// flags is that of one that opens; or the argument that says with AT_EMPTY_PATH that
	// there is no path; or, of one that takes two paths, the folder that the other begins
	// in, which is the argument behind it.
	flags int
}

const here, none = -1, -1 // the current folder; no such argument

type kind byte

const (
	opens kind = iota
	opens2
	changes // a file
	names   // changes a name, whatever it leads to
	execs
	stats
	lstats
	accesses
	readlinks
	renames
	symlinks
	moves // to another current folder
	connects
	sends // the same, with the address in a structure
	binds
	unseen
	shown // to somebody else
)

// calls are all that are told.
var calls = append([]call{
	{unix.SYS_OPENAT, opens, 0, 1, 2},
	{unix.SYS_NEWFSTATAT, stats, 0, 1, 3},
	{unix.SYS_STATX, stats, 0, 1, 2},
	{unix.SYS_FACCESSAT, accesses, 0, 1, none},
	{unix.SYS_FACCESSAT2, accesses, 0, 1, none},
	{unix.SYS_EXECVE, execs, here, 0, none},
	{unix.SYS_EXECVEAT, execs, 0, 1, none},
	{unix.SYS_READLINKAT, readlinks, 0, 1, none},
	{unix.SYS_OPENAT2, opens2, 0, 1, 2},
	{unix.SYS_UNLINKAT, names, 0, 1, none},
	{unix.SYS_MKDIRAT, names, 0, 1, none},
	{unix.SYS_MKNODAT, names, 0, 1, none},
	{unix.SYS_RENAMEAT, renames, 0, 1, 2},
	{unix.SYS_RENAMEAT2, renames, 0, 1, 2},
	{unix.SYS_LINKAT, renames, 0, 1, 2},
	{unix.SYS_SYMLINKAT, symlinks, here, 0, 1},
	{unix.SYS_FCHMODAT, changes, 0, 1, none},
	{unix.SYS_FCHMODAT2, changes, 0, 1, none},
	{unix.SYS_FCHOWNAT, changes, 0, 1, none},
	{unix.SYS_UTIMENSAT, changes, 0, 1, none},
	{unix.SYS_TRUNCATE, changes, here, 0, none},
	{unix.SYS_CHDIR, moves, here, 0, none},
	{unix.SYS_FCHDIR, moves, none, none, none},
	{unix.SYS_CONNECT, connects, none, 1, 2},
	{unix.SYS_SENDTO, connects, none, 4, 5},
	{unix.SYS_SENDMSG, sends, none, 1, none},
	{unix.SYS_SENDMMSG, sends, none, 1, none},
	{unix.SYS_BIND, binds, none, 1, 2},
	{unix.SYS_CHROOT, unseen, none, none, none},
	{unix.SYS_PIVOT_ROOT, unseen, none, none, none},
	{unix.SYS_MOUNT, unseen, none, none, none},
	{unix.SYS_OPEN_TREE, unseen, none, none, none},
	{unix.SYS_SETNS, unseen, none, none, none},
	{unix.SYS_OPEN_BY_HANDLE_AT, unseen, none, none, none},
	{unix.SYS_IO_URING_SETUP, unseen, none, none, none},
}, old...)

// filter is a program for the kernel: it has the calls told.
func filter(also []uint32) []unix.SockFilter {
	const arguments = seccomp.ArgumentsAt
	load, jump, tell, pass := seccomp.Load, seccomp.Jump, seccomp.Tell, seccomp.Pass
	// The calls of another architecture have other numbers: all are told, and unseen.
	program := []unix.SockFilter{load(seccomp.ArchAt), jump(unix.BPF_JEQ, seccomp.Arch, 1, 0), tell, load(seccomp.NumberAt)}
	for _, c := range calls {
		switch {
		case c.number == unix.SYS_SENDTO: // one that has no address is of a connection
			program = append(program, jump(unix.BPF_JEQ, c.number, 0, 4), load(arguments+8*uint32(c.path)), jump(unix.BPF_JSET, math.MaxUint32, 0, 1), tell, pass)
		case c.kind == stats && c.flags != none: // what is open already is not told
			program = append(program, jump(unix.BPF_JEQ, c.number, 0, 4), load(arguments+8*uint32(c.flags)), jump(unix.BPF_JSET, unix.AT_EMPTY_PATH, 1, 0), tell, pass)
		default:
			program = append(program, jump(unix.BPF_JEQ, c.number, 0, 1), tell)
		}
	}
	for _, number := range also {
		program = append(program, jump(unix.BPF_JEQ, number, 0, 1), tell)
	}
	const x32 = 0x40000000
	return append(program, jump(unix.BPF_JSET, x32, 0, 1), tell, pass)
}

// install has the calls of this thread, and of what it starts, told to a listener.
func install(also []uint32) (listener int, err error) {
	program := filter(also)
	fd, errno := seccomp.Listen(program)
	if errno == unix.EACCES { // only root may without
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			return -1, err
		}
		fd, errno = seccomp.Listen(program)
	}
	if errno != 0 {
		return -1, forbidden(errno)
	}
	return fd, nil
}
