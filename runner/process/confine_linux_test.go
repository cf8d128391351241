package process

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/confine"
)

// confined runs a script with limits and expects what it prints.
func confined(t *testing.T, s *Supervisor, limits *confine.Limits, script, want string) {
	t.Helper()
	c, out := shell(t, script)
	if limits != nil && limits.Writes {
		with := *limits
		with.Write = append([]string{c.Dir}, with.Write...)
		limits = &with
	}
	c.Confine = limits
	if _, err := s.Run(t.Context(), c); err != nil || out.String() != want {
		t.Errorf("%s: %q, %v; want %q", script, out, err, want)
	}
}

// TestConfineNetwork: a command has a loopback of its own alone, in which the services
// are whose ports it was given.
func TestConfineNetwork(t *testing.T) {
	s := newSupervisor(t)
	server, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	go func() {
		for {
			c, err := server.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte("hello\n"))
			_ = c.Close()
		}
	}()
	port := server.Addr().(*net.TCPAddr).Port
	ask := fmt.Sprintf("bash -c 'exec 3<>/dev/tcp/127.0.0.1/%d && cat <&3' 2>&1 | sed 's/.*: //'", port)
	for range 2 {
		confined(t, s, &confine.Limits{Network: true}, ask, "Connection refused\nConnection refused\n")
		confined(t, s, &confine.Limits{Network: true, Ports: []int{port}}, ask, "hello\n")
	}
	confined(t, s, &confine.Limits{Network: true}, "grep -c : /proc/net/dev", "1\n")
	confined(t, s, nil, ask, "hello\n")
}

// TestConfineProcesses: a command sees what it started and its helper, and its number
// there is another one than here.
func TestConfineProcesses(t *testing.T) {
	s := newSupervisor(t)
	for range 2 {
		confined(t, s, &confine.Limits{Processes: true}, "test $(ls /proc | grep -c '^[0-9]') -lt 6 && echo $PPID; sleep 100 & sleep 0", "1\n")
	}
	confined(t, s, &confine.Limits{Processes: true, Network: true}, fmt.Sprintf("kill -0 %d 2>/dev/null || echo no", os.Getpid()), "no\n")
	confined(t, s, &confine.Limits{Processes: true, Network: true}, "grep CapAmb /proc/self/status; ip link set lo down 2>/dev/null || echo no", "CapAmb:\t0000000000000000\nno\n")
}

// TestConfineWrite: a command writes where it may, and nowhere else.
func TestConfineWrite(t *testing.T) {
	s := newSupervisor(t)
	other := t.TempDir()
	for _, limits := range []confine.Limits{{Writes: true}, {Writes: true, Network: true, Processes: true}} {
		confined(t, s, &limits, "echo x >a; mkdir b; mv a b; echo x >/dev/null; echo 2>/dev/null >"+other+"/x || echo no", "no\n")
		limits.Write = []string{other}
		confined(t, s, &limits, "echo x >"+other+"/x; cat "+other+"/x", "x\n")
	}
	if _, err := os.Stat(filepath.Join(other, "x")); err != nil {
		t.Error(err)
	}
}

// TestConfineNobody plays all of that as a user who may do nothing.
func TestConfineNobody(t *testing.T) {
	cmd := role(t, "", "-test.run=^TestConfine(Network|Processes|Write)$")
	nobody(t, cmd)
	cmd.Dir = public(t)
	cmd.Env = append(cmd.Env, "TMPDIR="+cmd.Dir)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "PASS") {
		t.Errorf("%v: %s", err, out)
	}
}
