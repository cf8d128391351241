package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner/project"
	"dott/runner/words"
)

//go:embed init/dott.toml
var firstConfig string

//go:embed init/hello.t
var firstTest string

// initProject is the verb `init`: it writes a configuration, in which all that
// can be said stands as comments, and where there are no tests yet, a first one
// that passes. What is there already stays as it is.
func initProject(_ context.Context, a *app.App, args []string) error {
	flags := options.NewFlagSet("dott init")
	help := flags.BoolP("help", "h", false, "")
	ignore := flags.Bool("gitignore", false, "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("init: %s", err)
	}
	if *help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, initHelp) })
	}
	if flags.NArg() > 1 {
		return options.Errorf("init: %s and %s: name one folder at most", flags.Arg(0), flags.Arg(1))
	}
	dir := flags.Arg(0)
	path, first := filepath.Join(dir, "dott.toml"), ""
	if info, err := os.Stat(dir); dir != "" && err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
	}
	existing, err := project.Existing(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("looking for tests that are there: %w", err)
	}
	folders := existing
	if len(existing) == 0 {
		folders, first = []string{"tests"}, filepath.Join(dir, "tests", "hello.t")
		if err := os.MkdirAll(filepath.Dir(first), 0o777); err != nil {
			return fmt.Errorf("making the folder of the tests: %w", err)
		}
	}
	if err := create(path, configFor(folders), "it is unchanged, and no test was written"); err != nil {
		return err
	}
	if _, err := os.Lstat(first); err == nil {
		first = "" // whatever it is, it stays
	}
	if first != "" {
		if err := create(first, firstTest, "it is unchanged"); err != nil {
			return err
		}
	}
	ignored, git := project.IgnoresErr(dir)
	if *ignore && !ignored {
		if err := project.IgnoreErr(dir); err != nil {
			return fmt.Errorf("adding *.err to .gitignore: %w", err)
		}
	}
	return app.Written(a.Stdout, func(w io.Writer) {
		fmt.Fprintf(w, "%s: written", path)
		if len(existing) > 0 {
			fmt.Fprintf(w, "; it runs the tests in %s", strings.Join(existing, ", "))
		}
		fmt.Fprintln(w)
		if first != "" {
			fmt.Fprintf(w, "%s: written\n", first)
		}
		switch {
		case *ignore && !ignored:
			fmt.Fprintf(w, "%s: *.err added\n", filepath.Join(dir, ".gitignore"))
		case git && !ignored:
			fmt.Fprintln(w, "A failed test leaves a .err file beside it. To keep these out of git: echo '*.err' >>.gitignore")
		}
		command := "dott"
		if dir != "" {
			command = "cd " + words.Quote(dir) + " && dott"
		}
		fmt.Fprintf(w, "To run the tests: %s\n", command)
	})
}

// configFor returns the configuration for tests in some folders.
func configFor(folders []string) string {
	quoted := make([]string, len(folders))
	for i, f := range folders {
		quoted[i] = strconv.Quote(f)
	}
	return strings.Replace(firstConfig, `["tests"]`, "["+strings.Join(quoted, ", ")+"]", 1)
}
