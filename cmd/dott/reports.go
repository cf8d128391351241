package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"dott/runner/event"
	"dott/runner/report"
)

// reporters are the handlers of one run: the screen, the files, and what else
// listens.
type reporters struct {
	screen io.Writer // where the report on the screen goes
	fan    fan
	files  []*listener
	opened *report.Files
	total  int
	done   int
	begun  bool
	ended  bool
}

// openReports makes the files' reports. Where one of them takes standard output,
// the screen's goes to standard error.
func (a *app) openReports(show *showing) (*reporters, error) {
	opened, err := report.Open(show.reports, a.stdout)
	if err != nil {
		return nil, err
	}
	r := &reporters{screen: a.stdout, opened: opened}
	if opened.Stdout {
		r.screen = a.stderr
	}
	for _, h := range opened.Handlers {
		r.files = append(r.files, &listener{Handler: h})
	}
	return r, nil
}

// plain returns the report on the screen.
func (a *app) plain(show *showing, r *reporters) *report.Plain {
	return &report.Plain{Out: r.screen, Err: a.stderr, Quiet: show.quiet, Verbose: show.verbose, Color: a.colored(show.color, r.screen)}
}

// onScreen dresses the report on the screen for GitHub, where that is the screen,
// and with the slowest tests, where they are wanted.
func (a *app) onScreen(show *showing, out io.Writer, plain *report.Plain, screen event.Handler) event.Handler {
	if show.github {
		g := &report.GitHub{Plain: screen, Out: out, Break: plain.Break, Quiet: show.quiet, Workspace: a.getenv("GITHUB_WORKSPACE")}
		if file := a.getenv("GITHUB_STEP_SUMMARY"); file != "" {
			g.Summary = func(text func(room int) string) error { return appendSummary(file, text) }
		}
		screen = g
	}
	if show.time {
		screen = event.All(screen, &report.Slowest{Out: out})
	}
	return screen
}

// appendSummary appends to the summary of a GitHub step, which other programs
// write to as well, and which must not become longer than 1 MiB.
func appendSummary(file string, text func(room int) string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return fmt.Errorf("writing the summary for GitHub: %w", err)
	}
	defer f.Close()
	room := 1 << 20
	if info, err := f.Stat(); err == nil {
		room -= int(info.Size())
	}
	if _, err := io.WriteString(f, text(room)); err != nil {
		return fmt.Errorf("writing the summary for GitHub: %w", err)
	}
	return nil
}

// Handle hands an event to all reports.
func (r *reporters) Handle(e event.Event) error {
	switch {
	case e.Action == event.Dott:
		r.begun, r.total = true, e.Total
	case e.Done() || e.Action == event.NotRun:
		r.done++
	case e.Action == event.Summary:
		r.ended = true
	}
	return r.fan.Handle(e)
}

// Wants reports whether any report asks for events of an action.
func (r *reporters) Wants(a event.Action) bool {
	return slices.ContainsFunc(r.fan.listeners, func(l *listener) bool { return event.Wants(l.Handler, a) })
}

// finish ends the reports: whatever ended the run, the files are complete. head is
// the first event of a run that had none. The error is that of the first report
// that failed.
func (r *reporters) finish(head event.Event, err error) error {
	if !r.ended && (r.begun || err == nil) {
		// The runner has told all that it will. Only the files have not heard it.
		files := fan{listeners: r.files}
		if !r.begun {
			_ = files.Handle(head)
		}
		end := event.Event{Action: event.Summary, NotRun: max(0, r.total-r.done)}
		if err != nil {
			end.Reason = err.Error()
		}
		_ = files.Handle(end)
		r.fan.note(files.err)
	}
	r.fan.note(r.opened.Close())
	return r.fan.err
}

// listen adds handlers that hear of the run before the files do.
func (r *reporters) listen(handlers ...event.Handler) {
	for _, h := range handlers {
		r.fan.listeners = append(r.fan.listeners, &listener{Handler: h})
	}
	r.fan.listeners = append(r.fan.listeners, r.files...)
}

// A fan hands events to several listeners. One that fails gets no more, and ends
// the run; the others still hear how it ends, so that their files are whole.
type fan struct {
	listeners []*listener
	cancel    context.CancelCauseFunc
	err       error
}

type listener struct {
	event.Handler
	failed bool
}

func (f *fan) Handle(e event.Event) error {
	for _, l := range f.listeners {
		if l.failed || !event.Wants(l.Handler, e.Action) {
			continue
		}
		if err := l.Handle(e); err != nil {
			l.failed = true
			f.note(err)
		}
	}
	return nil
}

// note keeps the first error.
func (f *fan) note(err error) {
	if err == nil || f.err != nil {
		return
	}
	f.err = err
	if f.cancel != nil {
		f.cancel(err)
	}
}
