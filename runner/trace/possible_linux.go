//go:build amd64 || arm64

package trace

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"dott/runner/process/thread"
)

// Possible returns why nothing can be traced, and what to do about it.
func Possible() error {
	if err := possibleWith(release(), yama(), os.Geteuid() == 0); err != nil {
		return err
	}
	var from, to byte
	local, remote := unix.Iovec{Base: &to, Len: 1}, unix.RemoteIovec{Base: uintptr(unsafe.Pointer(&from)), Len: 1}
	if _, err := unix.ProcessVMReadv(os.Getpid(), []unix.Iovec{local}, []unix.RemoteIovec{remote}, 0); err != nil {
		return fmt.Errorf("this system forbids to read what other processes ask of it (process_vm_readv: %w); %s", err, inContainer)
	}
	end, err := thread.Run(func() error {
		fd, err := install(nil)
		if err == nil {
			err = unix.Close(fd)
		}
		return err
	})
	end()
	return err
}

const inContainer = "in a container, start that with --security-opt seccomp=unconfined"

// possibleWith is Possible by what the system says of itself: its release, what Yama allows,
// and whether that is asked by root. What is not known is empty.
func possibleWith(release, yama string, root bool) error {
	major, rest, _ := strings.Cut(release, ".")
	minor, _, _ := strings.Cut(rest, ".")
	first, err := strconv.Atoi(major)
	second, err2 := strconv.Atoi(strings.TrimRight(minor, "-+abcdefghijklmnopqrstuvwxyz"))
	if err == nil && err2 == nil && (first < 5 || first == 5 && second < 5) {
		return fmt.Errorf("tracing needs Linux 5.5 or newer, and this is %s", release)
	}
	if yama == "3" || yama == "2" && !root {
		return fmt.Errorf("kernel.yama.ptrace_scope is %s; to trace, set it to 1: sysctl kernel.yama.ptrace_scope=1", yama)
	}
	return nil
}

func release() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Release[:])
}

func yama() string {
	text, _ := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope")
	return strings.TrimSpace(string(text))
}

// forbidden is the error of a system that does not have calls told.
func forbidden(errno unix.Errno) error {
	switch errno {
	case unix.EBUSY:
		return errors.New("something else follows the system calls of this process already; is dott itself run by a test that is traced, or in a sandbox?")
	case unix.ENOSYS, unix.EINVAL:
		return fmt.Errorf("this system has no notification of system calls (seccomp: %w); tracing needs Linux 5.5 or newer; %s", errno, inContainer)
	}
	return fmt.Errorf("this system forbids to follow system calls (seccomp: %w); %s", errno, inContainer)
}
