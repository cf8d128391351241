package config

import (
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

// Globs is a list of globs; one may stand by itself.
type Globs []string

// An Axis is the versions of one thing. It has one of Values, Targets, From and List.
// {version} in a command, path or variable stands for the version of the cell;
// {value} for what the configuration found it by: the text in Values, the path
// that From matched, or what List printed; {dir} for the folder where it is
// installed, or that From matched.
type Axis struct {
	Values []string `toml:"values"` // versions
	// Targets are where the tests run: each is a version of the axis.
	Targets []string `toml:"targets"`
	// From has globs of what is installed, relative to the configuration's folder.
	// Each has one star, and what that matches is the version.
	From Globs `toml:"from"`
	// List is a shell command that prints the published versions, separated by
	// blanks or lines.
	List string `toml:"list"`
	Pick string `toml:"pick"` // a choice among them: ">=3.4, latest 3"; "" is all releases
	// Order is "list" where the versions follow one another as Values or List has
	// them; "" is by their numbers.
	Order string `toml:"order"`
	// Moving has names that stand for another version from time to time, such as main.
	// They are versions of the axis. Resolve is a shell command that prints what
	// {name}, one of them, stands for now.
	Moving  []string `toml:"moving"`
	Resolve string   `toml:"resolve"`
	// Install is a shell command that puts a version into {dir}, an empty folder.
	Install string            `toml:"install"`
	Path    string            `toml:"path"`  // a folder to put first on PATH; "" is, with From, what it matched
	Env     map[string]string `toml:"env"`   // variables of the tests
	Probe   string            `toml:"probe"` // a shell command that prints the version
	// AllowFailure has choices of versions whose failures do not count.
	AllowFailure []string `toml:"allow-failure"`
}

// checkAxes checks the axes and what is excluded.
func checkAxes(k checker) {
	axes := place{}.key("matrix")
	for _, name := range slices.Sorted(maps.Keys(k.c.Axes)) {
		p := axes.key(name)
		if err := checkAxisName(name); err != nil {
			k.add(p, "%v", err)
		}
		if k.bad[p.id] {
			continue
		}
		for _, f := range k.c.Axes[name].faults(k.c.Target) {
			at := p.key(f.key)
			if _, given := k.lines[at.id]; !given {
				at = p
			}
			k.add(at, "[matrix.%s] %s", name, f.text)
		}
	}
	for i, x := range k.c.Exclude {
		p := place{}.key("matrix-exclude").item(i)
		if len(x) == 0 {
			k.add(p, "[[matrix-exclude]] names no axis, and would exclude everything")
		}
		for _, axis := range slices.Sorted(maps.Keys(x)) {
			if _, ok := k.c.Axes[axis]; !ok {
				k.add(p.key(axis), "[[matrix-exclude]] %s: no such axis; there are %s", axis, known(k.c.Axes))
			} else if err := checkRange(x[axis]); err != nil {
				k.add(p.key(axis), "[[matrix-exclude]] %s: %v", axis, err)
			}
		}
	}
}

func known(axes map[string]Axis) string {
	if len(axes) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(axes)), ", ")
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

// An axisFault is something wrong with the value of a key.
type axisFault struct{ key, text string }

