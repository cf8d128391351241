package main

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dott/cmd/dott/options"

	"dott/runner/words"
)

//go:embed init/dott.toml
var firstConfig string

//go:embed init/hello.t
var firstTest string

// initProject is the verb `init`: it writes a configuration, in which all that
// can be said stands as comments, and a first test that passes. What is there
// already stays as it is.
func initProject(_ context.Context, a *app, args []string) error {
	flags := options.NewFlagSet("dott init")
	help := flags.BoolP("help", "h", false, "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("init: %s", err)
	}
	if *help {
		return written(a.stdout, writeInitHelp)
	}
	if flags.NArg() > 1 {
		return options.Errorf("init: %s and %s: name one folder at most", flags.Arg(0), flags.Arg(1))
	}
	dir := flags.Arg(0)
	tests := filepath.Join(dir, "tests")
	path := filepath.Join(dir, "dott.toml")
	if err := os.MkdirAll(tests, 0o777); err != nil {
		return fmt.Errorf("making the folder of the tests: %w", err)
	}
	if err := create(path, firstConfig, "it was left as it is, and no test was written"); err != nil {
		return err
	}
	first := filepath.Join(tests, "hello.t")
	there, err := filepath.Glob(filepath.Join(tests, "*.t"))
	if err != nil {
		return err
	}
	if len(there) == 0 {
		if err := create(first, firstTest, "it was left as it is"); err != nil {
			return err
		}
	}
	return written(a.stdout, func(w io.Writer) {
		fmt.Fprintf(w, "%s: written\n", path)
		if len(there) == 0 {
			fmt.Fprintf(w, "%s: written\n", first)
		}
		command := "dott"
		if dir != "" {
			command = "cd " + words.Quote(dir) + " && dott"
		}
		fmt.Fprintf(w, "To run the tests: %s\n", command)
	})
}

func writeInitHelp(w io.Writer) {
	b := bufio.NewWriter(w)
	defer b.Flush()
	fmt.Fprint(b, `Usage: dott init [DIR]

Writes dott.toml, with all that it may say as comments, into DIR, or into the
current directory; and tests/hello.t beside it, a test that passes, where there
are no tests yet. Nothing that exists is written over.
`)
}
