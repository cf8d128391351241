package session

import (
	"maps"
	"path/filepath"
	"sync"

	"dott/cmd/dott/options"
	"dott/runner"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/service"
)

// nearer finds the configurations that are nearer to tests than that of the run.
type nearer struct {
	mu     sync.Mutex
	byDir  map[string]string // the configuration of a folder
	byPath map[string]*configured
}

// A configured is a configuration, over which the command line was read.
type configured struct {
	set       *options.Settings
	shell     string
	shellArgs []string
	err       error
}

// of returns what holds for a test's file, or nil where that is what holds for the
// run.
func (n *nearer) of(s *Session, file string) *configured {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byDir == nil {
		n.byDir, n.byPath = map[string]string{}, map[string]*configured{}
	}
	dir := filepath.Dir(file)
	path, known := n.byDir[dir]
	if !known {
		path = config.Find(dir)
		n.byDir[dir] = path
	}
	if path == "" || path == s.Set.Config.Path {
		return nil
	}
	c := n.byPath[path]
	if c == nil {
		c = &configured{}
		n.byPath[path] = c
		if c.set, c.err = s.Set.With(path); c.err == nil {
			c.shell, c.shellArgs, c.err = findShell(c.set, s.App.Getenv)
		}
	}
	return c
}

// scopes returns what finds the scope of a test; each call begins services of its
// own. It is nil where one configuration holds for all tests.
func scopes(s *Session, o runner.Options) func(file string) (*runner.Scope, error) {
	if s.Set.With == nil {
		return nil
	}
	var mu sync.Mutex
	made := map[*configured]*runner.Scope{}
	return func(file string) (*runner.Scope, error) {
		c := s.nearer.of(s, file)
		if c == nil {
			return nil, nil
		}
		if c.err != nil {
			return nil, c.err
		}
		mu.Lock()
		defer mu.Unlock()
		if made[c] == nil {
			made[c] = scopeOf(s, c, o)
		}
		return made[c], nil
	}
}

// scopeOf turns a configuration into what the runner takes.
func scopeOf(s *Session, c *configured, o runner.Options) *runner.Scope {
	run := &c.set.Run
	all := maps.Clone(s.Set.Config.Target) // what the run names, and its cells
	if all == nil {
		all = map[string]config.Target{}
	}
	maps.Copy(all, c.set.Config.Target)
	set := *c.set
	set.Config.Target = all
	target, open := targets(s, &set)
	o.Config = c.set.Config
	return &runner.Scope{
		Config: set.Config, Preserve: run.PreserveEnv, Target: target, Open: open, Own: ownLayers(s, o),
		Test: runner.TestOptions{
			Format: run.Format, Shell: c.shell, ShellArgs: c.shellArgs, Timeout: run.Timeout, MaxOutput: run.MaxOutput, Retry: run.Retry,
		},
	}
}

// ownLayers returns the layer of the services of a configuration, if it has any.
func ownLayers(s *Session, o runner.Options) []around.Layer {
	if len(o.Config.Service) == 0 {
		return nil
	}
	return []around.Layer{service.New(s.ServiceOptions(o)).Layer()}
}
