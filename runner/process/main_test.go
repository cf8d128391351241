//go:build unix

package process

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// roleVariable names what the test binary is to be instead: a host, or a
// process of somebody else's.
const roleVariable = "DOTT_TEST_ROLE"

// roles are what it can be. The functions get the arguments of the command line,
// and what they return is printed.
var roles = map[string]func(args []string) error{}

func TestMain(m *testing.M) {
	name := os.Getenv(roleVariable)
	if name == "" {
		os.Exit(m.Run())
	}
	_ = os.Unsetenv(roleVariable)
	status := 0
	if err := roles[name](os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	syscall.Exit(status) // os.Exit has something to say where coverage is measured
}

// newSupervisor returns a Supervisor that is closed at the end of the test.
func newSupervisor(t testing.TB) *Supervisor {
	s := NewSupervisor()
	t.Cleanup(s.Close)
	return s
}

// role returns a command that is the test binary in another role.
func role(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), roleVariable+"="+name)
	return cmd
}

// nobody lets a role be played by a user of whom the system knows nothing, or skips
// the test. Each test binary has one of its own, with limits of its own.
func nobody(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	need(t, os.Geteuid() == 0, "root, to be somebody else,")
	// Where the test binary lies, nobody may be refused.
	program := filepath.Join(public(t), "program")
	if err := os.Link(cmd.Path, program); err != nil {
		data, err := os.ReadFile(cmd.Path)
		if err == nil {
			err = os.WriteFile(program, data, 0o755)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	cmd.Path, cmd.SysProcAttr = program, &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyID(), Gid: nobodyID()}}
}

func nobodyID() uint32 { return 1<<20 + uint32(os.Getpid()) }

// public makes a directory that everybody can reach.
func public(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "dott-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// need skips a test that the machine cannot run, or fails it where nothing may be
// missing.
func need(t *testing.T, ok bool, what string) {
	t.Helper()
	switch {
	case ok:
	case os.Getenv("DOTT_NEED_TOOLS") != "":
		t.Fatalf("%s is needed", what)
	default:
		t.Skipf("%s is needed", what)
	}
}

// succeed runs a command that is to say nothing.
func succeed(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("%s: %v: %s", strings.Join(cmd.Args, " "), err, out)
	}
}
