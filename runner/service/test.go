package service

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/event"
)

// test gives a test its services.
func (s *Services) test(ctx context.Context, t around.Test) (around.Part, error) {
	if len(t.Services) == 0 {
		return around.Part{}, nil
	}
	g, err := s.group(ctx, t)
	if err != nil {
		p := around.Part{}
		if g != nil && len(g.names) > 0 && g.all[g.names[0]] != nil {
			first := g.all[g.names[0]]
			p.Logs = func() []event.Log { return logsOf([]*instance{first}, nil) }
		}
		return p, err
	}
	s.ahead(t)
	p := around.Part{
		Environ: g.environ(), Names: g.showing(), Warnings: s.unasked(g),
		Check: func() error { return g.check() },
		Logs:  func() []event.Log { return g.logs() },
		After: func(context.Context, bool) error { return errors.Join((&gatherer{s}).endGroup(g)...) },
	}
	p.Ports, p.Far = g.addresses()
	for _, i := range g.all {
		p.Ended = append(p.Ended, i.body.Done())
		p.Sockets = append(p.Sockets, i.data)
	}
	return p, nil
}

// unasked warns, once, of where logs are kept, and of services that nobody asks whether they are ready.
func (s *Services) unasked(g *group) (warnings []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if (s.o.Keep || s.o.KeepLogs) && !s.warned[""] {
		s.warned[""] = true
		warnings = append(warnings, "the logs of services stay in "+s.directory.Path())
	}
	for _, name := range g.names {
		r := g.all[name].recipe
		if r.service.Ready == "" && r.service.ReadyHTTP == "" && r.service.ReadyLog == "" && !s.warned[name] {
			s.warned[name] = true
			warnings = append(warnings, fmt.Sprintf("%s: service %s has no ready, ready-http or ready-log: it counts as ready as soon as it runs", s.o.Config.Where("service", name), name))
		}
	}
	return warnings
}

func (g *group) environ() around.Environ {
	values := map[string]string{}
	for _, name := range g.names {
		for _, v := range g.all[name].variables() {
			values[v.name] = v.value
		}
	}
	return func(env []string) []string {
		kept := make([]string, 0, len(env)+len(values))
		for _, kv := range env {
			name, _, _ := strings.Cut(kv, "=")
			if _, ok := values[name]; !ok {
				kept = append(kept, kv)
			}
		}
		for name, value := range values {
			kept = append(kept, name+"="+value)
		}
		return kept
	}
}

// showing returns what of the services is another in each run. An address is shown
// by the service's host only with its port, or where it is not this machine's own:
// many things have the address of this machine.
func (g *group) showing() (names []around.Name) {
	for _, name := range g.names {
		i := g.all[name]
		prefix := "$" + config.VariablePrefix(name)
		names = append(names, around.Name{Text: i.logPath, Variable: prefix + "_LOG"}, around.Name{Text: i.data, Variable: prefix + "_DIR"})
		seen := map[string]bool{}
		for _, v := range i.portVariables(config.VariablePrefix(name) + "_PORT") {
			if seen[v.value] {
				continue
			}
			seen[v.value] = true
			names = append(names,
				around.Name{Text: i.host + ":" + v.value, Variable: prefix + "_HOST:$" + v.name, Number: true},
				around.Name{Text: v.value, Variable: "$" + v.name, Number: true})
		}
		if i.host != loopback && i.host != "localhost" && i.host != "" {
			names = append(names, around.Name{Text: i.host, Variable: prefix + "_HOST", Number: true})
		}
	}
	// Hosts with a port in front of ports: they hold them.
	slices.SortStableFunc(names, func(a, b around.Name) int { return len(b.Text) - len(a.Text) })
	return names
}

// addresses returns the ports of the services: on the loopback, and elsewhere.
func (g *group) addresses() (ports []int, far []string) {
	for _, i := range g.all {
		for _, v := range i.portVariables("PORT") {
			port, err := strconv.Atoi(v.value)
			switch {
			case err != nil:
			case i.host != loopback && i.host != "localhost" && i.host != "":
				far = append(far, net.JoinHostPort(i.host, v.value))
			case !slices.Contains(ports, port):
				ports = append(ports, port)
			}
		}
	}
	return ports, far
}

// check reports a service that ended while the test ran.
func (g *group) check() error {
	var errs []error
	for _, name := range g.names {
		g.all[name].body.Settle()
		if err := g.all[name].died("while the test ran"); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// logs returns what the services printed while the test had them, those that ended
// first.
func (g *group) logs() []event.Log {
	var ended, living []*instance
	for _, name := range g.names {
		if i := g.all[name]; i.died("") != nil {
			ended = append(ended, i)
		} else {
			living = append(living, i)
		}
	}
	return logsOf(append(ended, living...), g.from)
}

func logsOf(instances []*instance, from map[string]int64) (logs []event.Log) {
	for _, i := range instances {
		if l := i.logEvent(from[i.recipe.name]); l.Text != "" && len(logs) < maxLogs {
			logs = append(logs, l)
		}
	}
	return logs
}

// A spare is a group that was started ahead, for a test that may come.
type spare struct {
	cancel context.CancelFunc // of the start
	done   chan struct{}
	group  *group
	err    error
}

// group returns the services of a test, those that were started ahead if there are.
func (s *Services) group(ctx context.Context, t around.Test) (*group, error) {
	key := spareKey(t.Cell, t.Services)
	for {
		s.mu.Lock()
		var sp *spare
		if all := s.spares[key]; len(all) > 0 {
			sp, s.spares[key] = all[0], all[1:]
		}
		s.mu.Unlock()
		if sp == nil {
			return (&gatherer{s}).gather(ctx, t)
		}
		select {
		case <-sp.done:
		case <-ctx.Done():
			sp.cancel()
			<-sp.done
			if sp.err == nil {
				return nil, errors.Join(append([]error{context.Cause(ctx)}, (&gatherer{s}).endGroup(sp.group)...)...)
			}
			return nil, context.Cause(ctx)
		}
		if sp.err != nil {
			continue // it may have been an accident; if not, the test's own will tell
		}
		if sp.group.check() == nil {
			return sp.group, nil
		}
		(&gatherer{s}).endGroup(sp.group)
	}
}

// ahead starts what the next test may need that asks for the same: no more groups
// than there are workers and tests to come, and only of services that do not count
// against resources, which are the running tests'.
func (s *Services) ahead(t around.Test) {
	for _, name := range config.Closure(s.o.Config.Service, t.Services) {
		service := s.o.Config.Service[name]
		if service.Shared() != config.ShareTest || service.Memory != nil || service.CPUs != nil {
			return
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := 0
	for _, all := range s.spares {
		waiting += len(all)
	}
	if waiting >= min(s.o.Jobs, t.Left) || s.ctx.Err() != nil {
		return
	}
	start, cancel := context.WithCancel(s.ctx)
	sp := &spare{cancel: cancel, done: make(chan struct{})}
	key := spareKey(t.Cell, t.Services)
	s.spares[key] = append(s.spares[key], sp)
	go func() {
		defer close(sp.done)
		defer cancel()
		sp.group, sp.err = (&gatherer{s}).gather(start, t)
	}()
}
