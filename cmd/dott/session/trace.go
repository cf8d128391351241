package session

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dott/runner"
	"dott/runner/discover"
	"dott/runner/state"
	"dott/runner/trace"
	"dott/runner/verdicts"
)

// OpenVerdicts reads what is known of the tests of the project in a folder.
func OpenVerdicts(p *state.Project, here, dir string) *verdicts.Store {
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
func (s *Session) tracing() (t runner.Tracing, end func() error) {
	run := &s.Set.Run
	if !run.Trace && run.Cached == "" {
		return t, func() error { return nil }
	}
	if err := trace.Possible(); err != nil {
		what := "--trace"
		if run.Cached != "" {
			what = "--cached"
		}
		fmt.Fprintf(s.App.Stderr, "warning: %s: all tests run, and nothing is traced: %v\n", what, err)
		return t, func() error { return nil }
	}
	store := OpenVerdicts(s.State, s.Here, run.CacheDir)
	as := verdicts.Process()
	if v := Version(); v == "(devel)" || strings.Contains(v, "+dirty") {
		if program, err := os.Executable(); err == nil {
			as += " " + store.Content(program)
		}
	}
	return runner.Tracing{
		As: as, Store: store, Cached: run.Cached != "", Verify: run.Cached == "verify", Project: state.Root(s.Here),
		Name:   func(t *discover.Test) string { return s.State.Name(t.Key()) },
		Around: surroundings(s),
		Failed: func(key string) bool { return s.records()[s.State.Name(key)].Failed },
	}, store.Close
}
