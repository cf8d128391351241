//go:build !linux

package process

// MachineMemory returns how many bytes of memory this machine has, or more than
// anybody needs where that is not known.
func MachineMemory() int64 { return 1 << 40 }
