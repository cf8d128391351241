package options

import (
	"maps"
	"slices"
	"strings"

	"dott/runner/config"
)

// names is what --target was given.
type names struct{ all []string }

func (n *names) String() string { return strings.Join(n.all, ",") }

func (n *names) Set(text string) error {
	n.all = nil
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			return Errorf("must be the name of a target, or several with commas")
		case slices.Contains(n.all, name):
			return Errorf("%q stands there twice", name)
		}
		n.all = append(n.all, name)
	}
	return nil
}

func (n *names) Type() string { return "names" }

// one is the name, where there is one.
func (n *names) one() string {
	if len(n.all) == 1 {
		return n.all[0]
	}
	return ""
}

// addTargets makes an axis of several targets, which is selected.
func (s *Settings) addTargets(n names) error {
	for _, name := range n.all {
		if why := config.UnknownTarget(s.Config.Target, name); why != "" {
			return Errorf("--target: %s", why)
		}
	}
	const axis = "target"
	if len(n.all) < 2 {
		return nil
	}
	if _, ok := s.Config.Axes[axis]; ok {
		return Errorf("--target with several names makes an axis called target, and there is a [matrix.target] already: --matrix target=%s", n.String())
	}
	axes := maps.Clone(s.Config.Axes)
	if axes == nil {
		axes = map[string]config.Axis{}
	}
	axes[axis] = config.Axis{Targets: n.all}
	s.Config.Axes = axes
	if s.Matrix != "all" && !strings.HasPrefix(s.Matrix, "all ") {
		s.Matrix = strings.TrimSpace(s.Matrix + " " + axis)
	}
	return nil
}
