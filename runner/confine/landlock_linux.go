package confine

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Landlock is used by its three system calls. github.com/landlock-lsm/go-landlock limits
// all threads of a program, for good; a helper has to limit one thread for one command.

const (
	writing = unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_REMOVE_DIR | unix.LANDLOCK_ACCESS_FS_REMOVE_FILE |
		unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_REG | unix.LANDLOCK_ACCESS_FS_MAKE_SOCK |
		unix.LANDLOCK_ACCESS_FS_MAKE_FIFO | unix.LANDLOCK_ACCESS_FS_MAKE_SYM |
		unix.LANDLOCK_ACCESS_FS_REFER | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	// A device that a test makes leads anywhere, so that is allowed nowhere.
	devices = unix.LANDLOCK_ACCESS_FS_MAKE_CHAR | unix.LANDLOCK_ACCESS_FS_MAKE_BLOCK
	reading = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	// ofFiles is what a rule for a file can allow, and not for a folder alone.
	ofFiles = unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE
)

// needed is the version of Landlock that is needed, by the kernel that first had it: one
// before it cannot keep a file from being truncated.
const needed, neededKernel = 3, "6.2"

// harmless are the files of /dev that every command may write to. /dev/shm is not among
// them: what is written there, all see, and it stays.
var harmless = []string{
	"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx", "/dev/pts",
}

// system is what every command may read: programs, libraries, and what they are set up by.
var system = []string{
	"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/usr", "/etc", "/dev", "/proc", "/sys", "/nix/store", "/gnu/store",
	"/run/systemd/resolve", // where /etc/resolv.conf may lead
}

// landlockVersion returns the version of Landlock that the kernel has.
func landlockVersion() (int, error) {
	version, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return 0, errno
	}
	return int(version), nil
}

// landlockPossible reports why Landlock cannot limit writing.
func landlockPossible() (version int, err error) {
	version, err = landlockVersion()
	switch {
	case errors.Is(err, unix.ENOSYS):
		return 0, errors.New("this kernel has no Landlock, or something keeps programs from it; it takes Linux " + neededKernel)
	case errors.Is(err, unix.EOPNOTSUPP):
		return 0, errors.New("this kernel was started without Landlock; add landlock to its option lsm=")
	case err != nil:
		return 0, fmt.Errorf("asking for Landlock: %w", err)
	case version < needed:
		return version, fmt.Errorf("the Landlock of this kernel, version %d, lets files be truncated anywhere; it takes Linux %s", version, neededKernel)
	}
	return version, nil
}

// LandlockVersion returns the version of Landlock that the kernel has, or why that cannot
// limit what is written.
func LandlockVersion() (int, error) { return landlockPossible() }

// landlock limits this thread, and what it starts, to the files that it may use.
func (l *Limits) landlock() error {
	if _, err := landlockPossible(); err != nil {
		return Error{Limit: l.first(), Why: err}
	}
	attr := unix.LandlockRulesetAttr{}
	if l.Writes {
		attr.Handled_access_fs |= writing | devices
	}
	if l.Reads {
		attr.Handled_access_fs |= reading
	}
	const first = unsafe.Sizeof(attr.Handled_access_fs) // what every version has
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), first, 0)
	if errno != 0 {
		return Error{Limit: l.first(), Why: os.NewSyscallError("landlock_create_ruleset", errno)}
	}
	rules := ruleset{fd: int(fd), handled: attr.Handled_access_fs}
	defer unix.Close(rules.fd)
	for _, path := range l.Write {
		rules.allow(path, writing|reading)
	}
	for _, o := range openHarmless() {
		rules.allowOpen(o, writing|reading)
	}
	if l.Reads {
		for _, o := range openSystem() {
			rules.allowOpen(o, reading)
		}
		for _, path := range l.Read {
			rules.allow(path, reading)
		}
	}
	if rules.err != nil {
		return Error{Limit: l.first(), Why: rules.err}
	}
	return rules.restrict(l.first())
}

// A ruleset of Landlock, and the first error that came of it.
type ruleset struct {
	fd      int
	handled uint64
	err     error
}

// allow adds a rule for a file, or for a folder and all below it. A path that is not there
// allows nothing.
func (r *ruleset) allow(path string, access uint64) {
	if access&r.handled == 0 {
		return
	}
	if o, ok := openFor(path); ok {
		r.allowOpen(o, access)
		_ = unix.Close(o.fd)
	}
}

func (r *ruleset) allowOpen(o opened, access uint64) {
	access &= r.handled
	if !o.folder {
		access &= ofFiles
	}
	if access == 0 {
		return
	}
	attr := unix.LandlockPathBeneathAttr{Allowed_access: access, Parent_fd: int32(o.fd)}
	_, _, errno := unix.RawSyscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(r.fd), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&attr)), 0, 0, 0)
	if errno != 0 && r.err == nil {
		r.err = fmt.Errorf("a rule of Landlock for %s: %w", o.path, errno)
	}
}

// opened is a file or a folder for which a rule can be made.
type opened struct {
	path   string
	fd     int
	folder bool
}

func openFor(path string) (o opened, ok bool) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return o, false
	}
	var stat unix.Stat_t
	o = opened{path: path, fd: fd}
	o.folder = unix.Fstat(fd, &stat) == nil && stat.Mode&unix.S_IFMT == unix.S_IFDIR
	return o, true
}

// What every command may use stays open in a helper.
var (
	openHarmless = sync.OnceValue(func() []opened { return openAll(harmless) })
	openSystem   = sync.OnceValue(func() []opened { return openAll(system) })
)

func openAll(paths []string) (all []opened) {
	for _, path := range paths {
		if o, ok := openFor(path); ok {
			all = append(all, o)
		}
	}
	return all
}

// restrict lets the rules hold for this thread. Without a privilege the kernel demands
// that no program gains any, which is no_new_privs: sudo has no effect then.
func (r *ruleset) restrict(limit string) error {
	self := func() error {
		if _, _, errno := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(r.fd), 0, 0); errno != 0 {
			return os.NewSyscallError("landlock_restrict_self", errno)
		}
		return nil
	}
	err := self()
	if errors.Is(err, unix.EPERM) {
		if err = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err == nil {
			err = self()
		}
	}
	if err != nil {
		return Error{Limit: limit, Why: err}
	}
	return nil
}
