package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"dott/cmd/dott/app"
	"dott/cmd/dott/man"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/docs"
	"dott/runner/config"
)

// showHelp is the verb `help`: it prints the help of dott or of a verb, or a page of the
// documentation.
func showHelp(ctx context.Context, a *app.App, args []string) error {
	if len(args) > 1 {
		return options.Errorf("help: name one topic: %s", strings.Join(docs.Topics(), ", "))
	}
	if len(args) == 1 && (args[0] == "-h" || args[0] == "--help") {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, helpHelp) })
	}
	if len(args) == 0 {
		return app.Written(a.Stdout, func(w io.Writer) {
			options.WriteHelp(w, verbHelp())
			fmt.Fprintf(w, "\nFor more, dott help TOPIC, where TOPIC is a command or one of:\n%s", docs.Index(78))
		})
	}
	if isVerb(args[0]) {
		return verbs()[verbIndex(args[0])].do(ctx, a, []string{"--help"})
	}
	page, err := docs.Pages.ReadFile(args[0] + ".md")
	if err != nil {
		known := append(verbNames(), docs.Topics()...)
		if near := config.Nearest(strings.ToLower(args[0]), slices.Values(known)); near != "" {
			return options.Errorf("help: no topic %q; did you mean %q? 'dott help' lists all topics", args[0], near)
		}
		return options.Errorf("help: no topic %q; 'dott help' lists all topics", args[0])
	}
	return app.Written(a.Stdout, func(w io.Writer) { _, _ = w.Write(page) })
}

// showVersion is the verb `version`.
func showVersion(_ context.Context, a *app.App, args []string) error {
	if len(args) == 1 && (args[0] == "-h" || args[0] == "--help") {
		return app.Written(a.Stdout, func(w io.Writer) {
			fmt.Fprint(w, "Usage: dott version\n\nPrints the version, as dott --version does.\n")
		})
	}
	if len(args) > 0 {
		return options.Errorf("version takes no arguments")
	}
	return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprintf(w, "dott %s\n", session.Version()) })
}

// showMan is the verb `man`: it prints the manual page of dott or of a verb.
func showMan(ctx context.Context, a *app.App, args []string) error {
	if len(args) > 1 {
		return options.Errorf("man: name one command at most")
	}
	var help strings.Builder
	if len(args) == 0 {
		options.WriteHelp(&help, verbHelp())
		return app.Written(a.Stdout, func(w io.Writer) { man.Page(w, "dott", "run transcript tests", session.Version(), help.String()) })
	}
	if args[0] == "-h" || args[0] == "--help" {
		return app.Written(a.Stdout, func(w io.Writer) {
			fmt.Fprint(w, "Usage: dott man [COMMAND]\n\nPrints the manual page of dott, or of one of its commands:\n\n    dott man | man -l -\n")
		})
	}
	n := verbIndex(args[0])
	if n < 0 {
		return options.Errorf("man: no command %q; there are %s", args[0], strings.Join(verbNames(), ", "))
	}
	silent := *a
	silent.Stdout = &help
	if err := verbs()[n].do(ctx, &silent, []string{"--help"}); err != nil {
		return err
	}
	v := verbs()[n]
	return app.Written(a.Stdout, func(w io.Writer) { man.Page(w, "dott-"+v.Name, v.Summary, session.Version(), help.String()) })
}
