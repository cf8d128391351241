package runner

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/place"
	"dott/runner/prepare"
)

// A Scope is the configuration of some tests of a run, and what concerns each of
// them: a project in a monorepo has its own environment, files, features, services
// and limits, wherever the run was begun. What concerns the run, such as its jobs,
// its matrix and its reports, is that of [Options].
type Scope struct {
	Config   config.Config
	Test     TestOptions // of which those count that are about a test: format, shell, limits, retry
	Preserve bool
	Target   string                                   // where tests run that say nothing else
	Open     func(place.Options) (place.Place, error) // as PlaceOptions has it
	Own      []around.Layer
}

// addScopes makes a run for the tests of each scope, which shares with this one what
// is not particular to it. It returns the places of all, this one's first.
func addScopes(r *run) (places []place.Place, err error) {
	places = append(places, r.place)
	if r.o.Scope == nil {
		return places, nil
	}
	r.scopes = map[string]*run{}
	var faults []error // of several configurations, all are told
	known := map[*Scope]*run{}
	for i := range r.tests {
		dir := filepath.Dir(r.tests[i].Path)
		if _, asked := r.scopes[dir]; asked {
			continue
		}
		r.scopes[dir] = r
		s, err := r.o.Scope(r.tests[i].Path)
		if err != nil {
			if !slices.ContainsFunc(faults, func(f error) bool { return f.Error() == err.Error() }) {
				faults = append(faults, err)
			}
			continue
		}
		if s == nil {
			continue
		}
		if known[s] == nil {
			if known[s], err = scoped(r, s); err != nil {
				return places, err
			}
			places = append(places, known[s].place)
		}
		r.scopes[dir] = known[s]
	}
	return places, errors.Join(faults...)
}

// closeAll closes places; with keep, it says which directories were left.
func closeAll(places []place.Place, keep bool) error {
	var errs []error
	var kept []string
	for _, p := range places {
		errs = append(errs, p.Close())
		if local, ok := p.(interface{ Dir() string }); ok && keep {
			kept = append(kept, local.Dir())
		}
	}
	if err := errors.Join(errs...); err != nil || len(kept) == 0 {
		return err
	}
	return Kept{strings.Join(kept, ", ")}
}

// scoped returns the run of a scope.
func scoped(r *run, s *Scope) (*run, error) {
	o := *r.o
	o.Config, o.Place.Preserve = s.Config, s.Preserve
	o.Place.Target, o.Place.Open = s.Target, s.Open
	o.Test.Format, o.Test.Shell, o.Test.ShellArgs = s.Test.Format, s.Test.Shell, s.Test.ShellArgs
	o.Test.Timeout, o.Test.MaxOutput, o.Test.Retry = s.Test.Timeout, s.Test.MaxOutput, s.Test.Retry
	o.setDefaults()
	where, err := o.openPlace()
	if err != nil {
		return nil, err
	}
	c := *r
	c.o, c.place, c.scopes, c.keys = &o, where, nil, &commonKeys{}
	c.layers = append(r.layers[:r.common:r.common], s.Own...)
	c.preparer = newPreparer(&c, prepare.Limits(&r.o.Config))
	return &c, nil
}

// scopeOf returns the run that a test belongs to.
func scopeOf(r *run, t *discover.Test) *run {
	s := r.scopes[filepath.Dir(t.Path)]
	if s == nil {
		return r
	}
	return s
}

// eachScope calls f for the run and for each scope, with its tests.
func eachScope(r *run, f func(s *run, tests []discover.Test) error) error {
	if len(r.scopes) == 0 {
		return f(r, r.tests)
	}
	var order []*run
	tests := map[*run][]discover.Test{}
	for i := range r.tests {
		s := scopeOf(r, &r.tests[i])
		if tests[s] == nil {
			order = append(order, s)
		}
		tests[s] = append(tests[s], r.tests[i])
	}
	for _, s := range order {
		if err := f(s, tests[s]); err != nil {
			return err
		}
	}
	return nil
}

// substitute finds what is substituted in the output of tests.
func substitute(ctx context.Context, r *run) error {
	return eachScope(r, func(s *run, tests []discover.Test) (err error) {
		s.substitutions, err = s.preparer.Substitutions(ctx, &tests[0])
		return err
	})
}

// forgotten returns warnings about what configurations say of tests that are not
// there.
func forgotten(r *run) (warnings []string) {
	_ = eachScope(r, func(s *run, tests []discover.Test) error {
		warnings = append(warnings, s.preparer.Forgotten(tests)...)
		return nil
	})
	return warnings
}

// begun returns the layers of which each is begun once in the run.
func begun(r *run) around.Layers {
	all := r.layers[:r.common:r.common]
	_ = eachScope(r, func(s *run, _ []discover.Test) error {
		all = append(all, s.layers[s.common:]...)
		return nil
	})
	return all
}

// FormatFor returns how the file of a test is read and written.
func (o *Options) FormatFor(path string) transcript.Format {
	if o.Scope != nil {
		if s, err := o.Scope(path); err == nil && s != nil {
			return s.Test.Format
		}
	}
	return o.Test.Format
}
