package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/accept"
	"dott/runner/lint"
	"dott/runner/lsp"
	"dott/runner/process"
	"dott/runner/state"
)

// serveEditor is the verb `lsp`: it serves an editor over standard input and output.
func serveEditor(ctx context.Context, a *app.App, args []string) error {
	isOption := func(g options.Group, o options.Option) bool {
		return o.Name != "jobs" && isOfFiles(g, o)
	}
	parse := func(args []string) (*options.Line, error) {
		return options.ParseVerb("lsp", args, isOption, func(f *pflag.FlagSet) {
			f.Bool("stdio", false, "") // some clients say so
		})
	}
	line, err := parse(args)
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, lspHelp) })
	case line.Flags.NArg() > 0:
		return options.Errorf("lsp: unexpected argument %q; the editor names the files", line.Flags.Arg(0))
	}
	// A configuration that is wrong is told to the editor, file by file.
	near := nearerOptions(a, nil, args, parse)
	named := line.Flags.Changed("config")
	settings := func(dir string) (lint.Options, error) {
		if !named {
			if o, err := near(dir); o != nil || err != nil {
				return orNone(o), err
			}
		}
		// The configuration may have changed since the server began.
		line, err := parse(args)
		if err != nil {
			return lint.Options{}, err
		}
		now, err := line.Settle(a.Env)
		if err != nil {
			return lint.Options{}, err
		}
		return lintOptions(now), nil
	}
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("the path of dott: %w", err)
	}
	run := func(ctx context.Context, path string) (string, error) {
		events, err := process.Output(ctx, filepath.Dir(path), program, slices.Concat(slices.DeleteFunc(slices.Clone(args), func(s string) bool { return s == "--stdio" }), []string{"--quiet", "--json=-", path})...)
		if strings.HasPrefix(events, "{") {
			err = nil // a test that failed is no error of the run
		}
		return events, err
	}
	here, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("the working directory: %w", err)
	}
	kept := func(dir string) string { return state.Open(state.Root(dir), a.Getenv).Cache("left") }
	accepting := func(ctx context.Context, path string, line int) (string, error) {
		dir := filepath.Dir(path)
		if left, _, _ := accept.Of([]string{kept(here)}, path, ""); len(left) > 0 {
			dir = here
		}
		told, err := process.Output(ctx, dir, program, "accept", fmt.Sprintf("%s:%d", path, line))
		if strings.TrimSpace(told) != "" {
			err = nil // it says what is wrong
		}
		return strings.TrimSpace(told), err
	}
	left := func(path, stamp string) ([]*accept.Left, string, error) {
		// Tests run in the project of the editor's directory, or in their own.
		return accept.Of(slices.Compact([]string{kept(here), kept(filepath.Dir(path))}), path, stamp)
	}
	err = lsp.Serve(ctx, a.Stdin, a.Stdout, lsp.Options{Version: session.Version(), Settings: settings, Run: run, Left: left, Accept: accepting, Shell: isVerb("shell"), Log: a.Stderr})
	if err != nil && ctx.Err() == nil {
		fmt.Fprintf(a.Stderr, "dott lsp: %v\n", err)
		return app.ExitStatus(1)
	}
	return err
}

func orNone(o *lint.Options) lint.Options {
	if o == nil {
		return lint.Options{}
	}
	return *o
}
