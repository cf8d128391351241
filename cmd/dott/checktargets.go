package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/config"
	"dott/runner/target"
)

// checkTargets is the verb `target`: it says what is there on targets, and what is
// missing.
func checkTargets(ctx context.Context, a *app.App, args []string) error {
	v := options.NewValues()
	flags, _ := options.NewFlags(v)
	if err := flags.Parse(args); err != nil {
		return options.Errorf("target: %s%s", err, options.Suggestion(flags, err))
	}
	names := flags.Args()
	switch {
	case v.Help:
		return app.Written(a.Stdout, writeTargetHelp)
	case len(names) == 0:
		return options.Errorf("target: there is: dott target check [NAME...]")
	case names[0] != "check":
		return options.Errorf("target: unknown word %q; there is: dott target check [NAME...]", names[0])
	}
	set, err := (&options.Line{Flags: flags, Values: v}).Settle(a.Env)
	if err != nil {
		return err
	}
	s, err := session.Begin(a, set)
	if err != nil {
		return err
	}
	all := set.Config.Target
	if names = names[1:]; len(names) == 0 {
		names = slices.Sorted(maps.Keys(all))
	}
	if len(all) == 0 {
		return options.Errorf("target: dott.toml has no [target.NAME] section")
	}
	for _, name := range names {
		why := config.UnknownTarget(all, name)
		if name == config.Here {
			why = "local is this machine: there is nothing to check"
		}
		if why != "" {
			return options.Errorf("target: %s", why)
		}
	}
	o := session.TargetOptions(s, set)
	o.Place.Env, o.Place.TmpDir, o.Place.Supervisor = a.Env, set.Run.Tmpdir, a.Supervisor
	failed := false
	err = target.Check(ctx, o, names, func(c target.Checked) error {
		failed = failed || c.Err != nil
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, c) })
	})
	if err == nil && failed {
		err = errors.New("tests cannot run on all of these targets")
	}
	return err
}

func writeTargetHelp(w io.Writer) {
	fmt.Fprint(w, `Usage: dott target check [--config FILE] [NAME...]

Gets a shell on each of these targets of dott.toml, or on all. It prints what is
there, how long a round trip takes, and what is missing that some tests need.
`)
}
