package config

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dott/matcher/feature"
)

// Matrix has the axes along which the tests run again.
type Matrix struct {
	Axes    map[string]Axis     `toml:"matrix"`         // by name
	Exclude []map[string]string `toml:"matrix-exclude"` // cells that do not run: for each axis named, a choice of versions
}

// An Axis is the versions of one thing. It has one of Values, From and List.
// {version} in a command, path or variable stands for the version of the cell;
// {value} for what the configuration found it by: the text in Values, the path
// that From matched, or what List printed; {dir} for the folder where it is
// installed, or that From matched.
type Axis struct {
	Values []string `toml:"values"` // versions
	// From has globs of what is installed, relative to the configuration's folder.
	// Each has one star, and what that matches is the version.
	From []string `toml:"from"`
	// List is a shell command that prints the published versions, separated by
	// blanks or lines.
	List string `toml:"list"`
	Pick string `toml:"pick"` // a choice among them: ">=3.4, latest 3"; "" is all releases
	// Install is a shell command that puts a version into {dir}, an empty folder.
	Install string            `toml:"install"`
	Path    string            `toml:"path"`  // a folder to put first on PATH; "" is, with From, what it matched
	Env     map[string]string `toml:"env"`   // variables of the tests
	Probe   string            `toml:"probe"` // a shell command that prints the version
	// AllowFailure has choices of versions whose failures do not count.
	AllowFailure []string `toml:"allow-failure"`
}

// Check looks for what the types of the fields let pass, in all axes.
func (m Matrix) Check() error {
	var all []error
	for _, name := range slices.Sorted(maps.Keys(m.Axes)) {
		if err := checkAxisName(name); err != nil {
			all = append(all, err)
		}
		if err := m.Axes[name].check(); err != nil {
			for _, e := range unjoin(err) {
				all = append(all, fmt.Errorf("[matrix.%s] %w", name, e))
			}
		}
	}
	for _, x := range m.Exclude {
		if len(x) == 0 {
			all = append(all, errors.New("[[matrix-exclude]] names no axis, and would exclude everything"))
		}
		for _, axis := range slices.Sorted(maps.Keys(x)) {
			if _, ok := m.Axes[axis]; !ok {
				all = append(all, fmt.Errorf("[[matrix-exclude]] %s: no such axis; there are %s", axis, known(m.Axes)))
			} else if err := checkRange(x[axis]); err != nil {
				all = append(all, fmt.Errorf("[[matrix-exclude]] %s: %w", axis, err))
			}
		}
	}
	return errors.Join(all...)
}

func known(axes map[string]Axis) string {
	if len(axes) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(axes)), ", ")
}

func unjoin(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// axisName is what can stand in a condition, in a selection and in the name of a
// cell.
var axisName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.+-]*$`)

func checkAxisName(name string) error {
	switch {
	case name == "all", name == "default", name == "cell":
		return fmt.Errorf("[matrix.%s]: an axis cannot have this name, which means something else", name)
	case strings.HasPrefix(name, "no-"):
		return fmt.Errorf("[matrix.%s]: an axis cannot begin with no-, which negates a condition", name)
	case !axisName.MatchString(name):
		return fmt.Errorf("[matrix.%q]: not the name of an axis (a letter, then letters, digits and _ . + -)", name)
	}
	return nil
}

// checkRange checks a choice that is asked about one version at a time.
func checkRange(s string) error {
	c, err := feature.ParseChoice(s)
	if err == nil && c.Relative() {
		return fmt.Errorf("%q: latest depends on what else is there, and can be said in pick alone", s)
	}
	return err
}

func (a Axis) check() error {
	var all []error
	fault := func(format string, args ...any) { all = append(all, fmt.Errorf(format, args...)) }
	var sources []string
	for _, s := range []struct {
		key string
		set bool
	}{{"values", a.Values != nil}, {"from", a.From != nil}, {"list", a.List != ""}} {
		if s.set {
			sources = append(sources, s.key)
		}
	}
	switch {
	case len(sources) > 1:
		fault("has %s; an axis has one of values, from and list", strings.Join(sources, " and "))
	case len(sources) == 0 && a.Install != "":
		fault("has install and nothing to install: add list, a command that prints the published versions, or values")
	case len(sources) == 0:
		fault("has no versions: add values, from or list")
	case a.Values != nil && len(a.Values) == 0, a.From != nil && len(a.From) == 0:
		fault("%s is empty: an axis needs versions", sources[0])
	case a.From != nil && a.Install != "":
		fault("has from and install: what is found installed is not installed")
	case a.Pick != "" && a.Values != nil:
		fault("has pick and values, which is a choice already")
	}
	for i, v := range a.Values {
		if !ValidVersion(v) {
			fault("values: %q is not a version (letters, digits and . _ + ~ -)", v)
		}
		if slices.Contains(a.Values[:i], v) {
			fault("values: %q stands there twice", v)
		}
	}
	for _, f := range a.From {
		if strings.Count(f, "*") != 1 || strings.ContainsAny(f, "?[") {
			fault("from: %q must have one star, which stands for the version, and no other wildcard", f)
		}
	}
	if a.Pick != "" {
		if _, err := feature.ParseChoice(a.Pick); err != nil {
			fault("pick: %w", err)
		}
	}
	for _, v := range a.AllowFailure {
		if err := checkRange(v); err != nil {
			fault("allow-failure: %w", err)
		}
	}
	a.checkPlaceholders(fault)
	return errors.Join(all...)
}

// placeholder is a word in braces. Braces that belong to a shell's ${…} or to a
// template's {{…}} are something else.
var placeholder = regexp.MustCompile(`(^|[^${])\{([a-z]+)\}([^}]|$)`)

func (a Axis) checkPlaceholders(fault func(string, ...any)) {
	texts := [][2]string{{"install", a.Install}, {"path", a.Path}, {"probe", a.Probe}}
	for _, name := range slices.Sorted(maps.Keys(a.Env)) {
		texts = append(texts, [2]string{"env." + name, a.Env[name]})
		if name == "" || strings.ContainsAny(name, "=\x00") {
			fault("env: %q is not the name of a variable", name)
		}
	}
	for _, t := range texts {
		for _, m := range placeholder.FindAllStringSubmatch(t[1], -1) {
			switch m[2] {
			case "value", "version":
			case "dir":
				if a.Install == "" && a.From == nil {
					fault("%s: {dir} needs install or from", t[0])
				}
			default:
				fault("%s: unknown placeholder {%s}; there are {value}, {version} and {dir} (a blank behind the brace makes it something else)", t[0], m[2])
			}
		}
	}
	for _, p := range []string{"{value}", "{version}", "{dir}"} {
		if strings.Contains(a.List, p) {
			fault("list: %s has no meaning here, before the versions are known", p)
		}
	}
	if a.Install != "" && !strings.Contains(a.Install, "{dir}") {
		fault("install does not put anything into {dir}")
	}
}

// ValidVersion reports whether a text may be a version of an axis: it is put
// into shell commands, conditions and the names of cells.
func ValidVersion(s string) bool {
	return validVersion.MatchString(s)
}

var validVersion = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+~-]*$`)
