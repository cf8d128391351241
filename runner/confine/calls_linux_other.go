//go:build linux && !amd64

package confine

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// auditArch is what the kernel calls this kind of processor. Of another kind, no call is
// told, and nothing that is refused has a name.
var auditArch = map[string]uint32{"arm64": unix.AUDIT_ARCH_AARCH64, "riscv64": unix.AUDIT_ARCH_RISCV64}[runtime.GOARCH]

var oldCalls []call
