package process

import "golang.org/x/sys/unix"

var oldSelectCalls = []int{unix.SYS_POLL, unix.SYS_SELECT, unix.SYS_EPOLL_WAIT}
