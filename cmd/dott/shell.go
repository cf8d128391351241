package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner"
	"dott/runner/event"
	"dott/runner/step"
)

// enterShell is the verb `shell`: it runs a test up to a line and hands its shell over.
func enterShell(ctx context.Context, a *app.App, args []string) error {
	line, err := stepLine("shell", args)
	if err != nil {
		return err
	}
	if line.Values.Help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, shellHelp) })
	}
	address, err := oneAddress("shell", line.Flags.Args())
	if err != nil {
		return err
	}
	screen, ok := screenOf(a)
	if !ok {
		return options.Errorf("shell: it needs a terminal, for you to type; dott repro prints a script that does what the test does")
	}
	test, at := cutLine(address)
	return stepInto(ctx, a, line, test, step.Enter(at, screen))
}

// screenOf returns the terminal at which somebody sits, if there is one.
func screenOf(a *app.App) (*step.Screen, bool) {
	in, ok1 := a.Stdin.(*os.File)
	out, ok2 := a.Stdout.(*os.File)
	screen := &step.Screen{In: in, Out: out, Term: a.Getenv("TERM")}
	return screen, ok1 && ok2 && screen.IsTerminal()
}

// printScript is the verb `repro`: it prints a script that does without dott what a test
// does.
func printScript(ctx context.Context, a *app.App, args []string) error {
	line, err := stepLine("repro", args)
	if err != nil {
		return err
	}
	if line.Values.Help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, reproHelp) })
	}
	address, err := oneAddress("repro", line.Flags.Args())
	if err != nil {
		return err
	}
	test, at := cutLine(address)
	return stepInto(ctx, a, line, test, step.Script(at, a.Env, a.Stdout))
}

// stepLine reads the command line of a verb that takes one test and hands it on.
func stepLine(verb string, args []string) (*options.Line, error) {
	return options.ParseVerb(verb, args, func(_ options.Group, o options.Option) bool {
		switch o.Name {
		case "shell", "shell-opts", "indent", "preserve-env", "tmpdir", "compat", "config", "matrix":
			return true
		}
		return false
	}, func(*pflag.FlagSet) {})
}

// oneAddress returns the only argument of a verb.
func oneAddress(verb string, args []string) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	return "", options.Errorf("%s: name one test, as in: dott %s tests/a.t:12", verb, verb)
}

var lineAtEnd = regexp.MustCompile(`^(.+):([0-9]+)$`)

// cutLine cuts the line off an address; 0 is that it names none.
func cutLine(address string) (test string, line int) {
	if m := lineAtEnd.FindStringSubmatch(address); m != nil {
		if _, err := os.Lstat(address); err != nil {
			line, _ = strconv.Atoi(m[2])
			return m[1], line
		}
	}
	return address, 0
}

// stepInto takes one test as far as its sandbox and hands it on.
func stepInto(ctx context.Context, a *app.App, line *options.Line, test string, do step.Stepper) error {
	set, err := line.Settle(a.Env)
	if err != nil {
		return err
	}
	set.Paths, set.Run.Jobs = []string{test}, 1
	s, err := session.Begin(a, set)
	if err != nil {
		return err
	}
	if err := s.AddMatrix(ctx); err != nil {
		return err
	}
	o := s.RunnerOptions(session.Plan{All: true, Once: true})
	names, err := runner.List(ctx, o)
	if err != nil {
		return err
	}
	if len(names) > 1 {
		return options.Errorf("%s is %d tests; name one of them: %s", test, len(names), strings.Join(names[:min(len(names), 5)], ", "))
	}
	o.Step = do
	var end event.Event
	err = runner.Run(ctx, o, event.HandlerFunc(func(e event.Event) error {
		switch {
		case e.Action == event.Warning:
			_, err := fmt.Fprintf(a.Stderr, "warning: %s\n", e.Reason)
			return err
		case e.Done():
			end = e
		}
		return nil
	}))
	switch {
	case err != nil:
		return err
	case end.Action == event.Error:
		return fmt.Errorf("%s", end.Reason)
	case end.Action == event.Skip && end.Reason != step.Done:
		return fmt.Errorf("%s is skipped: %s", end.Address(), end.Reason)
	}
	return nil
}
