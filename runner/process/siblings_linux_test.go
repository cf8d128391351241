package process

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"dott/runner/confine"
)

// A sibling is a way out that is less known than those of escapes. Its script is as theirs,
// and may also use $SOCKET, the path of a socket outside on which a server listens.
type sibling struct {
	write, network bool // what is limited that has to hold alone; the whole holds in any case
	script         string
}

// call is a script of Python that makes a system call, by its number on amd64 and arm64,
// with arguments in Python. It prints out if that did not fail.
func call(amd64, arm64 int, args, setup string) string {
	return fmt.Sprintf(`python3 -c '
import ctypes, os, sys, platform
libc = ctypes.CDLL(None, use_errno=True)
there = (os.environ["OUT"]+"/there").encode()
out = os.environ["OUT"].encode()
number = {"x86_64": %d, "aarch64": %d}[platform.machine()]
%s
sys.exit(libc.syscall(ctypes.c_long(number), %s) < 0)'`, amd64, arm64, setup, args)
}

const ptr = "ctypes.c_char_p"

var siblings = map[string]sibling{
	"chmod":                  {true, false, `chmod 777 "$OUT/there"`},
	"chmod of a folder":      {true, false, `chmod 700 "$OUT"`},
	"chmod below a folder":   {true, false, `chmod -R a+x "$OUT"`},
	"chmod by a link":        {true, false, `ln -s "$OUT/there" l; chmod 777 l`},
	"chmod by a descriptor":  {true, false, `python3 -c 'import os; os.fchmod(os.open(os.environ["OUT"]+"/there", os.O_RDONLY), 0o777)'`},
	"fchmodat2":              {true, false, call(452, 452, `-100, `+ptr+`(there), 0o777, 0`, "")},
	"fchmodat2 of a file":    {true, false, call(452, 452, `os.open(there, os.O_PATH), `+ptr+`(b""), 0o777, 0x1000`, "")},
	"chown":                  {true, false, `chgrp "$(id -g)" "$OUT/there" && python3 -c 'import os; os.chown(os.environ["OUT"]+"/there", -1, os.getgid())'`},
	"touch":                  {true, false, `touch -d 2001-01-01 "$OUT/there"`},
	"touch of a folder":      {true, false, `touch -d 2001-01-01 "$OUT"`},
	"touch by a descriptor":  {true, false, `python3 -c 'import os; os.utime(os.open(os.environ["OUT"]+"/there", os.O_RDONLY), (1, 1))'`},
	"an attribute":           {true, false, `python3 -c 'import os; os.setxattr(os.environ["OUT"]+"/there", "user.x", b"1")'`},
	"an attribute by file":   {true, false, `python3 -c 'import os; os.setxattr(os.open(os.environ["OUT"]+"/there", os.O_RDONLY), "user.x", b"1")'`},
	"setxattrat":             {true, false, call(463, 463, `-100, `+ptr+`(there), 0, `+ptr+`(b"user.x"), ctypes.byref(a), 16`, `a = (ctypes.c_uint64*2)(ctypes.addressof(ctypes.c_char_p(b"1")), 1)`)},
	"truncate":               {true, false, call(76, 45, ptr+`(there), 0`, "")},
	"a file without a name":  {true, false, `python3 -c 'import os; f = os.open(os.environ["OUT"], os.O_TMPFILE|os.O_WRONLY)'`},
	"a name for such a file": {true, false, call(265, 37, `-100, `+ptr+`(b"/proc/self/fd/%d" % f), -100, `+ptr+`(out+b"/a"), 0x400`, `f = os.open(".", os.O_TMPFILE|os.O_WRONLY)`)},
	"rename of two":          {true, false, `echo x >a; ` + call(316, 276, `-100, `+ptr+`(b"a"), -100, `+ptr+`(there), 2`, "")},
	"a handle":               {true, false, handleScript},
	"a file of a process":    {true, false, `echo x >"/proc/$PPID/fd/1"; echo x >"/proc/$HOST/fd/0" && false; for f in /proc/$HOST/fd/*; do readlink "$f" && exit 0; done; false`},
	"memory of a process":    {true, false, `python3 -c 'import os; open("/proc/"+os.environ["HOST"]+"/mem", "r+b")'`},
	"ptrace":                 {true, false, call(101, 117, `0x4206, int(os.environ["HOST"]), 0, 0`, "")},
	"memory by a call": {true, false, call(310, 270, `int(os.environ["HOST"]), ctypes.byref(v), 1, ctypes.byref(r), 1, 0`, `
b = ctypes.create_string_buffer(8)
v, r = (ctypes.c_uint64*2)(ctypes.addressof(b), 8), (ctypes.c_uint64*2)(0x400000, 8)`)},
	"the root of another":     {true, false, `echo x >"/proc/$HOST/root$OUT/a"`},
	"the folder of another":   {true, false, `cd "/proc/$HOST/cwd" && echo x >a`},
	"a new mount":             {true, false, `unshare -rm sh -c 'mount -t tmpfs none "$OUT" && echo x >"$OUT/a"'`},
	"another root":            {true, false, `unshare -r chroot / sh -c 'echo x >"$OUT/a"'`},
	"a setting of the kernel": {true, false, `cat /proc/sys/kernel/core_pattern >/proc/sys/kernel/core_pattern`},
	"the host's name":         {false, false, `hostname "$(hostname)"`},
	"the clock":               {true, false, `date -s "$(date)"`},
	"io_uring":                {true, false, call(425, 425, `8, p`, `p = ctypes.create_string_buffer(120)`)},
	"typing into a terminal": {true, false, `python3 -c '
import fcntl, os, pty, sys
m, s = pty.openpty()
os.setsid() if os.getpid() != os.getsid(0) else None
fcntl.ioctl(s, 0x540E, 1)
fcntl.ioctl(s, 0x5412, b"x")'`},
	"vsock":                {false, true, `python3 -c 'import socket; socket.socket(40, socket.SOCK_STREAM)'`},
	"a socket":             {false, true, `python3 -c 'import os, socket; socket.socket(socket.AF_UNIX).connect(os.environ["SOCKET"])'`},
	"a socket's link":      {false, true, `ln -s "$SOCKET" l; python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect("l")'`},
	"a socket of messages": {false, true, `python3 -c 'import os, socket; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", os.environ["SOCKET"]+".dgram")'`},
	"System V's memory":    {false, false, `ipcs -m | grep -q "^0x0000d077"`},
	"a message queue":      {false, false, `python3 -c 'import ctypes; exit(ctypes.CDLL(None).mq_open(b"/dott-escape", 0) < 0)'`},
}

