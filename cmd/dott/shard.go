package main

import (
	"fmt"
	"strconv"
	"strings"

	"dott/runner/ci"
	"dott/runner/event"
)

// shard is the part of the tests that a run has: I/N, or auto.
type shard struct {
	index, of int
	auto      bool
}

func (s *shard) String() string {
	switch {
	case s.auto:
		return "auto"
	case s.of == 0:
		return ""
	}
	return fmt.Sprintf("%d/%d", s.index, s.of)
}
func (s *shard) Type() string { return "shard" }
func (s *shard) Set(text string) error {
	if text == "auto" {
		*s = shard{auto: true}
		return nil
	}
	index, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n {
		return fmt.Errorf("not a part such as 2/5, counted from 1, nor auto")
	}
	*s = shard{index: i, of: n}
	return nil
}

// A part is which of the tests a run has, as 2 of 5; 0 of 0 is all of them.
type part struct {
	index, of int
	seconds   func(name string) float64 // that a test takes; nil is that nobody knows
}

// resolvePart finds the part of the tests. What Bazel asks of a runner for --shard
// auto is done as well.
func (a *app) resolvePart(c *choosing) (p part, err error) {
	if c.shard == (shard{}) {
		if c.times != "" {
			return p, usagef("--times says how long tests take, for --shard")
		}
		return p, nil
	}
	p.index, p.of = c.shard.index, c.shard.of
	if c.shard.auto {
		if p.index, p.of, err = ci.Part(a.getenv); err != nil {
			return p, usagef("--shard auto: %v", err)
		}
	}
	if c.shard.auto {
		if err := ci.Acknowledge(a.getenv); err != nil {
			return p, err
		}
	}
	if p.of == 0 {
		fmt.Fprintln(a.stderr, "--shard auto: nothing says that there are other machines; all tests are run")
		return p, nil
	}
	if c.times != "" {
		seconds, err := event.Times(c.times)
		if err != nil {
			return p, fmt.Errorf("--times: %w", err)
		}
		p.seconds = func(name string) float64 { return seconds[name] }
	}
	return p, nil
}
