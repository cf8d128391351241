package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"dott/cmd/dott/options"

	"dott/runner/config"
	"dott/runner/lint"
	"dott/runner/state"
)

// lintTests is the verb `lint`: it judges tests without running them.
func lintTests(ctx context.Context, a *app, args []string) error {
	var asJSON, asSARIF, fix bool
	parse := func(args []string) (*options.Line, error) {
		return options.ParseVerb("lint", args, isOfFiles, func(f *pflag.FlagSet) {
			f.BoolVar(&asJSON, "json", false, "")
			f.BoolVar(&asSARIF, "sarif", false, "")
			f.BoolVar(&fix, "fix", false, "")
		})
	}
	line, err := parse(args)
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return written(a.stdout, func(w io.Writer) { fmt.Fprint(w, lintHelp) })
	case asJSON && asSARIF:
		return options.Errorf("lint: --json and --sarif are two forms of output; choose one")
	}
	set, err := line.Settle(a.env)
	if err != nil {
		return err
	}
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	o := lintOptions(set)
	o.Cache = state.Open(state.Root(here), a.getenv).Cache("lint")
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
	if err := write(a.stdout, files); err != nil {
		return err
	}
	if lint.Count(files).Fails() {
		return exitStatus(1)
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
func nearerOptions(a *app, set *options.Settings, args []string, parse func([]string) (*options.Line, error)) func(dir string) (*lint.Options, error) {
	return func(dir string) (*lint.Options, error) {
		path := config.Find(dir)
		if path == "" || set != nil && path == set.Config.Path {
			return nil, nil
		}
		line, err := parse(append([]string{"--config=" + path}, args...))
		if err != nil {
			return nil, err
		}
		own, err := line.Settle(a.env)
		if err != nil {
			return nil, err
		}
		o := lintOptions(own)
		return &o, nil
	}
}

const lintHelp = `Usage: dott lint [OPTIONS] [PATH...]

Judges tests without running them. Each line of the output names a place, what
is wrong there, and the rule; docs/lint.md describes the rules. To ignore one,
write a comment above the line, or at the top for the whole file:

    # dott:ignore sleep

      --fix            make the fixes that change nothing that is matched or run
      --json           print an object for each finding, one a line
      --sarif          print SARIF 2.1.0, for code scanning
  -j, --jobs N         files at the same time (all processors)
      --shell PATH     the shell whose grammar holds (sh)
      --indent N       blanks before commands and output (2)
      --compat NAME    judge files of another program: cram, mercurial, scrut
      --tmpdir DIR     where the commands go for shellcheck (the system's)
      --config FILE    the configuration (the nearest dott.toml upward)

The exit status is 1 if there is an error or a warning, and 0 if not. If
shellcheck is installed, it reads the commands of all files in one process, and
what it says is kept for the next time.
`