// handleScript opens a file by a handle, without a path.
var handleScript = call(304, 265, `os.open(out, os.O_RDONLY), h, os.O_WRONLY`, `
name, mount = {"x86_64": 303, "aarch64": 264}[platform.machine()], ctypes.c_int()
h = ctypes.create_string_buffer(b"\x80\0\0\0"+b"\0"*140, 144)
if libc.syscall(ctypes.c_long(name), -100, ctypes.c_char_p(there), h, ctypes.byref(mount), 0) < 0: sys.exit(1)`)

// outsideOf is a folder that is not the test's, and what is known of it.
func outsideOf(t *testing.T) (dir string, state func() string) {
	t.Helper()
	dir = t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("before"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, func() string {
		var all strings.Builder
		text, err := os.ReadFile(there)
		left, lerr := os.ReadDir(dir)
		fmt.Fprintln(&all, string(text), left, err, lerr)
		for _, path := range []string{dir, there} {
			var s unix.Stat_t
			n, _ := unix.Listxattr(path, make([]byte, 100))
			fmt.Fprintln(&all, unix.Stat(path, &s), s.Mode, s.Uid, s.Gid, s.Mtim, n)
		}
		return all.String()
	}
}

// TestSiblings: none of them leads out, and what lies outside is as it was in every way,
// also if only what concerns it is limited.
func TestSiblings(t *testing.T) {
	for _, name := range []string{"python3", "unshare", "ipcs"} {
		_, err := exec.LookPath(name)
		need(t, err == nil, name)
	}
	sockets, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(sockets)
	path := filepath.Join(sockets, "socket")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	d, err := net.ListenPacket("unixgram", path+".dgram")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if id, err := unix.SysvShmGet(0xd077, 1, unix.IPC_CREAT|0o600); err == nil {
		defer func() { _, _ = unix.SysvShmCtl(id, unix.IPC_RMID, nil) }()
	}
	queue, err := unix.BytePtrFromString("dott-escape")
	if err != nil {
		t.Fatal(err)
	}
	if fd, _, errno := unix.Syscall6(unix.SYS_MQ_OPEN, uintptr(unsafe.Pointer(queue)), unix.O_CREAT, 0o600, 0, 0, 0); errno == 0 {
		defer func() {
			_ = unix.Close(int(fd))
			_, _, _ = unix.Syscall(unix.SYS_MQ_UNLINK, uintptr(unsafe.Pointer(queue)), 0, 0)
		}()
	}
	s := newSupervisor(t)
	for name, sibling := range siblings {
		all := []confine.Limits{{Network: true, Processes: true, Writes: true}}
		if sibling.write {
			all = append(all, confine.Limits{Writes: true})
		}
		if sibling.network {
			all = append(all, confine.Limits{Network: true})
		}
		for _, limits := range all {
			out, state := outsideOf(t)
			before := state()
			c, printed := shell(t, "("+sibling.script+") 2>&1 >/dev/null && echo out")
			limits.Write = []string{c.Dir}
			c.Env = append(c.Env, "OUT="+out, "SOCKET="+path, fmt.Sprint("HOST=", os.Getpid()))
			c.Confine = &limits
			if _, err := s.Run(t.Context(), c); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if strings.HasSuffix(printed.String(), "out\n") {
				t.Errorf("%s, %+v: %s", name, limits, printed)
			}
			if after := state(); after != before {
				t.Errorf("%s, %+v: it was %s\nand is %s", name, limits, before, after)
			}
		}
	}
}

// TestSiblingsOwn: the same is allowed where it is the test's own.
func TestSiblingsOwn(t *testing.T) {
	s := newSupervisor(t)
	other := t.TempDir()
	for _, limits := range []confine.Limits{{Writes: true}, {Network: true, Processes: true, Writes: true, Reads: true, Read: []string{"/"}}} {
		limits.Write = []string{other}
		confined(t, s, &limits, "echo x >a; ln -s /usr/bin/env l; touch -h l a; chmod 600 a && chmod 700 . && touch a . && cp -p a b && touch "+other+" && echo yes", "yes\n")
		confined(t, s, &limits, `python3 -c '
import os, socket
s = socket.socket(socket.AF_UNIX); s.bind("s"); s.listen()
socket.socket(socket.AF_UNIX).connect("s")
socket.socket(socket.AF_UNIX).connect(os.getcwd()+"/s")
a, b = socket.socketpair(); a.send(b"yes"); print(b.recv(3).decode())'`, "yes\n")
	}
	// One elsewhere that a process of the test's own network listens at.
	dir, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	listen := fmt.Sprintf(`python3 -c '
import os, socket
os.chdir(%q)
s = socket.socket(socket.AF_UNIX); s.bind("s"); s.listen()
socket.socket(socket.AF_UNIX).connect(%q)
os.remove("s"); print("yes")'`, dir, dir+"/s")
	confined(t, s, &confine.Limits{Network: true}, listen, "yes\n")
	l, err := net.Listen("unix", filepath.Join(dir, "service"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	connect := fmt.Sprintf(`python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(%q); print("yes")' 2>&1 | tail -n 1`, dir+"/service")
	confined(t, s, &confine.Limits{Network: true, Sockets: []string{dir}}, connect, "yes\n")
	confined(t, s, &confine.Limits{Network: true}, connect, "PermissionError: [Errno 13] Permission denied\n")
}

// TestSiblingsAreWays: without limits, those lead out that need no privilege.
func TestSiblingsAreWays(t *testing.T) {
	s := newSupervisor(t)
	for _, name := range []string{
		"chmod", "chmod of a folder", "chmod below a folder", "chmod by a link", "chmod by a descriptor", "fchmodat2", "fchmodat2 of a file", "chown",
		"touch", "touch of a folder", "touch by a descriptor", "truncate", "a file without a name", "rename of two",
	} {
		out, _ := outsideOf(t)
		c, printed := shell(t, "("+siblings[name].script+") && echo out")
		c.Env = append(c.Env, "OUT="+out)
		if _, err := s.Run(t.Context(), c); err != nil || printed.String() != "out\n" {
			t.Errorf("%s: %q, %v", name, printed, err)
		}
	}
}

// TestSiblingsNobody is the same as a user who is not root.
func TestSiblingsNobody(t *testing.T) {
	cmd := role(t, "", "-test.run=^TestSiblings(Own|AreWays)?$")
	nobody(t, cmd)
	cmd.Dir = public(t)
	cmd.Env = append(cmd.Env, "TMPDIR="+cmd.Dir)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v: %s", err, out)
	}
}
