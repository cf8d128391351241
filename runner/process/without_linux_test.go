package process

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"dott/runner/confine"
)

func init() { roles["without"] = without }

// without is a host on a kernel that lacks something, which runs a command with limits.
// Its arguments are the number of a system call, which bits of its first argument are
// refused (0 is all calls), the error's number, and the limit.
func without(args []string) error {
	var number, bits, errno uint32
	if _, err := fmt.Sscan(strings.Join(args[:3], " "), &number, &bits, &errno); err != nil {
		return err
	}
	refuse(number, bits, errno)
	limits := map[string]*confine.Limits{
		"network": {Network: true}, "processes": {Processes: true}, "write": {Writes: true}, "read": {Reads: true},
	}[args[3]]
	s := NewSupervisor()
	defer s.Close()
	var out bytes.Buffer
	_, err := s.Run(context.Background(), Command{Path: "/bin/sh", Args: []string{"-c", "echo ran"}, Env: os.Environ(), Output: &out, Confine: limits})
	fmt.Println(out.String(), err)
	return nil
}

// refuse lets a system call fail, in this process and in those that it starts.
func refuse(number, bits, errno uint32) {
	jump := func(kind uint16, k uint32, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | kind | unix.BPF_K, K: k, Jf: no}
	}
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	result := func(what uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: what} }
	program := []unix.SockFilter{load(0), jump(unix.BPF_JEQ, number, 3), load(16), jump(unix.BPF_JSET, bits, 1), result(unix.SECCOMP_RET_ERRNO | errno), result(unix.SECCOMP_RET_ALLOW)}
	if bits == 0 {
		program = slices.Delete(program, 2, 4)
		program[1].Jf = 1
	}
	attr := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	if _, _, failed := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&attr))); failed != 0 {
		panic(failed)
	}
}

// TestWithout: what the kernel has not, or a container forbids, is an error that says so,
// and nothing runs.
func TestWithout(t *testing.T) {
	for _, test := range []struct {
		number, bits uint32
		errno        unix.Errno
		limit        string
		want         []string
	}{
		{unix.SYS_LANDLOCK_CREATE_RULESET, 0, unix.ENOSYS, "write", []string{`[sandbox] write = "sandbox" is not possible here: this kernel has no Landlock`, "Linux 6.2"}},
		{unix.SYS_LANDLOCK_CREATE_RULESET, 0, unix.EOPNOTSUPP, "read", []string{"[sandbox] read is not possible here: this kernel was started without Landlock", "lsm="}},
		{unix.SYS_CLONE, unix.CLONE_NEWUSER, unix.EPERM, "network", []string{`[sandbox] network = "private" is not possible here: fork: operation not permitted`, "allow user namespaces"}},
		{unix.SYS_CLONE, unix.CLONE_NEWUSER, unix.EINVAL, "processes", []string{`[sandbox] processes = "private" is not possible here: fork: invalid argument`, "no such namespaces"}},
		{unix.SYS_CLONE, unix.CLONE_NEWUSER, unix.ENOSPC, "network", []string{"sysctl user.max_user_namespaces"}},
		{unix.SYS_MOUNT, 0, unix.EPERM, "processes", []string{`[sandbox] processes = "private" is not possible here`, "mounts: operation not permitted"}},
		{unix.SYS_SECCOMP, 0, unix.ENOSYS, "write", nil}, // nothing has a name then
	} {
		for _, nobodys := range []bool{false, true} {
			cmd := role(t, "without", fmt.Sprint(test.number), fmt.Sprint(test.bits), fmt.Sprint(uint32(test.errno)), test.limit)
			if nobodys {
				nobody(t, cmd)
				cmd.Dir = "/"
			}
			out := output(t, cmd)
			if ran := strings.HasPrefix(out, "ran"); ran != (test.want == nil) {
				t.Errorf("%v, as nobody %v: %s", test, nobodys, out)
			}
			for _, want := range test.want {
				if !strings.Contains(out, want) {
					t.Errorf("%v, as nobody %v: %q is not in %s", test, nobodys, want, out)
				}
			}
		}
	}
}

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}
