package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/history"
)

// showHistory is the verb `history`: it prints the past of tests.
func showHistory(ctx context.Context, a *app.App, args []string) error {
	line, err := options.ParseVerb("history", args, func(_ options.Group, o options.Option) bool { return o.Name == "history" || o.Name == "config" }, func(*pflag.FlagSet) {})
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, historyHelp) })
	case line.Flags.NArg() > 1:
		return options.Errorf("history: name one test or folder at most")
	}
	here, err := os.Getwd()
	if err == nil {
		_, err = line.SettleLayers(a.Env)
	}
	if err != nil {
		return err
	}
	return history.Print(a.Stdout, session.HistoryOf(ctx, a, here, &options.Showing{History: line.Values.History}), line.Flags.Arg(0))
}
