package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"dott/cmd/dott/app"
	"dott/cmd/dott/completion"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/docs"
	"dott/runner"
)

// writeCompletion is the verb `completion`: it writes the script by which a shell
// completes command lines of dott.
func writeCompletion(ctx context.Context, a *app.App, args []string) error {
	flags := options.NewFlagSet("dott completion")
	help := flags.BoolP("help", "h", false, "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("completion: %s", err)
	}
	if *help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, completionHelp) })
	}
	if flags.NArg() != 1 || !slices.Contains(completion.Shells, flags.Arg(0)) {
		return options.Errorf("completion: name a shell: %s", strings.Join(completion.Shells, ", "))
	}
	return completer(ctx, a).Script(a.Stdout, flags.Arg(0))
}

// answerShell answers the script of a shell.
func answerShell(ctx context.Context, a *app.App, args []string) error {
	return completer(ctx, a).Answer(a.Stdout, io.Discard, args)
}

// completer is what a command line may have.
func completer(ctx context.Context, a *app.App) completion.Line {
	flags, _ := options.NewFlags(options.NewValues())
	l := completion.Line{Flags: flags, Metavar: options.Metavar, Args: testNames(ctx, a)}
	of := func(names func(c *options.Settings) []string) completion.Values {
		return func([]string, string) ([]string, bool) {
			// What is wrong with the configuration is said by a run.
			line, err := options.Parse(nil, false)
			if err != nil {
				return nil, false
			}
			set, err := line.Settle(a.Env)
			if err != nil {
				return nil, false
			}
			return names(set), false
		}
	}
	words := func(all ...string) completion.Values {
		return func([]string, string) ([]string, bool) { return all, false }
	}
	axes := func(s *options.Settings) []string { return slices.Sorted(maps.Keys(s.Config.Matrix.Axes)) }
	l.Values = map[string]completion.Values{
		"color": words("auto", "always", "never"), "compat": words("cram", "mercurial", "scrut"), "order": words("file", "runtime", "random"),
		"shard": words("auto"), "shell": words("sh", "bash", "zsh", "dash", "ksh", "mksh"),
		"bisect": of(axes), "matrix": of(func(s *options.Settings) []string { return selections(s, axes(s)) }),
		"require": of(func(s *options.Settings) []string {
			return append(slices.Sorted(maps.Keys(s.Config.Features.Named)), "linux", "macos", "windows", "root")
		}),
	}
	services := of(func(s *options.Settings) []string { return slices.Sorted(maps.Keys(s.Config.Service)) })
	arguments := map[string]completion.Values{
		"completion": words(completion.Shells...), "matrix": l.Values["matrix"], "history": l.Args, "repro": l.Args, "shell": l.Args, "man": words(verbNames()...),
		"help": words(append(verbNames(), docs.Topics()...)...),
		"services": func(before []string, begun string) ([]string, bool) {
			if len(before) == 0 {
				return []string{"start"}, false
			}
			return services(before, begun)
		},
		"import": func(before []string, _ string) ([]string, bool) {
			if len(before) == 0 {
				return []string{"bats", "shelltest", "testscript"}, false
			}
			return nil, true
		},
	}
	for _, v := range verbs() {
		if v.Summary == "" {
			continue
		}
		one := completion.Verb{Name: v.Name, Summary: v.Summary, Args: arguments[v.Name]}
		switch v.Name {
		case "services":
			one.Flags = flags
		case "init", "completion", "man", "help", "version", "import":
		default:
			if d, ok := errors.AsType[options.Described](v.do(ctx, a, []string{options.Describe})); ok {
				one.Flags = d.Flags
			}
		}
		l.Verbs = append(l.Verbs, one)
	}
	return l
}

func verbNames() (names []string) {
	for _, v := range verbs() {
		if v.Summary != "" {
			names = append(names, v.Name)
		}
	}
	return names
}

// selections are what --matrix may be: all, an axis, or a version of one that the
// configuration has.
func selections(s *options.Settings, axes []string) []string {
	all := []string{"all"}
	for _, axis := range axes {
		all = append(all, axis)
		for _, version := range s.Config.Matrix.Axes[axis].Values {
			all = append(all, axis+"="+version)
		}
	}
	return all
}

// testNames completes files of tests, and behind such a file its cases, its cells and the
// lines of its commands.
func testNames(ctx context.Context, a *app.App) completion.Values {
	return func(_ []string, begun string) ([]string, bool) {
		at := strings.LastIndex(begun, ".t") + 2
		if at < 2 || at >= len(begun) {
			return completion.Tests(begun), false
		}
		file := begun[:at]
		if begun[len(begun)-1] == ':' || strings.LastIndexByte(begun, ':') > at-1 {
			return completion.Commands(begun[:strings.LastIndexByte(begun, ':')+1], file), false
		}
		line, err := options.Parse([]string{"--matrix=all", file}, false)
		if err != nil {
			return nil, false
		}
		set, err := line.Settle(a.Env)
		if err != nil {
			return nil, false
		}
		s, err := session.Begin(a, set)
		if err != nil || s.AddMatrix(ctx) != nil {
			return nil, false
		}
		names, err := runner.List(ctx, s.RunnerOptions(session.Plan{}))
		if err != nil {
			return nil, false
		}
		return names, false
	}
}
