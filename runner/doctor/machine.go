package doctor

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"dott/runner/process"
)

// executing tries whether programs run that a test makes.
func executing(d *doctor) Ability {
	path := filepath.Join(d.dir, "program")
	err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700)
	if err == nil {
		_, err = process.Output(d.ctx, d.dir, path)
	}
	a := found("programs in the temporary directory", "tests that make programs and run them", "", err)
	if !a.Can {
		a.Remedy = "mount it without noexec, or name another with --tmpdir"
	}
	return a
}

var errLinux = errors.New("it takes Linux")

// orphans tells whether what left its session is found.
func orphans(*doctor) Ability {
	var err error
	if runtime.GOOS != "linux" {
		err = errLinux
	}
	return found("ending processes that left their session", "whatever a test leaves behind", "", err)
}

// groups tells whether there are control groups of the newer kind.
func groups(*doctor) Ability {
	err := errLinux
	detail := ""
	if runtime.GOOS == "linux" {
		var text []byte
		if text, err = os.ReadFile("/sys/fs/cgroup/cgroup.controllers"); err != nil {
			err = errors.New("cgroup2 is not mounted at /sys/fs/cgroup")
		}
		detail = strings.TrimSpace(string(text))
	}
	return found("control groups", "memory limits of containers", detail, err)
}

// tracing tells whether a program may be looked into by its own user.
func tracing(*doctor) Ability {
	var err error
	switch text, rerr := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope"); {
	case runtime.GOOS != "linux":
		err = errLinux
	case rerr == nil && strings.TrimSpace(string(text)) == "3":
		err = errors.New("sysctl kernel.yama.ptrace_scope is 3")
	}
	a := found("looking into programs", "what a test on a terminal waits for, names of what is refused", "", err)
	if !a.Can && runtime.GOOS == "linux" {
		a.Remedy = "sysctl kernel.yama.ptrace_scope=1, after the next start of the machine"
	}
	return a
}

func docker(d *doctor) Ability { return engine(d, "docker") }

func podman(d *doctor) Ability { return engine(d, "podman") }

// engine tells whether an engine for containers answers.
func engine(d *doctor, name string) Ability {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeoutCause(d.ctx, patience, errors.New("it does not answer"))
	defer cancel()
	version := ""
	path, err := process.Find(name)
	if err != nil {
		err = errors.New("it is not on PATH")
	} else {
		version, err = process.Output(ctx, d.dir, path, "version", "--format", "{{.Client.Version}}")
	}
	a := found(name, "services with image or build", strings.TrimSpace(version), err)
	a.Why, _, _ = strings.Cut(a.Why, "\n")
	return a
}

func ssh(*doctor) Ability {
	path, err := process.Find("ssh")
	if err != nil {
		err = errors.New("it is not on PATH")
	}
	return found("ssh", "tests that use other machines", path, err)
}
