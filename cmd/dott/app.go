package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"dott/cmd/dott/completion"
	"dott/cmd/dott/options"

	"github.com/mattn/go-isatty"
	"golang.org/x/term"

	"dott/runner"
	"dott/runner/process"
)

// An app is what the program has of the process around it.
type app struct {
	env            []string
	stdin          io.Reader
	stdout, stderr io.Writer
	supervisor     *process.Supervisor // of all commands; nil is one for each run
}

// run is the whole program but for the process around it; args[0] is the name
// that it was called by. The error carries the exit status.
func run(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) error {
	a := &app{env, stdin, stdout, stderr, process.NewSupervisor()}
	defer a.supervisor.Close()
	asCram := strings.TrimSuffix(filepath.Base(args[0]), ".exe") == options.CramName
	args = args[1:]
	if asCram {
		return cram(ctx, a, args)
	}
	if len(args) > 0 && (args[0] == completion.Asked || args[0] == completion.Plainly) {
		return answerShell(ctx, a, args)
	}
	if name, rest := options.CutVerb(args, isVerb); name != "" {
		return verbs()[verbIndex(name)].do(ctx, a, rest)
	}
	return a.tests(ctx, args, false)
}

// tests runs tests, or tells of them.
func (a *app) tests(ctx context.Context, args []string, asCram bool) (err error) {
	line, err := options.Parse(args, asCram)
	if err != nil {
		return asPlugin(a, args, err)
	}
	switch {
	case line.Values.Help && asCram:
		return written(a.stdout, writeCramHelp)
	case line.Values.Version && asCram:
		return written(a.stdout, writeCramVersion)
	case line.Values.Help:
		return written(a.stdout, func(w io.Writer) { options.WriteHelp(w, verbHelp()) })
	case line.Values.Version:
		return written(a.stdout, func(w io.Writer) { fmt.Fprintf(w, "dott %s\n", version()) })
	}
	set, err := line.Settle(a.env)
	if line.Values.Monitor {
		return monitorTests(ctx, a, set, err)
	}
	if err != nil {
		return err
	}
	if len(set.Paths) == 0 {
		return nameTests(a)
	}
	done, err := takeStdin(a, set)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	s, err := a.begin(set)
	if err != nil {
		return err
	}
	switch {
	case set.Covers != "" && set.Named:
		return options.Errorf("--covers takes one file, as --covers main.go:12, and no tests")
	case set.Covers != "":
		return listCovering(s)
	case set.Bisect != "":
		return bisect(ctx, s)
	}
	if set.Run.Order.Is == "random" {
		fmt.Fprintf(a.stderr, "the order is random; to have it again: --order %s\n", &set.Run.Order)
	}
	switch {
	case set.Every > 0:
		return repeatTests(ctx, s, args, asCram)
	case set.List || set.Watch:
		if err := s.addMatrix(ctx); err != nil {
			return err
		}
		if set.List {
			return list(ctx, s)
		}
		return watchTests(ctx, s, args, asCram)
	}
	return runAndTell(ctx, s)
}

// list prints the names of the tests.
func list(ctx context.Context, s *session) error {
	names, err := runner.List(ctx, s.runnerOptions(plan{}))
	if err != nil {
		return nothingLeft(s, err)
	}
	return written(s.app.stdout, func(w io.Writer) {
		for _, name := range names {
			fmt.Fprintln(w, name)
		}
	})
}

// written lets print write to w, and returns the error of the first write that
// failed.
func written(w io.Writer, print func(io.Writer)) error {
	b := bufio.NewWriter(w)
	print(b)
	return b.Flush()
}

func (a *app) getenv(name string) string { return options.Getenv(a.env, name) }

// colored reports whether the output is to have colours.
func (a *app) colored(when string, out io.Writer) bool {
	if when != "auto" {
		return when == "always"
	}
	f, ok := out.(*os.File)
	if !ok || !isatty.IsTerminal(f.Fd()) {
		return false
	}
	return a.getenv("NO_COLOR") == "" && a.getenv("CI") == "" && a.getenv("TERM") != "dumb"
}

// liveTerminal returns the terminal that takes a live report, if out is one.
func (a *app) liveTerminal(out io.Writer) (*os.File, bool) {
	f, ok := out.(*os.File)
	return f, ok && a.colored("auto", out)
}

// width returns a function that tells how many columns a terminal has now.
func width(terminal *os.File) func() int {
	return func() int {
		columns, _, _ := term.GetSize(int(terminal.Fd()))
		return columns
	}
}

// release is the version of a release, which the linker sets.
var release string

// version is that of the release, or else the module's, if this build knows it.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
