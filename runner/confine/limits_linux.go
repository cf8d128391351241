package confine

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sys/unix"
)

// Possible reports why the limits cannot be had on this machine, as far as that shows
// before something is started.
func (l *Limits) Possible() error {
	if l.None() || !l.Writes && !l.Reads {
		return nil
	}
	if _, err := landlockPossible(); err != nil {
		return Error{Limit: l.first(), Why: err}
	}
	return nil
}

// Apply limits this thread, and what is started on it from now on. The namespaces are
// there already: a helper has them.
func (l *Limits) Apply() error {
	if l.None() {
		return nil
	}
	if l.Writes || l.Reads {
		if err := l.landlock(); err != nil {
			return err
		}
	}
	if err := l.deny(); err != nil {
		return err
	}
	powers := mighty
	if l.Namespaces().Any() {
		powers = slices.Concat(mighty, overNamespaces)
		if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
			return fmt.Errorf("giving up the helper's capabilities: %w", err)
		}
	}
	return forgo(powers)
}

var (
	// mighty are powers by which root gets past everything.
	mighty = []uintptr{unix.CAP_SYS_MODULE, unix.CAP_SYS_RAWIO, unix.CAP_SYS_BOOT, unix.CAP_BPF, unix.CAP_SYS_TIME}
	// overNamespaces are powers by which root could change the helper's namespaces, which
	// the next test gets.
	overNamespaces = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN}
)

// forgo gives up powers: no program that is started here can have them. Who has none to
// give has none to lose.
func forgo(powers []uintptr) error {
	for _, power := range powers {
		err := unix.Prctl(unix.PR_CAPBSET_DROP, power, 0, 0, 0)
		if err != nil && !errors.Is(err, unix.EPERM) && !errors.Is(err, unix.EINVAL) {
			return fmt.Errorf("giving up a capability: %w", err)
		}
	}
	return nil
}
