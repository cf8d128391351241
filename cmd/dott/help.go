package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// writeHelp prints the help, in groups, for 80 columns.
func writeHelp(w io.Writer) {
	fmt.Fprint(w, `Usage: dott [OPTIONS] [PATH...]
       dott new FILE COMMAND...     write a transcript of commands
       dott init [DIR]              write a configuration and a first test
       dott matrix [SELECTION]      list the cells of the matrix
       dott report EVENTS...        make reports of what --json wrote
       dott history [TEST]          show what became of tests in earlier runs
       dott services                list the services; start one by hand

Runs transcript tests. A PATH is a .t file, a Markdown file, or a directory that
is searched for .t files. Without one, those of the configuration are run, or
the current directory.
A test reads like this: commands are indented by two spaces and a "$ ", their
output by two spaces, and all else is comment.

  Adding is easy:

    $ echo $((1 + 2))
    3
`)
	_, groups := newFlags(newValues())
	for _, g := range groups {
		fmt.Fprintf(w, "\n%s:\n", g.title)
		g.flags.VisitAll(func(f *pflag.Flag) {
			if f.Hidden {
				return
			}
			name := "    --" + f.Name
			if f.Shorthand != "" {
				name = "-" + f.Shorthand + ", --" + f.Name
			}
			if m := metavar(f); strings.HasPrefix(m, "[") {
				name += m
			} else if m != "" {
				name += " " + m
			}
			usage := strings.ReplaceAll(f.Usage, "\n", "\n"+strings.Repeat(" ", 29))
			fmt.Fprintf(w, "  %-26s %s\n", name, usage)
		})
	}
	fmt.Fprint(w, `
Options may also stand in $DOTT_OPTS and, by their long names, below [run] in
dott.toml; the command line overrides both.

Exit status: 0 all passed or were skipped, 1 a test failed, 2 wrong usage or no
tests found, 130 interrupted.
`)
}