func (a Axis) faults(targets map[string]Target) (all []axisFault) {
	// Every sentence begins with its key.
	fault := func(format string, args ...any) {
		text := fmt.Errorf(format, args...).Error()
		key, _, _ := strings.Cut(text, ":")
		key, _, _ = strings.Cut(key, ".")
		all = append(all, axisFault{key, text})
	}
	var sources []string
	for _, s := range []struct {
		key string
		set bool
	}{{"values", a.Values != nil}, {"targets", a.Targets != nil}, {"from", a.From != nil}, {"list", a.List != ""}} {
		if s.set {
			sources = append(sources, s.key)
		}
	}
	switch {
	case len(sources) > 1:
		fault("has %s; an axis has one of values, targets, from and list", strings.Join(sources, " and "))
	case len(sources) == 0 && a.Install != "":
		fault("has install and nothing to install: add list, a command that prints the published versions, or values")
	case len(sources) == 0:
		fault("has no versions: add values, targets, from or list")
	case a.Values != nil && len(a.Values) == 0, a.Targets != nil && len(a.Targets) == 0, a.From != nil && len(a.From) == 0:
		fault("%s is empty: an axis needs versions", sources[0])
	case a.From != nil && a.Install != "":
		fault("has from and install: what is found installed is not installed")
	case a.Pick != "" && a.Values != nil:
		fault("has pick and values, which is a choice already")
	}
	switch {
	case a.Order != "" && a.Order != "list":
		fault("order: must be \"list\", not %q", a.Order)
	case a.Order != "" && a.From != nil:
		fault("order: what is found installed has no list; add list or values")
	}
	a.checkMoving(fault)
	a.checkTargets(fault, targets)
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
	return all
}

func (a Axis) checkMoving(fault func(string, ...any)) {
	switch {
	case a.Moving == nil && a.Resolve == "":
		return
	case a.Moving == nil:
		fault("resolve: there is nothing to ask it about: moving = [\"main\"] names what moves")
	case len(a.Moving) == 0:
		fault("moving is empty: list the versions that move, or remove it")
	case a.From != nil:
		fault("moving: what is found installed does not move; add install, with list or values")
	case a.Install == "":
		fault("moving: there is no install, which would install it anew")
	case a.Resolve == "":
		fault("moving: add resolve, a command that prints what {name} stands for now")
	}
	for i, v := range a.Moving {
		if !ValidVersion(v) {
			fault("moving: %q is not a version (letters, digits and . _ + ~ -)", v)
		}
		if slices.Contains(a.Moving[:i], v) {
			fault("moving: %q stands there twice", v)
		}
	}
}

// placeholder is a word in braces. Braces that belong to a shell's ${…} or to a
// template's {{…}} are something else.
var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// placeholders returns the words that a text has in braces.
func placeholders(text string) (words []string) {
	for _, at := range placeholder.FindAllStringIndex(text, -1) {
		before, behind := text[:at[0]], text[at[1]:]
		if !strings.HasSuffix(before, "$") && !strings.HasSuffix(before, "{") && !strings.HasPrefix(behind, "}") {
			words = append(words, text[at[0]+1:at[1]-1])
		}
	}
	return words
}

func (a Axis) checkPlaceholders(fault func(string, ...any)) {
	texts := [][2]string{{"install", a.Install}, {"path", a.Path}, {"probe", a.Probe}}
	for _, name := range slices.Sorted(maps.Keys(a.Env)) {
		texts = append(texts, [2]string{"env." + name, a.Env[name]})
		if name == "" || strings.ContainsAny(name, "=\x00") {
			fault("env: %q is not the name of a variable", name)
		}
	}
	for _, t := range texts {
		for _, word := range placeholders(t[1]) {
			switch word {
			case "value", "version":
			case "dir":
				if a.Install == "" && a.From == nil {
					fault("%s: {dir} needs install or from", t[0])
				}
			case "name":
				fault("%s: {name} is for resolve; here it is {value}", t[0])
			default:
				fault("%s: unknown placeholder {%s}; there are {value}, {version} and {dir} (a blank behind the brace makes it something else)", t[0], word)
			}
		}
	}
	for _, p := range []string{"{value}", "{version}", "{dir}"} {
		if strings.Contains(a.List, p) {
			fault("list: %s has no meaning here, before the versions are known", p)
		}
		if strings.Contains(a.Resolve, p) {
			fault("resolve: %s has no meaning here; {name} is the name to ask about", p)
		}
	}
	if a.Resolve != "" && len(a.Moving) > 1 && !strings.Contains(a.Resolve, "{name}") {
		fault("resolve: without {name} it prints the same for each of them")
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
