package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner"
	"dott/runner/report/monitor"
)

// monitorTests runs tests as a plugin of a monitoring system does: standard output and the
// exit status are what that takes, and nothing else is told. err is why the settings are
// none.
func monitorTests(ctx context.Context, a *app.App, set *options.Settings, err error) error {
	if err != nil {
		return plugin(a, &monitor.Monitor{}, 0, err)
	}
	quiet := *a
	quiet.Stdout = io.Discard
	m := &monitor.Monitor{WarnTime: set.WarnTime}
	began := time.Now()
	s, err := session.Begin(&quiet, set)
	if err == nil {
		s.Listeners = append(s.Listeners, m)
		s.Hushed = true
		err = runAndTell(ctx, s)
	}
	return plugin(a, m, time.Since(began), err)
}

// plugin prints what a monitoring system takes of a run with that error, and returns the
// exit status.
func plugin(a *app.App, m *monitor.Monitor, took time.Duration, err error) error {
	text, status := m.Output(took, faultOf(err))
	if _, err := io.WriteString(a.Stdout, text); err != nil {
		return err
	}
	if status == monitor.OK {
		return nil
	}
	return app.ExitStatus(status)
}

// faultOf returns why a run has no verdict, as explain tells it; "" is that it has one.
func faultOf(err error) string {
	if err == nil {
		return ""
	}
	if _, ok := errors.AsType[app.ExitStatus](err); ok {
		return ""
	}
	if errors.Is(err, runner.ErrNoTests) {
		return err.Error()
	}
	_, message := session.Explain(err)
	message = strings.TrimPrefix(strings.ReplaceAll(message, "\ndott: ", "\n"), "dott: ")
	if message == "" {
		message = err.Error()
	}
	return message
}

// asPlugin returns the error of a command line that cannot be read, in the form that was
// asked for.
func asPlugin(a *app.App, args []string, err error) error {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	if !slices.Contains(args, "--monitor") {
		return err
	}
	return plugin(a, &monitor.Monitor{}, 0, err)
}
