//go:build unix && !linux

package process

// lines is not asked here.
func (t *Terminal) lines() bool { return true }

// waitsAt cannot see what a process does: it may wait whenever it is quiet.
func waitsAt(int, string) (reads, selects bool) { return false, true }
