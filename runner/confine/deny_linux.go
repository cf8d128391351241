package confine

import (
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"

	"dott/runner/seccomp"
)

// Some ways out are neither files nor in a namespace. A filter of system calls closes them,
// which needs nobody to look: what it refuses shows in the numbers of a call.
//
//   - A terminal of another session can be typed into (TIOCSTI, TIOCLINUX).
//   - io_uring makes calls that no filter sees. Programs that use it do without it.
//   - Some sockets lead out of every network namespace (vsock to a virtual machine's host,
//     for one).
//   - Calls of the x32 kind have other numbers.

// outOfNamespaces are families of sockets that know no network namespaces.
var outOfNamespaces = []uint32{unix.AF_VSOCK, unix.AF_BLUETOOTH, unix.AF_NFC, unix.AF_QIPCRTR}

const x32 = 0x40000000

// deny has this thread, and what it starts, do without these calls.
func (l *Limits) deny() error {
	if seccomp.Arch == 0 {
		return nil
	}
	program := l.denied()
	attr := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&attr)))
	runtime.KeepAlive(program)
	switch errno {
	case 0, unix.ENOSYS, unix.EINVAL: // a kernel without filters, or what stands before it
		return nil
	}
	return os.NewSyscallError("refusing system calls", errno)
}

func (l *Limits) denied() []unix.SockFilter {
	refuse := func(errno unix.Errno) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ERRNO | uint32(errno)}
	}
	argument := func(n uint32) unix.SockFilter { return seccomp.Load(seccomp.ArgumentsAt + 8*n) }
	const equal = unix.BPF_JEQ
	program := []unix.SockFilter{
		seccomp.Load(seccomp.ArchAt), seccomp.Jump(equal, seccomp.Arch, 1, 0), seccomp.Pass,
		seccomp.Load(seccomp.NumberAt),
		seccomp.Jump(unix.BPF_JGE, x32, 0, 1), refuse(unix.ENOSYS),
		seccomp.Jump(equal, unix.SYS_IO_URING_SETUP, 0, 1), refuse(unix.ENOSYS),
		seccomp.Jump(equal, unix.SYS_IOCTL, 0, 5), argument(1),
		seccomp.Jump(equal, unix.TIOCSTI, 1, 0), seccomp.Jump(equal, unix.TIOCLINUX, 0, 1), refuse(unix.EPERM), seccomp.Pass,
	}
	if l.Network {
		program = append(program, seccomp.Jump(equal, unix.SYS_SOCKET, 0, uint8(2*len(outOfNamespaces)+1)), argument(0))
		for _, family := range outOfNamespaces {
			program = append(program, seccomp.Jump(equal, family, 0, 1), refuse(unix.EAFNOSUPPORT))
		}
	}
	return append(program, seccomp.Pass)
}
