package main

import (
	"context"
	"fmt"
	"io"

	"dott/cmd/dott/app"
	"dott/cmd/dott/cramline"
	"dott/cmd/dott/session"
	"dott/runner/words"
)

// cram is the program under the name cram. It takes all options of dott besides
// cram's own, and more of them from $CRAM.
func cram(ctx context.Context, a *app.App, args []string) error {
	more, err := words.Split(a.Getenv("CRAM"))
	if err != nil {
		return cramline.Error{Reason: fmt.Sprintf("$CRAM: %v", err), Usage: true}
	}
	args, err = cramline.Args(append(args, more...))
	if err != nil {
		return err
	}
	return cramline.Told(runOrList(ctx, a, args, true))
}

// nameTests tells, where cram does, that it runs nothing that was not named.
func nameTests(a *app.App) error {
	if _, err := fmt.Fprintln(a.Stdout, cramline.Usage); err != nil {
		return err
	}
	return app.ExitStatus(2)
}

// writeCramVersion prints the version in cram's words: scripts look for them. The
// number is that of the cram that this program does the work of.
func writeCramVersion(w io.Writer) {
	fmt.Fprintf(w, "Cram CLI testing framework (version 0.7)\n\nThis is dott %s, under the name cram.\n", session.Version())
}

func writeCramHelp(w io.Writer) {
	fmt.Fprint(w, cramline.Usage, cramHelp)
}
