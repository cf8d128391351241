//go:build !linux

package copytree

import "os"

// clone makes a file share the blocks of another, and reports whether the file
// system can do that.
func clone(to, from *os.File) bool { return false }
