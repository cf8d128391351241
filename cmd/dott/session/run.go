package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"dott/cmd/dott/app"
	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner"
	"dott/runner/accept"
	"dott/runner/event"
	"dott/runner/report"
	"dott/runner/review"
	"dott/runner/review/errfile"
	"dott/runner/state"
)

// RunTests runs the tests once, for the reports that were asked for and for those
// handlers that are given besides.
func (s *Session) RunTests(ctx context.Context, p Plan, more ...event.Handler) error {
	a, show := s.App, &s.Set.Show
	kept, err := s.history(ctx)
	if err != nil {
		return err
	}
	reports, err := OpenReports(a, show)
	if err != nil {
		return err
	}
	kept.Next = reports
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	tally := &event.Tally{}
	plain := PlainReport(a, show, reports)
	if s.Hushed {
		plain.Err = io.Discard
	}
	var screen event.Handler = plain
	above, makeRoom := a.Stderr, plain.Break
	if f, ok := a.LiveTerminal(reports.Screen); ok && s.streams == nil && !show.Github && show.Agent == "" {
		live := report.NewLive(plain, app.Width(f))
		defer func() { _ = live.Close() }()
		screen, above, makeRoom = live, live.Above(a.Stderr), live.Break
	}
	screen = OnScreen(a, show, reports.Screen, plain, screen)
	reports.fan.Cancel, reports.files.Cancel = cancel, cancel
	reports.Listen(append(more, tally, &state.Recorder{Project: s.State}, &accept.Keeper{Dir: s.State.Cache("left"), Here: s.Here, Format: Formats(s)}, errfile.Files{Dir: show.Outputdir, Err: above}, screen)...)
	measured, err := openCover(ctx, s, &p)
	if err != nil {
		return errors.Join(err, reports.Finish(s.Head(), err))
	}
	o := s.RunnerOptions(p)
	var handler event.Handler = kept
	reviewed := func() error { return nil }
	switch {
	case s.streams != nil:
		handler = event.All(tally, debugReport{a.Stderr})
	case s.Set.Update.Write:
		r := &review.Review{
			Next: handler, Again: Again(ctx, s), Format: o.FormatFor, Matrix: s.Universe,
			Stopped: func() error { return context.Cause(ctx) }, MaxDiff: matcher.DiffLimit(show.MaxDiff),
			Judge: s.Set.Update.Judge, Deny: s.Set.Update.Deny,
		}
		if s.Set.Update.Ask {
			ask := NewPrompt(ctx, a, plain.Color, makeRoom, reports.Screen)
			ask.MaxDiff = r.MaxDiff
			ask.Listing = ask.Listing || show.Agent != "" && ask.Accept != nil
			r.Ask, r.Silent = ask, ask.Silent
		}
		// It runs tests again, and asks a person, in a goroutine of its own: the run does
		// not wait for it.
		queue := event.NewQueue(r)
		queue.OnError = func(err error) { cancel(err) }
		reviewed = queue.Close
		handler = queue
	}
	o.Test.Pace = kept.Pace(s.Set.Run.Slower)
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
		_, err = fmt.Fprintf(reports.Screen, "# Kept temporary directory: %s\n", tmp.Dir)
	}
	if measured != nil {
		measured.say(a.Stderr)
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx) // while data were read
		}
	}
	err = NothingLeft(s, err)
	if failed := reports.Finish(s.Head(), err); err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	if err := Verdict(tally); err != nil || tally.NotRun == 0 {
		return err
	}
	// As after -f -u: the test at which the run was stopped passes by now.
	fmt.Fprintln(a.Stderr, "dott: not all tests were run")
	return app.ExitStatus(1)
}

// NothingLeft says that there is nothing left to do, where none of the tests
// that were asked for is one that failed or changed; that is no error.
func NothingLeft(s *Session, err error) error {
	c := &s.Set.Choose
	if !errors.Is(err, runner.ErrNoTests) || !c.Retest && !c.Changed.Asked && !c.Affected.Asked {
		return err
	}
	_, err = fmt.Fprintln(s.App.Stderr, strings.TrimPrefix(err.Error(), runner.ErrNoTests.Error()+": "))
	return err
}

// Again returns a function that runs tests once more and returns their ends.
func Again(ctx context.Context, s *Session) func(tests []string) ([]event.Event, error) {
	return func(tests []string) (ends []event.Event, err error) {
		p := Plan{Paths: tests, Once: true, jobs: min(s.Set.Run.Jobs, len(tests))}
		err = runner.Run(ctx, s.RunnerOptions(p), event.HandlerFunc(func(e event.Event) error {
			if e.Done() {
				ends = append(ends, e)
			}
			return nil
		}))
		return ends, err
	}
}

// Formats returns how each file is read, by the configuration that is nearest to it.
func Formats(s *Session) func(file string) transcript.Format {
	o := sync.OnceValue(func() *runner.Options { o := s.RunnerOptions(Plan{}); return &o })
	return func(file string) transcript.Format { return o().FormatFor(file) }
}
