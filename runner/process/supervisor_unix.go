//go:build unix

package process

import (
	"os"
	"path/filepath"
	"slices"
	"sync"

	"dott/runner/confine"
)

// system is what a Supervisor has here: helpers, of which each runs one command
// at a time.
type system struct {
	mu      sync.Mutex
	idle    []*helper
	living  int // without namespaces of their own, idle or not
	null    *os.File
	pages   pages
	buffers sync.Pool // of *[bufferSize]byte, for output on its way
}

// take returns a helper with some namespaces that is idle, or a new one.
func (s *Supervisor) take(space confine.Namespaces) (h *helper, fresh bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n, h := range slices.Backward(s.idle) {
		if h.space == space {
			s.idle = slices.Delete(s.idle, n, n+1)
			return h, false, nil
		}
	}
	h, err = s.newHelper(space)
	return h, true, err
}

func (s *Supervisor) newHelper(space confine.Namespaces) (*helper, error) {
	if err := s.openNull(); err != nil {
		return nil, hinted(err)
	}
	pages, err := s.pages.open()
	if err != nil {
		return nil, hinted(err)
	}
	page := s.pages.claim()
	h, err := startHelper(s.null, pages, page, space)
	if err != nil {
		s.pages.release(page)
		return nil, hinted(err)
	}
	if !space.Any() {
		s.living++
	}
	return h, nil
}

// openNull opens what a command reads that is given nothing to read.
func (s *Supervisor) openNull() (err error) {
	if s.null == nil {
		s.null, err = os.OpenFile(os.DevNull, os.O_RDWR, 0)
	}
	return err
}

// buffer returns room for output on its way, which goes back to s.buffers.
func (s *Supervisor) buffer() *[bufferSize]byte {
	if room, ok := s.buffers.Get().(*[bufferSize]byte); ok {
		return room
	}
	return new([bufferSize]byte)
}

// give takes back a helper that has nothing left to watch over.
func (s *Supervisor) give(h *helper) {
	s.mu.Lock()
	s.idle = append(s.idle, h)
	s.mu.Unlock()
}

// drop ends a helper that is of no more use.
func (s *Supervisor) drop(h *helper) {
	h.leave()
	h.bury()
	s.pages.release(h.page)
	if !h.space.Any() {
		s.mu.Lock()
		s.living--
		s.mu.Unlock()
	}
}

// Close ends the helper processes that have nothing to watch over, and waits for
// them. A Supervisor that is used again after that starts others.
func (s *Supervisor) Close() {
	s.mu.Lock()
	idle := s.idle
	s.idle = nil
	for _, h := range idle {
		if !h.space.Any() {
			s.living--
		}
	}
	s.mu.Unlock()
	for _, h := range idle {
		h.leave()
	}
	for _, h := range idle {
		h.bury()
		s.pages.release(h.page)
	}
}

// RemoveOnDeath lets a directory be removed, by [RemoveTree], should this process
// die without having removed it. It need not be there yet. Until [Supervisor.Close]
// there is a helper process that sees to it; where none could be started, the next
// command says why.
func (s *Supervisor) RemoveOnDeath(dir string) {
	path, err := filepath.Abs(dir)
	if err != nil {
		return
	}
	if s.pages.add(path) == nil {
		s.needHelper()
	}
}

// needHelper sees to it that there is a helper, which notices when we die.
func (s *Supervisor) needHelper() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.living == 0 {
		if h, err := s.newHelper(confine.Namespaces{}); err == nil {
			s.idle = append(s.idle, h)
		}
	}
}

// Forget takes back what was asked of RemoveOnDeath.
func (s *Supervisor) Forget(dir string) {
	if path, err := filepath.Abs(dir); err == nil {
		_ = s.pages.remove(path)
	}
}
