package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dott/cmd/dott/session"
	"dott/runner/event"
	"dott/runner/every"
	"dott/runner/history"
	"dott/runner/notify"
	"dott/runner/project"
	"dott/runner/state"
)

// repeatTests runs the tests again and again, until it is told to end. Each run reads the
// configuration anew. What makes the first run impossible ends it, so that nobody leaves
// behind what never worked; later, that is told, and the next run tries again.
func repeatTests(ctx context.Context, s *session.Session, args []string, asCram bool) error {
	a, first := s.App, true
	l := every.Loop{
		Interval: s.Set.Every,
		Late:     func(took time.Duration) { fmt.Fprintln(a.Stderr, "dott: "+every.Late(took, s.Set.Every)) },
		Run: func(ctx context.Context) error {
			var err error
			if !first {
				var fresh *session.Session
				if fresh, err = session.Reread(a, args, asCram); err == nil {
					s = fresh
				}
			}
			if err == nil {
				err = runAndTell(ctx, s)
			} else {
				err = told(ctx, s, func() error { return err })
			}
			was := first
			first = false
			switch {
			case ctx.Err() != nil:
				return context.Cause(ctx)
			case errors.Is(err, syscall.EPIPE) || was && faultOf(err) != "":
				return err
			}
			if _, message := session.Explain(err); message != "" {
				fmt.Fprintln(a.Stderr, message)
			}
			return nil
		},
	}
	if _, ok := a.LiveTerminal(a.Stderr); ok {
		l.Waiting = func(wait time.Duration) {
			fmt.Fprintf(a.Stderr, "dott: the next run begins in %s; Ctrl-C ends this\n", wait.Round(time.Second))
		}
	}
	return l.Loop(ctx)
}

// runAndTell runs the tests once, and tells those of it that [notify] has.
func runAndTell(ctx context.Context, s *session.Session) error {
	return told(ctx, s, func() error {
		if err := s.AddMatrix(ctx); err != nil {
			return err
		}
		return s.RunTests(ctx, session.Plan{}, s.Listeners...)
	})
}

// told has a run done, and tells of it if that is wanted. That it cannot is an error on
// standard error; the verdict is that of the run.
func told(ctx context.Context, s *session.Session, run func() error) error {
	c := s.Set.Config.Notify
	if c == nil || !s.Set.Notify && s.Set.Every == 0 {
		return run()
	}
	_, dir := project.Place(s.Here)
	root := state.Root(s.Here)
	o := notify.Options{
		Command: c.Command, On: c.On, Dir: s.Base(), Env: s.App.Env, Project: filepath.Base(root),
		Names: history.Names{Dir: dir, Here: s.Here}, State: s.State, Supervisor: s.App.Supervisor,
	}
	if o.On == "" {
		o.On = "change"
	}
	if c.After != nil {
		o.After = *c.After
	}
	n, err := notify.New(o)
	if err != nil {
		return err
	}
	r := n.Run()
	listeners := s.Listeners
	s.Listeners = append(listeners[:len(listeners):len(listeners)], event.Handler(r))
	err = run()
	s.Listeners = listeners
	if ctx.Err() != nil { // it has no verdicts of all tests
		return err
	}
	if failed := n.Finish(ctx, r, faultOf(err)); failed != nil {
		fmt.Fprintln(s.App.Stderr, "dott: "+strings.ReplaceAll(failed.Error(), "\n", "\ndott: "))
	}
	return err
}
