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
dott runs transcript tests. PATH is a .t file, a Markdown file, or a directory
to search for .t files. Without a PATH, dott runs the paths in the configuration
or, if there are none, the current directory.

In a test, commands are indented by two spaces and start with "$ ". Their output
is indented by two spaces. Everything else is a comment:

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
			if m := Metavar(f); strings.HasPrefix(m, "[") {
				name += m
			} else if m != "" {
				name += " " + m
			}
			usage := strings.ReplaceAll(f.Usage, "\n", "\n"+strings.Repeat(" ", 29))
			fmt.Fprintf(w, "  %-26s %s\n", name, usage)
		})
	}
	fmt.Fprint(w, `
You can also set options in $DOTT_OPTS and, by their long names, under [run] in
dott.toml. The command line overrides both.

Exit status: 0 if all tests passed or were skipped, 1 if a test failed, 2 for
wrong usage or if no tests were found, 130 if interrupted.
`)
}
