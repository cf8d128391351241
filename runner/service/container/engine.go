package container

import (
	"context"
	"errors"
	"fmt"
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

	cli   client
	count atomic.Int64

	mu       sync.Mutex
	images   map[string]*Image
	networks []*Network // that nobody uses
	run      *run
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
		e := &Engine{Name: name, Supervisor: s, Owner: owner, cli: client{name: name, path: path, supervisor: s}, images: map[string]*Image{}}
		if err = e.cli.hello(ctx); err == nil {
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
