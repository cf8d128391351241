package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Service is something that runs beside tests: a process of this machine, by
// Command, or a container, of an Image or one that is built. In its texts, {AXIS}
// is the version of an axis of the matrix, and $NAME a variable of the service.
type Service struct {
	Command string `toml:"command"` // a shell command, run in the configuration's folder
	Image   string `toml:"image"`   // of a container
	Build   string `toml:"build"`   // a folder with a Dockerfile
	Engine  string `toml:"engine"`  // docker or podman; "" is the one that answers
	Pull    string `toml:"pull"`    // "missing": get an image that is not there

	Ports        ServicePorts   `toml:"ports"`
	Ready        string         `toml:"ready"`         // a shell command whose status 0 is yes
	ReadyHTTP    string         `toml:"ready-http"`    // a URL, or a path on the first port
	ReadyLog     string         `toml:"ready-log"`     // a regular expression on what it prints
	ReadyTimeout *time.Duration `toml:"ready-timeout"` // nil is 30 s

	Env    map[string]string `toml:"env"`    // of the service
	Export map[string]string `toml:"export"` // more variables of the test
	Files  map[string]string `toml:"files"`  // written at every start: contents by path, below $SERVICE_DIR

	Prepare        Prepare        `toml:"prepare"`
	PrepareTimeout *time.Duration `toml:"prepare-timeout"` // of each command of Prepare; nil is 10 minutes
	Inputs         []string       `toml:"inputs"`          // globs of files that Prepare depends on
	Keep           *time.Duration `toml:"keep"`            // how long a snapshot may be unused; nil is 14 days

	Share   string         `toml:"share"`   // "test" (or ""), "worker" or "run"
	Reset   string         `toml:"reset"`   // a shell command between two tests
	Depends []string       `toml:"depends"` // services that it needs
	Stop    string         `toml:"stop"`    // a signal; "" is TERM
	Grace   *time.Duration `toml:"grace"`   // from that to KILL; nil is 10 s
	Memory  *Amount        `toml:"memory"`  // of [resources]
	CPUs    *float64       `toml:"cpus"`    // of [resources]
}

// Prepare is what is done once. What it leaves is kept, and each instance begins
// with a copy.
type Prepare struct {
	// Command is a shell command. It is run before a process is started, and while a
	// container runs.
	Command string `toml:"command,text"`
	Running string `toml:"running"` // a shell command that is run while the service runs and is ready
}

// ServicePorts are the ports of a service.
type ServicePorts struct {
	Count  int   // of a process
	Inside []int // of a container
	Given  bool
}

// The shares of a service.
const (
	ShareTest   = "test"
	ShareWorker = "worker"
	ShareRun    = "run"
)

// IsContainer reports whether a service runs in a container.
func (s *Service) IsContainer() bool { return s.Image != "" || s.Build != "" }

// Shared returns how widely an instance is shared.
func (s *Service) Shared() string {
	if s.Share == "" {
		return ShareTest
	}
	return s.Share
}

// PortCount is how many ports a process has.
func (s *Service) PortCount() int {
	if s.Ports.Given {
		return s.Ports.Count
	}
	return 1
}

// VariablePrefix returns what the variables of a service begin with: MY_DB for my-db.
func VariablePrefix(service string) string {
	return strings.ToUpper(strings.ReplaceAll(service, "-", "_"))
}

// Closure returns services with all that they depend on, each once, and behind
// what it depends on. Names that there are none of are left out.
func Closure(services map[string]Service, names []string) []string {
	var all []string
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		s, ok := services[name]
		if seen[name] || !ok {
			return
		}
		seen[name] = true
		for _, d := range s.Depends {
			visit(d)
		}
		all = append(all, name)
	}
	for _, name := range names {
		visit(name)
	}
	return all
}

func (d *decoder) servicePorts(v any, into *ServicePorts, p place) {
	into.Given = true
	switch v := v.(type) {
	case int64:
		if into.Count = int(v); v < 0 || v > 1000 {
			d.wrong(p, v, "must be 0 to 1000")
		}
	case []any:
		for i, item := range v {
			port, ok := item.(int64)
			if !ok {
				d.mismatch(p, "a list of whole numbers", item)
				return
			}
			if port < 1 || port > 65535 || slices.Contains(into.Inside, int(port)) {
				d.wrong(p.item(i), port, "must be a port, 1 to 65535, and stand there once")
			}
			into.Inside = append(into.Inside, int(port))
		}
	default:
		d.mismatch(p, "a whole number, or for a container a list of the ports inside", v)
	}
}

var (
	serviceName  = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)
	portVariable = regexp.MustCompile(`\$(?:\{([A-Z][A-Z0-9_]*)\}|([A-Z][A-Z0-9_]*))`)
	// StopSignals are the signals that may ask a service to stop.
	StopSignals = []string{"TERM", "INT", "QUIT", "HUP", "USR1", "USR2", "KILL"}
)

