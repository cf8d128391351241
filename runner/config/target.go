package config

import (
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dott/runner/words"
)

// A Target is a place for tests that is not this machine. It has one of SSH,
// Container, Kubectl and Command.
type Target struct {
	SSH       string `toml:"ssh"`       // words for ssh: a host, and options in front of it
	Container string `toml:"container"` // an image, or a container that runs
	Kubectl   string `toml:"kubectl"`   // words for kubectl exec: a pod, and options
	Command   string `toml:"command"`   // a shell command that runs sh there, with our standard input
	Engine    string `toml:"engine"`    // docker or podman; "" is the one that answers

	Copy           []string       `toml:"copy"`            // files and folders that are to be there, relative to Config.Dir
	ConnectTimeout *time.Duration `toml:"connect-timeout"` // nil is 10 s
}

// Here is the name of this machine where targets are named.
const Here = "local"

var targetName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// UnknownTarget returns why there is no target of a name, or "".
func UnknownTarget(targets map[string]Target, name string) string {
	if _, ok := targets[name]; ok || name == Here {
		return ""
	}
	why := "unknown target " + strconv.Quote(name)
	if len(targets) == 0 {
		return why + "; dott.toml has no [target." + name + "]"
	}
	if meant := Nearest(name, maps.Keys(targets)); meant != "" {
		return why + didYouMean(meant, "%q")
	}
	return why + "; there are " + strings.Join(slices.Sorted(maps.Keys(targets)), ", ")
}

// checkTargets checks the targets.
func checkTargets(k checker) {
	section := place{}.key("target")
	for _, name := range slices.Sorted(maps.Keys(k.c.Target)) {
		t, p := k.c.Target[name], section.key(name)
		switch {
		case k.bad[p.id]:
		case name == Here:
			k.add(p, "%s: this is the name of this machine; give the target another", p)
		case !targetName.MatchString(name):
			k.add(p, "%s: not the name of a target: letters, digits and . _ -", p)
		default:
			checkTarget(k, t, p)
		}
	}
}

func checkTarget(k checker, t Target, p place) {
	var kinds []string
	for _, kind := range [][2]string{{"ssh", t.SSH}, {"container", t.Container}, {"kubectl", t.Kubectl}, {"command", t.Command}} {
		at := p.key(kind[0])
		if _, given := k.lines[at.id]; given {
			kinds = append(kinds, kind[0])
			if strings.TrimSpace(kind[1]) == "" && !k.bad[at.id] {
				k.wrong(at, kind[1], "must say what to run a shell on")
			}
		}
	}
	switch {
	case len(kinds) == 0:
		k.missing(p, "has no ssh, container, kubectl or command: add one, to get a shell there")
	case len(kinds) > 1:
		k.add(p, "%s: has %s; a target has one of ssh, container, kubectl and command", p, strings.Join(kinds, " and "))
	}
	for _, w := range [][2]string{{"ssh", t.SSH}, {"kubectl", t.Kubectl}} {
		if _, err := words.Split(w[1]); w[1] != "" && err != nil {
			k.wrong(p.key(w[0]), w[1], "%v", err)
		}
	}
	k.oneOf(t.Engine, p.key("engine"), "docker", "podman")
	if at := p.key("connect-timeout"); t.ConnectTimeout != nil && *t.ConnectTimeout <= 0 && !k.bad[at.id] {
		k.wrong(at, t.ConnectTimeout.String(), "must be more than 0")
	}
	for i, name := range t.Copy {
		at := p.key("copy").item(i)
		if !k.bad[at.id] && (name == "" || path.IsAbs(name) || !filepath.IsLocal(filepath.FromSlash(name))) {
			k.wrong(at, name, "must be a file or a folder below the one of dott.toml")
		}
	}
}

// checkTargets checks the targets of an axis.
func (a Axis) checkTargets(fault func(string, ...any), all map[string]Target) {
	for i, name := range a.Targets {
		if why := UnknownTarget(all, name); why != "" {
			fault("targets: %s", why)
		}
		if slices.Contains(a.Targets[:i], name) {
			fault("targets: %q stands there twice", name)
		}
	}
	if a.Targets == nil {
		return
	}
	for _, other := range [][2]string{{"install", a.Install}, {"path", a.Path}, {"probe", a.Probe}, {"pick", a.Pick}, {"resolve", a.Resolve}} {
		if other[1] != "" {
			fault("%s: the axis is of targets, which have no versions to install or to ask for", other[0])
		}
	}
}
