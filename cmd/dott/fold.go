package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/event"
	"dott/runner/history"
	"dott/runner/report"
)

// foldReports is the verb `report`: it makes reports of one or several event
// streams, as the run would have made them that had all of their tests.
func foldReports(ctx context.Context, a *app.App, args []string) error {
	line, err := options.ParseVerb("report", args, func(g options.Group, o options.Option) bool {
		return g.Title == "Report" && o.Name != "outputdir" && o.Name != "max-diff"
	}, func(*pflag.FlagSet) {})
	if err != nil {
		return err
	}
	if line.Values.Help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, reportHelp) })
	}
	if line.Flags.NArg() == 0 {
		return options.Errorf("report: name the event streams, as in: dott report --html report.html events-*.json")
	}
	show := line.Showing(a.Env)
	sources, closeAll, err := event.OpenSources(line.Flags.Args(), a.Stdin)
	defer closeAll()
	if err != nil {
		return err
	}
	if err := report.CheckSources(show.Reports, sources); err != nil {
		return options.Errorf("report: %v", err)
	}
	r, err := session.OpenReports(a, &show)
	if err != nil {
		return err
	}
	tally := &event.Tally{}
	plain := session.PlainReport(a, &show, r)
	r.Listen(tally, session.OnScreen(a, &show, r.Screen, plain, plain))
	var handler event.Handler = r
	var kept *history.Keeper
	if show.History != "" || show.Baseline != "" {
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		o := session.HistoryOf(ctx, a, here, &show)
		o.Tests = func() ([]string, error) { return event.Tests(sources) }
		if kept, err = history.Open(o); err != nil {
			return err
		}
		kept.Next, handler = r, kept
	}
	gaps, err := event.Merge(handler, sources...)
	if show.History != "" {
		kept.Finish(ctx)
	}
	if err != nil {
		plain.Break()
		return errors.Join(err, r.Finish(event.Event{}, err))
	}
	if err := r.Finish(event.Event{}, nil); err != nil {
		return err
	}
	for _, gap := range gaps {
		fmt.Fprintln(a.Stderr, "dott: "+gap)
	}
	if err := session.Verdict(tally); err != nil {
		return err
	}
	switch {
	case len(gaps) > 0:
		return app.ExitStatus(2)
	case tally.NotRun > 0:
		fmt.Fprintln(a.Stderr, "dott: not all tests were run")
		return app.ExitStatus(2)
	}
	return nil
}