func checkServices(k checker) {
	section := place{}.key("service")
	prefixes := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(k.c.Service)) {
		s, p := k.c.Service[name], section.key(name)
		if !serviceName.MatchString(name) {
			k.add(p, "%s: not the name of a service: small letters, digits, _ and -, a letter at first", p)
			continue
		}
		if other, ok := prefixes[VariablePrefix(name)]; ok {
			k.add(p, "%s: its variables have the names of those of %q", p, other)
		}
		prefixes[VariablePrefix(name)] = name
		checkService(k, s, p)
		checkDepends(k, name, s, p)
		checkPortVariables(k, name, s, p)
	}
	checkCycles(k, section)
	checkServiceNames(k, k.c.Run.Service, place{}.key("run").key("service"))
}

func checkService(k checker, s Service, p place) {
	if k.bad[p.id] {
		return
	}
	var kinds []string
	for _, kind := range []struct{ key, value string }{{"command", s.Command}, {"image", s.Image}, {"build", s.Build}} {
		at := p.key(kind.key)
		_, given := k.lines[at.id]
		switch {
		case k.bad[at.id]:
			kinds = append(kinds, kind.key)
		case given && strings.TrimSpace(kind.value) == "":
			k.wrong(at, kind.value, "must not be empty")
			kinds = append(kinds, kind.key)
		case given:
			kinds = append(kinds, kind.key)
		}
	}
	switch {
	case len(kinds) == 0:
		k.missing(p, "has no command: a shell command, or image or build for a container")
	case len(kinds) > 1 && kinds[0] == "command":
		k.add(p.key(kinds[1]), "%s has %s: a service is a process or a container", p, strings.Join(kinds, " and "))
	}
	container := s.IsContainer()
	for _, key := range []string{"engine", "pull"} {
		if at := p.key(key); !container && k.lines[at.id] > 0 {
			k.add(at, "%s: is for a container, which has image or build", at)
		}
	}
	k.oneOf(s.Engine, p.key("engine"), "docker", "podman")
	k.oneOf(s.Pull, p.key("pull"), "never", "missing")
	k.oneOf(s.Shared(), p.key("share"), ShareTest, ShareWorker, ShareRun)
	k.oneOf(s.Stop, p.key("stop"), StopSignals...)
	if at := p.key("ports"); !k.bad[at.id] && s.Ports.Given {
		switch {
		case container && s.Ports.Inside == nil && s.Ports.Count > 0:
			k.add(at, "%s: a container has a list of the ports inside, such as [6379]", at)
		case !container && s.Ports.Inside != nil:
			k.add(at, "%s: a process has a number of ports; a list of the ports inside is for a container", at)
		}
	}
	if s.ReadyLog != "" {
		if _, err := regexp.Compile(s.ReadyLog); err != nil {
			k.wrong(p.key("ready-log"), s.ReadyLog, "%v", err)
		}
	}
	if at := p.key("ready-http"); s.ReadyHTTP != "" && !strings.HasPrefix(s.ReadyHTTP, "/") && !strings.HasPrefix(s.ReadyHTTP, "http://") && !strings.HasPrefix(s.ReadyHTTP, "https://") {
		k.wrong(at, s.ReadyHTTP, "must be a URL such as http://$SERVICE_HOST:$PORT/, or a path such as /health")
	}
	if at := p.key("cpus"); s.CPUs != nil && *s.CPUs <= 0 && !k.bad[at.id] {
		k.wrong(at, *s.CPUs, "must be more than 0")
	}
	if at := p.key("memory"); s.Memory != nil && *s.Memory == 0 && !k.bad[at.id] {
		k.wrong(at, *s.Memory, "must be more than 0")
	}
	if at := p.key("reset"); s.Reset != "" && s.Shared() == ShareTest && !k.bad[p.key("share").id] {
		k.add(at, "%s: each test has an instance of its own, unless share is \"worker\" or \"run\"", at)
	}
	if at := p.key("inputs"); s.Inputs != nil && s.Prepare == (Prepare{}) {
		k.add(at, "%s: there is no prepare that depends on them", at)
	}
	k.set(s.Env, p.key("env"))
	k.set(s.Export, p.key("export"))
	for _, name := range slices.Sorted(maps.Keys(s.Files)) {
		if at := p.key("files").key(name); name == "" || strings.HasSuffix(name, "/") || strings.Contains(name, "\x00") ||
			!container && (strings.HasPrefix(name, "/") || slices.Contains(strings.Split(name, "/"), "..")) {
			k.add(at, "%s: not the name of a file below $SERVICE_DIR", at)
		} else if container && !strings.HasPrefix(name, "/") && !strings.HasPrefix(name, "$") {
			k.add(at, "%s: a file of a container is named by its place in there, such as /etc/app.conf", at)
		}
	}
}

