package trace

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

var old []call
