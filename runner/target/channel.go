package target

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"dott/runner/process"
	"dott/runner/service/container"
	"dott/runner/words"
)

// A channel gives command lines that run sh on a target, with our standard input.
type channel interface {
	// command is the command line of a session. The first one is run before any other.
	command(first bool) (argv []string, instance string, err error)
	// open reports whether another session can be opened while the first one is.
	open() bool
	// beside is a command line for a second shell in the same instance.
	beside(instance string) []string
	// fresh reports whether each session is a machine of its own, which goes with it.
	fresh() bool
	// remedy is what may help where the channel's program said that on its way out, or "".
	remedy(said string) string
	close()
}

// newChannel returns the channel that the configuration says.
func (t *target) newChannel(ctx context.Context) (channel, error) {
	c := t.config
	switch {
	case c.SSH != "":
		return newSSH(t)
	case c.Container != "":
		return newContainer(ctx, t)
	case c.Kubectl != "":
		args, err := words.Split(c.Kubectl)
		if err != nil {
			return nil, fmt.Errorf("kubectl: %w", err)
		}
		path, err := process.Find("kubectl")
		if err != nil {
			return nil, fmt.Errorf("kubectl is not on PATH")
		}
		return plain{append(append([]string{path, "exec", "-i"}, args...), "--", "sh"), "kubectl exec -i " + c.Kubectl + " -- sh"}, nil
	}
	return plain{[]string{"/bin/sh", "-c", c.Command}, c.Command}, nil
}

// plain is a channel whose command line is always the same.
type plain struct {
	argv []string
	by   string // how a person runs it
}

func (p plain) command(bool) ([]string, string, error) { return p.argv, "", nil }
func (p plain) open() bool                             { return true }
func (p plain) beside(string) []string                 { return p.argv }
func (p plain) fresh() bool                            { return false }
func (p plain) remedy(string) string {
	return "try by hand whether `" + p.by + "` runs what it reads as a shell"
}
func (p plain) close() {}

// An sshChannel is the user's ssh, with one connection for all sessions.
type sshChannel struct {
	target *target
	argv   []string // without the words for the connection
	host   []string
	dir    string // of the connection's socket; "" is a connection for each session
}

// newSSH finds the program, and makes the directory for the socket.
func newSSH(t *target) (channel, error) {
	host, err := words.Split(t.config.SSH)
	if err != nil {
		return nil, fmt.Errorf("ssh: %w", err)
	}
	path, err := process.Find("ssh")
	if err != nil {
		return nil, fmt.Errorf("ssh is not on PATH")
	}
	seconds := max(1, int((t.connectTimeout()+time.Second-1)/time.Second))
	c := &sshChannel{target: t, host: host, argv: []string{
		path, "-T", "-x", "-a", "-e", "none", "-o", "BatchMode=yes", "-o", "ConnectTimeout=" + strconv.Itoa(seconds),
		// A cut connection is noticed within 15 seconds, on either side of a quiet test.
		"-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", "-o", "ClearAllForwardings=yes",
	}}
	if runtime.GOOS == "windows" {
		return c, nil // its ssh cannot
	}
	if c.dir, err = os.MkdirTemp(t.places.o.Place.TmpDir, "dott-ssh-"); err == nil && len(c.dir) > 80 {
		// The path of a socket has little room, and ssh adds to it.
		_ = os.Remove(c.dir)
		c.dir, err = os.MkdirTemp("/tmp", "dott-ssh-")
	}
	if err != nil {
		return nil, fmt.Errorf("making a directory for the connection: %w", err)
	}
	t.places.supervisor().RemoveOnDeath(c.dir)
	return c, nil
}

