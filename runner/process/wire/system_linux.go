package wire

import "golang.org/x/sys/unix"

const (
	closeOnExec = unix.MSG_CMSG_CLOEXEC
	noSignal    = unix.MSG_NOSIGNAL
)
