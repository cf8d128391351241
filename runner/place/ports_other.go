//go:build !linux

package place

import (
	"net"
	"strconv"
)

// A lease is the UDP port of the same number: a test hardly wants that one, and
// nobody else gets it while we have it.
type lease struct {
	port   int
	socket net.PacketConn
}

// tryLease leases a port, or returns nil when somebody else has it.
func tryLease(port int) (*lease, error) {
	s, err := net.ListenPacket("udp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return nil, nil
	}
	return &lease{port, s}, nil
}

func (l *lease) release() { _ = l.socket.Close() }

func usable(port int) (bool, error) {
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return false, nil
	}
	_ = l.Close()
	return true, nil
}
