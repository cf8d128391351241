package session

import (
	"io"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner/event"
	"dott/runner/report"
	"dott/runner/report/agent"
	"dott/runner/report/outfile"
)

// Reporters are the handlers of one run: the screen, the files, and what else
// listens.
type Reporters struct {
	Screen io.Writer // where the report on the screen goes
	fan    report.Fan
	files  report.Fan
	opened *report.Files
	total  int
	done   int
	begun  bool
	ended  bool
}

// OpenReports makes the files' reports. Where one of them takes standard output,
// the screen's goes to standard error.
func OpenReports(a *app.App, show *options.Showing) (*Reporters, error) {
	opened, err := report.Open(show.Reports, a.Stdout)
	if err != nil {
		return nil, err
	}
	r := &Reporters{Screen: a.Stdout, opened: opened}
	if opened.Stdout {
		r.Screen = a.Stderr
	}
	r.files.Add(opened.Handlers...)
	return r, nil
}

// PlainReport returns the report on the screen.
func PlainReport(a *app.App, show *options.Showing, r *Reporters) *report.Plain {
	return &report.Plain{Out: r.Screen, Err: a.Stderr, Quiet: show.Quiet, Verbose: show.Verbose, Color: a.Colored(show.Color, r.Screen)}
}

// OnScreen dresses the report on the screen for GitHub, where that is the screen,
// and with the slowest tests, where they are wanted.
func OnScreen(a *app.App, show *options.Showing, out io.Writer, plain *report.Plain, screen event.Handler) event.Handler {
	if show.Agent != "" {
		return &agent.Report{Out: out, Form: show.Agent, Quiet: show.Quiet}
	}
	if show.Github {
		g := &report.GitHub{Plain: screen, Out: out, Break: plain.Break, Quiet: show.Quiet, Workspace: a.Getenv("GITHUB_WORKSPACE")}
		if file := a.Getenv("GITHUB_STEP_SUMMARY"); file != "" {
			g.Summary = func(text func(room int) string) error { return outfile.AppendSummary(file, text) }
		}
		screen = g
	}
	if show.Time {
		screen = event.All(screen, &report.Slowest{Out: out})
	}
	return screen
}

// Handle hands an event to all reports.
func (r *Reporters) Handle(e event.Event) error {
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
func (r *Reporters) Wants(a event.Action) bool {
	return r.fan.Wants(a)
}

// Finish ends the reports: whatever ended the run, the files are complete. head is
// the first event of a run that had none. The error is that of the first report
// that failed.
func (r *Reporters) Finish(head event.Event, err error) error {
	if !r.ended && (r.begun || err == nil) {
		// The runner has told all that it will. Only the files have not heard it.
		if !r.begun {
			_ = r.files.Handle(head)
		}
		end := event.Event{Action: event.Summary, NotRun: max(0, r.total-r.done)}
		if err != nil {
			end.Reason = err.Error()
		}
		_ = r.files.Handle(end)
	}
	r.fan.Note(r.files.Err)
	r.fan.Note(r.opened.Close())
	return r.fan.Err
}

// Listen adds handlers that hear of the run before the files do.
func (r *Reporters) Listen(handlers ...event.Handler) {
	r.fan.Add(handlers...)
	r.fan.Add(&r.files)
}
