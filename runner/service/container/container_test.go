//go:build unix

package container

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A log keeps what a container printed.
type log struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// polite ends by itself when it is asked to.
const polite = `trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 600 & wait; done`

func sh(script string) []string { return []string{"sh", "-c", script} }

// freePort returns a port that nobody has.
func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", Host+":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func TestLife(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		dir, port, said := t.TempDir(), freePort(t), &log{}
		if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("hello\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		c := start(t, e, Spec{
			Command: sh(`trap 'echo bye; exit 0' TERM; echo "$WORD"; echo again >&2; busybox httpd -f -p 8080 -h /www & wait`),
			Env:     []string{"WORD=a 'b' \"c\" $d", "EMPTY="},
			Ports:   []Port{{8080, port}}, Mounts: []Mount{{dir, "/www", true}},
			Memory: 64 << 20, CPUs: 0.5, Log: said,
		})
		var answer string
		until(t, "it does not answer", func() bool {
			r, err := http.Get(fmt.Sprintf("http://%s:%d/", Host, port))
			if err != nil {
				return false
			}
			defer r.Body.Close()
			buf := make([]byte, 100)
			n, _ := r.Body.Read(buf)
			answer = string(buf[:n])
			return true
		})
		if answer != "hello\n" {
			t.Errorf("answer %q", answer)
		}
		until(t, "no log", func() bool { return strings.Count(said.String(), "\n") == 2 })
		if killed, err := c.Stop(t.Context(), "", 10*time.Second); killed || err != nil {
			t.Errorf("killed %v, %v", killed, err)
		}
		// The two streams of a container may pass each other.
		if text := said.String(); !strings.Contains(text, "a 'b' \"c\" $d\n") || !strings.Contains(text, "again\n") || !strings.HasSuffix(text, "bye\n") {
			t.Errorf("log %q", text)
		}
		if err := c.Remove(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestStopKilled: what does not listen is killed, and that is told.
func TestStopKilled(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		said := &log{}
		c := start(t, e, Spec{Command: sh(`trap '' TERM INT; echo ready; while :; do sleep 600; done`), Log: said})
		until(t, "not ready", func() bool { return said.String() == "ready\n" })
		if killed, err := c.Stop(t.Context(), "INT", 50*time.Millisecond); !killed || err != nil {
			t.Errorf("killed %v, %v", killed, err)
		}
		if killed, err := c.Stop(t.Context(), "INT", time.Second); killed || err != nil {
			t.Errorf("again: killed %v, %v", killed, err)
		}
	})
}

// TestStopSignal: where none is said, the image knows which signal it wants.
func TestStopSignal(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		image, said := buildImage(t, e, "STOPSIGNAL SIGUSR1"), &log{}
		c := start(t, e, Spec{Image: image, Log: said, Command: sh(`trap 'echo bye; exit' USR1; trap '' TERM; echo ready; while :; do sleep 600 & wait; done`)})
		until(t, "not ready", func() bool { return said.String() == "ready\n" })
		if killed, err := c.Stop(t.Context(), "", 10*time.Second); killed || err != nil {
			t.Errorf("killed %v, %v", killed, err)
		}
	})
}

func TestEnded(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		for _, test := range []struct {
			script string
			memory int64
			want   string
		}{
			{"echo last words; exit 3", 0, "ended with status 3"},
			{"echo last words; exit 0", 0, "ended with status 0"},
			{"echo last words; (sleep 0.1; kill -9 -1) & exec busybox tail -f /dev/null", 0, ""},
			{"echo last words; busybox dd if=/dev/zero of=/dev/null bs=200M count=1", 16 << 20, "it ran out of memory"},
		} {
			said := &log{}
			c := start(t, e, Spec{Command: sh(test.script), Log: said, Memory: test.memory})
			if test.want == "" {
				if err := e.cli.act(t.Context(), "kill", "--signal", "KILL", c.Name); err != nil {
					t.Error(err)
				}
				test.want = "was ended by a signal (killed)"
			}
			<-c.Done()
			got := c.Ended().String()
			if e.cli.podman && test.memory > 0 && got == "was ended by a signal (killed)" {
				got = test.want // it knows why only where the system has cgroups of version 2 alone
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("%s: %s", test.script, got)
			}
			if !strings.HasPrefix(said.String(), "last words\n") {
				t.Errorf("%s: log %q", test.script, said)
			}
		}
	})
}

func TestNetwork(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		for _, answer := range []string{"one", "two"} {
			n, err := e.NewNetwork(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			server := start(t, e, Spec{Network: n, Aliases: []string{"db"}, Command: sh(`while :; do echo ` + answer + ` | nc -l -p 7000; done`)})
			outside := start(t, e, Spec{Command: sh(polite)})
			if err := n.Join(t.Context(), outside, "out"); err != nil {
				t.Fatal(err)
			}
			said := &log{}
			start(t, e, Spec{Network: n, Log: said, Command: sh(`until nc db 7000 </dev/null; do sleep 0.05; done; busybox ping -c 1 out >/dev/null && echo out`)})
			until(t, "no answer", func() bool { return strings.HasSuffix(said.String(), answer+"\nout\n") })
			if err := n.Leave(t.Context(), outside); err != nil {
				t.Error(err)
			}
			for _, c := range []*Container{server, outside} {
				if err := c.Remove(t.Context()); err != nil {
					t.Error(err)
				}
			}
			n.Release()
		}
	})
}

// TestStartFails: a start that fails says why, and leaves nothing.
func TestStartFails(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		l, err := net.Listen("tcp", Host+":0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		taken := l.Addr().(*net.TCPAddr).Port
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		for _, test := range []struct {
			ctx  context.Context
			spec Spec
			want string
		}{
			{t.Context(), Spec{Image: "dott-test-none:1"}, "has no image \"dott-test-none:1\"; get it, or"},
			{t.Context(), Spec{Image: "--privileged"}, "is not the name of an image"},
			{t.Context(), Spec{Image: testImage, Command: []string{"no-such-program"}}, "no-such-program"},
			{t.Context(), Spec{Image: testImage, Command: sh(polite), Ports: []Port{{80, taken}}}, strconv.Itoa(taken)},
			{cancelled, Spec{Image: testImage, Command: sh(polite)}, "context canceled"},
		} {
			test.spec.Service = "db"
			_, err := e.Start(test.ctx, test.spec)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%+v: %v, want %s", test.spec, err, test.want)
			}
		}
		if left, err := e.List(t.Context()); len(left) > 0 || err != nil {
			t.Errorf("left: %+v, %v", left, err)
		}
	})
}

// TestSettle: where the engine says that a container has ended, Settle has waited until
// Done says so as well.
func TestSettle(t *testing.T) {
	engines(t, func(t *testing.T, e *Engine) {
		for range 3 {
			c := start(t, e, Spec{Command: sh(polite), Log: &log{}})
			c.Settle(t.Context())
			select {
			case <-c.Done():
				t.Fatal("done, though it runs")
			default:
			}
			if err := e.cli.act(t.Context(), "kill", c.Name); err != nil {
				t.Fatal(err)
			}
			until(t, "it runs", func() bool {
				running, err := e.cli.ask(t.Context(), "inspect", "--type", "container", "--format", "{{.State.Running}}", c.Name)
				return err == nil && strings.TrimSpace(running) == "false"
			})
			c.Settle(t.Context())
			select {
			case <-c.Done():
			default:
				t.Error("not done, though the engine says that it has ended")
			}
		}
	})
}
