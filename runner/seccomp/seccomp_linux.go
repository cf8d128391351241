// Package seccomp has the kernel tell of system calls before they are made, and go on
// with them (seccomp_unotify(2)). What limits tests and what traces them are filters and
// listeners of this kind.
package seccomp

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A Notice is what the kernel tells of a call (struct seccomp_notif).
type Notice struct {
	ID         uint64
	PID, Flags uint32
	Number     int32
	Arch       uint32
	IP         uint64
	Args       [6]uint64
}

// An answer lets a call go on (struct seccomp_notif_resp).
type answer struct {
	id    uint64
	val   int64
	err   int32
	flags uint32
}

// Arch is what the kernel calls this kind of processor; 0 is one that is not known.
var Arch = map[string]uint32{
	"amd64": unix.AUDIT_ARCH_X86_64, "arm64": unix.AUDIT_ARCH_AARCH64, "riscv64": unix.AUDIT_ARCH_RISCV64,
}[runtime.GOARCH]

// Where a filter finds what a call is (struct seccomp_data).
const (
	NumberAt    = 0
	ArchAt      = 4
	ArgumentsAt = 16
)

// Load is an instruction of a filter that loads a word.
func Load(at uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
}

// Jump is an instruction that compares the word, by BPF_JEQ or BPF_JSET, and passes over
// so many instructions.
func Jump(code uint16, k uint32, yes, no uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | code | unix.BPF_K, K: k, Jt: yes, Jf: no}
}

// Tell has a call told, and Pass does not.
var (
	Tell = unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_USER_NOTIF}
	Pass = unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW}
)

// Listen has the calls of this thread, and of what it starts, told to a listener. It
// needs nothing of the runtime: from here on, a call of the thread itself may wait.
func Listen(program []unix.SockFilter) (listener int, errno unix.Errno) {
	attr := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	fd, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER, uintptr(unsafe.Pointer(&attr)))
	if errno != 0 {
		return -1, errno
	}
	_, _, _ = unix.RawSyscall(unix.SYS_FCNTL, fd, unix.F_SETFD, unix.FD_CLOEXEC)
	return int(fd), 0
}

// TakeTurns has a program and its listener take turns on one processor, where the kernel
// can.
func TakeTurns(listener int) {
	const setFlags, syncWakeUp = 0x40082104, 1
	_, _, _ = unix.RawSyscall(unix.SYS_IOCTL, uintptr(listener), setFlags, syncWakeUp)
}

// Receive takes the notice of a call that waits.
func Receive(listener int) (n Notice, ok bool) {
	const receive = 0xc0502100
	_, _, errno := unix.RawSyscall(unix.SYS_IOCTL, uintptr(listener), receive, uintptr(unsafe.Pointer(&n)))
	return n, errno == 0
}

// Refuse has a call fail.
func Refuse(listener int, id uint64, errno unix.Errno) {
	const send = 0xc0182101
	a := answer{id: id, err: -int32(errno)}
	_, _, _ = unix.RawSyscall(unix.SYS_IOCTL, uintptr(listener), send, uintptr(unsafe.Pointer(&a)))
}

// Continue has the kernel go on with a call, and so refuse what it refuses by itself.
func Continue(listener int, id uint64) {
	const send = 0xc0182101
	a := answer{id: id, flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
	_, _, _ = unix.RawSyscall(unix.SYS_IOCTL, uintptr(listener), send, uintptr(unsafe.Pointer(&a)))
}
