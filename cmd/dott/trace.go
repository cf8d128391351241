package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dott/runner"
	"dott/runner/discover"
	"dott/runner/state"
	"dott/runner/trace"
	"dott/runner/verdicts"
)

// openVerdicts reads what is known of the tests of the project in a folder.
func openVerdicts(p *state.Project, here, dir string) *verdicts.Store {
	host, _ := os.Hostname()
	o := verdicts.Options{Dir: dir, Project: state.Root(here), Host: host}
	if cache := p.Cache("verdicts"); cache != "" {
		o.Hashes = filepath.Join(cache, "hashes")
		if dir == "" {
			o.Dir = cache
		}
	}
	return verdicts.Open(o)
}

// tracing begins to find out what tests touch, if that is wanted. end is to be called when
// the run is over.
func (s *session) tracing() (t runner.Tracing, end func() error) {
	run := &s.set.Run
	if !run.Trace && run.Cached == "" {
		return t, func() error { return nil }
	}
	if err := trace.Possible(); err != nil {
		what := "--trace"
		if run.Cached != "" {
			what = "--cached"
		}
		fmt.Fprintf(s.app.Stderr, "warning: %s: all tests are run, and nothing is traced: %v\n", what, err)
		return t, func() error { return nil }
	}
	store := openVerdicts(s.state, s.here, run.CacheDir)
	return runner.Tracing{
		Store: store, Cached: run.Cached != "", Verify: run.Cached == "verify", Project: state.Root(s.here),
		Name: func(t *discover.Test) string { return s.state.Name(t.Key()) },
	}, store.Close
}
