package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"dott/cmd/dott/options"

	"github.com/spf13/pflag"

	"dott/runner/event"
	"dott/runner/history"
	"dott/runner/report"
)

// foldReports is the verb `report`: it makes reports of one or several event
// streams, as the run would have made them that had all of their tests.
func foldReports(ctx context.Context, a *app, args []string) error {
	line, err := options.ParseVerb("report", args, func(g options.Group, o options.Option) bool {
		return g.Title == "Report" && o.Name != "outputdir" && o.Name != "max-diff"
	}, func(*pflag.FlagSet) {})
	if err != nil {
		return err
	}
	if line.Values.Help {
		return written(a.stdout, writeReportHelp)
	}
	if line.Flags.NArg() == 0 {
		return options.Errorf("report: name the event streams, as in: dott report --html report.html events-*.json")
	}
	show := line.Showing(a.env)
	sources, closeAll, err := event.OpenSources(line.Flags.Args(), a.stdin)
	defer closeAll()
	if err != nil {
		return err
	}
	if err := report.CheckSources(show.Reports, sources); err != nil {
		return options.Errorf("report: %v", err)
	}
	r, err := a.openReports(&show)
	if err != nil {
		return err
	}
	tally := &event.Tally{}
	plain := a.plain(&show, r)
	r.listen(tally, a.onScreen(&show, r.screen, plain, plain))
	var handler event.Handler = r
	var kept *history.Keeper
	if show.History != "" || show.Baseline != "" {
		here, err := os.Getwd()
		if err != nil {
			return err
		}
		o := a.history(ctx, here, &show)
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
		return errors.Join(err, r.finish(event.Event{}, err))
	}
	if err := r.finish(event.Event{}, nil); err != nil {
		return err
	}
	for _, gap := range gaps {
		fmt.Fprintln(a.stderr, "dott: "+gap)
	}
	if err := verdict(tally); err != nil {
		return err
	}
	switch {
	case len(gaps) > 0:
		return exitStatus(2)
	case tally.NotRun > 0:
		fmt.Fprintln(a.stderr, "dott: not all tests were run")
		return exitStatus(2)
	}
	return nil
}

func writeReportHelp(w io.Writer) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	fmt.Fprint(b, `Usage: dott report [OPTIONS] EVENTS...

Makes reports from event streams, which dott --json writes. Streams from several
machines or shards become one report, as if all tests had been one run. It also
prints what dott prints after a run, and has the same exit status. EVENTS are
files; - is standard input.

    dott report --junit junit.xml --html report.html events-*.json

If two streams have the same test, the later verdict counts. If a shard is
missing, a stream is incomplete or tests did not run, a message says which, and
the exit status is 2 unless a test failed. The options are those under Report in
dott --help, except --max-diff and --outputdir.
`)
}
