package session

import (
	"fmt"

	"dott/cmd/dott/options"
	"dott/runner/state"
	"dott/runner/target"
)

// targets returns where the tests of a configuration run that say nothing else, and
// what opens the places for them; nil where there are no targets.
func targets(s *Session, set *options.Settings) (string, target.Opening) {
	if len(set.Config.Target) == 0 {
		return "", nil
	}
	return set.Target, target.Opener(TargetOptions(s, set))
}

// TargetOptions turns a session into what targets take.
func TargetOptions(s *Session, set *options.Settings) target.Options {
	dir := set.Config.Dir
	if dir == "" {
		dir = s.Here
	}
	return target.Options{
		Targets: set.Config.Target, Dir: dir, Cache: s.State.Cache("targets"), Project: state.Root(s.Here),
		Warn: func(text string) { fmt.Fprintln(s.App.Stderr, "warning: "+text) },
	}
}
