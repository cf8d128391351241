package process

import (
	"os"
	"os/exec"
	"time"
)

// Windows has neither sessions nor signals: the command itself is ended, and
// what it left behind is not.
type system struct{}

func (s *Supervisor) init() {}

func ownSession(*exec.Cmd) {}

func ticks() uint64 { return 0 }

func signalName(*exec.ExitError) string { return "" }

func (s *Supervisor) terminate(r *running, _ time.Duration) {
	if p, err := os.FindProcess(r.pid); err == nil {
		_ = p.Kill()
	}
}

func (s *Supervisor) finish(r *running, _ time.Duration) {
	s.mu.Lock()
	delete(s.running, r.pid)
	s.mu.Unlock()
}

// drain waits a moment for the end of the output: a process that keeps it open
// is not waited for.
func (o *output) drain() error {
	select {
	case err := <-o.done:
		return err
	case <-time.After(100 * time.Millisecond):
		return nil
	}
}
