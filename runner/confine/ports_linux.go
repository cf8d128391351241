package confine

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Listen listens on loopback ports of the network that this process is in, for IPv4 and,
// where there is that, for IPv6. The sockets stay in this network, wherever they are
// handed to: their files are for [Forward].
func Listen(ports []int) (files []int, err error) {
	for _, port := range ports {
		four, err := listen(unix.AF_INET, &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}})
		if err != nil {
			closeAll(files)
			return nil, fmt.Errorf("listening on port %d, of a service, in the test's own network: %w", port, err)
		}
		files = append(files, four)
		six, err := listen(unix.AF_INET6, &unix.SockaddrInet6{Port: port, Addr: [16]byte{15: 1}})
		if err == nil {
			files = append(files, six)
		}
	}
	return files, nil
}

func closeAll(files []int) {
	for _, fd := range files {
		_ = unix.Close(fd)
	}
}

func listen(family int, address unix.Sockaddr) (fd int, err error) {
	fd, err = unix.Socket(family, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return -1, err
	}
	if family == unix.AF_INET6 {
		_ = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1)
	}
	err = errors.Join(unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1), unix.Bind(fd, address))
	if err == nil {
		err = unix.Listen(fd, unix.SOMAXCONN)
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// Forward takes over files that [Listen] made in another network, and hands on every
// connection to the same port of this one's loopback, until stop is called.
func Forward(files []int) (stop func()) {
	var listeners []net.Listener
	for _, fd := range files {
		f := os.NewFile(uintptr(fd), "socket")
		l, err := net.FileListener(f)
		_ = f.Close()
		if err != nil {
			continue // it is no socket; whoever connects is refused
		}
		listeners = append(listeners, l)
		_, port, _ := net.SplitHostPort(l.Addr().String())
		if number, err := strconv.Atoi(port); err == nil {
			go forward(l, number)
		}
	}
	return func() {
		for _, l := range listeners {
			_ = l.Close()
		}
	}
}
