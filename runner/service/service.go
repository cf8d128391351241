// Package service runs what tests need beside them: databases and servers, as
// processes of this machine or as containers.
//
// The life of an instance: its directory is made, as a copy of a snapshot where the
// service has a prepare; ports are leased; its files are written with them; it is
// started; and when it answers, by the protocol that the configuration names, its
// tests begin. When they have ended it is asked to stop, in the reverse order of
// what depends on what, killed if it does not, and its directory is removed.
//
// A test has instances of its own, unless a service is shared by a worker or by the
// run. While a test runs, the instances of one that may come are started ahead: as
// many as there are workers, and none of a service that says how much memory or how
// many processors it needs.
//
// Beside what the server itself takes, an instance costs two milliseconds: a helper
// process that watches over it (see runner/process), a directory, and the questions
// whether it is ready.
package service

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/event"
	"dott/runner/place"
	"dott/runner/process"
)

// Options say what there is.
type Options struct {
	Config     config.Config
	Supervisor *process.Supervisor
	TmpDir     string // where instances have their directories; "" is the system's place
	Keep       bool   // leave the directories
	KeepLogs   bool   // leave the logs
	Cache      string // where snapshots are kept; "" is nowhere, and they last for a run
	Project    string // a folder that tells projects apart
	Jobs       int    // how many tests run at the same time
}

// Services are those of one run. Its methods may be called at the same time.
type Services struct {
	o          Options
	processes  *processes
	containers *containers
	root       func() (string, error) // the directory of all instances, made when it is needed

	mu        sync.Mutex
	directory *place.Directory
	count     int                        // of instances
	recipes   map[string]*recipe         // by name and cell
	shared    map[string]*shared         // by name, cell and worker
	spares    map[string][]*spare        // by cell and names
	keys      map[string]*once[string]   // of snapshots, by recipe
	warned    map[string]bool            // of services that have no ready
	checked   map[string]*once[struct{}] // whether a recipe can run here
	ctx       context.Context            // of what is started ahead
	cancel    context.CancelFunc
}

// New returns the services of a configuration. Nothing is started yet.
func New(o Options) *Services {
	s := &Services{
		o: o, recipes: map[string]*recipe{}, shared: map[string]*shared{}, spares: map[string][]*spare{},
		keys: map[string]*once[string]{}, warned: map[string]bool{}, checked: map[string]*once[struct{}]{},
	}
	s.o.Jobs = max(1, o.Jobs)
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.root = sync.OnceValues(s.makeRoot)
	s.processes = &processes{supervisor: o.Supervisor, dir: o.Config.Dir, recycle: !o.Keep && !o.KeepLogs, store: store{dir: o.Cache, supervisor: o.Supervisor}}
	s.containers = newContainers(s)
	return s
}

// engine returns the engine that runs a service.
func (s *Services) engine(r *recipe) engine {
	if r.service.IsContainer() {
		return s.containers
	}
	return s.processes
}

// makeRoot makes the directory in which instances have theirs. Others may look into
// it, since a server may have a user of its own.
func (s *Services) makeRoot() (string, error) {
	d, err := place.NewDirectory(s.o.TmpDir, s.o.Keep || s.o.KeepLogs, s.o.Supervisor)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	s.directory = d
	s.mu.Unlock()
	if s.o.Cache == "" {
		s.processes.store.dir = filepath.Join(d.Path(), "snapshots")
	}
	return d.Path(), register(s, d.Path())
}

// Layer returns the services as what is around tests.
func (s *Services) Layer() around.Layer {
	return around.Layer{
		Run: func(context.Context, []string) ([]around.Warning, around.AfterRun, error) {
			return nil, func(context.Context, *event.Event) error { return s.Close() }, nil
		},
		Feature: s.feature,
		Test:    s.test,
	}
}