// checkServiceNames checks a list of services.
func checkServiceNames(k checker, names []string, p place) {
	for i, name := range names {
		if at := p.item(i); !k.bad[at.id] {
			if why := UnknownService(k.c.Service, name); why != "" {
				k.add(at, "%s: %s", at, why)
			}
		}
	}
}

// UnknownService returns what is wrong with the name of a service, or "".
func UnknownService(services map[string]Service, name string) string {
	if _, ok := services[name]; ok {
		return ""
	}
	why := "unknown service " + strconv.Quote(name)
	if len(services) == 0 {
		return why + "; dott.toml has no [service." + name + "]"
	}
	if meant := Nearest(name, maps.Keys(services)); meant != "" {
		return why + didYouMean(meant, "%q")
	}
	return why + "; there are " + strings.Join(slices.Sorted(maps.Keys(services)), ", ")
}

// width is how widely something is shared.
func width(share string) int { return slices.Index([]string{ShareTest, ShareWorker, ShareRun}, share) }

func checkDepends(k checker, name string, s Service, p place) {
	checkServiceNames(k, s.Depends, p.key("depends"))
	for i, d := range s.Depends {
		if other, ok := k.c.Service[d]; ok && width(other.Shared()) < width(s.Shared()) {
			at := p.key("depends").item(i)
			k.add(at, "%s: share = %q, but %q, which it depends on, has share = %q and would be gone earlier", at, s.Shared(), d, other.Shared())
		}
	}
}

// checkCycles finds services that depend on themselves, each cycle once.
func checkCycles(k checker, section place) {
	state := map[string]int{} // 1: being visited, 2: done
	var path []string
	var visit func(name string)
	visit = func(name string) {
		switch state[name] {
		case 1:
			cycle := append(slices.Clone(path[slices.Index(path, name):]), name)
			at := section.key(path[len(path)-1]).key("depends")
			k.add(at, "%s: a cycle: %s", at, strings.Join(cycle, " needs "))
			return
		case 2:
			return
		}
		state[name] = 1
		path = append(path, name)
		for _, d := range k.c.Service[name].Depends {
			visit(d)
		}
		path = path[:len(path)-1]
		state[name] = 2
	}
	for _, name := range slices.Sorted(maps.Keys(k.c.Service)) {
		visit(name)
	}
}

// checkPortVariables finds ports in the texts of a service that it, and what it depends
// on, do not have.
func checkPortVariables(k checker, name string, s Service, p place) {
	known := map[string]bool{}
	prefixes := []string{"PORT"}
	for _, n := range Closure(k.c.Service, []string{name}) {
		prefix := VariablePrefix(n) + "_PORT"
		prefixes = append(prefixes, prefix)
		other := k.c.Service[n]
		for _, v := range PortVariables(prefix, &other) {
			known[v] = true
		}
	}
	for _, v := range PortVariables("PORT", &s) {
		known[v] = true
	}
	if own := VariablePrefix(name) + "_PORT"; s.Env[own] != "" {
		known[own] = true
	}
	texts := []struct{ key, text string }{
		{"command", s.Command}, {"ready", s.Ready}, {"ready-http", s.ReadyHTTP}, {"reset", s.Reset}, {"prepare", s.Prepare.Command}, {"prepare", s.Prepare.Running},
	}
	for _, m := range []struct {
		key  string
		text map[string]string
	}{{"env", s.Env}, {"export", s.Export}, {"files", s.Files}} {
		for _, n := range slices.Sorted(maps.Keys(m.text)) {
			texts = append(texts, struct{ key, text string }{m.key, m.text[n]})
		}
	}
	for _, t := range texts {
		for _, m := range portVariable.FindAllStringSubmatch(t.text, -1) {
			v := m[1] + m[2]
			isPort := slices.ContainsFunc(prefixes, func(prefix string) bool {
				rest, ok := strings.CutPrefix(v, prefix)
				return ok && strings.Trim(rest, "_0123456789") == ""
			})
			if _, set := s.Env[v]; isPort && !known[v] && !set {
				at := p.key(t.key)
				k.add(at, "%s: $%s: there is no such port; there are %s", at, v, listed(slices.Sorted(maps.Keys(known))))
				break
			}
		}
	}
}

func listed(variables []string) string {
	if len(variables) == 0 {
		return "none"
	}
	return "$" + strings.Join(variables, ", $")
}

// PortVariables returns the names of the variables of a service's ports: PORT and
// PORT1 for two of a process, PORT and PORT_6379 for the one of a container.
func PortVariables(prefix string, s *Service) (names []string) {
	if s.IsContainer() {
		for i, inside := range s.Ports.Inside {
			if i == 0 {
				names = append(names, prefix)
			}
			names = append(names, prefix+"_"+strconv.Itoa(inside))
		}
		return names
	}
	for i := range s.PortCount() {
		if i == 0 {
			names = append(names, prefix)
		} else {
			names = append(names, prefix+strconv.Itoa(i))
		}
	}
	return names
}
