package place

import (
	"strconv"

	"golang.org/x/sys/unix"
)

// A lease is a socket with a name in the abstract namespace, which is one for
// all processes that share a network, and gone when its owner is.
type lease struct {
	port   int
	socket int
}

// tryLease leases a port, or returns nil when somebody else has it.
func tryLease(port int) (*lease, error) {
	s, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.Bind(s, &unix.SockaddrUnix{Name: "@dott-port-" + strconv.Itoa(port)}); err != nil {
		_ = unix.Close(s)
		return nil, nil
	}
	return &lease{port, s}, nil
}

func (l *lease) release() { _ = unix.Close(l.socket) }

// usable reports whether a server that does not ask for the reuse of addresses
// could have the port now.
func usable(port int) (bool, error) {
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return false, err
	}
	defer unix.Close(s)
	return unix.Bind(s, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}) == nil, nil
}
