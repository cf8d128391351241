//go:build unix

package process

import (
	"errors"
	"syscall"
	"time"

	"dott/runner/confine"
)

// A ward is a command that a helper has started, and has to end.
//
// First the process group of the command is asked to end, by SIGTERM: mostly that
// is all there is. What is still there a moment later is looked for, and asked as
// well. When the grace is over, everything is killed, again and again until there
// are no children any more.
type ward struct {
	pid      int
	pidfd    int
	ended    bool // the command itself, and status is its
	status   syscall.WaitStatus
	grace    time.Duration
	stage    stage
	asked    time.Time
	deadline time.Time // of being asked, or of being killed
	pauses   pauses
	watcher  *confine.Watcher // nil where nobody looks at what it does
	refused  uint64           // the call of which the host was told, and which waits
}

// stage is how far the end of a command has come.
type stage int

const (
	running stage = iota
	groupAsked
	allAsked
	killed
)

const (
	// soon is how long the process group has before others are looked for.
	soon = 3 * time.Millisecond
	// deathGrace is the grace when the host is dead.
	deathGrace = 100 * time.Millisecond
	// killLimit is how long a process may take to end after SIGKILL, and how long
	// those are hunted that have always forked already.
	killLimit = 5 * time.Second
)

// pauses say how long to wait before looking round again: twice as long each
// time, up to a limit.
type pauses struct{ next, most time.Duration }

var (
	// whileRunning is where the system tells when the command has ended, and all
	// but always when an orphan of its has.
	whileRunning = pauses{8 * time.Millisecond, 100 * time.Millisecond}
	// blind is where it does not tell.
	blind = pauses{time.Millisecond, 10 * time.Millisecond}
	// atTheEnd is while everything is ended.
	atTheEnd = pauses{time.Millisecond, 20 * time.Millisecond}
)

// pause returns how long to wait now.
func (w *ward) pause() time.Duration {
	d := w.pauses.next
	w.pauses.next = min(2*d, w.pauses.most)
	return d
}

// reap takes the statuses of all that have ended, and reports whether anything of
// the command is left.
func (w *ward) reap() (left bool) {
	for {
		var ws syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &ws, syscall.WNOHANG, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil: // there are no children
			return anyLeft(w.pid)
		case pid == 0:
			return true
		case pid == w.pid:
			w.ended, w.status = true, ws
		}
	}
}

// ask begins to end all of the command, or shortens the grace it has been given.
func (w *ward) ask(grace time.Duration) {
	now := time.Now()
	if w.stage == running {
		w.stage, w.asked, w.deadline, w.pauses = groupAsked, now, now.Add(grace), atTheEnd
		_ = syscall.Kill(-w.pid, syscall.SIGTERM)
		_ = syscall.Kill(-w.pid, syscall.SIGCONT) // what is stopped hears nothing
	}
	if by := now.Add(grace); w.stage != killed && by.Before(w.deadline) {
		w.deadline = by
	}
}

// press goes on with the end of a command, if it has begun. It reports whether
// what is left cannot be ended.
func (w *ward) press() (stuck bool) {
	now := time.Now()
	if w.stage == groupAsked && now.Sub(w.asked) >= soon {
		w.stage = allAsked
		askRest(w.pid)
	}
	if (w.stage == groupAsked || w.stage == allAsked) && !now.Before(w.deadline) {
		w.stage, w.deadline, w.pauses = killed, now.Add(killLimit), atTheEnd
	}
	if w.stage != killed {
		return false
	}
	killAll(w.pid)
	return now.After(w.deadline)
}
