package secret

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
)

// A Store has the values of a run. They come as tests get their environments, and all
// that is shown from then on has none of them. The zero value has none.
type Store struct {
	mu  sync.Mutex
	now atomic.Pointer[Masker]
}

// Add notes the values that variables have in an environment; in their names, a * at the
// end stands for any rest. The error tells of those that are too short to be hidden.
func (s *Store) Add(names, env []string) error {
	if len(names) == 0 {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	m := s.now.Load()
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		if !matches(names, name) {
			continue
		}
		var err error
		m, err = m.With(name, value)
		errs = append(errs, err)
	}
	s.now.Store(m)
	return errors.Join(errs...)
}

func matches(names []string, name string) bool {
	for _, n := range names {
		if prefix, ok := strings.CutSuffix(n, "*"); n == name || ok && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// Masker knows the values that are there now; nil is that there are none.
func (s *Store) Masker() *Masker { return s.now.Load() }

// Error returns an error whose text has no values.
func (s *Store) Error(err error) error {
	if m := s.Masker(); err != nil && m.Found(err.Error()) != "" {
		return masked{err, m}
	}
	return err
}

type masked struct {
	error
	masker *Masker
}

func (m masked) Error() string { return m.masker.Mask(m.error.Error()) }

func (m masked) Unwrap() error { return m.error }
