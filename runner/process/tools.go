package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"

	"dott/runner/process/slack"
)

// ownSlack is what all that we start gets: what this process was started with, or for a
// helper, what its host was.
var ownSlack = slack.Current()

// Find returns the absolute path of a program, given as a path or as a name on
// PATH.
func Find(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", err
	}
	return filepath.Abs(path)
}

// Foreground runs a program that talks to the person at the terminal, an editor
// say, and waits for it.
func Foreground(ctx context.Context, stdin io.Reader, stdout, stderr io.Writer, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, stderr
	return ownSlack.Around(cmd.Run)
}

// Output runs a program that is no test, git say, in a directory, and returns
// what it printed. The error has its words on stderr. When ctx is done, it is
// ended, with what it started, and the error is the cause.
func Output(ctx context.Context, dir, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	kill := ownGroup(cmd)
	// What it left behind may hold its output open, and is not waited for.
	cmd.WaitDelay = DefaultGrace
	var out []byte
	err := ownSlack.Around(func() (err error) {
		out, err = cmd.Output()
		return err
	})
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	if err != nil && ctx.Err() != nil {
		kill()
		return "", context.Cause(ctx)
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		err = fmt.Errorf("%s: %s", strings.Join(cmd.Args, " "), strings.TrimSpace(string(exit.Stderr)))
	}
	return string(out), err
}

// OnPath reports whether a program of that name is in one of the folders of a
// PATH.
func OnPath(name, path string) bool {
	for _, dir := range filepath.SplitList(path) {
		if found, err := exec.LookPath(filepath.Join(dir, name)); err == nil && dir != "" && found != "" {
			return true
		}
	}
	return false
}
