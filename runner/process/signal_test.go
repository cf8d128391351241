//go:build unix

package process

import (
	"strings"
	"testing"
	"time"
)

// waiting is a writer that says when something was written.
type waiting struct {
	wrote chan string
}

func (w waiting) Write(p []byte) (int, error) {
	w.wrote <- string(p)
	return len(p), nil
}

// TestSignal: the command itself gets the signal, and what it started does not.
func TestSignal(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	out := waiting{make(chan string, 10)}
	p, err := s.Start(t.Context(), Command{
		Path: "/bin/sh", Output: out, Grace: time.Minute,
		Args: []string{"-c", `sh -c 'trap "echo child" USR1; echo up; while :; do sleep 1000 & wait $!; done' & trap 'echo main; kill -9 $!; exit 7' USR1; while :; do wait; done`},
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan Result)
	go func() {
		r, err := p.Wait()
		if err != nil {
			t.Error(err)
		}
		ended <- r
	}()
	if got := <-out.wrote; got != "up\n" {
		t.Fatalf("%q", got)
	}
	if err := p.Signal("NONE"); err == nil {
		t.Error("there is a signal NONE")
	}
	if err := p.Signal("USR1"); err != nil {
		t.Fatal(err)
	}
	if r := <-ended; r.Status != 7 {
		t.Errorf("%+v", r)
	}
	if got := <-out.wrote; !strings.HasPrefix(got, "main") {
		t.Errorf("%q", got)
	}
	if err := p.Signal("USR1"); err != nil {
		t.Error(err)
	}
	if r, err := s.Run(t.Context(), Command{Path: "/bin/sh", Args: []string{"-c", "exit 3"}}); err != nil || r.Status != 3 {
		t.Errorf("the next command: %+v, %v", r, err)
	}
}

// TestKill: all of a command ends at once, whatever its grace is.
func TestKill(t *testing.T) {
	s := NewSupervisor()
	defer s.Close()
	out := waiting{make(chan string, 10)}
	p, err := s.Start(t.Context(), Command{
		Path: "/bin/sh", Output: out, Grace: time.Hour, Args: []string{"-c", `trap '' TERM; setsid sh -c 'trap "" TERM; echo up; sleep 1000' & wait`},
	})
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		<-out.wrote
		p.Kill()
	}()
	if r, err := p.Wait(); err != nil || r.Signal != "killed" {
		t.Errorf("%+v, %v", r, err)
	}
}