// Close stops what still runs.
func (s *Services) Close() error {
	s.cancel()
	var errs []error
	s.mu.Lock()
	spares := slices.Concat(slices.Collect(maps.Values(s.spares))...)
	clear(s.spares)
	held := slices.Collect(maps.Values(s.shared))
	clear(s.shared)
	s.mu.Unlock()
	for _, sp := range spares {
		<-sp.done
		if sp.err == nil {
			errs = append(errs, (&gatherer{s}).endGroup(sp.group)...)
		}
	}
	var all []*instance
	for _, h := range held {
		if h.i != nil {
			all = append(all, h.i)
		}
	}
	errs = append(errs, (&gatherer{s}).endAll(all)...)
	errs = append(errs, s.containers.close())
	s.mu.Lock()
	directory := s.directory
	s.mu.Unlock()
	if directory != nil {
		errs = append(errs, directory.Close())
	}
	return errors.Join(errs...)
}

// recipe returns a service as a cell has it.
func (s *Services) recipe(ctx context.Context, name, cell string, env func(context.Context) ([]string, error)) (*recipe, error) {
	key := cell + "\x00" + name
	s.mu.Lock()
	r := s.recipes[key]
	s.mu.Unlock()
	if r != nil {
		return r, nil
	}
	variables, err := env(ctx)
	if err != nil {
		return nil, err
	}
	r = &recipe{service: inCell(s.o.Config.Service[name], s.versions(cell)), name: name, cell: cell, env: variables}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recipes[key] = r
	return r, nil
}

// versions returns those of the axes in a cell. An axis that the cell does not have,
// as the default cell has none, is at the first of its values.
func (s *Services) versions(cell string) map[string]string {
	versions := map[string]string{}
	for name, axis := range s.o.Config.Axes {
		if len(axis.Values) > 0 {
			versions[name] = axis.Values[0]
		}
	}
	for part := range strings.SplitSeq(cell, ",") {
		if axis, version, ok := strings.Cut(part, "="); ok {
			versions[axis] = version
		}
	}
	return versions
}

// feature answers for service:NAME: whether an instance could be started.
func (s *Services) feature(ctx context.Context, f around.Feature) (around.Answer, bool) {
	name, ok := strings.CutPrefix(f.Name, "service:")
	if !ok {
		return containerFeature(ctx, s, f.Name)
	}
	if why := config.UnknownService(s.o.Config.Service, name); why != "" {
		return around.Answer{Err: errors.New(why)}, true
	}
	for _, n := range config.Closure(s.o.Config.Service, []string{name}) {
		r, err := s.recipe(ctx, n, f.Cell, f.Env)
		if err != nil {
			return around.Answer{Err: err}, true
		}
		if err := s.check(ctx, r); err != nil {
			if ctx.Err() != nil {
				return around.Answer{Err: context.Cause(ctx)}, true
			}
			return around.Answer{Why: "missing feature: " + f.Name + " (" + strings.TrimPrefix(err.Error(), "service "+name+": ") + ")"}, true
		}
	}
	return around.Answer{Present: true}, true
}

// check reports why a service cannot run here, asked once.
func (s *Services) check(ctx context.Context, r *recipe) error {
	s.mu.Lock()
	o := s.checked[r.id()]
	if o == nil {
		o = &once[struct{}]{}
		s.checked[r.id()] = o
	}
	s.mu.Unlock()
	_, err := o.do(ctx, func() (struct{}, error) { return struct{}{}, s.engine(r).check(ctx, r) })
	return err
}

func (r *recipe) id() string { return r.cell + "\x00" + r.name }

// A once is a value that is made once, for all who ask for it. One who was
// interrupted leaves it to the next.
type once[T any] struct {
	mu    sync.Mutex
	made  bool
	value T
	err   error
}

func (o *once[T]) do(ctx context.Context, make func() (T, error)) (T, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.made {
		o.value, o.err = make()
		o.made = o.err == nil || ctx.Err() == nil
	}
	return o.value, o.err
}

// spareKey names the instances that a test needs.
func spareKey(cell string, names []string) string {
	return cmp.Or(cell, "-") + "\x00" + strings.Join(names, "\x00")
}
