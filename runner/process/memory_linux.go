package process

import "golang.org/x/sys/unix"

// MachineMemory returns how many bytes of memory this machine has.
func MachineMemory() int64 {
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) != nil {
		return 1 << 40
	}
	return int64(info.Totalram) * int64(info.Unit)
}
