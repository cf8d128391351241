package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner/config"
	"dott/runner/lint"
	"dott/runner/state"
)

// lintTests is the verb `lint`: it judges tests without running them.
func lintTests(ctx context.Context, a *app.App, args []string) error {
	var asJSON, asSARIF, fix bool
	var since comparing
	parse := func(args []string) (*options.Line, error) {
		return options.ParseVerb("lint", args, isOfFiles, func(f *pflag.FlagSet) {
			f.BoolVar(&asJSON, "json", false, "")
			f.BoolVar(&asSARIF, "sarif", false, "")
			f.BoolVar(&fix, "fix", false, "")
			f.StringVar(&since.revision, "against", "", "")
			f.StringVar(&since.deny, "deny", "", "")
			f.BoolVar(&since.github, "github", a.Getenv("GITHUB_ACTIONS") == "true", "")
		})
	}
	line, err := parse(args)
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, lintHelp) })
	case asJSON && asSARIF:
		return options.Errorf("lint: --json and --sarif are two forms of output; choose one")
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return err
	}
	if since.revision != "" || since.deny != "" {
		since.json = asJSON
		return since.judge(ctx, a, set)
	}
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	o := lintOptions(set)
	o.Cache = state.Open(state.Root(here), a.Getenv).Cache("lint")
	if set.With != nil {
		o.For = nearerOptions(a, set, args, parse)
	}
	files, err := lint.Check(ctx, o)
	if err != nil {
		return err
	}
	// A fix may leave something for another one to mend.
	for range 3 {
		if !fix {
			break
		}
		fixed, err := lint.Fix(files)
		if err != nil {
			return err
		}
		if fixed == 0 {
			break
		}
		if files, err = lint.Check(ctx, o); err != nil {
			return err
		}
	}
	write := lint.WriteText
	switch {
	case asJSON:
		write = lint.WriteJSON
	case asSARIF:
		write = lint.WriteSARIF
	}
	if err := write(a.Stdout, files); err != nil {
		return err
	}
	if lint.Count(files).Fails() {
		return app.ExitStatus(1)
	}
	return nil
}

// isOfFiles reports whether an option says how files are found and read.
func isOfFiles(_ options.Group, o options.Option) bool {
	switch o.Name {
	case "jobs", "shell", "indent", "tmpdir", "compat", "config":
		return true
	}
	return false
}

// lintOptions turns settings into what is checked.
func lintOptions(set *options.Settings) lint.Options {
	return lint.Options{
		Paths: set.Paths, All: !set.Named, Format: set.Run.Format, Config: set.Config, Shell: set.Run.Shell,
		Jobs: set.Run.Jobs, TmpDir: set.Run.Tmpdir,
	}
}

// nearerOptions returns what finds the nearest configuration upward from a directory, and
// reads the same command line over it; nil is that it is the one that holds anyway.
func nearerOptions(a *app.App, set *options.Settings, args []string, parse func([]string) (*options.Line, error)) func(dir string) (*lint.Options, error) {
	return func(dir string) (*lint.Options, error) {
		path := config.Find(dir)
		if path == "" || set != nil && path == set.Config.Path {
			return nil, nil
		}
		line, err := parse(append([]string{"--config=" + path}, args...))
		if err != nil {
			return nil, err
		}
		own, err := line.Settle(a.Env)
		if err != nil {
			return nil, err
		}
		o := lintOptions(own)
		return &o, nil
	}
}
