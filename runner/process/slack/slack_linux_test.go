package slack

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

func TestAround(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := Current()
	if before <= 0 {
		t.Fatalf("the slack of this thread is %d", before)
	}
	const own = 123456
	var out []byte
	err := Slack(own).Around(func() (err error) {
		out, err = exec.Command("cat", "/proc/self/timerslack_ns").Output()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "123456" {
		t.Errorf("what was started has a slack of %s, not %d", got, own)
	}
	if after := Current(); after != before {
		t.Errorf("afterwards this thread has a slack of %d, not %d", after, before)
	}
	if err := Slack(0).Around(func() error { return os.ErrClosed }); err != os.ErrClosed {
		t.Errorf("an unknown slack hides what start returns: %v", err)
	}
}

// Only the monitor gets another slack, never a thread on which something could be
// started.
func TestRelaxMonitor(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := Current()
	RelaxMonitor()
	if after := Current(); after != before {
		t.Errorf("the slack of the calling thread went from %d to %d", before, after)
	}
}
