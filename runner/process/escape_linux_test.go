package process

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/confine"
)

// escapes are ways out of a sandbox that a test could try. Each script prints "out" when it
// is out, and may use $OUT, a folder that is not the test's; $PORT, on which a server of
// the machine listens; $ABSTRACT, the name of an abstract socket on which another does; and
// $PYTHON.
var escapes = map[string]string{
	"a file outside":         `echo x >"$OUT/a"`,
	"appending":              `echo x >>"$OUT/there"`,
	"truncating":             `truncate -s 0 "$OUT/there"`,
	"removing":               `rm -f "$OUT/there"`,
	"a folder outside":       `mkdir "$OUT/d"`,
	"moving out":             `echo x >a && mv a "$OUT/a"`,
	"moving in":              `mv "$OUT/there" a`,
	"a symbolic link":        `ln -s "$OUT" l && echo x >l/a`,
	"a link to a file":       `ln -s "$OUT/there" l && echo x >l`,
	"a symbolic link there":  `ln -s x "$OUT/l"`,
	"a hard link in":         `ln "$OUT/there" h && echo x >h`,
	"a hard link out":        `echo x >a && ln a "$OUT/h"`,
	"dot dot":                `echo x >"../../../../../../../../..$OUT/a"`,
	"a read-only descriptor": `exec 3<"$OUT/there" && echo x >/proc/self/fd/3`,
	"a working directory":    `cd "$OUT" && echo x >a`,
	"the root of a process":  `echo x >"/proc/$PPID/root$OUT/a"`,
	"memory of all":          `echo x >"/dev/shm/$NAME"; test -e "/dev/shm/$NAME"`,
	"a bind mount":           `mkdir m && mount --bind "$OUT" m && echo x >m/a`,
	"a namespace of mounts":  `mkdir m && unshare -rm sh -c 'mount --bind "$OUT" m && echo x >m/a'`,
	"a fifo outside":         `mkfifo "$OUT/f"`,
	"a device":               `mknod d b 7 0 && echo x >d`,
	"python":                 `"$PYTHON" -IS -c 'import os; os.open(os.environ["OUT"]+"/a", os.O_CREAT|os.O_WRONLY)'`,
	"openat":                 `"$PYTHON" -IS -c 'import os; d=os.open(os.environ["OUT"], os.O_PATH); os.open("a", os.O_CREAT|os.O_WRONLY, dir_fd=d)'`,
	"renameat":               `echo x >a; "$PYTHON" -IS -c 'import os; d=os.open(os.environ["OUT"], os.O_RDONLY); os.rename("a", "b", dst_dir_fd=d)'`,
	"a setuid program":       `cp "$(command -v touch)" t && chmod u+s t && ./t "$OUT/a"`,
	"the machine's loopback": `"$PYTHON" -IS -c 'import os, socket; socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), 5)'`,
	"the loopback of IPv6":   `"$PYTHON" -IS -c 'import os, socket; socket.create_connection(("::1", int(os.environ["PORT"])), 5)'`,
	"another address":        `"$PYTHON" -IS -c 'import socket; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(("192.0.2.1", 9)); s.send(b"x")'`,
	"an address of IPv6":     `"$PYTHON" -IS -c 'import socket; s=socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.connect(("2001:db8::1", 9)); s.send(b"x")'`,
	"an abstract socket":     `"$PYTHON" -IS -c 'import os, socket; s=socket.socket(socket.AF_UNIX); s.connect("\0"+os.environ["ABSTRACT"])'`,
	"a broadcast":            `"$PYTHON" -IS -c 'import socket; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1); s.sendto(b"x", ("255.255.255.255", 9))'`,
	"the name server":        `test $(grep -c 192.0.2 /etc/hosts) = 0 && getent ahostsv4 example.com`,
	"the namespace of init":  `nsenter --net=/proc/1/ns/net "$PYTHON" -IS -c 'import os, socket; socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), 5)'`,
	"the namespace of dott":  `nsenter --net="/proc/$HOST/ns/net" true`,
	"a process outside":      `kill -0 "$HOST"`,
	"its environment":        `cat "/proc/$HOST/environ"`,
	"an interface":           `ip link set lo down`,
}

