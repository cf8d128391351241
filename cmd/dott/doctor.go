package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/doctor"
)

// examine is the verb `doctor`: it tells what this machine can do for tests, and what they
// depend on that other machines may not have.
func examine(ctx context.Context, a *app.App, args []string) error {
	asJSON := false
	line, err := options.ParseVerb("doctor", args, func(_ options.Group, o options.Option) bool {
		return o.Name == "tmpdir" || o.Name == "cache-dir" || o.Name == "config"
	}, func(f *pflag.FlagSet) { f.BoolVar(&asJSON, "json", false, "") })
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, doctorHelp) })
	case line.Flags.NArg() > 0:
		return options.Errorf("doctor: it takes no arguments: %q", line.Flags.Arg(0))
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return err
	}
	s, err := session.Begin(a, set)
	if err != nil {
		return err
	}
	all, err := doctor.Examine(ctx, set.Run.Tmpdir)
	if err != nil {
		return err
	}
	seen, err := session.Dependences(ctx, s)
	if err != nil {
		return err
	}
	if asJSON {
		return doctor.WriteJSON(a.Stdout, map[string]any{"abilities": all, "traced": seen.Traced, "dependences": seen.Found})
	}
	if err := doctor.Write(a.Stdout, all); err != nil {
		return err
	}
	return app.Written(a.Stdout, func(w io.Writer) { seen.Write(w) })
}

const doctorHelp = `Usage: dott doctor [--json]

Shows which features work on this machine, and why others do not: the parts of
[sandbox], running programs in the temporary directory, container engines. It
tries each of them.

Also shows what your tests depend on that others may not have: your home, the
time zone, the network, files that no repository holds. It knows that of tests
that ran with --trace or --cached.

      --json            for programs
      --tmpdir DIR      where to try things (the system's temporary directory)
      --cache-dir DIR   where cached verdicts are (the user's cache)
      --config FILE     the configuration (the nearest dott.toml upward)
`
