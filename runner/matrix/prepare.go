package matrix

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher/feature"
	"dott/runner/state"
)

// Additions are what the tests of a cell get besides what all tests get.
type Additions struct {
	Path     []string // folders to put first on PATH
	Env      []string // variables, NAME=value
	Warnings []string // sentences, such as that a tool calls itself by another version
}

// Environ returns an environment with the variables and its PATH.
func (p Additions) Environ(env []string) []string {
	for _, kv := range p.Env {
		name, value, _ := strings.Cut(kv, "=")
		env = setenv(env, name, value)
	}
	if len(p.Path) > 0 {
		path := strings.Join(p.Path, string(os.PathListSeparator))
		if old := getenv(env, "PATH"); old != "" {
			path += string(os.PathListSeparator) + old
		}
		env = setenv(env, "PATH", path)
	}
	return env
}

// Prepare makes a cell ready: it installs what is missing, and asks each tool
// that has a probe for its version, where these are not known from earlier runs.
// The error is that of the cell; its tests cannot run.
func (m *Matrix) Prepare(ctx context.Context, c Cell) (Additions, error) {
	var whole Additions
	for _, v := range c.Versions {
		p, n, err := prober{m}.place(ctx, v)
		if err != nil {
			return Additions{}, err
		}
		if m.Config.Axes[v.Axis].Probe != "" {
			own, err := prober{m}.probe(ctx, v, p, n)
			if err != nil {
				return Additions{}, err
			}
			if w := (prober{m}).doubt(ctx, v, own); w != "" {
				p.Warnings = append(p.Warnings, w)
			}
		}
		whole.Path = append(whole.Path, p.Path...)
		whole.Env = append(whole.Env, p.Env...)
		whole.Warnings = append(whole.Warnings, p.Warnings...)
	}
	return whole, nil
}

// A prober finds where versions are, and asks them which they are.
type prober struct{ m *Matrix }

// doubt returns the warning about what a tool says of itself.
func (pr prober) doubt(ctx context.Context, v Version, own probed) string {
	found, err := pr.m.axis(ctx, v.Axis)
	switch {
	case err != nil, v.resolved != "" || mover(pr).moves(v):
		return ""
	case found.order != nil:
		if said := inList(found.order, own.printed); said != "" && !found.order.Same(said, v.Name) {
			return fmt.Sprintf("%s: the tool itself says that it is %s", v, said)
		}
	case own.version == "":
		return fmt.Sprintf("%s: probing it with %q: it printed %q, which has no version", v, pr.m.Config.Axes[v.Axis].Probe, shorten(own.printed))
	case !feature.Within(own.version, v.Name):
		return fmt.Sprintf("%s: the tool itself says that it is %s", v, own.version)
	}
	return ""
}

// inList returns the first word of what a tool printed that is in a list of versions.
func inList(o *feature.Order, printed string) string {
	for word := range strings.FieldsSeq(printed) {
		word = strings.Trim(word, "()[]{},;:\"'")
		if _, err := o.Compare(word, word); err == nil {
			return word
		}
	}
	return ""
}

// place returns what one version brings and what its placeholders stand for, and
// installs it.
func (pr prober) place(ctx context.Context, v Version) (p Additions, n names, err error) {
	a := pr.m.Config.Axes[v.Axis]
	n = names{v.Value, v.Name, v.dir}
	switch {
	case mover(pr).moves(v):
		s, err := mover(pr).stand(ctx, v)
		if err != nil {
			return p, n, fmt.Errorf("%s: %w", v, err)
		}
		n.version, n.dir = s.version.resolved, s.dir
		if s.warning != "" {
			p.Warnings = append(p.Warnings, s.warning)
		}
	case a.Install != "":
		if n.dir, err = installer(pr).install(ctx, v); err != nil {
			return p, n, err
		}
	}
	path := a.Path
	if path == "" && a.From != nil {
		path = "{dir}"
	}
	if path != "" {
		path = finder(pr).absolute(n.literal(path))
		// A folder that is not there is skipped by the shell, and the tests would
		// run with what comes next on PATH: a pass of another version.
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			return p, n, fmt.Errorf("%s: there is no folder %s for PATH", v, path)
		}
		p.Path = []string{path}
	}
	for _, name := range slices.Sorted(maps.Keys(a.Env)) {
		p.Env = append(p.Env, name+"="+n.literal(a.Env[name]))
	}
	return p, n, nil
}

