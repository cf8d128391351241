//go:build amd64 || arm64

package trace

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// address notes what a call connects to, or listens at.
func (f *Follower) address(n *seccomp.Notice, c *call) {
	if c.kind != sends {
		f.to(n, c, n.Args[c.path], n.Args[c.flags])
		return
	}
	const one, most = 64, 64 // bytes of a message's structure in a list; messages that are looked at
	count := uint64(1)
	if n.Number == unix.SYS_SENDMMSG {
		count = min(n.Args[c.path+1], most)
	}
	for i := range count {
		var head [16]byte // the address of the name, and its length
		if !f.peek(n.PID, n.Args[c.path]+one*i, head[:]) {
			return
		}
		if at := binary.NativeEndian.Uint64(head[:]); at != 0 {
			f.to(n, c, at, binary.NativeEndian.Uint64(head[8:]))
		}
	}
}

// to notes an address in the memory of a process.
func (f *Follower) to(n *seccomp.Notice, c *call, at, length uint64) {
	var raw [128]byte
	size := min(uint64(uint32(length)), uint64(len(raw)))
	if size < 2 || !f.peek(n.PID, at, raw[:size]) {
		return
	}
	to := raw[:size]
	port := func() uint16 { return binary.BigEndian.Uint16(to[2:]) }
	var addr netip.AddrPort
	switch family := binary.NativeEndian.Uint16(to); {
	case family == unix.AF_INET && size >= 8:
		addr = netip.AddrPortFrom(netip.AddrFrom4([4]byte(to[4:8])), port())
	case family == unix.AF_INET6 && size >= 24:
		addr = netip.AddrPortFrom(netip.AddrFrom16([16]byte(to[8:24])).Unmap(), port())
	case family == unix.AF_UNIX:
		if c.kind != binds {
			f.unixSocket(n, to[2:])
		}
		return
	default:
		return
	}
	switch {
	case c.kind == binds:
		if addr.Port() > 0 {
			f.bound[addr.Port()] = true
		}
	case addr.Addr().IsLoopback() && f.bound[addr.Port()]:
	default:
		f.all[addr.String()] |= Connect
	}
}

// unixSocket notes a socket that has a path, or an abstract name.
func (f *Follower) unixSocket(n *seccomp.Notice, name []byte) {
	if len(name) == 0 {
		return
	}
	if name[0] == 0 {
		f.all["@"+string(bytes.TrimRight(name[1:], "\x00"))] |= Connect
		return
	}
	name, _, _ = bytes.Cut(name, []byte{0})
	path := string(name)
	if name[0] != '/' {
		dir, ok := f.dir(n, here)
		if !ok {
			return
		}
		path = dir + "/" + path
	}
	if path = clean(path); f.own([]byte(path)) {
		return
	}
	if unix.Access(path, unix.F_OK) != nil {
		f.all[path] |= Access | Absent
		return
	}
	f.all[path] |= Connect
}
