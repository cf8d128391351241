//go:build unix

package process

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// RemoveTree removes a directory with all that is in it, also where directories
// in it have lost their permissions. That it is not there is no error.
//
// What is mounted inside it is unmounted, or left alone where that is not
// allowed, and never emptied: a test may have bound a directory of its user's.
// For that, every directory is first removed as if it were empty. The system
// refuses that for a mount point, whatever it is and whatever it holds, with an
// error of its own; only one that is refused for being full is entered.
func RemoveTree(dir string) error {
	path := filepath.Clean(dir)
	return remover{}.entry(unix.AT_FDCWD, path, path)
}

// A remover knows of a directory whether it belongs to the tree, so that its
// permissions may be changed.
type remover struct{ inside bool }

// entry removes one entry of a directory.
func (r remover) entry(parent int, name, path string) error {
	const tries = 100 // for what is mounted there, one on top of the other, and for what others still write
	opened := false
	for n := 0; ; n++ {
		err := unlink(parent, name)
		again := n < tries
		switch {
		case err == nil || errors.Is(err, unix.ENOENT):
			return nil
		case errors.Is(err, unix.EBUSY) && again:
			switch merr := unmount(path); {
			case errors.Is(merr, unix.EPERM):
				return removeError(path, fmt.Errorf("something is mounted there, and unmounting it: %w", merr))
			case merr != nil: // it is none
				return removeError(path, err)
			}
		case errors.Is(err, unix.EACCES) && r.inside && !opened:
			opened = true
			if unix.Fchmod(parent, 0o700) != nil {
				return removeError(path, err)
			}
		case (errors.Is(err, unix.ENOTEMPTY) || errors.Is(err, unix.EEXIST)) && again:
			if err := r.contents(parent, name, path); err != nil {
				return err
			}
		default:
			return removeError(path, err)
		}
	}
}

// contents removes what is in a directory. It goes on after an error, and
// returns the first.
func (r remover) contents(parent int, name, path string) error {
	fd, err := openDir(parent, name)
	if errors.Is(err, unix.EACCES) {
		// It is no link: one would have been removed as an entry.
		_ = unix.Fchmodat(parent, name, 0o700, 0)
		fd, err = openDir(parent, name)
	}
	if errors.Is(err, unix.ENOENT) {
		return nil
	}
	if err != nil {
		return removeError(path, err)
	}
	defer unix.Close(fd)
	names, err := readNames(fd)
	if err != nil {
		return removeError(path, err)
	}
	var first error
	for _, name := range names {
		if err := (remover{inside: true}).entry(fd, name, path+"/"+name); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// unlink removes a file, or a directory that is empty.
func unlink(parent int, name string) error {
	err := retry(func() error { return unix.Unlinkat(parent, name, 0) })
	if err == nil || errors.Is(err, unix.ENOENT) {
		return err
	}
	asDir := retry(func() error { return unix.Unlinkat(parent, name, unix.AT_REMOVEDIR) })
	if errors.Is(asDir, unix.ENOTDIR) {
		return err
	}
	return asDir
}

func openDir(parent int, name string) (fd int, err error) {
	err = retry(func() error {
		fd, err = unix.Openat(parent, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
		return err
	})
	return fd, err
}

func readNames(fd int) ([]string, error) {
	var names []string
	buf := make([]byte, 4096)
	for {
		n := 0
		err := retry(func() (err error) {
			n, err = unix.ReadDirent(fd, buf)
			return err
		})
		if err != nil || n == 0 {
			return names, err
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names)
	}
}

// retry calls f again when a signal interrupted it.
func retry(f func() error) error {
	for {
		if err := f(); !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func removeError(path string, err error) error {
	return &fs.PathError{Op: "remove", Path: path, Err: err}
}
