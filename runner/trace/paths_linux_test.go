//go:build amd64 || arm64

package trace

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// reader returns how a text is read.
func reader(text []byte) func([]byte, int64) int {
	return func(b []byte, at int64) int {
		n, _ := bytes.NewReader(text).ReadAt(b, at)
		return n
	}
}

func TestInterpreterOf(t *testing.T) {
	shell, err := os.ReadFile("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"":                         "",
		"#!":                       "",
		"#! \n/bin/sh":             "",
		"#!/bin/sh":                "/bin/sh",
		"#! /usr/bin/env python\n": "/usr/bin/env",
		"#!./here -x\n":            "./here",
		"\x7fELF":                  "",
		string(shell[:64]):         "",
	} {
		if got := interpreterOf(reader([]byte(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := interpreterOf(reader(shell)); !strings.Contains(got, "/ld-") {
		t.Errorf("/bin/sh: %q", got)
	}
}

func FuzzInterpreterOf(f *testing.F) {
	f.Add([]byte("#!/bin/sh\n"))
	if shell, err := os.ReadFile("/bin/sh"); err == nil {
		f.Add(shell[:4096])
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if name := interpreterOf(reader(text)); strings.Contains(name, "\x00") && text[0] != '#' {
			t.Errorf("%q", name)
		}
	})
}

// TestThroughProc: paths of /proc that stand for others are those.
func TestThroughProc(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	file, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pid := os.Getpid()
	for path, want := range map[string]string{
		"/proc/self/cwd":                                dir,
		"/proc/self/cwd/a/b":                            dir + "/a/b",
		"/proc/self/root/etc":                           "//etc",
		fmt.Sprintf("/proc/%d/fd/%d/a", pid, file.Fd()): dir + "/a",
		fmt.Sprintf("/dev/fd/%d", file.Fd()):            dir,
		"/proc/self/status":                             "/proc/self/status",
		"/proc/self":                                    "/proc/self",
		"/proc/":                                        "/proc/",
		"/proc/self/fd":                                 "/proc/self/fd",
		"/proc/self/fd/99999":                           "/proc/" + "self/fd/99999",
		"/proc/meminfo":                                 "/proc/meminfo",
	} {
		if got := throughProc(uint32(pid), path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// TestOutward: links lead out of the command's own folders, or do not.
func TestOutward(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(dir, "own")
	for _, d := range []string{own, filepath.Join(own, "in")} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"out": "/elsewhere/dir", "up": "../beside", "near": "in", "far": "near/../out", "loop": "loop"} {
		if err := os.Symlink(target, filepath.Join(own, name)); err != nil {
			t.Fatal(err)
		}
	}
	f := &Follower{spec: &Spec{Skip: []string{own}}}
	for path, want := range map[string]string{
		"/x":         "/x",
		own + "/in":  own + "/in",
		own + "/out": "/elsewhere/dir", own + "/out/a/b": "/elsewhere/dir/a/b",
		own + "/up/a":   dir + "/beside/a",
		own + "/near/a": own + "/in/a",
		own + "/far/a":  "/elsewhere/dir/a",
		own + "/loop":   own + "/loop",
	} {
		if got := f.outward(path, true); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if got := f.outward(own+"/out", false); got != own+"/out" {
		t.Errorf("the link itself: %s", got)
	}
}

// TestPossibleWith: what forbids to trace is told with what to do.
func TestPossibleWith(t *testing.T) {
	for _, c := range []struct {
		release, yama string
		root          bool
		want          string
	}{
		{"6.1.0-18-amd64", "1", false, ""},
		{"5.5-rc1", "0", false, ""},
		{"", "", false, ""},
		{"nonsense", "", true, ""},
		{"5.4.0-generic", "0", true, "Linux 5.5"},
		{"4.19.0", "", true, "Linux 5.5"},
		{"6.1.0", "2", true, ""},
		{"6.1.0", "2", false, "ptrace_scope=1"},
		{"6.1.0", "3", true, "ptrace_scope=1"},
	} {
		err := possibleWith(c.release, c.yama, c.root)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v", c, err)
		}
	}
	for errno, want := range map[unix.Errno]string{unix.ENOSYS: "5.5", unix.EPERM: "seccomp=unconfined", unix.EBUSY: "already"} {
		if err := forbidden(errno); !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", errno, err)
		}
	}
}
