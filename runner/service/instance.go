package service

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dott/runner/config"
	"dott/runner/environment"
	"dott/runner/event"
)

// An instance is one running service.
type instance struct {
	recipe  *recipe
	label   string // redis-3: the name and a number that no other instance of the run has
	dir     string // its own; data and the log are in it
	data    string // $SERVICE_DIR
	logPath string // $SERVICE_LOG
	log     *os.File
	depends []*instance // ready before this one starts

	host  string // where it is reached
	ports []port
	key   string // of the snapshot that its directory is a copy of
	link  *link  // the network of a container that is not alone
	base  string // the image of a snapshot that a container begins from
	body  body
	last  *event.Log // the end of its log, where that is gone
}

// temp is the directory for temporary files of the service.
func (i *instance) temp() string { return filepath.Join(i.dir, "tmp") }

// A port is one of a service, and the number inside a container.
type port struct{ number, inside int }

// pair is a variable.
type pair struct{ name, value string }

// variables are what a test, and services that depend on this one, know it by.
func (i *instance) variables() []pair {
	prefix := config.VariablePrefix(i.recipe.name)
	all := []pair{{prefix + "_HOST", i.host}, {prefix + "_DIR", i.data}, {prefix + "_LOG", i.logPath}}
	all = append(all, i.portVariables(prefix+"_PORT")...)
	if len(i.recipe.service.Export) > 0 {
		lookup := i.lookup()
		for _, name := range slices.Sorted(maps.Keys(i.recipe.service.Export)) {
			all = append(all, pair{name, environment.Expand(i.recipe.service.Export[name], lookup)})
		}
	}
	return all
}

func (i *instance) portVariables(prefix string) (all []pair) {
	for n, name := range config.PortVariables(prefix, &i.recipe.service) {
		if i.recipe.service.IsContainer() {
			n = max(0, n-1) // the first has two names
		}
		if n < len(i.ports) {
			all = append(all, pair{name, strconv.Itoa(i.ports[n].number)})
		}
	}
	return all
}

// own are the variables that the service's own commands have besides those of tests.
func (i *instance) own() []pair {
	prefix := config.VariablePrefix(i.recipe.name)
	all := []pair{
		{"SERVICE_NAME", i.recipe.name}, {"SERVICE_HOST", i.host}, {"SERVICE_DIR", i.data}, {"SERVICE_LOG", i.logPath},
		{prefix + "_HOST", i.host}, {prefix + "_DIR", i.data}, {prefix + "_LOG", i.logPath},
	}
	all = append(all, i.portVariables("PORT")...)
	all = append(all, i.portVariables(prefix+"_PORT")...)
	for _, d := range i.depends {
		all = append(all, d.variables()...)
	}
	return all
}

// environment is that of the service's own commands: command, ready, reset and
// prepare.
func (i *instance) environment() []string {
	values := make(map[string]string)
	for _, v := range append(i.own(), pair{"HOME", i.dir}, pair{"TMPDIR", i.temp()}, pair{"TMP", i.temp()}, pair{"TEMP", i.temp()}) {
		values[v.name] = v.value
	}
	env := make([]string, 0, len(i.recipe.env)+len(values))
	for _, kv := range i.recipe.env {
		name, _, _ := strings.Cut(kv, "=")
		if _, ok := values[name]; !ok {
			env = append(env, kv)
		}
	}
	for name, value := range values {
		env = append(env, name+"="+value)
	}
	if len(i.recipe.service.Env) > 0 {
		env = environment.With(env, i.recipe.service.Env)
	}
	return env
}

// lookup returns the value of a variable of the service, and of no other: a $ in a
// file may be a sign of the server's own.
func (i *instance) lookup() func(name string) (string, bool) {
	known := map[string]bool{}
	for _, v := range i.own() {
		known[v.name] = true
	}
	for name := range i.recipe.service.Env {
		known[name] = true
	}
	env := i.environment()
	return func(name string) (string, bool) {
		if !known[name] {
			return "", false
		}
		return environment.Lookup(env, name)
	}
}
