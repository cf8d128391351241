package container

import (
	"bytes"
	"context"
	"dott/runner/process"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// A client is the command of an engine.
type client struct {
	name       string // docker or podman
	path       string
	podman     bool // also where it is called docker
	supervisor *process.Supervisor
}

// hello asks whether the engine is there.
func (c *client) hello(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("nothing in %s", patience))
	defer cancel()
	version, err := c.ask(ctx, "version", "--format", "{{.Client.Version}} {{.Server.Version}}")
	if err == nil {
		return nil
	}
	// Podman has no server where there is none to be asked.
	if version, err2 := c.ask(ctx, "--version"); err2 == nil && strings.HasPrefix(version, "podman ") {
		c.podman = true
		_, err = c.ask(ctx, "info", "--format", "{{.Host.OS}}")
	}
	_ = version
	return err
}

// command is a command of the engine.
func (c *client) command(output io.Writer, args ...string) process.Command {
	return process.Command{Path: c.path, Args: args, Dir: os.TempDir(), Env: os.Environ(), Output: output}
}

// ask runs a command of the engine that takes no time, and returns what it printed,
// also if it failed.
func (c *client) ask(ctx context.Context, args ...string) (string, error) {
	out, err := process.Output(ctx, "", c.path, args...)
	if err != nil {
		if _, said, ok := strings.Cut(err.Error(), strings.Join(args, " ")+": "); ok {
			err = errors.New(plain(said))
		}
	}
	return strings.TrimRight(out, "\n"), err
}

// act runs a command of the engine that changes something. The error has its words.
func (c *client) act(ctx context.Context, args ...string) error {
	var said bytes.Buffer
	r, err := c.supervisor.Run(ctx, c.command(&said, args...))
	if err == nil && r.Signal != "" {
		err = fmt.Errorf("it was ended by a signal (%s)", r.Signal)
	}
	if err == nil && r.Status != 0 {
		err = errors.New(plain(said.String()))
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", c.name, args[0], err)
	}
	return nil
}

// detach is act for a command that starts what is to stay. With podman that is below
// its command; a helper process would end it.
func (c *client) detach(ctx context.Context, args ...string) error {
	if !c.podman {
		return c.act(ctx, args...)
	}
	if _, err := c.ask(ctx, args...); err != nil {
		return fmt.Errorf("%s %s: %w", c.name, args[0], err)
	}
	return nil
}

// plain is what an engine says of an error, without what it puts around that.
func plain(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		for _, start := range []string{"docker:", "Error response from daemon:", "Error:", "podman:"} {
			line = strings.TrimSpace(strings.TrimPrefix(line, start))
		}
		if line != "" && !strings.HasPrefix(line, "See '") && !strings.HasPrefix(line, "Run 'docker") {
			lines = append(lines, line)
		}
	}
	const most = 10
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}

// removal is the command that removes a container with its volumes, and kills it if
// it runs.
func (c *client) removal() []string {
	args := []string{"rm", "--force", "--volumes"}
	if c.podman { // it would ask it to stop, and wait
		args = append(args, "--time", "0")
	}
	return args
}
