package confine

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Prepare has a helper started in namespaces of its own.
func (n Namespaces) Prepare(attr *syscall.SysProcAttr) error {
	if !n.Any() {
		return nil
	}
	attr.Cloneflags |= unix.CLONE_NEWUSER | unix.CLONE_NEWNS
	if n.Network {
		attr.Cloneflags |= unix.CLONE_NEWNET
	}
	if n.Processes {
		attr.Cloneflags |= unix.CLONE_NEWPID | unix.CLONE_NEWIPC
	}
	if os.Geteuid() != 0 {
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
		// Without them, the helper would be a program without any power in its own
		// namespaces. What it starts does not get them.
		attr.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETPCAP}
		return nil
	}
	var err, gerr error
	attr.UidMappings, err = ids("/proc/self/uid_map")
	attr.GidMappings, gerr = ids("/proc/self/gid_map")
	attr.GidMappingsEnableSetgroups = true
	return errors.Join(err, gerr)
}

// ids returns every id that there is here, as itself.
func ids(file string) (all []syscall.SysProcIDMap, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s: %q", file, line)
		}
		first, err := strconv.Atoi(fields[0])
		size, serr := strconv.Atoi(fields[2])
		if err = errors.Join(err, serr); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, syscall.SysProcIDMap{ContainerID: first, HostID: first, Size: size})
	}
	return all, nil
}

// Explain says what to do about the error of a helper that could not be started.
func (n Namespaces) Explain(err error) error {
	e := Error{Limit: n.limit(), Why: err}
	switch {
	case !n.Any():
		return err
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		e.Hint = permission()
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EUSERS):
		e.Hint = "raise the limit, sysctl user.max_user_namespaces"
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS):
		e.Hint = "this kernel has no such namespaces, or something keeps programs from them"
	default:
		return err
	}
	return e
}

// permission says what may forbid user namespaces.
func permission() string {
	for name, bad := range map[string]string{"kernel/unprivileged_userns_clone": "0", "kernel/apparmor_restrict_unprivileged_userns": "1"} {
		text, err := os.ReadFile("/proc/sys/" + name)
		if err == nil && strings.TrimSpace(string(text)) == bad {
			good := strconv.Itoa(1 - int(bad[0]-'0'))
			return "allow user namespaces, sysctl " + strings.ReplaceAll(name, "/", ".") + "=" + good
		}
	}
	return "allow user namespaces; in a container of docker, start it with --security-opt seccomp=unconfined"
}

// brokers are sockets of programs that reach a network for whoever asks them: for them
// there is no other one.
var brokers = []string{
	"/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock", "/run/crio/crio.sock",
	"/run/dbus/system_bus_socket", "/run/systemd/resolve/io.systemd.Resolve", nscd, "/run/snapd.socket",
	"/run/systemd/private", "/run/libvirt/libvirt-sock",
}

const nscd = "/run/nscd/socket"

// Enter sets up the namespaces in which this process was started.
func (n Namespaces) Enter() error {
	if !n.Any() {
		return nil
	}
	// What is mounted on the machine appears here, and not the other way round.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, ""); err != nil {
		return Error{Limit: n.limit(), Why: fmt.Errorf("parting from the machine's mounts: %w", err)}
	}
	if n.Processes {
		if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
			return Error{`processes = "private"`, fmt.Errorf("mounting /proc: %w", err), "a container may have covered parts of its own /proc; with docker: --security-opt systempaths=unconfined"}
		}
	}
	if !n.Network {
		return nil
	}
	for _, path := range slices.Concat(brokers, userBrokers()) {
		if info, err := os.Stat(path); err != nil || info.Mode().Type() != os.ModeSocket {
			continue
		}
		if err := unix.Mount(os.DevNull, path, "", unix.MS_BIND, ""); err != nil {
			return Error{n.limit(), fmt.Errorf("hiding %s: %w", path, err), ""}
		}
	}
	if err := loopback(); err != nil {
		return Error{n.limit(), fmt.Errorf("starting the loopback: %w", err), permission()}
	}
	// The next test may use the same port. Nothing is left of connections that are closed.
	_ = os.WriteFile("/proc/sys/net/ipv4/tcp_max_tw_buckets", []byte("0"), 0)
	return nil
}

// userBrokers are such sockets of a user's own.
func userBrokers() []string {
	dir := "/run/user/" + strconv.Itoa(os.Geteuid())
	return []string{dir + "/docker.sock", dir + "/podman/podman.sock", dir + "/bus", dir + "/systemd/private"}
}

// loopback starts the interface lo.
func loopback() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}