// realPython returns the path of Python itself. What PATH has may be a script that looks
// for it, and takes longer than Python does.
func realPython(t *testing.T) string {
	t.Helper()
	path, err := exec.Command("python3", "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(path))
}

// TestEscapes: none of them leads out, and what lies outside is as it was.
func TestEscapes(t *testing.T) {
	for _, name := range []string{"python3", "nsenter", "unshare", "ip", "getent"} {
		_, err := exec.LookPath(name)
		need(t, err == nil, name)
	}
	python := realPython(t)
	abstract := fmt.Sprintf("dott-test-%d", os.Getpid())
	var port int
	for _, address := range [][2]string{{"tcp4", "127.0.0.1:0"}, {"tcp6", "[::1]:%d"}, {"unix", "@" + abstract}} {
		where := address[1]
		if address[0] == "tcp6" {
			where = fmt.Sprintf(where, port)
		}
		l, err := net.Listen(address[0], where)
		if err != nil {
			t.Log(err) // without IPv6, there is nothing to reach
			continue
		}
		defer l.Close()
		if a, ok := l.Addr().(*net.TCPAddr); ok {
			port = a.Port
		}
	}
	s := newSupervisor(t)
	for name, script := range escapes {
		out := t.TempDir()
		there := filepath.Join(out, "there")
		if err := os.WriteFile(there, []byte("before"), 0o666); err != nil {
			t.Fatal(err)
		}
		try := func(limits *confine.Limits) string {
			c, printed := shell(t, "("+script+") 2>&1 >/dev/null && echo out")
			c.Env = append(c.Env, "OUT="+out, fmt.Sprint("PORT=", port), "ABSTRACT="+abstract, "NAME="+abstract, fmt.Sprint("HOST=", os.Getpid()), "PYTHON="+python)
			if c.Confine = limits; limits != nil {
				limits.Write = []string{c.Dir}
			}
			if _, err := s.Run(t.Context(), c); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return printed.String()
		}
		if printed := try(&confine.Limits{Network: true, Processes: true, Writes: true}); strings.HasSuffix(printed, "out\n") {
			t.Errorf("%s: %s", name, printed)
		}
		text, err := os.ReadFile(there)
		if left, lerr := os.ReadDir(out); err != nil || lerr != nil || string(text) != "before" || len(left) != 1 {
			t.Errorf("%s: %q is there, in %v (%v, %v)", name, text, left, err, lerr)
		}
	}
}

// TestEscapesAreOnes: without limits, those lead out that need no privilege.
func TestEscapesAreOnes(t *testing.T) {
	s, python := newSupervisor(t), realPython(t)
	for _, name := range []string{"a file outside", "a symbolic link", "a hard link in", "a read-only descriptor", "openat", "renameat", "a process outside"} {
		out := t.TempDir()
		if err := os.WriteFile(filepath.Join(out, "there"), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		c, printed := shell(t, "("+escapes[name]+") && echo out")
		c.Env = append(c.Env, "OUT="+out, fmt.Sprint("HOST=", os.Getpid()), "PYTHON="+python)
		if _, err := s.Run(t.Context(), c); err != nil || printed.String() != "out\n" {
			t.Errorf("%s: %q, %v", name, printed, err)
		}
	}
}

// TestEscapesNobody is the same as a user who is not root.
func TestEscapesNobody(t *testing.T) {
	cmd := role(t, "", "-test.run=^TestEscapes(AreOnes)?$")
	nobody(t, cmd)
	cmd.Dir = public(t)
	cmd.Env = append(cmd.Env, "TMPDIR="+cmd.Dir)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v: %s", err, out)
	}
}
