package service

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/environment"
	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/service/container"
)

// containers is the engine of containers. Each has its ports leased like a process,
// before it starts, so that what it is told and what it is reached by is the same
// after a restart.
type containers struct {
	supervisor *process.Supervisor
	dir        string // of the configuration
	owner      func() (container.Owner, error)
	names      []string // of engines that may have something of ours

	mu      sync.Mutex
	clients map[string]*once[*container.Engine] // by what engine says
	images  map[string]*once[string]            // by recipe: the image's name
	leases  map[*instance]*place.Lease
	sweeps  sync.WaitGroup

	removed   []container.Left // of dead runs
	unremoved error            // what could not be: the next run tries again
}

// client returns the engine for a recipe, found and begun when it is first asked for.
// What dead runs left it removes meanwhile.
func (e *containers) client(ctx context.Context, name string) (*container.Engine, error) {
	e.mu.Lock()
	o := e.clients[name]
	if o == nil {
		o = &once[*container.Engine]{}
		e.clients[name] = o
	}
	e.mu.Unlock()
	return o.do(ctx, func() (*container.Engine, error) {
		owner, err := e.owner()
		if err != nil {
			return nil, err
		}
		c, err := container.Find(ctx, e.supervisor, name, owner)
		if err != nil {
			return nil, err
		}
		if err := c.Begin(ctx); err != nil {
			return nil, err
		}
		e.sweeps.Go(func() {
			const limit = time.Minute
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
			defer cancel()
			removed, err := c.RemoveDead(ctx)
			e.mu.Lock()
			defer e.mu.Unlock()
			e.removed, e.unremoved = append(e.removed, removed...), errors.Join(e.unremoved, err)
		})
		return c, nil
	})
}

// image returns the engine and the image of a recipe, which is built or got if the
// recipe says so.
func (e *containers) image(ctx context.Context, r *recipe) (*container.Engine, string, error) {
	c, err := e.client(ctx, r.service.Engine)
	if err != nil {
		return nil, "", err
	}
	e.mu.Lock()
	o := e.images[r.id()]
	if o == nil {
		o = &once[string]{}
		e.images[r.id()] = o
	}
	e.mu.Unlock()
	name, err := o.do(ctx, func() (string, error) {
		pull := r.service.Pull == "missing"
		if r.service.Build != "" {
			dir := r.service.Build
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(e.dir, dir)
			}
			return c.Build(ctx, r.name, dir, r.keep(), pull)
		}
		if pull {
			if err := c.Pull(ctx, r.service.Image); err != nil {
				return "", err
			}
		}
		_, err := c.Image(ctx, r.service.Image)
		return r.service.Image, err
	})
	return c, name, err
}

func (e *containers) check(ctx context.Context, r *recipe) error {
	if _, _, err := e.image(ctx, r); err != nil {
		return fmt.Errorf("service %s: %w", r.name, err)
	}
	return nil
}

func (e *containers) identity(ctx context.Context, r *recipe) (string, error) {
	c, name, err := e.image(ctx, r)
	if err != nil {
		return "", err
	}
	image, err := c.Image(ctx, name)
	if err != nil {
		return "", err
	}
	return c.Name + " " + image.ID, nil
}

func (e *containers) reserve(_ context.Context, i *instance) error {
	l, err := place.NewLease(len(i.recipe.service.Ports.Inside))
	if err != nil {
		return err
	}
	e.mu.Lock()
	e.leases[i] = l
	e.mu.Unlock()
	i.host, i.ports = container.Host, nil
	for n, number := range l.Numbers() {
		i.ports = append(i.ports, port{number: number, inside: i.recipe.service.Ports.Inside[n]})
	}
	return nil
}

func (e *containers) restore(ctx context.Context, i *instance, key string) error {
	c, err := e.client(ctx, i.recipe.service.Engine)
	if err == nil {
		i.base = c.Owner.SnapshotImage(key)
	}
	return err
}

func (e *containers) start(ctx context.Context, i *instance) (body, error) {
	c, image, err := e.image(ctx, i.recipe)
	if err != nil {
		return nil, err
	}
	spec := container.Spec{Service: i.recipe.name, Image: image, Env: i.insideEnv(), Log: i.log}
	if i.base != "" {
		spec.Image = i.base
	}
	for _, p := range i.ports {
		spec.Ports = append(spec.Ports, container.Port{Inside: p.inside, Outside: p.number})
	}
	for _, name := range slices.Sorted(maps.Keys(i.recipe.service.Files)) {
		name = environment.Expand(name, i.lookupInside())
		spec.Mounts = append(spec.Mounts, container.Mount{From: filepath.Join(i.data, name), To: name, ReadOnly: true})
	}
	if i.recipe.service.Memory != nil {
		spec.Memory = int64(*i.recipe.service.Memory)
	}
	if i.recipe.service.CPUs != nil {
		spec.CPUs = *i.recipe.service.CPUs
	}
	if i.link = linkOf(ctx); i.link != nil {
		if spec.Network, err = i.link.open(ctx, c); err != nil {
			return nil, err
		}
		spec.Aliases = []string{i.recipe.name}
		for _, d := range i.depends {
			if err := i.link.join(ctx, d); err != nil {
				return nil, err
			}
		}
	}
	started, err := c.Start(ctx, spec)
	if err != nil {
		return nil, err
	}
	return &containerBody{started, c, i.recipe}, nil
}

