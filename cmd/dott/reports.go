package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"dott/runner"
	"dott/runner/event"
	"dott/runner/report"
)

// reportFiles are where the reports of a run go besides the screen; "-" is
// standard output, and the screen's report goes to standard error then.
func (o *options) reportFiles() map[string]string {
	files := map[string]string{}
	for name, file := range map[string]string{"json": o.json, "junit": o.junit, "tap": o.tap, "html": o.html} {
		if file != "" {
			files[name] = file
		}
	}
	return files
}

// checkReports judges the options for reports before any is opened.
func checkReports(o *options) error {
	names := map[string]string{}
	for name, file := range o.reportFiles() {
		if file != "-" {
			file = filepath.Clean(file)
		}
		if other := names[file]; other != "" {
			return usagef("--%s and --%s cannot both be written to %s", min(name, other), max(name, other), file)
		}
		names[file] = name
	}
	return nil
}

// reporters are the handlers of one run: the screen, the files, and what else
// listens.
type reporters struct {
	screen  io.Writer // where the report on the screen goes
	fan     fan
	files   []*listener
	json    *os.File
	total   int
	done    int
	covered func() *event.Coverage // what the run measured, at its end; nil is nothing
	begun   bool
	ended   bool
}

// openReports makes the files' reports. What cannot be written is found here,
// before anything is run.
func openReports(o *options, stdout, stderr io.Writer) (*reporters, error) {
	r := &reporters{screen: stdout}
	add := func(h event.Handler) { r.files = append(r.files, &listener{Handler: h}) }
	to := func(file string) (func(func(io.Writer) error) error, error) {
		if file == "-" {
			r.screen = stderr
			return func(write func(io.Writer) error) error { return write(stdout) }, nil
		}
		return report.File(file).Write, report.File(file).Check()
	}
	if o.json != "" {
		out := stdout
		if o.json == "-" {
			r.screen = stderr
		} else {
			if err := report.File(o.json).Check(); err != nil {
				return nil, err
			}
			f, err := os.Create(o.json)
			if err != nil {
				return nil, fmt.Errorf("writing the events: %w", err)
			}
			r.json, out = f, f
		}
		add(report.NewJSON(out))
	}
	if o.tap != "" {
		write, err := to(o.tap)
		if err != nil {
			return nil, err
		}
		tap := func(w io.Writer) event.Handler { return &report.TAP{Out: w} }
		if o.tap == "-" {
			add(tap(stdout))
		} else {
			add(report.Whole(write, tap))
		}
	}
	if o.junit != "" {
		write, err := to(o.junit)
		if err != nil {
			return nil, err
		}
		add(&report.JUnit{To: write})
	}
	if o.html != "" {
		write, err := to(o.html)
		if err != nil {
			return nil, err
		}
		add(&report.HTML{To: write})
	}
	return r, nil
}

// onScreen returns the report on the screen, dressed for GitHub where that is
// the screen, and with the slowest tests where they are wanted.
func (r *reporters) onScreen(o *options, env []string, plain *report.Plain, screen event.Handler) event.Handler {
	if o.onGitHub(env) {
		g := &report.GitHub{Plain: screen, Out: r.screen, Break: plain.Break, Quiet: o.quiet, Workspace: getenv(env, "GITHUB_WORKSPACE")}
		if file := getenv(env, "GITHUB_STEP_SUMMARY"); file != "" {
			g.Summary = func(text func(room int) string) error { return appendSummary(file, text) }
		}
		screen = g
	}
	if o.time {
		screen = event.All(screen, &report.Slowest{Out: r.screen})
	}
	return screen
}

// onGitHub reports whether the output is read by GitHub Actions.
func (o *options) onGitHub(env []string) bool {
	if o.githubSet {
		return o.github
	}
	return getenv(env, "GITHUB_ACTIONS") == "true"
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
		if r.covered != nil {
			e.Coverage = r.covered()
		}
	}
	return r.fan.Handle(e)
}

// finish ends the reports: whatever ended the run, the files are complete. The
// error is that of the first report that failed.
func (r *reporters) finish(ro *runner.Options, err error) error {
	if !r.ended && (r.begun || err == nil) {
		// The runner has told all that it will. Only the files have not heard it.
		files := fan{listeners: r.files}
		if !r.begun {
			dott := ro.About
			dott.Action, dott.Schema, dott.Version, dott.Shell = event.Dott, event.Schema, ro.Version, ro.Shell
			_ = files.Handle(dott)
		}
		end := event.Event{Action: event.Summary, NotRun: max(0, r.total-r.done)}
		if err != nil {
			end.Reason = err.Error()
		}
		_ = files.Handle(end)
		r.fan.note(files.err)
	}
	if r.json != nil {
		r.fan.note(r.json.Close())
	}
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
		if l.failed {
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

// about returns what the first event says of the run.
func about(o *options, env []string) event.Event {
	e := event.Event{Again: o.again}
	if o.order.is == runner.Random {
		e.Seed = o.order.seed
	}
	if len(o.reportFiles()) == 0 && !o.onGitHub(env) {
		return e // nobody would read the rest
	}
	e.Host, _ = os.Hostname()
	if dir, err := os.Getwd(); err == nil {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
		if root, _ := repository(dir); root != "" {
			if rel, err := filepath.Rel(root, dir); err == nil && rel != "." {
				e.Dir = strings.ReplaceAll(rel, string(filepath.Separator), "/")
			}
		}
	}
	return e
}
