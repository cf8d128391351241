package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"time"

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
func repeatTests(ctx context.Context, s *session, args []string, asCram bool) error {
	a, first := s.app, true
	l := every.Loop{
		Interval: s.set.Every,
		Late:     func(took time.Duration) { fmt.Fprintln(a.Stderr, "dott: "+every.Late(took, s.set.Every)) },
		Run: func(ctx context.Context) error {
			var err error
			if !first {
				var fresh *session
				if fresh, err = reread(a, args, asCram); err == nil {
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
			if _, message := explain(err); message != "" {
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
func runAndTell(ctx context.Context, s *session) error {
	return told(ctx, s, func() error {
		if err := s.addMatrix(ctx); err != nil {
			return err
		}
		return s.runTests(ctx, plan{}, s.listeners...)
	})
}

// told has a run done, and tells of it if that is wanted. That it cannot is an error on
// standard error; the verdict is that of the run.
func told(ctx context.Context, s *session, run func() error) error {
	c := s.set.Config.Notify
	if c == nil || !s.set.Notify && s.set.Every == 0 {
		return run()
	}
	_, dir := project.Place(s.here)
	root := state.Root(s.here)
	o := notify.Options{
		Command: c.Command, On: c.On, Dir: s.base(), Env: s.app.Env, Project: filepath.Base(root),
		Names: history.Names{Dir: dir, Here: s.here}, State: s.state, Supervisor: s.app.Supervisor,
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
	listeners := s.listeners
	s.listeners = append(listeners[:len(listeners):len(listeners)], event.Handler(r))
	err = run()
	s.listeners = listeners
	if ctx.Err() != nil { // it has no verdicts of all tests
		return err
	}
	if failed := n.Finish(ctx, r, faultOf(err)); failed != nil {
		fmt.Fprintln(s.app.Stderr, "dott: "+strings.ReplaceAll(failed.Error(), "\n", "\ndott: "))
	}
	return err
}
