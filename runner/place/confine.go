package place

import (
	"path/filepath"
	"slices"

	"dott/runner/confine"
	"dott/runner/environment"
)

// confined returns the limits of a command with what belongs to the sandbox itself.
func (s *sandbox) confined(c *Command) *confine.Limits {
	if c.Confine.None() {
		return nil
	}
	l := *c.Confine
	value := func(name string) (string, bool) { return environment.Lookup(c.Env, name) }
	expand := func(paths []string) (all []string) {
		for _, path := range paths {
			if path = environment.Expand(path, value); filepath.IsAbs(path) {
				all = append(all, path)
			}
		}
		return all
	}
	if l.Writes || l.Reads || l.Network {
		// The named pipes are beside the script.
		l.Write = slices.Concat(expand(l.Write), []string{s.root, s.work, s.home, s.tmp, filepath.Dir(s.script)})
	}
	if l.Reads {
		path, _ := value("PATH")
		l.Read = slices.Concat(expand(l.Read), filepath.SplitList(path), []string{filepath.Dir(s.test.Path), c.Path})
	}
	return &l
}
