package session

import (
	"context"
	"fmt"
	"sync/atomic"
	"syscall"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner"
	"dott/runner/event"
	"dott/runner/verdicts"
	"dott/runner/watch"
)

// WatchTests runs the tests again when they change, until it is told to end. The
// arguments are read anew when the configuration changes.
func WatchTests(ctx context.Context, s *Session, args []string, asCram bool) error {
	a := s.App
	var now atomic.Pointer[Session] // runs are begun in another goroutine
	now.Store(s)
	w := &watch.Watcher{
		Scope: s.scope(), Keys: a.Stdin, Out: a.Stdout, Interrupted: Interrupted{Signal: syscall.SIGINT},
		Tests: func() ([]string, error) {
			s := now.Load()
			return runner.List(ctx, s.RunnerOptions(Plan{}))
		},
		Run: func(ctx context.Context, tests []string) (o watch.Outcome) {
			s := now.Load()
			o.Err = s.RunTests(ctx, Plan{Paths: tests}, event.HandlerFunc(func(e event.Event) error {
				if (e.Action == event.Fail || e.Action == event.Error) && e.Known == "" {
					o.Failed = append(o.Failed, e.Address())
				}
				return nil
			}))
			if s.Set.Run.Trace || s.Set.Run.Cached != "" {
				o.Used = verdicts.Folders(OpenVerdicts(s.State, s.Here, s.Set.Run.CacheDir))
			}
			return o
		},
		Uses: func(files []string) (watch.Use, bool) { return used(ctx, now.Load(), files) },
		Reload: func() (watch.Scope, error) {
			s, err := reload(ctx, a, args, asCram)
			if err != nil {
				return watch.Scope{}, fmt.Errorf("%w\nthe previous configuration stays in use until you fix this", err)
			}
			now.Store(s)
			return s.scope(), nil
		},
		Explain: func(err error) string {
			_, message := Explain(err)
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
	status, _ := Explain(last.Err)
	if status == 0 && len(last.Failed) > 0 {
		status = 1
	}
	if status == 0 {
		return nil
	}
	return app.ExitStatus(status)
}

// reload returns the session that the arguments come to now.
func reload(ctx context.Context, a *app.App, args []string, asCram bool) (*Session, error) {
	s, err := Reread(a, args, asCram)
	if err != nil {
		return nil, err
	}
	return s, s.AddMatrix(ctx)
}

// Reread is reload without the cells of the matrix.
func Reread(a *app.App, args []string, asCram bool) (*Session, error) {
	line, err := options.Parse(args, asCram)
	if err != nil {
		return nil, err
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return nil, err
	}
	return Begin(a, set)
}

// scope returns what is watched. Reports are written by each run, and are no reason
// for another.
func (s *Session) scope() watch.Scope {
	config := []string{"dott.toml"} // a nearer one holds, once it is there
	if path := s.Set.Config.Path; path != "" {
		config = append(config, options.Below(s.Here, path))
	}
	return watch.Scope{
		Paths: s.Set.Paths, Config: config,
		Ignore: append(s.Set.ReportFiles(), s.Set.Run.Tmpdir, s.Set.Show.Outputdir),
	}
}
