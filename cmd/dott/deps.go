package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/state"
	"dott/runner/verdicts"
)

// showDeps is the verb `deps`: it prints what a test touched.
func showDeps(_ context.Context, a *app.App, args []string) error {
	asJSON := false
	line, err := options.ParseVerb("deps", args, func(_ options.Group, o options.Option) bool { return o.Name == "cache-dir" || o.Name == "config" }, func(f *pflag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "")
	})
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, depsHelp) })
	case line.Flags.NArg() != 1:
		return options.Errorf("deps: name one test: dott deps FILE, or FILE#CASE")
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return err
	}
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	p := state.Open(state.Root(here), a.Getenv)
	name, err := filepath.Abs(line.Flags.Arg(0))
	if err != nil {
		return err
	}
	name = p.Name(name)
	store := session.OpenVerdicts(p, here, set.Run.CacheDir)
	var all []verdicts.Deps
	for _, test := range store.Tests() {
		if rest, ok := strings.CutPrefix(test, name); ok && (rest == "" || strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, " [")) {
			all = append(all, store.Deps(test))
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("deps: %s has no trace yet; run: dott --trace %[1]s", line.Flags.Arg(0))
	}
	if asJSON {
		return verdicts.WriteJSON(a.Stdout, all)
	}
	return app.Written(a.Stdout, func(w io.Writer) {
		for _, d := range all {
			d.Write(w)
		}
	})
}

const depsHelp = `Usage: dott deps [--json] TEST

Prints what a test touched when it last ran with --trace or --cached: files of
the project, of the system, and others. TEST is a file, with or without a case.

      --json            a line of JSON for each test
      --cache-dir DIR   where cached verdicts are (the user's cache)
      --config FILE     the configuration (the nearest dott.toml upward)
`
