package confine

import (
	"io"
	"net"
	"strconv"
)

// forward hands on the connections that come to a listener.
func forward(l net.Listener, port int) {
	for {
		from, err := l.Accept()
		if err != nil {
			return
		}
		go connect(from.(*net.TCPConn), strconv.Itoa(port))
	}
}

// connect hands on one connection. Where nobody listens, it is reset: that is as near to
// a refusal as one can come who has accepted.
func connect(from *net.TCPConn, port string) {
	defer from.Close()
	conn, err := net.Dial("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		conn, err = net.Dial("tcp", net.JoinHostPort("::1", port))
	}
	if err != nil {
		_ = from.SetLinger(0)
		return
	}
	to := conn.(*net.TCPConn)
	defer to.Close()
	over := make(chan struct{})
	go func() {
		defer close(over)
		hand(to, from)
	}()
	hand(from, to)
	<-over
}

// hand copies one direction of a connection, and its end.
func hand(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		_ = to.SetLinger(0) // it was reset
		_ = to.Close()
		_ = from.Close()
		return
	}
	_ = to.CloseWrite()
}
