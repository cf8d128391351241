package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher/feature"
	"dott/runner/config"
)

// axisVersions is what is known of an axis.
type axisVersions struct {
	chosen   []Version // by the configuration, oldest first
	others   []Version // published, and not picked; --matrix may name them
	order    *feature.Order
	frozen   []string // chosen, and look as if they moved
	warnings []string
}

// all returns all versions of the axis, oldest first.
func (found axisVersions) all() []Version {
	byName := map[string]Version{}
	var names []string
	for _, v := range slices.Concat(found.others, found.chosen) {
		byName[v.Name], names = v, append(names, v.Name)
	}
	all := make([]Version, 0, len(names))
	for _, name := range found.order.Sorted(names) {
		all = append(all, byName[name])
	}
	return all
}

// axis finds the versions of an axis.
func (m *Matrix) axis(ctx context.Context, name string) (axisVersions, error) {
	return m.axes.get(name, func() (axisVersions, error) {
		found, err := finder{m}.find(ctx, name, m.Config.Axes[name])
		if err != nil {
			return axisVersions{}, fmt.Errorf("[matrix.%s] %w", name, err)
		}
		return found, nil
	})
}

// A finder finds the versions of axes.
type finder struct{ m *Matrix }

func (fi finder) find(ctx context.Context, name string, a config.Axis) (axisVersions, error) {
	var all []Version
	var found axisVersions
	switch {
	case a.From != nil:
		installed, err := fi.installedHere(name, a.From)
		if err != nil {
			return found, err
		}
		all = installed
	case a.List != "":
		published, warning, err := fi.published(ctx, name, a)
		if err != nil {
			return found, err
		}
		if warning != "" {
			found.warnings = append(found.warnings, warning)
		}
		all = plain(name, published)
	case a.Targets != nil:
		all = plain(name, a.Targets)
	default:
		all = plain(name, a.Values)
	}
	versions := make([]string, len(all))
	byName := map[string]Version{}
	for i, v := range all {
		versions[i] = v.Name
		byName[v.Name] = v
	}
	chosen, err := found.pick(a, versions)
	if err != nil {
		return found, err
	}
	picked := map[string]bool{}
	var unlisted []string
	for _, v := range chosen {
		if _, ok := byName[v]; !ok {
			unlisted = append(unlisted, v)
		}
	}
	if a.From == nil {
		found.frozen = frozen(a, unlisted)
	}
	for _, v := range chosen {
		picked[v] = true
		if _, ok := byName[v]; !ok { // a name that no list has
			if !config.ValidVersion(v) {
				return found, fmt.Errorf("pick: %q is not a version (letters, digits and . _ + ~ -)", v)
			}
			if a.From != nil {
				return found, fmt.Errorf("pick: no version %s is installed; there are %s", v, strings.Join(feature.Sorted(versions), ", "))
			}
			byName[v] = Version{Axis: name, Name: v, Value: v}
		}
		found.chosen = append(found.chosen, byName[v])
	}
	for _, v := range all {
		if !picked[v.Name] {
			found.others = append(found.others, v)
		}
	}
	return found, nil
}

// pick returns the chosen ones of the versions, with those that move, and settles in
// which order they are.
func (found *axisVersions) pick(a config.Axis, versions []string) (chosen []string, err error) {
	inOrder := func(behind ...string) error {
		if a.Order == "list" {
			found.order, err = feature.Listed(versions, behind...)
		}
		return err
	}
	if err := inOrder(a.Moving...); err != nil {
		return nil, fmt.Errorf("order = \"list\": %w", err)
	}
	chosen = found.order.Sorted(versions)
	if a.Pick != "" || a.List != "" {
		pick, err := feature.ParseChoice(orAll(a.Pick))
		if err == nil {
			chosen, err = pick.In(found.order).Pick(versions)
		}
		if err != nil {
			return nil, fmt.Errorf("pick: %w", err)
		}
	}
	chosen = append(chosen, a.Moving...)
	if err := inOrder(chosen...); err != nil {
		return nil, err
	}
	return found.order.Sorted(chosen), nil
}

func orAll(pick string) string {
	if pick == "" {
		return "all"
	}
	return pick
}

func plain(axis string, versions []string) []Version {
	all := make([]Version, len(versions))
	for i, v := range versions {
		all[i] = Version{Axis: axis, Name: v, Value: v}
	}
	return all
}

// installedHere finds what globs match. What a star matched is the version; what
// could be none, such as a folder with blanks in its name, is passed over.
func (fi finder) installedHere(axis string, globs []string) ([]Version, error) {
	var all []Version
	seen := map[string]string{}
	for _, glob := range globs {
		before, after, _ := strings.Cut(fi.absolute(glob), "*")
		parent, prefix := filepath.Split(before)
		suffix, rest, _ := strings.Cut(after, string(filepath.Separator))
		entries, err := os.ReadDir(parent)
		if err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("from: %w", err)
		}
		for _, e := range entries {
			version, ok := strings.CutPrefix(e.Name(), prefix)
			version, ok2 := strings.CutSuffix(version, suffix)
			path := filepath.Join(parent, e.Name(), rest)
			info, err := os.Stat(path)
			if !ok || !ok2 || !config.ValidVersion(version) || err != nil {
				continue
			}
			if other, twice := seen[version]; twice {
				return nil, fmt.Errorf("from: %s and %s are both version %s", other, path, version)
			}
			seen[version] = path
			v := Version{Axis: axis, Name: version, Value: path, dir: path}
			if !info.IsDir() {
				v.dir = filepath.Dir(path)
			}
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("from: nothing matches %s", strings.Join(globs, ", "))
	}
	return all, nil
}

// absolute returns a path of the configuration, where ~ is the home directory.
func (fi finder) absolute(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home := getenv(fi.m.Env, "HOME"); home != "" {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(fi.m.Dir, path)
}
