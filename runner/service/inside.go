package service

import (
	"maps"
	"slices"

	"dott/runner/environment"
)

// insideAddress is what a container is known by in its network.
func insideAddress(i *instance) (host string, ports []port) {
	if !i.recipe.service.IsContainer() {
		return i.host, i.ports
	}
	for _, p := range i.ports {
		ports = append(ports, port{number: p.inside, inside: p.inside})
	}
	return i.recipe.name, ports
}

// seenInside returns the instance as other containers see it.
func seenInside(i *instance) *instance {
	seen := *i
	seen.host, seen.ports = insideAddress(i)
	return &seen
}

// insideView returns the instance as what is inside of it sees it: itself as tests do,
// and what it depends on by its name in the network.
func (i *instance) insideView() *instance {
	view := *i
	view.depends = nil
	for _, d := range i.depends {
		view.depends = append(view.depends, seenInside(d))
	}
	return &view
}

func (i *instance) lookupInside() func(name string) (string, bool) {
	if !i.recipe.service.IsContainer() {
		return i.lookup()
	}
	return i.insideView().lookup()
}

// insideEnv are the variables that the recipe gives a container, and those of the
// services that it depends on.
func (i *instance) insideEnv() (env []string) {
	view, lookup := i.insideView(), i.lookupInside()
	for _, d := range view.depends {
		for _, v := range d.variables() {
			_, own := i.recipe.service.Env[v.name]
			if !own && v.value != d.data && v.value != d.logPath { // which are not in there
				env = append(env, v.name+"="+v.value)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(i.recipe.service.Env)) {
		env = append(env, name+"="+environment.Expand(i.recipe.service.Env[name], lookup))
	}
	return env
}
