package confine

import "golang.org/x/sys/unix"

var oldAttributes = map[int32]attributes{
	unix.SYS_CHMOD: {-1, 0, -1, false}, unix.SYS_CHOWN: {-1, 0, -1, false}, unix.SYS_LCHOWN: {-1, 0, -1, true},
	unix.SYS_UTIME: {-1, 0, -1, false}, unix.SYS_UTIMES: {-1, 0, -1, false}, unix.SYS_FUTIMESAT: {0, 1, -1, false},
}
