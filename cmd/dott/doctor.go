package main

import (
	"context"
	"fmt"
	"io"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/runner/doctor"
)

// examine is the verb `doctor`: it tells what this machine can do for tests.
func examine(ctx context.Context, a *app.App, args []string) error {
	flags := options.NewFlagSet("dott doctor")
	asJSON := flags.Bool("json", false, "")
	dir := flags.String("tmpdir", "", "")
	help := flags.BoolP("help", "h", false, "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("doctor: %s%s", err, options.Suggestion(flags, err))
	}
	switch {
	case *help:
		return app.Written(a.Stdout, writeDoctorHelp)
	case flags.NArg() > 0:
		return options.Errorf("doctor: it takes no arguments: %q", flags.Arg(0))
	}
	all, err := doctor.Examine(ctx, *dir)
	if err != nil {
		return err
	}
	write := doctor.Write
	if *asJSON {
		write = doctor.WriteJSON
	}
	return write(a.Stdout, all)
}

func writeDoctorHelp(w io.Writer) {
	fmt.Fprint(w, `Usage: dott doctor [--json] [--tmpdir DIR]

Shows which features work on this machine, and why others do not: the parts of
[sandbox], running programs in the temporary directory, container engines. It
tries each of them. --json is for programs.
`)
}
