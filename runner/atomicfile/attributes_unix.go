//go:build linux || darwin

package atomicfile

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// The attributes of a file are what it has besides its content. Access control
// lists are among the extended attributes under Linux.
type attributes struct {
	mode     uint32
	uid, gid uint32
	extended map[string]string
}

func (a attributes) equal(b attributes) bool {
	return a.mode == b.mode && a.uid == b.uid && a.gid == b.gid && maps.Equal(a.extended, b.extended)
}

func attributesOf(f *os.File) (attributes, error) {
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return attributes{}, &os.PathError{Op: "stat", Path: f.Name(), Err: err}
	}
	a := attributes{mode: uint32(st.Mode) & 0o7777, uid: st.Uid, gid: st.Gid, extended: map[string]string{}}
	names, err := grown(func(buf []byte) (int, error) { return unix.Flistxattr(int(f.Fd()), buf) })
	if err == unix.ENOTSUP {
		return a, nil
	}
	if err != nil {
		return a, fmt.Errorf("reading the attributes of %s: %w", f.Name(), err)
	}
	for name := range strings.SplitSeq(names, "\x00") {
		if name == "" {
			continue
		}
		value, err := grown(func(buf []byte) (int, error) { return unix.Fgetxattr(int(f.Fd()), name, buf) })
		if err != nil {
			return a, fmt.Errorf("reading the attribute %s of %s: %w", name, f.Name(), err)
		}
		a.extended[name] = value
	}
	return a, nil
}

// grown reads what may be larger when it is read than when it was asked for its
// size.
func grown(read func(buf []byte) (int, error)) (string, error) {
	for {
		n, err := read(nil)
		if err != nil || n == 0 {
			return "", err
		}
		buf := make([]byte, n)
		n, err = read(buf)
		if err == unix.ERANGE {
			continue
		}
		return string(buf[:max(n, 0)]), err
	}
}

// give gives the attributes to a file that was just made by us: all of them, or
// an error.
func (a attributes) give(f *os.File) error {
	fd := int(f.Fd())
	is, err := attributesOf(f)
	if err != nil {
		return err
	}
	if is.uid != a.uid || is.gid != a.gid {
		if err := unix.Fchown(fd, int(a.uid), int(a.gid)); err != nil {
			return fmt.Errorf("its owner %d:%d cannot be kept: %w", a.uid, a.gid, err)
		}
	}
	for name, value := range a.extended {
		if has, ok := is.extended[name]; ok && has == value {
			continue // from its directory
		}
		if name == "security.ima" || name == "security.evm" {
			return fmt.Errorf("its attribute %s is about its content, and would be wrong", name)
		}
		if err := unix.Fsetxattr(fd, name, []byte(value), 0); err != nil {
			return fmt.Errorf("its attribute %s cannot be kept: %w", name, err)
		}
	}
	for name := range is.extended {
		if _, ok := a.extended[name]; ok {
			continue
		}
		if err := unix.Fremovexattr(fd, name); err != nil {
			return fmt.Errorf("it would get the attribute %s: %w", name, err)
		}
	}
	if err := unix.Fchmod(fd, a.mode); err != nil {
		return fmt.Errorf("its mode %o cannot be kept: %w", a.mode, err)
	}
	// The setgid bit is dropped in silence where the group is not one of ours.
	if is, err = attributesOf(f); err != nil {
		return err
	}
	if !is.equal(a) {
		return errors.New("its mode and its attributes cannot be kept")
	}
	return nil
}
