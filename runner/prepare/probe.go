package prepare

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"dott/runner/discover"
	"dott/runner/place"
	"dott/runner/process"
)

// probeLimit is how long a command of the configuration may take to tell whether
// a feature is there, where a test may take longer.
const probeLimit = 30 * time.Second

// A probed is a sandbox in which something is asked for a test, with the
// environment that the test would have.
type probed struct {
	box place.Sandbox
	env []string
}

func (o *Options) probe(ctx context.Context, t *discover.Test) (probed, error) {
	box, err := o.Place.Open(ctx, place.Test{
		Path: t.Path, Target: t.Target, Cases: t.Cases, Cell: t.Cell, Shell: o.Shell, Set: o.Config.Env.Set, Probe: true,
	})
	if err != nil {
		return probed{}, err
	}
	env := box.Env()
	if o.Cell != nil {
		change, err := o.Cell(t.Cell)
		if err != nil {
			return probed{}, errors.Join(err, box.Close())
		}
		env = change(env)
	}
	return probed{box, env}, nil
}

// command runs a command of the configuration in its folder, with the environment
// of a test and a sandbox of its own.
func (o *Options) command(ctx context.Context, t *discover.Test, command string, args ...string) (process.Result, string, error) {
	p, err := o.probe(ctx, t)
	if err != nil {
		return process.Result{}, "", err
	}
	defer func() { _ = p.box.Close() }()
	if err := p.box.Put(o.Config.Files, p.env); err != nil {
		return process.Result{}, "", err
	}
	limit := probeLimit
	if o.Timeout > 0 {
		limit = min(limit, o.Timeout)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var out bytes.Buffer
	var result process.Result
	started, err := p.box.Start(ctx, place.Command{
		Path: "/bin/sh", Args: append([]string{"-c", command, "sh"}, args...), Dir: o.Config.Dir, Env: p.env, Output: &out,
	})
	if err == nil {
		result, err = started.Wait()
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("`%s` did not end within %v", command, limit)
	case err == nil && result.Signal != "":
		err = fmt.Errorf("`%s` was ended by a signal (%s)", command, result.Signal)
	}
	return result, out.String(), err
}
