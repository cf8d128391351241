package session

import (
	"fmt"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner/ci"
	"dott/runner/event"
)

// A part is which of the tests a run has, as 2 of 5; 0 of 0 is all of them.
type part struct {
	index, of int
	seconds   func(name string) float64 // that a test takes; nil is that nobody knows
}

// resolvePart finds the part of the tests. What Bazel asks of a runner for --shard
// auto is done as well.
func resolvePart(a *app.App, c *options.Choosing) (p part, err error) {
	if c.Shard == (options.Shard{}) {
		if c.Times != "" {
			return p, options.Errorf("--times says how long tests take, for --shard")
		}
		return p, nil
	}
	p.index, p.of = c.Shard.Index, c.Shard.Of
	if c.Shard.Auto {
		if p.index, p.of, err = ci.Part(a.Getenv); err != nil {
			return p, options.Errorf("--shard auto: %v", err)
		}
	}
	if c.Shard.Auto {
		if err := ci.Acknowledge(a.Getenv); err != nil {
			return p, err
		}
	}
	if p.of == 0 {
		fmt.Fprintln(a.Stderr, "--shard auto: nothing says that there are other machines; all tests are run")
		return p, nil
	}
	if c.Times != "" {
		seconds, err := event.Times(c.Times)
		if err != nil {
			return p, fmt.Errorf("--times: %w", err)
		}
		p.seconds = func(name string) float64 { return seconds[name] }
	}
	return p, nil
}
