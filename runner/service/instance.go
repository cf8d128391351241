package service

import (
	"os"
	"strconv"

	"dott/runner/config"
	"dott/runner/process"
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
	// inside is how instances of the same network reach a container: by its name and the
	// ports inside. It is empty for a process.
	base string // the image of a snapshot that a container begins from
	body body
}

// A port is one of a service, and the number inside a container.
type port struct{ number, inside int }

// pair is a variable.
type pair struct{ name, value string }

// variables are what a test, and services that depend on this one, know it by.
func (i *instance) variables() []pair {
	prefix := config.VariablePrefix(i.recipe.name)
	all := []pair{{prefix + "_HOST", i.host}, {prefix + "_DIR", i.data}, {prefix + "_LOG", i.logPath}}
	all = append(all, i.portVariables(prefix+"_PORT")...)
	env := pairs(i.environment(), nil)
	for name, text := range i.recipe.Export {
		value := process.ExpandEnv(text, func(name string) (string, bool) {
			v := env[name]
			return v, true
		})
		all = append(all, pair{name, value})
	}
	return all
}

func (i *instance) portVariables(prefix string) (all []pair) {
	for n, name := range config.PortVariables(prefix, &i.recipe.Service) {
		if i.recipe.IsContainer() {
			n = max(0, n-1) // the first has two names
		}
		if n < len(i.ports) {
			all = append(all, pair{name, strconv.Itoa(i.ports[n].number)})
		}
	}
	return all
}

func pairs(env []string, into map[string]string) map[string]string {
	if into == nil {
		into = make(map[string]string, len(env))
	}
	for _, kv := range env {
		for k := range len(kv) {
			if kv[k] == '=' {
				into[kv[:k]] = kv[k+1:]
				break
			}
		}
	}
	return into
}

// environment is that of the service's own commands: command, ready, reset and
// prepare.
func (i *instance) environment() []string {
	prefix := config.VariablePrefix(i.recipe.name)
	own := []pair{
		{"HOME", i.dir}, {"TMPDIR", i.dir}, {"TMP", i.dir}, {"TEMP", i.dir},
		{"SERVICE_NAME", i.recipe.name}, {"SERVICE_HOST", i.host}, {"SERVICE_DIR", i.data}, {"SERVICE_LOG", i.logPath},
		{prefix + "_HOST", i.host}, {prefix + "_DIR", i.data}, {prefix + "_LOG", i.logPath},
	}
	own = append(own, i.portVariables("PORT")...)
	own = append(own, i.portVariables(prefix+"_PORT")...)
	for _, d := range i.depends {
		own = append(own, d.variables()...)
	}
	names := make(map[string]bool, len(own))
	for _, v := range own {
		names[v.name] = true
	}
	env := make([]string, 0, len(i.recipe.env)+len(own))
	for _, kv := range i.recipe.env {
		for k := range len(kv) {
			if kv[k] == '=' {
				if !names[kv[:k]] {
					env = append(env, kv)
				}
				break
			}
		}
	}
	for _, v := range own {
		env = append(env, v.name+"="+v.value)
	}
	if len(i.recipe.Env) > 0 {
		env = process.WithEnv(env, i.recipe.Env)
	}
	return env
}
