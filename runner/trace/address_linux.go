//go:build amd64 || arm64

package trace

import (
	"bytes"
	"encoding/binary"
	"net/netip"

	"dott/runner/seccomp"

	"golang.org/x/sys/unix"
)

// address notes what a call connects to.
func (f *Follower) address(n *seccomp.Notice, c *call) {
	var raw [128]byte
	size := min(uint64(uint32(n.Args[c.flags])), uint64(len(raw)))
	ok := size >= 2 && f.peek(n.PID, n.Args[c.path], raw[:size])
	defer f.goOn(n)
	if !ok {
		return
	}
	to := raw[:size]
	port := func() uint16 { return binary.BigEndian.Uint16(to[2:]) }
	var at netip.AddrPort
	switch family := binary.NativeEndian.Uint16(to); {
	case family == unix.AF_INET && size >= 8:
		at = netip.AddrPortFrom(netip.AddrFrom4([4]byte(to[4:8])), port())
	case family == unix.AF_INET6 && size >= 24:
		at = netip.AddrPortFrom(netip.AddrFrom16([16]byte(to[8:24])).Unmap(), port())
	case family == unix.AF_UNIX:
		if c.kind == connects {
			f.unixSocket(n, to[2:])
		}
		return
	default:
		return
	}
	switch {
	case c.kind == binds:
		if at.Port() > 0 {
			f.bound[at.Port()] = true
		}
	case at.Addr().IsLoopback() && f.bound[at.Port()]:
	default:
		f.all[at.String()] |= Connect
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
		dir, ok := f.dir(n, &call{dir: here})
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
