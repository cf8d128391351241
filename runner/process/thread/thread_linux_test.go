package thread

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// TestRun: what a function does to its thread, nothing else has, now or later.
func TestRun(t *testing.T) {
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			end, err := Run(func() error {
				if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
					return err
				}
				if got := status(t, "/proc/thread-self/status"); got != "1" {
					t.Errorf("NoNewPrivs of the thread is %s", got)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			end()
			for range 5 { // in threads that are new, some of them
				wait.Go(func() {
					if got := status(t, "/proc/thread-self/status"); got != "0" {
						t.Errorf("NoNewPrivs of another thread is %s", got)
					}
				})
			}
		})
	}
	wait.Wait()
}

// TestRunStays: the thread is there until it is told to end, also after an error.
func TestRunStays(t *testing.T) {
	var id int
	want := errors.New("no")
	end, err := Run(func() error { id = unix.Gettid(); return want })
	if !errors.Is(err, want) {
		t.Errorf("error %v", err)
	}
	path := filepath.Join("/proc/self/task", strconv.Itoa(id))
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	end()
	for {
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return
		}
	}
}

// status tells of the thread that calls it. The kernel makes the text when it is read, so
// that has to be the thread that opened it.
func status(t *testing.T, path string) string {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "NoNewPrivs:"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
