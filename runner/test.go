package runner

import (
	"context"
	"path/filepath"
	"strings"

	"dott/runner/event"
	"dott/runner/process"
)

// Test runs the transcripts below dir as subtests of a Go test, each named by its
// path relative to dir, with its case behind a #. A test that fails says why, with
// the difference; one that is skipped is skipped here too, with its reason.
//
//	func TestCommands(t *testing.T) {
//		runner.Test(t, "testdata")
//	}
//
// Then `go test -run TestCommands/usage.t` runs one of them. They run one after
// another, with default [Options]; who needs others calls [Run]. T is *testing.T:
// package testing is for tests alone, and so is not imported here.
func Test[T interface {
	Helper()
	Context() context.Context
	Run(name string, f func(T)) bool
	Error(args ...any)
	Skip(args ...any)
	Fatal(args ...any)
}](t T, dir string) {
	t.Helper()
	o := Options{Discover: DiscoverOptions{Paths: []string{dir}}, Supervisor: process.NewSupervisor()}
	defer o.Supervisor.Close()
	names, err := List(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		short, err := filepath.Rel(dir, name)
		if err != nil || short == "." {
			short = filepath.Base(name)
		}
		t.Run(filepath.ToSlash(short), func(t T) {
			t.Helper()
			one := o
			one.Discover.Paths = []string{name}
			var end event.Event
			err := Run(t.Context(), one, event.HandlerFunc(func(e event.Event) error {
				if e.Done() {
					end = e
				}
				return nil
			}))
			if err != nil {
				t.Fatal(err)
			}
			switch end.Action {
			case event.Pass:
			case event.Skip:
				t.Skip(end.Reason)
			default:
				t.Error(strings.TrimSpace(end.Reason + "\n" + end.Diff))
			}
		})
	}
}
