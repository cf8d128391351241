package place

import "dott/runner/process"

// A Lease is loopback ports that are for something beside the tests. Like those of a
// test, nobody else on this machine has them.
type Lease struct{ ports ports }

// NewLease leases n ports, until Release.
func NewLease(n int) (*Lease, error) {
	l := &Lease{}
	if err := l.ports.lease(n); err != nil {
		l.Release()
		return nil, err
	}
	return l, nil
}

// Numbers returns the ports.
func (l *Lease) Numbers() []int {
	numbers := make([]int, len(l.ports.leases))
	for i, p := range l.ports.leases {
		numbers[i] = p.port
	}
	return numbers
}

// Release gives the ports back.
func (l *Lease) Release() { l.ports.release() }

// A Directory is a temporary one for something beside the tests, which goes when
// this process does, in whatever way.
type Directory struct{ directories *directories }

// NewDirectory makes one inside parent, or inside the system's temporary directory
// when parent is empty. With keep set, it stays.
func NewDirectory(parent string, keep bool, guard *process.Supervisor) (*Directory, error) {
	d, err := newDirectories(parent, "sh", true, false, keep, guard)
	if err != nil {
		return nil, err
	}
	return &Directory{d}, nil
}

// Path is its path, absolute and without symbolic links.
func (d *Directory) Path() string { return d.directories.dir }

// Close removes it, unless it is to be kept.
func (d *Directory) Close() error {
	if d.directories.guard == nil {
		return nil
	}
	return d.directories.remove()
}
