//go:build !linux

package confine

import (
	"errors"
	"syscall"
)

var errSystem = errors.New("it takes Linux")

// Possible reports why the limits cannot be had on this system.
func (l *Limits) Possible() error {
	if l.None() {
		return nil
	}
	return Error{Limit: l.first(), Why: errSystem}
}

// Apply limits nothing: [Limits.Possible] has refused before.
func (l *Limits) Apply() error { return l.Possible() }

// Prepare does nothing here.
func (n Namespaces) Prepare(*syscall.SysProcAttr) error {
	if n.Any() {
		return Error{Limit: n.limit(), Why: errSystem}
	}
	return nil
}

// Enter does nothing here.
func (n Namespaces) Enter() error { return nil }

// Explain returns the error.
func (n Namespaces) Explain(err error) error { return err }

// LandlockVersion returns that there is none.
func LandlockVersion() (int, error) { return 0, errSystem }

// A Watcher names what the limits refuse.
type Watcher struct{ FD int }

// Watch watches nothing here.
func (l *Limits) Watch() *Watcher { return nil }

// Next has nothing to say.
func (w *Watcher) Next() (refused string, id uint64, ok bool) { return "", 0, false }

// Continue does nothing.
func (w *Watcher) Continue(uint64) {}

// Close does nothing.
func (w *Watcher) Close() {}

// Listen listens nowhere.
func Listen([]int) ([]int, error) { return nil, errors.ErrUnsupported }
