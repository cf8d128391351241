package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"dott/cmd/dott/app"
	"dott/matcher/transcript"

	"dott/matcher"
	"dott/runner"
	"dott/runner/accept"
	"dott/runner/event"
	"dott/runner/report"
	"dott/runner/review"
	"dott/runner/review/errfile"
	"dott/runner/state"
)

// runTests runs the tests once, for the reports that were asked for and for those
// handlers that are given besides.
func (s *session) runTests(ctx context.Context, p plan, more ...event.Handler) error {
	a, show := s.app, &s.set.Show
	kept, err := s.history(ctx)
	if err != nil {
		return err
	}
	reports, err := openReports(a, show)
	if err != nil {
		return err
	}
	kept.Next = reports
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	tally := &event.Tally{}
	plain := plainReport(a, show, reports)
	if s.hushed {
		plain.Err = io.Discard
	}
	var screen event.Handler = plain
	above, makeRoom := a.Stderr, plain.Break
	if f, ok := a.LiveTerminal(reports.screen); ok && s.streams == nil && !show.Github && show.Agent == "" {
		live := report.NewLive(plain, app.Width(f))
		defer func() { _ = live.Close() }()
		screen, above, makeRoom = live, live.Above(a.Stderr), live.Break
	}
	screen = onScreen(a, show, reports.screen, plain, screen)
	reports.fan.Cancel, reports.files.Cancel = cancel, cancel
	reports.listen(append(more, tally, &state.Recorder{Project: s.state}, &accept.Keeper{Dir: s.state.Cache("left"), Here: s.here, Format: formats(s)}, errfile.Files{Dir: show.Outputdir, Err: above}, screen)...)
	measured, err := openCover(ctx, s, &p)
	if err != nil {
		return errors.Join(err, reports.finish(s.head(), err))
	}
	o := s.runnerOptions(p)
	var handler event.Handler = kept
	reviewed := func() error { return nil }
	switch {
	case s.streams != nil:
		handler = event.All(tally, debugReport{a.Stderr})
	case s.set.Update.Write:
		r := &review.Review{
			Next: handler, Again: again(ctx, s), Format: o.FormatFor, Matrix: s.universe,
			Stopped: func() error { return context.Cause(ctx) }, MaxDiff: matcher.DiffLimit(show.MaxDiff),
		}
		if s.set.Update.Ask {
			ask := newPrompt(ctx, a, plain.Color, makeRoom, reports.screen)
			ask.MaxDiff = r.MaxDiff
			ask.Listing = ask.Listing || show.Agent != "" && ask.Accept != nil
			r.Ask = ask
		}
		// It runs tests again, and asks a person, in a goroutine of its own: the run does
		// not wait for it.
		queue := event.NewQueue(r)
		queue.OnError = func(err error) { cancel(err) }
		reviewed = queue.Close
		handler = queue
	}
	o.Test.Pace = kept.Pace(s.set.Run.Slower)
	tracing, traced := s.tracing()
	o.Tracing = tracing
	err = runner.Run(ctx, o, handler)
	if terr := traced(); terr != nil {
		fmt.Fprintf(a.Stderr, "warning: keeping what the tests touched: %v\n", terr)
	}
	if rerr := reviewed(); err == nil {
		err = rerr
	}
	kept.Finish(ctx)
	if tmp, ok := errors.AsType[runner.Kept](err); ok {
		_, err = fmt.Fprintf(reports.screen, "# Kept temporary directory: %s\n", tmp.Dir)
	}
	if measured != nil {
		measured.say(a.Stderr)
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx) // while data were read
		}
	}
	err = nothingLeft(s, err)
	if failed := reports.finish(s.head(), err); err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	if err := verdict(tally); err != nil || tally.NotRun == 0 {
		return err
	}
	// As after -f -u: the test at which the run was stopped passes by now.
	fmt.Fprintln(a.Stderr, "dott: not all tests were run")
	return app.ExitStatus(1)
}

// nothingLeft says that there is nothing left to do, where none of the tests
// that were asked for is one that failed or changed; that is no error.
func nothingLeft(s *session, err error) error {
	c := &s.set.Choose
	if !errors.Is(err, runner.ErrNoTests) || !c.Retest && !c.Changed.Asked && !c.Affected.Asked {
		return err
	}
	_, err = fmt.Fprintln(s.app.Stderr, strings.TrimPrefix(err.Error(), runner.ErrNoTests.Error()+": "))
	return err
}

// again returns a function that runs tests once more and returns their ends.
func again(ctx context.Context, s *session) func(tests []string) ([]event.Event, error) {
	return func(tests []string) (ends []event.Event, err error) {
		p := plan{paths: tests, once: true, jobs: min(s.set.Run.Jobs, len(tests))}
		err = runner.Run(ctx, s.runnerOptions(p), event.HandlerFunc(func(e event.Event) error {
			if e.Done() {
				ends = append(ends, e)
			}
			return nil
		}))
		return ends, err
	}
}

// formats returns how each file is read, by the configuration that is nearest to it.
func formats(s *session) func(file string) transcript.Format {
	o := sync.OnceValue(func() *runner.Options { o := s.runnerOptions(plan{}); return &o })
	return func(file string) transcript.Format { return o().FormatFor(file) }
}
