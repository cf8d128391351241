package runner

import (
	"context"
	"flag"
	"path/filepath"
	"strings"

	"dott/runner/around"
	"dott/runner/event"
	"dott/runner/process"
	"dott/runner/review"
)

// Test runs the transcripts below dir as subtests of a Go test, each named by its
// path relative to dir, with its case behind a #. A test that fails says why, with
// the difference; one that is skipped is skipped here too, with its reason.
//
//	func TestCommands(t *testing.T) {
//		runner.Test(t, "testdata")
//	}
//
// Then `go test -run TestCommands/usage.t` runs one of them. The subtests are
// parallel, so `go test -parallel 1` runs them one after another. Under `go test
// -short` the feature `short` is present: a slow transcript begins with
// `#require no-short`. With a flag of the name update, which [Main] declares,
// `go test -update` writes what the commands print into the files.
//
// The tests run with default [Options]; whoever needs others calls [Run]. T is
// *testing.T: package testing is for tests alone, and so is not imported here.
func Test[T interface {
	Helper()
	Context() context.Context
	Cleanup(f func())
	Parallel()
	Run(name string, f func(T)) bool
	Error(args ...any)
	Skip(args ...any)
	Fatal(args ...any)
}](t T, dir string) {
	t.Helper()
	o := Options{
		Discover: DiscoverOptions{Paths: []string{dir}}, Supervisor: process.NewSupervisor(),
		Around: []around.Layer{{Feature: short}},
	}
	t.Cleanup(o.Supervisor.Close) // when the parallel subtests have ended
	names, err := List(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if flagIsOn("update") {
		names = files(names)
	}
	for _, name := range names {
		relative, err := filepath.Rel(dir, name)
		if err != nil || relative == "." {
			relative = filepath.Base(name)
		}
		t.Run(filepath.ToSlash(relative), func(t T) {
			t.Helper()
			t.Parallel()
			one := o
			one.Discover.Paths = []string{name}
			ends, err := one.ends(t.Context(), flagIsOn("update"))
			if err != nil {
				t.Fatal(err)
			}
			if len(ends) == 0 {
				t.Error(name + ": it was not run")
			}
			skipped := ""
			for _, end := range ends {
				switch end.Action {
				case event.Pass:
				case event.Skip:
					skipped = end.Reason
				default:
					t.Error(strings.TrimSpace(end.Reason + "\n" + end.Diff))
				}
			}
			if len(ends) == 1 && skipped != "" {
				t.Skip(skipped)
			}
		})
	}
}

// ends runs tests and returns how they ended; with update, after what they printed
// was written into their files.
func (o Options) ends(ctx context.Context, update bool) (ends []event.Event, err error) {
	var h event.Handler = event.HandlerFunc(func(e event.Event) error {
		if e.Done() {
			ends = append(ends, e)
		}
		return nil
	})
	if !update {
		return ends, Run(ctx, o, h)
	}
	queue := event.NewQueue(&review.Review{
		Next: h, Format: o.FormatFor, Stopped: func() error { return context.Cause(ctx) },
		Again: func(tests []string) ([]event.Event, error) {
			again := o
			again.Discover.Paths = tests
			return again.ends(ctx, false)
		},
	})
	err = Run(ctx, o, queue)
	if cerr := queue.Close(); err == nil {
		err = cerr
	}
	return ends, err
}

// short answers for the feature that `go test -short` gives.
func short(_ context.Context, f around.Feature) (around.Answer, bool) {
	return around.Answer{Present: flagIsOn("test.short"), Why: "go test runs without -short"}, f.Name == "short"
}

// flagIsOn reports whether the program has a flag of a name, and it is set.
func flagIsOn(name string) bool {
	f := flag.Lookup(name)
	return f != nil && f.Value.String() == "true"
}

// files returns the files of tests, each once.
func files(names []string) (all []string) {
	for _, name := range names {
		file, _, _ := strings.Cut(name, "#")
		if len(all) == 0 || all[len(all)-1] != file {
			all = append(all, file)
		}
	}
	return all
}
