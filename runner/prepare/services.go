package prepare

import (
	"context"
	"errors"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/place"
	"dott/runner/process"
)

// addServices adds what a test asks for.
func (s *Settings) addServices(names []string) {
	for _, name := range names {
		if !slices.Contains(s.Services, name) {
			s.Services = append(slices.Clip(s.Services), name)
		}
	}
}

// The resources that services count against.
const (
	memory = "memory"
	cpus   = "cpus"
)

// needServices adds what the test's services need, with all that these depend on.
// What a service that the whole run shares needs is taken off the limits instead;
// and where it is reset between two tests, only one has it at a time.
func (s *Settings) needServices(services map[string]config.Service) {
	if len(s.Services) == 0 {
		return
	}
	s.Needs.Resources = maps.Clone(s.Needs.Resources)
	for _, name := range config.Closure(services, s.Services) {
		service := services[name]
		if service.Shared() == config.ShareRun {
			if service.Reset != "" {
				s.need("service "+name, 1)
			}
			continue
		}
		bytes, processors := needed(&service)
		if bytes > 0 {
			s.need(memory, bytes)
		}
		if processors > 0 {
			s.need(cpus, processors)
		}
	}
}

func needed(s *config.Service) (bytes, processors int64) {
	if s.Memory != nil {
		bytes = int64(*s.Memory)
	}
	if s.CPUs != nil {
		processors = int64(math.Ceil(*s.CPUs))
	}
	return bytes, processors
}

// Limits returns how much there is of each resource. Memory and processors, where
// services say what they need and the configuration does not say what there is, are
// the machine's.
func Limits(c *config.Config) map[string]int64 {
	limits := make(map[string]int64, len(c.Resources))
	for name, n := range c.Resources {
		limits[name] = int64(n)
	}
	for _, s := range c.Service {
		bytes, processors := needed(&s)
		if _, ok := limits[memory]; bytes > 0 && !ok {
			limits[memory] = process.MachineMemory()
		}
		if _, ok := limits[cpus]; processors > 0 && !ok {
			limits[cpus] = int64(runtime.NumCPU())
		}
	}
	for _, s := range c.Service {
		if s.Shared() == config.ShareRun {
			bytes, processors := needed(&s)
			if bytes > 0 {
				limits[memory] = max(0, limits[memory]-bytes)
			}
			if processors > 0 {
				limits[cpus] = max(0, limits[cpus]-processors)
			}
		}
	}
	return limits
}

// environs are the environments of cells, each found out once.
type environs struct {
	mu  sync.Mutex
	all map[string][]string
}

// ofOneTest are the variables that tell a test about itself.
var ofOneTest = []string{"TESTDIR", "TESTFILE", "TESTNAME", "TESTTMP", "CRAMTMP", "TESTSHELL", "TESTCASE", "HOME", "TMPDIR", "TEMP", "TMP", "PWD"}

// Env returns the environment of a cell's tests, but for what tells a test about
// itself, and what the configuration sets by that.
func (p *Preparer) Env(ctx context.Context, t *discover.Test) ([]string, error) {
	p.environs.mu.Lock()
	defer p.environs.mu.Unlock()
	if env, ok := p.environs.all[t.Cell]; ok {
		return env, nil
	}
	env, err := p.o.Env(ctx, t)
	if err != nil {
		return nil, err
	}
	if p.environs.all == nil {
		p.environs.all = map[string][]string{}
	}
	p.environs.all[t.Cell] = env
	return env, nil
}

// Env is Preparer.Env, found out anew.
func (o *Options) Env(ctx context.Context, t *discover.Test) ([]string, error) {
	set := maps.Clone(o.Config.Env.Set)
	maps.DeleteFunc(set, func(_, value string) bool {
		return slices.ContainsFunc(ofOneTest, func(name string) bool {
			return strings.Contains(value, "$"+name) || strings.Contains(value, "${"+name)
		})
	})
	box, err := o.Place.Open(ctx, place.Test{Path: t.Path, Cell: t.Cell, Shell: o.Shell, Set: set, Probe: true})
	if err != nil {
		return nil, err
	}
	env := box.Env()
	if o.Cell != nil {
		change, err := o.Cell(t.Cell)
		if err != nil {
			return nil, errors.Join(err, box.Close())
		}
		env = change(env)
	}
	env = slices.DeleteFunc(env, func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		_, isSet := set[name]
		return slices.Contains(ofOneTest, name) && !isSet
	})
	return env, box.Close()
}
