package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"dott/cmd/dott/app"
	"dott/cmd/dott/completion"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/process"
	"dott/runner/words"
)

// run is the whole program but for the process around it; args[0] is the name
// that it was called by. The error carries the exit status.
func run(ctx context.Context, env []string, stdin io.Reader, stdout, stderr io.Writer, args []string) error {
	a := &app.App{Env: env, Stdin: stdin, Stdout: stdout, Stderr: stderr, Supervisor: process.NewSupervisor()}
	defer a.Supervisor.Close()
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
	return hinted(runOrList(ctx, a, args, false))
}

var withLine = regexp.MustCompile(`^(.+\.t):\d+$`)

// hinted adds to the error for a path that is not there what may have been meant: a
// command that was mistyped, or a file, from a message that has the line.
func hinted(err error) error {
	m, ok := errors.AsType[*discover.MissingError](err)
	if !ok {
		return err
	}
	if file := withLine.FindStringSubmatch(m.Path); file != nil {
		if _, serr := os.Stat(file[1]); serr == nil {
			return fmt.Errorf("%w; to run the file: dott %s", err, words.Quote(file[1]))
		}
	}
	if slices.Contains([]string{"run", "test", "exec"}, m.Path) {
		return fmt.Errorf("%w; to run tests, name files or folders, or nothing: dott [PATH...]", err)
	}
	if near := nearFile(m.Path); near != "" {
		return fmt.Errorf("%w; did you mean %s?", err, near)
	}
	if verb := config.Nearest(m.Path, slices.Values(verbNames())); verb != "" && verb != m.Path {
		return fmt.Errorf("%w; did you mean the command %q?", err, verb)
	}
	return err
}

// nearFile returns the test whose name is most like that of a path that is not there.
func nearFile(path string) string {
	dir, base := filepath.Split(path)
	tests, err := filepath.Glob(filepath.Join(dir, "*.t"))
	if err != nil || base == "" {
		return ""
	}
	for i := range tests {
		tests[i] = strings.TrimSuffix(filepath.Base(tests[i]), ".t")
	}
	base = strings.TrimSuffix(base, ".t")
	if near := config.Nearest(base, slices.Values(tests)); near != "" && (len(base) > 2 || near == base) {
		return filepath.Join(dir, near+".t")
	}
	return ""
}

// runOrList runs tests, or tells of them.
func runOrList(ctx context.Context, a *app.App, args []string, asCram bool) (err error) {
	line, err := options.Parse(args, asCram)
	if err != nil {
		return asPlugin(a, args, err)
	}
	switch {
	case line.Values.Help && asCram:
		return app.Written(a.Stdout, writeCramHelp)
	case line.Values.Version && asCram:
		return app.Written(a.Stdout, writeCramVersion)
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { options.WriteHelp(w, verbHelp()) })
	case line.Values.Version:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprintf(w, "dott %s\n", session.Version()) })
	}
	set, err := line.Settle(a.Env)
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
	s, err := session.Begin(a, set)
	if err != nil {
		return err
	}
	switch {
	case set.Covers != "" && set.Named:
		return options.Errorf("--covers takes one file, as --covers main.go:12, and no tests")
	case set.Covers != "":
		return session.ListCovering(s)
	case set.Bisect != "":
		return bisect(ctx, s)
	}
	if set.Run.Order.Is == "random" {
		fmt.Fprintf(a.Stderr, "the order is random; to have it again: --order %s\n", &set.Run.Order)
	}
	switch {
	case set.Every > 0:
		return repeatTests(ctx, s, args, asCram)
	case set.List || set.Watch:
		if err := s.AddMatrix(ctx); err != nil {
			return err
		}
		if set.List {
			return list(ctx, s)
		}
		return session.WatchTests(ctx, s, args, asCram)
	}
	return runAndTell(ctx, s)
}

// list prints the names of the tests.
func list(ctx context.Context, s *session.Session) error {
	names, err := runner.List(ctx, s.RunnerOptions(session.Plan{}))
	if err != nil {
		return session.NothingLeft(s, err)
	}
	return app.Written(s.App.Stdout, func(w io.Writer) {
		for _, name := range names {
			fmt.Fprintln(w, name)
		}
	})
}
