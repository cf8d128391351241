//go:build !linux && !darwin

package atomicfile

import "os"

// The attributes of a file that are kept where we know of no others.
type attributes struct{ mode os.FileMode }

func attributesOf(f *os.File) (attributes, error) {
	info, err := f.Stat()
	if err != nil {
		return attributes{}, err
	}
	return attributes{info.Mode().Perm()}, nil
}

// give gives the attributes to a file.
func (a attributes) give(f *os.File) error { return f.Chmod(a.mode) }
