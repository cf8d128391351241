//go:build !linux

package sandbox

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

func tryLease(port int) *lease {
	s, err := net.ListenPacket("udp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return nil
	}
	return &lease{port, s}
}

func (l *lease) release() { _ = l.socket.Close() }

func usable(port int) bool {
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return false
	}
	_ = l.Close()
	return true
}
