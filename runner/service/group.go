package service

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"

	"dott/runner/around"
	"dott/runner/config"
)

// A group is the instances that one test has, by their names, those of its own and
// those that it shares with others.
type group struct {
	names []string             // each behind what it depends on
	all   map[string]*instance // by name
	own   []*instance          // in the same order
	link  *link                // its containers' network
	from  map[string]int64     // where the test's part of a log begins
}

// A shared is an instance that several tests have, one after another or at the same
// time. It is made by the first, and made again for the next when it died.
type shared struct {
	mu   sync.Mutex // held while it is made or reset
	i    *instance
	used bool // by a test
}

// A gatherer brings together the services that a test needs, shared or its own.
type gatherer struct{ s *Services }

// gather starts the services of a test, or finds them where they are shared: each
// as soon as all that it depends on answer. When one fails, what was started for this
// test is stopped, and the error is of the one that failed first.
func (ga *gatherer) gather(ctx context.Context, t around.Test) (*group, error) {
	s := ga.s
	g := &group{names: config.Closure(s.o.Config.Service, t.Services), all: map[string]*instance{}, from: map[string]int64{}}
	g.link = linkFor(s, g.names)
	ctx, cancel := context.WithCancelCause(withLink(ctx, g.link))
	defer cancel(nil)
	var mu sync.Mutex
	var all sync.WaitGroup
	var failed *instance // the first one
	done := map[string]chan struct{}{}
	for _, name := range g.names {
		done[name] = make(chan struct{})
	}
	for _, name := range g.names {
		all.Go(func() {
			defer close(done[name])
			var depends []*instance
			for _, d := range s.o.Config.Service[name].Depends {
				<-done[d]
				mu.Lock()
				i := g.all[d]
				mu.Unlock()
				if i == nil {
					return // it failed, and that is told
				}
				depends = append(depends, i)
			}
			i, own, err := ga.obtain(ctx, t, name, depends)
			if err == nil && !own {
				err = g.link.join(ctx, i)
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				if ctx.Err() == nil {
					failed = i
				}
				cancel(err)
				return
			}
			g.all[name] = i
			g.from[name] = 0
			if !own {
				g.from[name] = i.logSize()
			}
		})
	}
	all.Wait()
	for _, name := range g.names {
		if i := g.all[name]; i != nil && i.recipe.service.Shared() == config.ShareTest {
			g.own = append(g.own, i)
		}
	}
	if cause := context.Cause(ctx); cause != nil {
		if failed != nil { // whose log is to be told
			g.all[failed.recipe.name], g.names = failed, slices.DeleteFunc(g.names, func(n string) bool { return n == failed.recipe.name })
			g.names = append([]string{failed.recipe.name}, g.names...)
		}
		return g, errors.Join(append([]error{cause}, ga.endGroup(g)...)...)
	}
	return g, nil
}

// obtain returns an instance for a test.
func (ga *gatherer) obtain(ctx context.Context, t around.Test, name string, depends []*instance) (i *instance, own bool, err error) {
	s := ga.s
	r, err := s.recipe(ctx, name, t.Cell, t.Env)
	if err != nil {
		return nil, false, err
	}
	if err := s.check(ctx, r); err != nil {
		return nil, false, err
	}
	key := r.id()
	switch r.service.Shared() {
	case config.ShareTest:
		i, err = (&starter{s}).launch(ctx, r, depends)
		return i, true, err
	case config.ShareWorker:
		key += "\x00" + strconv.Itoa(t.Worker)
	}
	s.mu.Lock()
	h := s.shared[key]
	if h == nil {
		h = &shared{}
		s.shared[key] = h
	}
	s.mu.Unlock()
	i, err = ga.share(ctx, h, r, depends)
	return i, false, err
}

// share returns the instance that is shared, as if it were new: reset if a test had
// it, and another one if that fails, if it died, or if it knows others by addresses
// that are gone.
func (ga *gatherer) share(ctx context.Context, h *shared, r *recipe, depends []*instance) (*instance, error) {
	s := ga.s
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.i != nil && (h.i.died("") != nil || !slices.Equal(h.i.depends, depends) || h.used && r.service.Reset != "" && !ga.reset(ctx, h.i)) {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		_, _ = (&starter{s}).end(h.i) // it was told of, or is of no more use
		h.i = nil
	}
	if h.i == nil {
		// What is made for many does not end with one test, but with the run.
		ctx := withLink(ctx, linkFor(s, append([]string{r.name}, r.service.Depends...)))
		i, err := (&starter{s}).launch(ctx, r, depends)
		if err != nil {
			return i, err
		}
		h.i, h.used = i, false
	}
	h.used = true
	return h.i, nil
}

// reset runs the command between two tests, and reports whether it did its work.
func (ga *gatherer) reset(ctx context.Context, i *instance) bool {
	s := ga.s
	ctx, cancel := context.WithTimeout(ctx, i.recipe.readyTimeout())
	defer cancel()
	_, err := (&starter{s}).shell(ctx, i, i.recipe.service.Reset)
	return err == nil && i.died("") == nil
}

// endGroup stops what a test alone had.
func (ga *gatherer) endGroup(g *group) []error {
	return append(ga.endAll(g.own), g.link.close())
}

// endAll stops instances: each when all that depend on it have stopped.
func (ga *gatherer) endAll(own []*instance) []error {
	s := ga.s
	var mu sync.Mutex
	var errs []error
	var all sync.WaitGroup
	done := map[*instance]chan struct{}{}
	for _, i := range own {
		done[i] = make(chan struct{})
	}
	for _, i := range own {
		all.Go(func() {
			defer close(done[i])
			for _, other := range own {
				if slices.Contains(other.depends, i) {
					<-done[other]
				}
			}
			warning, err := (&starter{s}).end(i)
			mu.Lock()
			defer mu.Unlock()
			if warning != "" {
				errs = append(errs, errors.New(warning))
			}
			if err != nil {
				errs = append(errs, err)
			}
		})
	}
	all.Wait()
	return errs
}
