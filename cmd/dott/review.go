package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/matcher"
	"dott/runner/accept"
	"dott/runner/event"
)

// reviewChanges is the verb `review`: it asks about the changes that the last run left.
func reviewChanges(ctx context.Context, a *app.App, args []string) error {
	o, err := readAccept(a, "review", reviewHelp, args, func(*pflag.FlagSet, *acceptOptions) {})
	if err != nil || o == nil {
		return err
	}
	if o.json {
		files, err := o.Files()
		if err != nil {
			return err
		}
		return app.Written(a.Stdout, func(w io.Writer) { _ = accept.List(w, files, o.Format, 1000) })
	}
	files, unlock, err := o.Locked(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if len(files) == 0 {
		fmt.Fprintln(a.Stdout, "the last run left no changes")
		return nil
	}
	fmt.Fprintf(a.Stdout, "# the last run left %s\n", accept.Summary(files))
	show := &options.Showing{Color: "auto", MaxDiff: 1000}
	r, err := session.OpenReports(a, show)
	if err != nil {
		return err
	}
	plain := session.PlainReport(a, show, r)
	ask := session.NewPrompt(ctx, a, plain.Color, plain.Break, a.Stdout)
	ask.MaxDiff = matcher.DiffLimit(show.MaxDiff)
	left := 0
	apply := applying(a, o, ask, event.HandlerFunc(func(e event.Event) error {
		if e.Action == event.Fail || e.Action == event.Error {
			left++
			if ask.Listing || e.Written == 0 {
				return nil // it was shown
			}
		}
		if e.Done() && e.Written > 0 {
			return plain.Handle(e)
		}
		return nil
	}))
	apply.Refuse = func(_ *accept.File, why error) {
		left++
		plain.Break()
		fmt.Fprintln(a.Stderr, why)
	}
	apply.Silent, apply.Done = ask.Silent, ask.Done
	err = apply.Do(ctx, files)
	plain.Break()
	if err != nil {
		return err
	}
	if err := plain.Finish(); err != nil {
		return err
	}
	if left > 0 || ask.Done() {
		return app.ExitStatus(1)
	}
	return nil
}