func (c *sshChannel) command(first bool) ([]string, string, error) {
	own := []string{"-o", "ControlMaster=no", "-o", "ControlPath=none"}
	switch {
	case c.dir == "":
	case first:
		// It is itself the connection of the others: a process in the background would be
		// one more that has to be ended.
		_ = os.Remove(c.socket())
		own = []string{"-o", "ControlMaster=yes", "-o", "ControlPersist=no", "-o", "ControlPath=" + c.socket()}
	default:
		own = []string{"-o", "ControlMaster=no", "-o", "ControlPath=" + c.socket()}
	}
	argv := append(append([]string{}, c.argv...), own...)
	argv = append(argv, c.host...)
	// Whatever shell the user has there: sh, csh and fish all know that.
	return append(argv, "exec sh"), "", nil
}

// open tells that by the socket, which is there as soon as the server knows us.
func (c *sshChannel) open() bool {
	_, err := os.Stat(c.socket())
	return c.dir != "" && err == nil
}

func (c *sshChannel) socket() string { return filepath.Join(c.dir, "c") }

func (c *sshChannel) beside(string) []string {
	argv, _, _ := c.command(false)
	return argv
}

func (c *sshChannel) fresh() bool { return false }

func (c *sshChannel) remedy(said string) string {
	by := "ssh " + c.target.config.SSH
	for _, r := range [][2]string{
		{"Host key verification failed", "run `" + by + "` once by hand and compare the host's key, or add the key to known_hosts"},
		{"REMOTE HOST IDENTIFICATION HAS CHANGED", "the host has another key than before: find out why, then `ssh-keygen -R` the old one"},
		{"Permission denied", "dott asks for no password: add a key that `" + by + "` takes without one, or start ssh-agent"},
		{"Could not resolve hostname", "look at the name in [target." + c.target.name + "], or name the host in your ssh configuration"},
		{"timed out", "look whether `" + by + "` gets through; connect-timeout in [target." + c.target.name + "] says how long it may take"},
		{"Connection refused", "nothing listens there: check the port, and that sshd runs"},
	} {
		if strings.Contains(said, r[0]) {
			return r[1]
		}
	}
	return ""
}

func (c *sshChannel) close() {
	if c.dir != "" {
		_ = os.RemoveAll(c.dir)
		c.target.places.supervisor().Forget(c.dir)
	}
}

// newContainer finds the engine, and out whether it is a container that runs or an
// image.
func newContainer(ctx context.Context, t *target) (channel, error) {
	cache := t.places.o.Cache
	if cache == "" {
		cache = t.places.local.Dir()
	}
	owner := container.Owner{Project: t.places.o.Project, Dir: filepath.Join(cache, "containers")}
	e, err := container.Find(ctx, t.places.supervisor(), t.config.Engine, owner)
	if err != nil {
		return nil, err
	}
	if container.Runs(ctx, e, t.config.Container) {
		argv := container.Exec(e, t.config.Container)
		return plain{argv, strings.Join(append([]string{filepath.Base(argv[0])}, argv[1:]...), " ")}, nil
	}
	if err := e.Begin(ctx); err != nil {
		return nil, err
	}
	if _, err := e.RemoveDead(ctx); err != nil {
		t.places.warn("target %s: %v", t.name, err)
	}
	return &imageChannel{target: t, engine: e}, nil
}

// An imageChannel runs each session in a container of its own.
type imageChannel struct {
	target *target
	engine *container.Engine
}

func (c *imageChannel) command(bool) ([]string, string, error) {
	argv, name := container.Attached(c.engine, "target-"+c.target.name, c.target.config.Container, "sh")
	return argv, name, nil
}

func (c *imageChannel) beside(name string) []string { return container.Exec(c.engine, name) }
func (c *imageChannel) open() bool                  { return false }
func (c *imageChannel) fresh() bool                 { return true }

func (c *imageChannel) remedy(said string) string {
	switch {
	case strings.Contains(said, "executable file not found"):
		return "a test runs in a shell: the image needs sh, mkdir and rm"
	case strings.Contains(said, "No such image"), strings.Contains(said, "Unable to find image"), strings.Contains(said, "pull"), strings.Contains(said, "image not known"):
		return "pull or build the image first, or start a container of that name"
	}
	return ""
}

func (c *imageChannel) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := c.engine.End(ctx); err != nil {
		c.target.places.warn("target %s: %v", c.target.name, err)
	}
}
