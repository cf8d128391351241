package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner"
	"dott/runner/service"
)

// listServices is the verb `services`: it lists services, starts some for work by
// hand, or removes what is left of them.
func listServices(ctx context.Context, a *app.App, args []string) error {
	v := options.NewValues()
	flags, _ := options.NewFlags(v)
	prune := flags.Bool("prune", false, "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("services: %s%s", err, options.Suggestion(flags, err))
	}
	names := flags.Args()
	start := len(names) > 0 && names[0] == "start"
	switch {
	case v.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, servicesHelp) })
	case start && len(names) == 1:
		return options.Errorf("services: which one? dott services start NAME...")
	case len(names) > 0 && !start:
		return options.Errorf("services: unknown word %q; there is: dott services start NAME...", names[0])
	case start && *prune:
		return options.Errorf("services: use either --prune or start")
	}
	set, err := (&options.Line{Flags: flags, Values: v}).Settle(a.Env)
	if err != nil {
		return err
	}
	s, err := session.Begin(a, set)
	if err != nil {
		return err
	}
	o := s.RunnerOptions(session.Plan{})
	services := service.New(s.ServiceOptions(o))
	switch {
	case start:
		var env []string
		if env, err = runner.Environ(ctx, o); err == nil {
			err = services.Start(ctx, names[1:], env, a.Stdout, a.Stderr)
		}
	case *prune:
		err = services.Prune(ctx, a.Stdout)
	default:
		err = services.List(ctx, a.Stdout)
	}
	return errors.Join(err, services.Close())
}
