package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dott/runner/environment"
	"dott/runner/process"
)

// A dead is the error of a service that ended, or never came to answer.
type dead struct {
	i    *instance
	text string // "ended with status 1 before it was ready"
}

func (d dead) Error() string { return "service " + d.i.recipe.name + " " + d.text }

// A starter starts instances, waits until they are ready, and ends them.
type starter struct{ s *Services }

// launch makes an instance and waits until it answers. Where it fails, nothing is
// left of the instance but its log.
func (st *starter) launch(ctx context.Context, r *recipe, depends []*instance) (i *instance, err error) {
	s := st.s
	key, err := (&preparer{s}).prepared(ctx, r, depends)
	if err != nil {
		return nil, err
	}
	if i, err = st.open(r, depends); err != nil {
		return nil, err
	}
	if err = st.begin(ctx, i, key); err != nil {
		i.last = pointer(i.logEvent(0))
		_, serr := st.end(i)
		return i, errors.Join(err, serr)
	}
	return i, nil
}

func pointer[T any](v T) *T { return &v }

// open makes the directory of an instance.
func (st *starter) open(r *recipe, depends []*instance) (*instance, error) {
	s := st.s
	root, err := s.root()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.count++
	label := fmt.Sprintf("%s-%d", r.name, s.count)
	s.mu.Unlock()
	i := &instance{recipe: r, label: label, dir: filepath.Join(root, label), depends: depends}
	i.data, i.logPath = filepath.Join(i.dir, dataName), filepath.Join(i.dir, "log")
	for _, dir := range []string{i.dir, i.data} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			return nil, fmt.Errorf("service %s: %w", r.name, err)
		}
	}
	// A server may have a user of its own.
	if err := errors.Join(os.Mkdir(i.temp(), 0o777), os.Chmod(i.temp(), 0o777|os.ModeSticky)); err != nil {
		return nil, fmt.Errorf("service %s: %w", r.name, err)
	}
	if i.log, err = os.OpenFile(i.logPath, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o644); err != nil {
		return nil, fmt.Errorf("service %s: %w", r.name, err)
	}
	return i, nil
}

// begin starts an instance, from a snapshot if key names one, and waits until it
// answers.
func (st *starter) begin(ctx context.Context, i *instance, key string) error {
	s := st.s
	e, wrap := s.engine(i.recipe), func(err error) error { return fmt.Errorf("service %s: %w", i.recipe.name, err) }
	if err := e.reserve(ctx, i); err != nil {
		return wrap(err)
	}
	if key != "" {
		if err := e.restore(ctx, i, key); err != nil {
			return wrap(err)
		}
	}
	if err := i.writeFiles(); err != nil {
		return wrap(err)
	}
	var err error
	if i.body, err = e.start(ctx, i); err != nil {
		return wrap(err)
	}
	st.note(i)
	return st.await(ctx, i)
}

// writeFiles writes the templates of a service. Only variables of the service are
// filled in: a $ may be a sign of the server's own.
func (i *instance) writeFiles() error {
	if len(i.recipe.service.Files) == 0 {
		return nil
	}
	value := i.lookupInside()
	for name, text := range i.recipe.service.Files {
		path := filepath.Join(i.data, environment.Expand(name, value))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(environment.Expand(text, value)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// end stops an instance and removes what it had, and returns what went wrong in a
// sentence to be warned of.
func (st *starter) end(i *instance) (warning string, err error) {
	s := st.s
	e := s.engine(i.recipe)
	if i.body != nil {
		killed, serr := i.body.Stop(i.recipe.signal(), i.recipe.grace())
		if err = serr; killed {
			warning = fmt.Sprintf("service %s did not stop within %v of %s, and was killed", i.recipe.name, i.recipe.grace(), i.recipe.signal())
			if i.recipe.service.IsContainer() {
				warning += "; the first process of a container ignores a signal that it does not handle"
			}
		}
	}
	_ = i.log.Close()
	err = errors.Join(err, e.release(context.Background(), i))
	switch {
	case s.o.Keep:
	case s.o.KeepLogs:
		err = errors.Join(err, process.RemoveTree(i.data), process.RemoveTree(i.temp()), os.Remove(filepath.Join(i.dir, noteName)))
	default:
		err = errors.Join(err, process.RemoveTree(i.dir))
	}
	if err != nil {
		err = fmt.Errorf("stopping service %s: %w", i.recipe.name, err)
	}
	return warning, err
}

// died returns how an instance ended that is to run, or nil.
func (i *instance) died(when string) error {
	select {
	case <-i.body.Done():
		return dead{i, i.body.Ended() + " " + when}
	default:
		return nil
	}
}
