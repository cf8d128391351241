package slack

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

const (
	setTimerSlack = 29 // PR_SET_TIMERSLACK
	getTimerSlack = 30 // PR_GET_TIMERSLACK
)

// Current returns the slack of the calling thread, which its process was started with
// unless somebody changed it.
func Current() Slack {
	n, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, getTimerSlack, 0, 0)
	if errno != 0 {
		return 0
	}
	return Slack(n)
}

func set(s Slack) { _, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setTimerSlack, uintptr(s), 0) }

// RelaxMonitor relaxes the runtime's monitor thread, if the system lets us: for another
// thread than the calling one it asks for CAP_SYS_NICE. The monitor is the first thread
// that a Go program starts, and so the second one listed. Should that be another, nothing
// is lost: that thread's timers are late by a millisecond.
func RelaxMonitor() {
	const tasks = "/proc/self/task"
	dir, err := os.Open(tasks)
	if err != nil {
		return
	}
	defer dir.Close()
	names, err := dir.Readdirnames(2) // in the order in which they were started
	if err != nil || len(names) < 2 {
		return
	}
	file := filepath.Join("/proc", names[1], "timerslack_ns")
	_ = os.WriteFile(file, strconv.AppendInt(nil, int64(Relaxed), 10), 0)
}
