package confine

import (
	"encoding/binary"
	"slices"
	"sync"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// The kernel has one listener for a process. Where what a test touches is followed too,
// that follower has it: it shows each call to the watcher, which keeps those that are
// refused until the host knows of them.

// waiting are calls that are refused.
type waiting struct {
	mu    sync.Mutex
	calls []refused
}

type refused struct {
	what     string
	id       uint64
	listener int
	refuse   bool // the kernel does not do so by itself
}

// Share returns a watcher that is shown calls, and receives none; nil is that there is
// nothing to refuse.
func (l *Limits) Share() *Watcher {
	w := l.watcher()
	if w == nil {
		return nil
	}
	fd, err := unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK)
	if err != nil {
		return nil
	}
	w.FD, w.shared = fd, &waiting{}
	return w
}

// Also returns the numbers of calls that are to be shown, besides those that have to do
// with what files there are.
func (w *Watcher) Also() []uint32 {
	var numbers []uint32
	if w.limits.Writes {
		for number := range attributesOf {
			numbers = append(numbers, uint32(number))
		}
	}
	return numbers
}

// Keeps looks at a call that a listener received, and reports whether it is refused. Then
// whoever has the watcher lets it go on.
func (w *Watcher) Keeps(n *seccomp.Notice, listener int) bool {
	_, ofAttributes := attributesOf[n.Number]
	i := slices.IndexFunc(calls, func(c call) bool { return c.number == uint32(n.Number) })
	if n.Arch != seccomp.Arch || i < 0 && !ofAttributes || ofAttributes && !w.limits.Writes {
		return false
	}
	var c call
	if i >= 0 {
		c = calls[i]
	}
	switch {
	case ofAttributes:
	case c.kind == connects && !w.limits.Network, c.kind != connects && !w.limits.Writes && !w.limits.Reads,
		c.kind == opens && !w.limits.Reads && n.Args[c.path+1]&writingFlags == 0:
		return false
	}
	what, refuse := w.judge(n)
	if what == "" {
		return false
	}
	w.shared.mu.Lock()
	w.shared.calls = append(w.shared.calls, refused{what, n.ID, listener, refuse})
	w.shared.mu.Unlock()
	var one [8]byte
	binary.NativeEndian.PutUint64(one[:], 1)
	_, _ = unix.Write(w.FD, one[:])
	return true
}

// take returns a call that waits. The others have the watcher readable still.
func (s *waiting) take(fd int) (what string, id uint64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.calls {
		if c := &s.calls[i]; c.what != "" {
			what, c.what = c.what, ""
			if !slices.ContainsFunc(s.calls, func(c refused) bool { return c.what != "" }) {
				var count [8]byte
				_, _ = unix.Read(fd, count[:])
			}
			return what, c.id, true
		}
	}
	return "", 0, false
}

// goOn lets one that was taken go on.
func (s *waiting) goOn(id uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = slices.DeleteFunc(s.calls, func(c refused) bool {
		switch {
		case c.id == id && c.refuse:
			seccomp.Refuse(c.listener, id, unix.EACCES)
		case c.id == id:
			seccomp.Continue(c.listener, id)
		}
		return c.id == id
	})
}
