package prepare

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
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
	if len(c.Override) > 0 {
		rel, err := filepath.Rel(c.Dir, found.Path)
		if err != nil {
			rel = found.Path
		}
		for _, over := range c.Override {
			if over.Target != nil && covers(over.Paths, filepath.ToSlash(rel)) {
				name, where = *over.Target, "[[override]] target"
			}
		}
	}
	if t != nil {
		for _, d := range t.Directives {
			if d.Name == "target" {
				name, where, line = d.Args, "#target", d.Line
			}
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

// onTarget is a feature that is about where a test runs: the target itself, an axis of
// targets, and what is said of a system.
func (f *features) onTarget(ctx context.Context, t *discover.Test, name string) (known, bool) {
	if a, ok := f.o.Config.Axes[name]; ok && a.Targets != nil || !ok && name == "target" {
		at := t.Target
		if at == "" {
			at = config.Here
		}
		return known{Known: feature.Known{Present: t.Target != "", Version: at}}, true
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
