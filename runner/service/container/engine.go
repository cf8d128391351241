package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"dott/runner/process"
)

// An Engine is the docker or podman of this machine. Its methods may be called at
// the same time.
type Engine struct {
	Name       string // docker or podman
	Supervisor *process.Supervisor
	Owner      Owner

	path   string
	podman bool // also where it is called docker
	count  atomic.Int64

	mu       sync.Mutex
	images   map[string]*Image
	networks []*Network // that nobody uses
	run      *run
}

// An Owner is whose containers, networks, volumes and images these are. It stands
// in their labels.
type Owner struct {
	Project string // its folder
	Dir     string // where runs have their locks, and images the time of their last use
}

// patience is how long an engine may take for what it should do at once.
const patience = 30 * time.Second

// names are the engines that are looked for, in order.
var names = []string{"docker", "podman"}

// Find returns the engine that answers: the one of that name, or, if it is "",
// docker or podman.
func Find(ctx context.Context, s *process.Supervisor, name string, owner Owner) (*Engine, error) {
	wanted := names
	if name != "" {
		wanted = []string{name}
	}
	var silent []error
	for _, name := range wanted {
		path, err := process.Find(name)
		if err != nil {
			continue
		}
		e := &Engine{Name: name, Supervisor: s, Owner: owner, path: path, images: map[string]*Image{}}
		if err = e.hello(ctx); err == nil {
			return e, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		silent = append(silent, fmt.Errorf("%s does not answer: %w", name, err))
	}
	if len(silent) == 0 {
		return nil, fmt.Errorf("no container engine: %s is not on PATH", strings.Join(wanted, " or "))
	}
	return nil, errors.Join(silent...)
}

// hello asks whether the engine is there.
func (e *Engine) hello(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("nothing in %s", patience))
	defer cancel()
	version, err := e.ask(ctx, "version", "--format", "{{.Client.Version}} {{.Server.Version}}")
	if err == nil {
		return nil
	}
	// Podman has no server where there is none to be asked.
	if version, err2 := e.ask(ctx, "--version"); err2 == nil && strings.HasPrefix(version, "podman ") {
		e.podman = true
		_, err = e.ask(ctx, "info", "--format", "{{.Host.OS}}")
	}
	_ = version
	return err
}

// command is a command of the engine.
func (e *Engine) command(output io.Writer, args ...string) process.Command {
	return process.Command{Path: e.path, Args: args, Dir: os.TempDir(), Env: os.Environ(), Output: output}
}

// ask runs a command of the engine that takes no time, and returns what it printed,
// also if it failed.
func (e *Engine) ask(ctx context.Context, args ...string) (string, error) {
	out, err := process.Output(ctx, "", e.path, args...)
	if err != nil {
		if _, said, ok := strings.Cut(err.Error(), strings.Join(args, " ")+": "); ok {
			err = errors.New(plain(said))
		}
	}
	return strings.TrimRight(out, "\n"), err
}

// act runs a command of the engine that changes something. The error has its words.
func (e *Engine) act(ctx context.Context, args ...string) error {
	var said bytes.Buffer
	r, err := e.Supervisor.Run(ctx, e.command(&said, args...))
	if err == nil && r.Signal != "" {
		err = fmt.Errorf("it was ended by a signal (%s)", r.Signal)
	}
	if err == nil && r.Status != 0 {
		err = errors.New(plain(said.String()))
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", e.Name, args[0], err)
	}
	return nil
}

// detach is act for a command that starts what is to stay. With podman that is below
// its command; a helper process would end it.
func (e *Engine) detach(ctx context.Context, args ...string) error {
	if !e.podman {
		return e.act(ctx, args...)
	}
	if _, err := e.ask(ctx, args...); err != nil {
		return fmt.Errorf("%s %s: %w", e.Name, args[0], err)
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