func (e *containers) release(ctx context.Context, i *instance) error {
	var err error
	if b, ok := i.body.(*containerBody); ok {
		err = b.container.Remove(ctx)
	}
	if i.recipe.service.Shared() != config.ShareTest { // otherwise it is the group's
		err = errors.Join(err, i.link.close())
	}
	e.mu.Lock()
	l := e.leases[i]
	delete(e.leases, i)
	e.mu.Unlock()
	if l != nil {
		l.Release()
	}
	return err
}

func (e *containers) save(ctx context.Context, i *instance, key string) error {
	b, ok := i.body.(*containerBody)
	if !ok {
		return errors.New("there is no container to make a snapshot of")
	}
	return b.container.Commit(ctx, key, i.recipe.keep())
}

func (e *containers) has(ctx context.Context, r *recipe, key string) (bool, error) {
	c, err := e.client(ctx, r.service.Engine)
	if err != nil {
		return false, err
	}
	return c.Has(ctx, key)
}

// each does something with each of some engines that answers. Of those that do not,
// nobody wants to know: there may be nothing of ours in them.
func (e *containers) each(ctx context.Context, names []string, do func(*container.Engine) error) error {
	var errs []error
	for _, name := range names {
		if c, err := e.client(ctx, name); err == nil {
			errs = append(errs, do(c))
		}
	}
	return errors.Join(errs...)
}

// snapshots returns the images of the engines that the services name.
func (e *containers) snapshots(ctx context.Context) (all []Snapshot, err error) {
	err = e.each(ctx, e.names, func(c *container.Engine) error {
		stored, err := c.Stored(ctx)
		for _, s := range stored {
			all = append(all, Snapshot{Service: s.Service, Key: s.Key, Used: s.Used, Bytes: s.Bytes, Keep: s.Keep, Image: true, stored: &s, engine: c})
		}
		return err
	})
	return all, err
}

func (e *containers) remove(ctx context.Context, s Snapshot) error {
	return s.engine.RemoveStored(ctx, *s.stored)
}

// removeDead removes what dead runs left, and returns it.
func (e *containers) removeDead(ctx context.Context) ([]container.Left, error) {
	// Each has done so when it was first asked for.
	_ = e.each(ctx, e.names, func(*container.Engine) error { return nil })
	e.sweeps.Wait()
	return e.removed, e.unremoved
}

// close ends the runs of the engines that were used.
func (e *containers) close() error {
	e.sweeps.Wait()
	e.mu.Lock()
	clients := e.clients
	e.clients = map[string]*once[*container.Engine]{}
	e.mu.Unlock()
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(clients)) {
		if c := clients[name].value; c != nil {
			errs = append(errs, c.End(context.Background()))
		}
	}
	return errors.Join(errs...)
}

// A containerBody is a container that was started.
type containerBody struct {
	container *container.Container
	engine    *container.Engine
	recipe    *recipe
}

func (b *containerBody) Done() <-chan struct{} { return b.container.Done() }

func (b *containerBody) Settle() { b.container.Settle(context.Background()) }

func (b *containerBody) Ended() string {
	end := b.container.Ended()
	if end.OutOfMemory && b.recipe.service.Memory != nil {
		return fmt.Sprintf("%s, %d MiB", end, int64(*b.recipe.service.Memory)>>20)
	}
	return end.String()
}

// Stop sends the image's own signal where the recipe does not say one.
func (b *containerBody) Stop(signal string, grace time.Duration) (killed bool, err error) {
	if b.recipe.service.Stop == "" {
		signal = ""
	}
	return b.container.Stop(context.Background(), signal, grace)
}

// containerFeature answers for docker and podman: whether it does.
func containerFeature(ctx context.Context, s *Services, name string) (around.Answer, bool) {
	if name != "docker" && name != "podman" || s.o.Config.Features.Checker != "" {
		return around.Answer{}, false
	}
	if _, err := s.containers.client(ctx, name); err != nil {
		return around.Answer{Why: "missing feature: " + name + " (" + strings.ReplaceAll(err.Error(), "\n", "; ") + ")"}, true
	}
	return around.Answer{Present: true}, true
}

// linkFor returns the network for some services, or nil where fewer than two of them
// are containers.
func linkFor(s *Services, names []string) *link {
	n := 0
	for _, name := range names {
		if c := s.o.Config.Service[name]; c.IsContainer() {
			n++
		}
	}
	if n < 2 {
		return nil
	}
	return &link{}
}

// newContainers returns the engine of containers.
func newContainers(s *Services) *containers {
	e := &containers{
		supervisor: s.o.Supervisor, dir: s.o.Config.Dir, owner: func() (container.Owner, error) { return ownerOf(s) },
		clients: map[string]*once[*container.Engine]{}, images: map[string]*once[string]{}, leases: map[*instance]*place.Lease{},
	}
	for _, c := range s.o.Config.Service {
		if c.IsContainer() && !slices.Contains(e.names, c.Engine) {
			e.names = append(e.names, c.Engine)
		}
	}
	return e
}

// ownerOf is whose the containers are. Without a cache, nobody knows them later.
func ownerOf(s *Services) (container.Owner, error) {
	cache := s.o.Cache
	if cache == "" {
		root, err := s.root()
		if err != nil {
			return container.Owner{}, err
		}
		cache = root
	}
	return container.Owner{Project: s.o.Project, Dir: filepath.Join(cache, "containers")}, nil
}
