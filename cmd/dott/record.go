package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/record"
	"dott/runner/step"
)

// recordSession is the verb `record`: what a person does in a shell becomes a
// transcript.
func recordSession(ctx context.Context, a *app.App, args []string) error {
	line, appends, err := recordLine(args)
	if err != nil {
		return err
	}
	if line.Values.Help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, recordHelp) })
	}
	if line.Flags.NArg() != 1 || !strings.HasSuffix(line.Flags.Arg(0), ".t") {
		return options.Errorf("record: name the .t file to write, as in: dott record new.t")
	}
	path := line.Flags.Arg(0)
	screen, ok := screenOf(a)
	if !ok {
		return options.Errorf("record: it needs a terminal, for you to type; to write commands from a file: dott new %s <commands", path)
	}
	old := ""
	if appends {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		old = string(data)
	} else if err := create(path, "", "to go on with it: dott record --append "+path); err != nil {
		return err
	}
	taken, err := recorded(ctx, a, line, path, old, screen)
	for _, left := range taken.Left {
		fmt.Fprintf(a.Stderr, "left out: %s\n", left)
	}
	for _, command := range taken.Typed {
		first, _, _ := strings.Cut(command, "\n")
		fmt.Fprintf(a.Stderr, "you typed into %q; in a test, nobody does (see #tty)\n", first)
	}
	switch {
	case err != nil:
		return err
	case taken.Kept == 0:
		if !appends && taken.Written == 0 {
			err = os.Remove(path)
		}
		_, werr := fmt.Fprintf(a.Stdout, "%s: no command was recorded\n", path)
		return errors.Join(err, werr)
	}
	return settleRecord(ctx, a, args, path, taken, old)
}

// recordLine reads the command line.
func recordLine(args []string) (line *options.Line, appends bool, err error) {
	line, err = options.ParseVerb("record", args, func(_ options.Group, o options.Option) bool {
		switch o.Name {
		case "timeout", "max-output", "shell", "shell-opts", "indent", "preserve-env", "tmpdir", "config":
			return true
		}
		return false
	}, func(f *pflag.FlagSet) { f.BoolVar(&appends, "append", false, "") })
	return line, appends, err
}

// recorded has a person at the screen, and writes down what that does.
func recorded(ctx context.Context, a *app.App, line *options.Line, path, old string, screen *step.Screen) (taken *record.Session, err error) {
	taken = &record.Session{Screen: screen}
	if taken.File, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0); err != nil {
		return taken, err
	}
	if old != "" && !strings.HasSuffix(old, "\n") {
		_, err = taken.File.WriteString("\n")
	}
	if err == nil {
		err = stepInto(ctx, a, line, path, taken.Step)
	}
	return taken, errors.Join(err, taken.File.Close())
}

// settleRecord runs what was recorded as a test, in which there is no terminal, and
// writes what that prints; and again, for what is not the same each time.
func settleRecord(ctx context.Context, a *app.App, args []string, path string, taken *record.Session, old string) error {
	again, _, err := recordLine(args)
	if err != nil {
		return err
	}
	set, err := again.Settle(a.Env)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	set.Paths, set.Update, set.Show = []string{path}, options.Updating{Write: true}, options.Showing{Quiet: true, Color: "never"}
	silent := *a
	silent.Stdout = io.Discard
	s, err := session.Begin(&silent, set)
	if err != nil {
		return err
	}
	format := set.Run.Format
	err = s.RunTests(ctx, session.Plan{})
	_, fails := errors.AsType[app.ExitStatus](err)
	if err != nil && !fails {
		return err
	}
	updated, rerr := os.ReadFile(path)
	if rerr != nil {
		return rerr
	}
	if old != "" { // which nobody asked to change
		if joined := record.Keep(format, old, string(text), string(updated)); joined != string(updated) {
			if err := os.WriteFile(path, []byte(joined), 0o666); err != nil {
				return err
			}
		}
	}
	state := "written"
	if fails {
		state = "written, and does not pass as it is"
	}
	if _, werr := fmt.Fprintf(a.Stdout, "%s: %s, with %s recorded\n", path, state, count(taken.Kept, "command")); werr != nil {
		return werr
	}
	return err
}

// count is a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
