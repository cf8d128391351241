//go:build unix

package process

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestOutput(t *testing.T) {
	dir := t.TempDir()
	if out, err := Output(t.Context(), dir, "/bin/sh", "-c", "pwd -P; echo no >&2"); err != nil || !strings.HasSuffix(out, filepath.Base(dir)+"\n") {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := Output(t.Context(), dir, "/bin/sh", "-c", "echo no such thing >&2; exit 3"); err == nil || !strings.HasSuffix(err.Error(), ": no such thing") {
		t.Errorf("error %v", err)
	}
	if _, err := Output(t.Context(), dir, "no-such-program"); err == nil || !strings.Contains(err.Error(), "no-such-program") {
		t.Errorf("error %v", err)
	}
}

// TestOutputEnded: what is cancelled ends with all that it started, also what
// does not listen to the polite signal.
func TestOutputEnded(t *testing.T) {
	for _, script := range []string{
		"sleep 600 & echo $! >pid; mv pid ready; wait",
		"trap '' TERM; (trap '' TERM; echo ready; sleep 600) & echo $! >pid; mv pid ready; wait",
	} {
		dir, cause := t.TempDir(), errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		var pid int
		go func() {
			for ctx.Err() == nil {
				if data, err := os.ReadFile(filepath.Join(dir, "ready")); err == nil {
					pid, _ = strconv.Atoi(strings.TrimSpace(string(data)))
					cancel(cause)
				}
			}
		}()
		if _, err := Output(ctx, dir, "/bin/sh", "-c", script); !errors.Is(err, cause) {
			t.Errorf("%s: error %v", script, err)
		}
		for syscall.Kill(pid, 0) == nil { // until whoever reaps it has done so
			if state, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat"); err == nil && strings.Contains(string(state), ") Z ") {
				break
			}
		}
	}
}
