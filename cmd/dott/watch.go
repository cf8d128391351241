package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"syscall"

	"dott/cmd/dott/app"

	"dott/cmd/dott/options"

	"dott/runner"
	"dott/runner/event"
	"dott/runner/watch"
)

// watchTests runs the tests again when they change, until it is told to end. The
// arguments are read anew when the configuration changes.
func watchTests(ctx context.Context, s *session, args []string, asCram bool) error {
	a := s.app
	var now atomic.Pointer[session] // runs are begun in another goroutine
	now.Store(s)
	w := &watch.Watcher{
		Scope: s.scope(), Keys: a.Stdin, Out: a.Stdout, Interrupted: interrupted{syscall.SIGINT},
		Tests: func() ([]string, error) {
			s := now.Load()
			return runner.List(ctx, s.runnerOptions(plan{}))
		},
		Run: func(ctx context.Context, tests []string) (o watch.Outcome) {
			o.Err = now.Load().runTests(ctx, plan{paths: tests}, event.HandlerFunc(func(e event.Event) error {
				if (e.Action == event.Fail || e.Action == event.Error) && e.Known == "" {
					o.Failed = append(o.Failed, e.Address())
				}
				return nil
			}))
			return o
		},
		Reload: func() (watch.Scope, error) {
			s, err := reload(ctx, a, args, asCram)
			if err != nil {
				return watch.Scope{}, fmt.Errorf("%w\nthe previous configuration stays in use until you fix this", err)
			}
			now.Store(s)
			return s.scope(), nil
		},
		Explain: func(err error) string {
			_, message := explain(err)
			return message
		},
	}
	if f, ok := a.LiveTerminal(a.Stdout); ok {
		w.Width = app.Width(f)
	}
	last, err := w.Watch(ctx)
	if err != nil {
		return err
	}
	status, _ := explain(last.Err)
	if status == 0 && len(last.Failed) > 0 {
		status = 1
	}
	if status == 0 {
		return nil
	}
	return app.ExitStatus(status)
}

// reload returns the session that the arguments come to now.
func reload(ctx context.Context, a *app.App, args []string, asCram bool) (*session, error) {
	s, err := reread(a, args, asCram)
	if err != nil {
		return nil, err
	}
	return s, s.addMatrix(ctx)
}

// reread is reload without the cells of the matrix.
func reread(a *app.App, args []string, asCram bool) (*session, error) {
	line, err := options.Parse(args, asCram)
	if err != nil {
		return nil, err
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return nil, err
	}
	return begin(a, set)
}

// scope returns what is watched. Reports are written by each run, and are no reason
// for another.
func (s *session) scope() watch.Scope {
	config := []string{"dott.toml"} // a nearer one holds, once it is there
	if path := s.set.Config.Path; path != "" {
		config = append(config, options.Below(s.here, path))
	}
	return watch.Scope{
		Paths: s.set.Paths, Config: config,
		Ignore: append(s.set.ReportFiles(), s.set.Run.Tmpdir, s.set.Show.Outputdir),
	}
}