// probed is what a probe said.
type probed struct {
	present bool
	version string // "" is that it printed none
	printed string
}

// probe returns the version that a tool reports in its place. The answer is kept
// for as long as the folder stays as it is.
func (pr prober) probe(ctx context.Context, v Version, p Additions, n names) (probed, error) {
	return pr.m.probes.get(v.String(), func() (probed, error) {
		command := n.command(pr.m.Config.Axes[v.Axis].Probe)
		kept := pr.keptProbe(v, p, command)
		if kept != "" {
			if text, err := state.ReadFile(kept); err == nil {
				version, _ := feature.Version(string(text))
				return probed{true, version, string(text)}, nil
			}
		}
		text, err := commands(pr).output(ctx, command, p.Environ(pr.m.Env))
		if err != nil {
			return probed{}, fmt.Errorf("%s: probing it with %q: %w", v, command, err)
		}
		version, _ := feature.Version(text)
		if version != "" {
			_ = writeFile(kept, text) // without it, it is asked again
		}
		return probed{true, version, text}, nil
	})
}

// keptProbe returns the file for the answer of a probe. Its name has all that the
// answer depends on and that can be looked at: the command, the variables, the
// folder on PATH and the program in it with the times when they were changed. It
// is "" where there is no folder to look at.
func (pr prober) keptProbe(v Version, p Additions, command string) string {
	if pr.m.Cache == "" || len(p.Path) == 0 {
		return ""
	}
	key := append([]string{command, strings.Join(p.Path, ":")}, p.Env...)
	program, _, _ := strings.Cut(command, " ")
	for _, path := range []string{p.Path[0], filepath.Join(p.Path[0], program)} {
		if info, err := os.Stat(path); err == nil {
			key = append(key, info.ModTime().String())
		}
	}
	return filepath.Join(pr.m.Cache, "probes", v.Axis+"-"+v.Name+"-"+digest(key...))
}

// Feature returns what is known of an axis as a feature in a cell. Its version is
// the cell's; where the axis is none of the cell's, what PATH has is asked by the
// axis's probe, once and only if a test asks. A probe that fails there says that
// the feature is absent. Without a probe, a program by the axis's name is the
// feature, without a version.
func (m *Matrix) Feature(ctx context.Context, c Cell, axis string) (feature.Known, error) {
	k := feature.Known{Present: true}
	v, inCell := c.Version(axis)
	if k.Version = v.Name; !inCell {
		got, err := m.probes.get(axis, func() (probed, error) { return prober{m}.probeDefault(ctx, axis) })
		if err != nil || !got.present {
			return feature.Known{}, err
		}
		if k.Version = got.version; k.Version == "" && got.printed != "" {
			k.Why = fmt.Sprintf("%q printed %q", m.Config.Axes[axis].Probe, shorten(got.printed))
		}
		if m.Config.Axes[axis].Order == "" {
			return k, nil
		}
		k.Version = got.printed
	}
	if m.Config.Axes[axis].Order == "" {
		return k, nil
	}
	found, err := m.axis(ctx, axis)
	switch {
	case err != nil: // whether it is there can be said even so
		k.Version, k.Why = "", err.Error()
	case !inCell:
		if k.Version = inList(found.order, k.Version); k.Version == "" {
			k.Why = fmt.Sprintf("the list has none of what %q printed", m.Config.Axes[axis].Probe)
		}
	}
	k.Order = found.order
	return k, nil
}

func (pr prober) probeDefault(ctx context.Context, axis string) (probed, error) {
	command := pr.m.Config.Axes[axis].Probe
	if command == "" {
		for dir := range strings.SplitSeq(getenv(pr.m.Env, "PATH"), string(os.PathListSeparator)) {
			if info, err := os.Stat(filepath.Join(dir, axis)); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
				return probed{present: true}, nil
			}
		}
		return probed{}, nil
	}
	if (names{}).command(command) != command {
		return probed{}, nil // it asks about a cell's version, and PATH's is none
	}
	text, err := commands(pr).output(ctx, command, pr.m.Env)
	if _, failed := errors.AsType[errStatus](err); failed {
		return probed{}, nil
	}
	if err != nil {
		return probed{}, fmt.Errorf("[matrix.%s] probing what PATH has with %q: %w", axis, command, err)
	}
	version, _ := feature.Version(text)
	return probed{true, version, text}, nil
}
