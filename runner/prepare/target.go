package prepare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/terminal"
)

// settleTarget notes where a test runs: in its cell, or where its file or the
// configuration says. A test that says so itself is none of a cell for another target:
// then the reason to skip it is returned.
func (p *Preparer) settleTarget(found *discover.Test, t *transcript.Transcript) (skip string, line int, err error) {
	c := &p.o.Config
	name, where := p.o.Target, ""
	for _, over := range c.Override {
		if over.Target != nil && covers(over.Paths, relative(c.Dir, found.Path)) {
			name, where = *over.Target, "[[override]] target"
		}
	}
	if t != nil {
		d, err := ownTarget(found, t)
		if err != nil {
			return "", d.Line, err
		}
		if d.Name != "" {
			name, where, line = d.Args, "#target", d.Line
		}
	}
	if name != "" {
		if why := config.UnknownTarget(c.Target, name); why != "" {
			return "", line, errors.New(strings.TrimPrefix(where+": "+why, ": "))
		}
	}
	if p.o.CellTarget != nil {
		if cell := p.o.CellTarget(found.Cell); cell != "" {
			if where != "" && name != cell {
				return fmt.Sprintf("%s is %s", where, name), line, nil
			}
			name = cell
		}
	}
	if name == config.Here {
		name = ""
	}
	found.Target = name
	return "", line, nil
}

// ownTarget returns the #target that holds for a test, the last of several, or the one
// that stands where it cannot.
func ownTarget(found *discover.Test, t *transcript.Transcript) (own transcript.Directive, err error) {
	isCase := func(name string) bool { _, ok := found.HasCase(name); return ok }
	if d, err := misplacedTarget(t, isCase); err != nil {
		return d, err
	}
	isTarget := func(d transcript.Directive) bool { return d.Name == "target" }
	if !slices.ContainsFunc(t.Directives, isTarget) {
		return own, nil
	}
	chosen := t.Choose(func(d transcript.Directive) bool {
		return d.Name == "require" || !slices.ContainsFunc(d.Terms, func(term feature.Term) bool {
			present, _ := found.HasCase(term.Name)
			ok, err := term.Holds(feature.Known{Present: present})
			return !ok || err != nil
		})
	})
	for _, d := range slices.Backward(chosen.Directives) {
		if isTarget(d) {
			return d, nil
		}
	}
	return own, nil
}

// misplacedTarget returns the first #target inside of an #if that is about anything but
// cases of the test: it would be asked on the target that it chooses.
func misplacedTarget(t *transcript.Transcript, isCase func(name string) bool) (transcript.Directive, error) {
	var open []transcript.Directive
	for _, d := range t.Directives {
		switch {
		case d.Name == "if":
			open = append(open, d)
		case d.Name == "endif" && len(open) > 0:
			open = open[:len(open)-1]
		case d.Name == "target":
			for _, around := range open {
				for _, term := range around.Terms {
					if !isCase(term.Name) {
						return d, fmt.Errorf("#target inside of #if %s: features are those of the target, so only cases (#testcases) can choose one; move it out of #if", term)
					}
				}
			}
		}
	}
	return transcript.Directive{}, nil
}

// onTarget is a feature that is about where a test runs: the target itself, an axis of
// targets, and what is said of a system.
func (f *features) onTarget(ctx context.Context, t *discover.Test, name string) (known, bool) {
	if a, ok := f.o.Config.Axes[name]; ok && a.Targets != nil || !ok && name == "target" {
		k := feature.Known{Present: t.Target != "", Version: t.Target}
		if name != "target" && f.o.CellTarget != nil && f.o.CellTarget(t.Cell) == config.Here {
			k = feature.Known{Present: true, Version: config.Here}
		}
		return known{Known: k}, true
	}
	if t.Target == "" {
		return no, false
	}
	command := ""
	switch name {
	case "linux":
		command = `test "$(uname -s)" = Linux`
	case "macos":
		command = `test "$(uname -s)" = Darwin`
	case "windows":
		command = `false`
	case "root":
		command = `test "$(id -u)" = 0`
	default:
		return no, false
	}
	return f.once(where(t)+name, func() known { return f.ask(ctx, t, name, config.Feature{Check: command}) }), true
}

// where is what the answers for a test depend on besides the question.
func where(t *discover.Test) string { return t.Cell + "\x00" + t.Target + "\x00" }

// onlyHere returns why a test cannot run on a target, or "".
func (s *Settings) onlyHere(target string) string {
	switch {
	case target == "":
	case len(s.Services) > 0:
		return fmt.Sprintf("service %s runs on this machine, and the test on target %s; run the test here (#target %s), or use what runs there", s.Services[0], target, config.Here)
	case s.Terminal != terminal.Size{}:
		return fmt.Sprintf("#tty: there is a terminal for tests on this machine alone, and the test runs on target %s; run it here (#target %s)", target, config.Here)
	case s.Sandbox.Limits():
		return fmt.Sprintf("[sandbox] limits tests on this machine alone, and the test runs on target %s; run it here (#target %s), or lift its limits with [[override]]", target, config.Here)
	}
	return ""
}
