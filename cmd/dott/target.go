package main

import (
	"fmt"

	"dott/cmd/dott/options"
	"dott/runner/state"
	"dott/runner/target"
)

// targets returns where the tests of a configuration run that say nothing else, and
// what opens the places for them; nil where there are no targets.
func targets(s *session, set *options.Settings) (string, target.Opening) {
	if len(set.Config.Target) == 0 {
		return "", nil
	}
	return set.Target, target.Opener(targetOptions(s, set))
}

// targetOptions turns a session into what targets take.
func targetOptions(s *session, set *options.Settings) target.Options {
	dir := set.Config.Dir
	if dir == "" {
		dir = s.here
	}
	return target.Options{
		Targets: set.Config.Target, Dir: dir, Cache: s.state.Cache("targets"), Project: state.Root(s.here),
		Warn: func(text string) { fmt.Fprintln(s.app.Stderr, "warning: "+text) },
	}
}
