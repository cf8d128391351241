package options

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"
)

// A Verb is a word that asks for something else than a run, as the help shows it.
type Verb struct {
	Name    string
	Args    string // what stands behind it in the help
	Summary string // a line that fits; "" leaves it out of the help
}

// WriteHelp prints the help, in groups, for 80 columns.
func WriteHelp(w io.Writer, verbs []Verb) {
	fmt.Fprintln(w, "Usage: dott [OPTIONS] [PATH...]")
	for _, v := range verbs {
		if v.Summary != "" {
			fmt.Fprintf(w, "       %-28s %s\n", strings.TrimRight("dott "+v.Name+" "+v.Args, " "), v.Summary)
		}
	}
	fmt.Fprint(w, `
Runs transcript tests. A PATH is a .t file, a Markdown file, or a directory that
is searched for .t files. Without one, those of the configuration are run, or
the current directory.
A test reads like this: commands are indented by two spaces and a "$ ", their
output by two spaces, and all else is comment.

  Adding is easy:

    $ echo $((1 + 2))
    3
`)
	_, groups := NewFlags(NewValues())
	for _, g := range groups {
		fmt.Fprintf(w, "\n%s:\n", g.Title)
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
